"""By when exclusions are asked for and decided, in the working days of the contract."""

from datetime import date
from typing import Any

import pytest

from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.follow_up.exclusion_deadlines import (
    as_they_stood,
    decide_by,
    is_late,
    is_overdue,
    propose_by,
    subject_month,
)
from evaluator.decisions.exclusions import Decision, Exclusion
from tests.evaluator.october import STOCKHOLM, contract_content

RULES = {
    "proposing": {"within_working_days": 5, "binds": ["supplier"], "clause": "6.2"},
    "deciding": {"within_working_days": 10, "counted_from": "proposal", "clause": "6.3"},
}
WEEKDAYS = {
    "label": {"sv": "Vardagar", "en": "Weekdays"},
    "holidays": "swedish",
    "openings": [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "08:00", "closes": "17:00"}],
}


def versions(rules: dict[str, Any] | None) -> ContractVersions:
    """A contract from January 2026 to December 2027 whose working days are Monday to Friday but holidays."""
    content = contract_content()
    content["holidays"] = {"swedish": {"country": "SE", "eves": []}}
    content["service_hours"]["office"] = WEEKDAYS
    content |= {"working_days": "office", "exclusions": rules}
    contract = Contract.model_validate(content)
    return ContractVersions((ContractVersion(contract.term.first_day, contract, "h"),))


def asked(on: str = "2026-11-04", **more: Any) -> Exclusion:
    content = {
        "id": "U-1",
        "proposed_by": "supplier",
        "proposed_on": on,
        "reason": "r",
        "evidence": "e",
        "decision": "pending",
        **({"tickets": ["A-1"], "period": "2026-10"} if "interval" not in more else {}),
        **more,
    }
    return Exclusion.model_validate(content)


def of_time(ends_at: str) -> dict[str, Any]:
    return {"service": "T3", "starts_at": "2026-09-29T10:00:00+02:00", "ends_at": ends_at}


def test_the_last_day_to_propose_is_so_many_working_days_after_the_month() -> None:
    # October 2026 ends on a Saturday: Monday 2, Tuesday 3, Wednesday 4, Thursday 5, Friday 6 November.
    assert propose_by(asked(), versions(RULES)) == date(2026, 11, 6)


def test_a_holiday_is_no_working_day() -> None:
    # After December 2026: 1 January is a holiday (a Friday) and 6 January too (a Wednesday);
    # 4, 5, 7, 8 and 11 January are the five.
    assert propose_by(asked(period="2026-12"), versions(RULES)) == date(2027, 1, 11)


@pytest.mark.parametrize(("day", "late"), [("2026-11-06", False), ("2026-11-07", True)])
def test_the_last_day_belongs_to_the_time(day: str, late: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_late(asked(day), versions(RULES)) is late


def test_time_is_of_the_month_in_which_it_ends_unless_stated() -> None:
    midnight = asked(interval=of_time("2026-10-01T00:00:00+02:00"))
    assert subject_month(midnight, STOCKHOLM) == "2026-09"
    assert subject_month(asked(interval=of_time("2026-10-01T00:00:01+02:00")), STOCKHOLM) == "2026-10"
    stated = asked(interval=of_time("2026-10-01T00:00:00+02:00"), period="2026-10")
    assert subject_month(stated, STOCKHOLM) == "2026-10"


@pytest.mark.parametrize(
    "rules", [None, RULES | {"proposing": None, "deciding": None}], ids=["no rules", "no deadlines"]
)
def test_a_contract_without_deadlines_refuses_nothing(rules: dict[str, Any] | None) -> None:
    late = asked("2027-05-01")
    known = versions(rules)
    assert (propose_by(late, known), decide_by(late, known)) == (None, None)
    assert not is_late(late, known)
    assert not is_overdue(late, known, date(2027, 12, 1))


def test_a_side_the_deadline_does_not_bind_may_ask_later() -> None:
    assert propose_by(asked("2026-12-01", proposed_by="customer"), versions(RULES)) is None


@pytest.mark.parametrize("period", [None, "2025-12", "2028-01"], ids=["no month", "before", "after"])
def test_without_a_month_of_the_contract_there_is_no_deadline(period: str | None) -> None:
    elsewhere = asked(period=period)
    assert (propose_by(elsewhere, versions(RULES)), decide_by(elsewhere, versions(RULES))) == (None, None)


@pytest.mark.parametrize(
    ("counted_from", "last_day"),
    # From Wednesday 4 November: 5, 6, 9, ... the tenth is Wednesday 18. From the month's end: Friday 13.
    [("proposal", date(2026, 11, 18)), ("month_end", date(2026, 11, 13))],
)
def test_the_contract_says_from_when_the_days_to_decide_count(counted_from: str, last_day: date) -> None:
    rules = RULES | {"deciding": {"within_working_days": 10, "counted_from": counted_from, "clause": "6.3"}}
    assert decide_by(asked(), versions(rules)) == last_day
    assert not is_overdue(asked(), versions(rules), last_day)
    assert is_overdue(asked(), versions(rules), last_day.replace(day=last_day.day + 1))


ACCEPTED = {"decision": "accepted", "decided_by": "Staden", "decided_on": "2026-11-12"}


def standing(exclusion: Exclusion, day: date = date(2026, 12, 1)) -> Decision:
    [found] = as_they_stood([exclusion], versions(RULES), day)
    return found.decision


def test_a_late_request_is_refused_whatever_was_decided() -> None:
    assert standing(asked("2026-11-09")) is Decision.REFUSED_LATE
    late = asked("2026-11-09", **ACCEPTED)
    assert standing(late) is Decision.REFUSED_LATE
    [refused] = as_they_stood([late], versions(RULES), date(2026, 12, 1))
    assert refused.left_out_tickets == ()
    assert not refused.is_undecided


def test_who_decides_can_take_up_a_late_request_and_says_why() -> None:
    taken_up = asked("2026-11-09", **ACCEPTED, late_accepted_because="our own system was down")
    assert standing(taken_up) is Decision.ACCEPTED
    # The day before it was decided nobody had taken it up yet.
    assert standing(taken_up, date(2026, 11, 11)) is Decision.REFUSED_LATE


def test_a_late_request_that_was_rejected_stays_rejected() -> None:
    rejected = asked("2026-11-09", **ACCEPTED | {"decision": "rejected", "decision_reason": "no evidence"})
    assert standing(rejected) is Decision.REJECTED


def test_a_request_in_time_stands_as_it_was_decided() -> None:
    assert standing(asked(**ACCEPTED)) is Decision.ACCEPTED
    assert standing(asked(**ACCEPTED), date(2026, 11, 11)) is Decision.PENDING
