"""What an entry of the ledger must say."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.ledger import amount_of, last_day_of
from tests.evaluator.core.follow_up.ledgers import entries, entry


def refusal(found: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as refused:
        entries(found)
    return str(refused.value)


@pytest.mark.parametrize(
    ("missing", "changes"),
    [
        ("decided_by", {"decided_by": None}),
        ("decided_by", {"decided_by": " "}),
        ("decided_by", {"decided_by": "--"}),
        ("reason", {"reason": ""}),
        ("legal_review", {"legal_review": None}),
    ],
)
def test_a_waiver_without_name_reason_or_legal_review_is_refused_with_the_legal_note(
    missing: str, changes: dict[str, Any]
) -> None:
    text = refusal(entry("1", "waived", "2026-11-12", amount=15000) | changes)
    assert f"a waiver needs {missing}: not applying essential terms" in text
    assert "LOU 17 kap." in text


def test_a_waiver_names_everything_it_lacks_at_once() -> None:
    bare = {"id": "1", "kind": "waived", "period": "2026-10", "day": "2026-11-12", "amount": 1}
    assert "a waiver needs decided_by, reason, legal_review" in refusal(bare)


def test_a_legal_review_tells_who_when_and_what() -> None:
    text = refusal(entry("1", "waived", "2026-11-12", amount=1, legal_review={"by": "Jurist"}))
    assert "legal_review.day" in text
    assert "legal_review.finding" in text


def test_a_waiver_is_reviewed_before_it_is_decided() -> None:
    text = refusal(entry("1", "waived", "2026-11-09", amount=1))
    assert "the legal review is dated 2026-11-10, after the waiver of 2026-11-09" in text


def test_a_waiver_that_is_no_list_of_keys_is_refused_as_such() -> None:
    with pytest.raises(ValidationError):
        entries("waived")  # type: ignore[arg-type] # what a hand-written file can hold


def test_an_entry_cannot_be_made_before_its_month_is_over() -> None:
    text = refusal(entry("1", "claimed", "2026-10-31", amount=1))
    assert "it is dated 2026-10-31, before 2026-10 was over: its last day is 2026-10-31" in text
    assert entries(entry("1", "claimed", "2026-11-01", amount=1))


@pytest.mark.parametrize("amount", [0, -5, "0.001", "1.5 kr"])
def test_an_amount_is_above_nothing_and_in_whole_minor_units(amount: Any) -> None:
    assert "amount" in refusal(entry("1", "claimed", "2026-11-10", amount=amount))


def test_an_amount_may_have_more_decimals_that_say_nothing() -> None:
    [found] = entries(entry("1", "claimed", "2026-11-10", amount="1250.500"))
    assert str(amount_of(found)) == "1250.500"


def test_a_settlement_settles_something() -> None:
    text = refusal(entry("1", "settled", "2026-11-20", stands=0, falls=0))
    assert "stands and falls are both 0" in text


def test_a_settled_dispute_is_about_what_stands_and_what_falls() -> None:
    [found] = entries(entry("1", "settled", "2026-11-20", stands=30000, falls=18000))
    assert amount_of(found) == 48000


@pytest.mark.parametrize(("month", "day"), [("2026-12", date(2026, 12, 31)), ("2028-02", date(2028, 2, 29))])
def test_the_last_day_of_a_month(month: str, day: date) -> None:
    assert last_day_of(month) == day
