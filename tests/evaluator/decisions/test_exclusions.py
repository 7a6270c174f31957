"""Requests to leave something out: complete, with reason and evidence, decided by somebody."""

from datetime import date
from typing import Any

import pytest

from evaluator.decisions.exclusions import Decision, ExcludedInterval, Exclusion, as_known_on
from tests.evaluator.contract.refusals import refusal

INTERVAL = {
    "service": "T2",
    "starts_at": "2026-10-05T08:00:00+02:00",
    "ends_at": "2026-10-05T09:00:00+02:00",
}
DECIDED = {"decided_by": "contract manager", "decided_on": "2026-11-10"}


def request(**more: Any) -> dict[str, Any]:
    return {
        "id": "X1",
        "proposed_by": "supplier",
        "proposed_on": "2026-11-03",
        "reason": "the landlord cut the power",
        "evidence": "letter of 2026-11-02",
        "tickets": ["T-1"],
        "decision": "pending",
        **more,
    }


@pytest.mark.parametrize("name", ["reason", "evidence", "proposed_by"])
def test_a_request_without_who_why_or_evidence_is_refused(name: str) -> None:
    assert "at least 1 character" in refusal(Exclusion, request(**{name: " "}))


def test_a_request_is_about_tickets_or_about_time() -> None:
    message = "name either tickets or an interval"
    assert message in refusal(Exclusion, request(tickets=[]))
    assert message in refusal(Exclusion, request(interval=INTERVAL))
    Exclusion.model_validate(request(tickets=[], interval=INTERVAL))


@pytest.mark.parametrize("decision", ["accepted", "rejected", "disputed"])
@pytest.mark.parametrize("missing", ["decided_by", "decided_on"])
def test_a_decision_names_who_decided_and_when(decision: str, missing: str) -> None:
    Exclusion.model_validate(request(decision=decision, **DECIDED))
    told = {name: value for name, value in DECIDED.items() if name != missing}
    message = refusal(Exclusion, request(decision=decision, **told))
    assert "a decision needs decided_by and decided_on" in message


@pytest.mark.parametrize("name", ["starts_at", "ends_at"])
def test_a_time_without_its_zone_is_refused(name: str) -> None:
    message = refusal(ExcludedInterval, INTERVAL | {name: "2026-10-05T08:30:00"})
    assert "a time needs its zone" in message


def test_an_interval_ends_after_it_starts() -> None:
    message = refusal(ExcludedInterval, INTERVAL | {"ends_at": INTERVAL["starts_at"]})
    assert "ends_at is not after starts_at" in message


def test_on_an_earlier_day_a_request_stands_as_it_stood_then() -> None:
    accepted = Exclusion.model_validate(request(decision="accepted", **DECIDED))
    assert as_known_on([accepted], date(2026, 11, 2)) == ()
    (pending,) = as_known_on([accepted], date(2026, 11, 9))
    assert (pending.decision, pending.decided_by, pending.decided_on) == (Decision.PENDING, None, None)
    assert as_known_on([accepted], date(2026, 11, 10)) == (accepted,)


def test_a_request_nobody_has_decided_stays_pending() -> None:
    pending = Exclusion.model_validate(request())
    assert as_known_on([pending], date(2027, 1, 1)) == (pending,)
