"""First response, update and solution, as the tests of an old version of Zammad state them."""

from typing import Any

import pytest

from collector.instants import format_instant
from evaluator.contract.clocks import ClockTerms
from tests.conformance.harness import cases, wrong_in
from tests.conformance.operations import instant, same
from tests.conformance.tickets import ACTIVE, WAITS, Event, Ticket, clock, stops_when

FILE = "zammad_legacy_sla"
CLOCKS = {
    "first_response": clock(**stops_when("first_response")),
    # Any contact, of either side, ends the wait for one and begins the next.
    "update": clock(renews_when=[{"field": "contact", "says": ["agent", "customer"]}]),
    "close": clock(**stops_when("solution")),
}
LIMITS = {"first_response": "first_response_min", "update": "update_min", "close": "solution_min"}
A_MINUTE = 60


@pytest.mark.parametrize("case", cases(FILE))
def test_a_ticket_escalates_when_zammad_has_it(case: Any) -> None:
    assert wrong_in(FILE, case, escalation, same) == {}


def escalation(found: dict[str, Any]) -> dict[str, Any]:
    """Their due times, which stand while a ticket is paused: a clock of ours that stands still has none."""
    told = ticket_of(found)
    answer: dict[str, Any] = {}
    next_due = []
    for name, terms in CLOCKS.items():
        minutes = found["sla"][LIMITS[name]]
        due = None if minutes is None else told.resumed.due(terms, minutes * A_MINUTE)
        answer[f"{name}_escalation_at"] = as_text(due)
        answer |= minutes_of(name, told, terms, minutes)
        if due is not None and bool(told.cycles(terms)["running"].iloc[0]):
            next_due.append(due)
    return {**answer, "escalation_at": as_text(min(next_due, default=None))}


def ticket_of(found: dict[str, Any]) -> Ticket:
    """Their ticket as ours: it waits in their paused states, closed among them, and is worked on in others.

    They keep the time of the latest contact alone.
    """
    told = found["ticket"]
    states = [{"time": told["created"], "state": told["initial_state"]}, *told["state_changes"]]
    events: list[Event] = [
        (instant(one["time"]), WAITS if one["state"] in found["paused_states"] else ACTIVE) for one in states
    ]
    for key, field in (("first_response_at", "first_response"), ("close_at", "solution")):
        if key in told:
            events.append((instant(told[key]), field, "given"))
    contacts = [
        (told[f"last_contact_{one}_at"], one)
        for one in ("agent", "customer")
        if f"last_contact_{one}_at" in told
    ]
    events += [(instant(at), "contact", one) for at, one in contacts if at == max(contacts)[0]]
    return Ticket(instant(told["created"]), events, found["calendar"])


def minutes_of(name: str, told: Ticket, terms: ClockTerms, limit: int | None) -> dict[str, int | None]:
    """The minutes used by the cycle that was stopped last, and what was left; they cut seconds off."""
    cycles = told.cycles(terms)
    over = cycles.loc[cycles["stopped_at"].notna()]
    used = None if over.empty else int(over["used"].iloc[0]) // A_MINUTE
    left = None if used is None or limit is None else limit - used
    return {f"{name}_in_min": used, f"{name}_diff_in_min": left}


def as_text(found: int | None) -> str | None:
    return None if found is None else format_instant(found)
