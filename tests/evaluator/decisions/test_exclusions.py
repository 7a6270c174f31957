"""Requests to leave something out: complete, with reason and evidence, decided by somebody."""

from datetime import date
from typing import Any

import pytest

from evaluator.contract.exclusion_terms import Side
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


@pytest.mark.parametrize("name", ["reason", "evidence"])
def test_a_request_without_reason_or_evidence_is_refused(name: str) -> None:
    assert "at least 1 character" in refusal(Exclusion, request(**{name: " "}))


def test_only_the_two_sides_of_the_contract_make_requests() -> None:
    assert "'supplier' or 'customer'" in refusal(Exclusion, request(proposed_by="somebody"))
    assert Exclusion.model_validate(request(proposed_by="customer")).proposed_by is Side.CUSTOMER


def test_a_request_is_about_tickets_or_about_time() -> None:
    message = "name either tickets or an interval"
    assert message in refusal(Exclusion, request(tickets=[]))
    assert message in refusal(Exclusion, request(interval=INTERVAL))
    Exclusion.model_validate(request(tickets=[], interval=INTERVAL))


@pytest.mark.parametrize("decision", ["accepted", "rejected", "disputed"])
@pytest.mark.parametrize("missing", ["decided_by", "decided_on"])
def test_a_decision_names_who_decided_and_when(decision: str, missing: str) -> None:
    Exclusion.model_validate(request(decision=decision, decision_reason="r", **DECIDED))
    told = {name: value for name, value in DECIDED.items() if name != missing}
    message = refusal(Exclusion, request(decision=decision, decision_reason="r", **told))
    assert f"a decision needs decided_by and decided_on; missing: {missing}" in message


@pytest.mark.parametrize("decision", ["rejected", "disputed"])
def test_who_does_not_accept_all_says_why(decision: str) -> None:
    message = refusal(Exclusion, request(decision=decision, **DECIDED))
    assert f"{decision} needs a decision_reason" in message


def test_a_part_is_named_where_a_part_is_accepted_and_nowhere_else() -> None:
    message = "belong to partly_accepted, which needs one of them"
    partly = {"decision": "partly_accepted", "decision_reason": "one was ours", **DECIDED}
    assert message in refusal(Exclusion, request(**partly))
    assert message in refusal(Exclusion, request(decision="accepted", accepted_tickets=["T-1"], **DECIDED))


PARTLY = {"decision": "partly_accepted", "decision_reason": "the rest was theirs", **DECIDED}


def test_of_a_partly_accepted_request_the_named_tickets_are_left_out() -> None:
    found = Exclusion.model_validate(request(tickets=["T-1", "T-2"], accepted_tickets=["T-2"], **PARTLY))
    assert (found.left_out_tickets, found.left_out_intervals) == (("T-2",), ())


def test_a_part_lies_within_what_the_request_is_about() -> None:
    message = refusal(Exclusion, request(accepted_tickets=["T-9"], **PARTLY))
    assert "accepted_tickets names T-9, which the request does not" in message
    beyond = {"starts_at": "2026-10-05T08:30:00+02:00", "ends_at": "2026-10-05T09:01:00+02:00"}
    of_time = request(tickets=[], interval=INTERVAL, accepted_intervals=[beyond], **PARTLY)
    assert "accepted_intervals reach beyond" in refusal(Exclusion, of_time)
    assert "accepted_intervals reach beyond" in refusal(
        Exclusion, request(accepted_intervals=[beyond], **PARTLY)
    )


def test_of_partly_accepted_time_the_named_parts_are_left_out_of_the_same_unit() -> None:
    part = {"starts_at": "2026-10-05T08:15:00+02:00", "ends_at": "2026-10-05T08:45:00+02:00"}
    about = {"tickets": [], "interval": INTERVAL | {"unit": "S1"}}
    found = Exclusion.model_validate(request(accepted_intervals=[part], **about, **PARTLY))
    [left] = found.left_out_intervals
    assert (left.service, left.unit) == ("T2", "S1")
    assert (left.ends_at - left.starts_at).total_seconds() == 30 * 60


@pytest.mark.parametrize("decision", ["pending", "rejected", "disputed"])
def test_nothing_is_left_out_before_it_is_accepted(decision: str) -> None:
    found = Exclusion.model_validate(request(decision=decision, decision_reason="r", **DECIDED))
    assert (found.left_out_tickets, found.left_out_intervals) == ((), ())
    assert found.is_undecided is (decision != "rejected")


def test_taken_as_accepted_all_of_a_request_is_left_out() -> None:
    of_time = Exclusion.model_validate(request(tickets=[], interval=INTERVAL))
    assert of_time.left_out_intervals == ()
    assert of_time.with_decision(Decision.ACCEPTED).left_out_intervals == (of_time.interval,)


@pytest.mark.parametrize("year", ["1989", "2200"])
def test_a_year_that_is_a_slip_of_the_pen_is_refused(year: str) -> None:
    assert "1990-01-01" in refusal(ExcludedInterval, INTERVAL | {"starts_at": f"{year}-10-05T08:00:00+02:00"})
    Exclusion.model_validate(request(period="2026-10"))
    assert refusal(Exclusion, request(period=f"{year}-10"))
    assert refusal(Exclusion, request(proposed_on=f"{year}-10-05"))


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


FIRST = {
    "decision": "disputed",
    "decided_by": "contract manager",
    "decided_on": "2026-11-10",
    "decision_reason": "the log says otherwise",
}
SETTLED = {
    "decision": "accepted",
    "decided_by": "steering group",
    "decided_on": "2026-12-01",
    "earlier_decisions": [FIRST],
}


def test_on_a_day_between_two_decisions_the_first_one_stands() -> None:
    settled = Exclusion.model_validate(request(**SETTLED))
    (disputed,) = as_known_on([settled], date(2026, 11, 30))
    assert disputed == Exclusion.model_validate(request(**FIRST))
    (pending,) = as_known_on([settled], date(2026, 11, 9))
    assert pending == Exclusion.model_validate(request())


def test_decisions_stand_in_the_order_of_their_days() -> None:
    message = "decisions come in order of their days"
    assert message in refusal(Exclusion, request(**SETTLED | {"decided_on": "2026-11-09"}))
    assert message in refusal(
        Exclusion, request(decision="accepted", **DECIDED | {"decided_on": "2026-11-02"})
    )


def test_an_earlier_decision_is_one_and_fits_the_request() -> None:
    undecided = {"decision": "pending", "decided_on": "2026-11-10"}
    message = refusal(Exclusion, request(**SETTLED | {"earlier_decisions": [undecided]}))
    assert "pending is no decision that another could replace" in message
    of_others = FIRST | {"decision": "partly_accepted", "accepted_tickets": ["T-9"]}
    message = refusal(Exclusion, request(**SETTLED | {"earlier_decisions": [of_others]}))
    assert "names T-9, which the request does not" in message


def test_a_request_nobody_has_decided_stays_pending() -> None:
    pending = Exclusion.model_validate(request())
    assert as_known_on([pending], date(2027, 1, 1)) == (pending,)
