"""What tender.yaml must say."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.tender import TenderFile

LABEL = {"sv": "Skolstart", "en": "School start"}


def refusal(**content: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        TenderFile.model_validate(content)
    return str(refused.value)


def test_an_empty_file_calls_a_month_a_peak_from_fifteen_percent_on() -> None:
    assert TenderFile().peak_above == Fraction(15, 100)


def test_a_span_ends_on_or_after_its_first_day() -> None:
    period = {"id": "s", "label": LABEL, "spans": [{"first": "2026-08-31", "last": "2026-08-10"}]}
    assert "last (2026-08-10) comes before first (2026-08-31)" in refusal(watched_periods=[period])


@pytest.mark.parametrize(
    ("key", "entry"),
    [
        (
            "watched_periods",
            {"id": "a", "label": LABEL, "spans": [{"first": "2026-08-10", "last": "2026-08-28"}]},
        ),
        ("stated_volumes", {"id": "a", "label": LABEL, "number": None, "as_of": None, "source": "register"}),
        ("counted_volumes", {"id": "a", "label": LABEL, "indicator": "K03"}),
        ("requirements", {"id": "a", "text": LABEL, "level": "shall"}),
        ("option_clauses", {"option": "a", "text": None}),
    ],
)
def test_each_id_stands_once(key: str, entry: dict[str, Any]) -> None:
    assert f"a stands twice in {key}; each once" in refusal(**{key: [entry, entry]})


def test_a_volume_nobody_knows_is_written_as_null_and_not_left_out() -> None:
    volume = {"id": "printers", "label": LABEL, "source": "register"}
    assert "stated_volumes.0.number" in refusal(stated_volumes=[volume])


def test_an_option_states_its_notice_date_or_that_there_is_none() -> None:
    option = {"id": "o", "label": LABEL, "prolongs_to": "2035-12-31", "state": "open"}
    card = {
        "id": "next",
        "title": LABEL,
        "reference": "KS 2027/0000",
        "customer": "Exempelstaden",
        "supplier": "Anbudsgivare",
        "time_zone": "Europe/Stockholm",
        "currency": "SEK",
    }
    term = {"first_day": "2029-01-01", "last_day": "2033-12-31", "options": [option]}
    assert "options.0.notice_by" in refusal(next_contract={"contract": card, "term": term})
