"""Due times, first responses, holds and conversations, as the tests of ERPNext state them."""

from typing import Any

import pytest

from collector.instants import format_instant
from collector.records import TicketState
from tests.conformance.harness import cases, wrong_in
from tests.conformance.operations import Peer, answer_as, instant, same
from tests.conformance.tickets import ACTIVE, AROUND_THE_CLOCK, WAITS, Event, Ticket, clock, stops_when

FILE = "erpnext_issue_sla"
NEW_CYCLES = {"reopening": {"rule": "new_cycle", "within_working_days": None}}
CUSTOMER_SPOKE = {"runs_when": [{"field": "message", "is_one_of": ["customer"]}]}

RESPONSE = clock(**stops_when("response"))
RESOLUTION = clock(stops_in=["closed"])
HOLD = clock(stops_in=["closed"], hours="always")
ANSWER = clock(
    runs_in=[],
    **CUSTOMER_SPOKE,
    stops_when=[{"field": "message", "is_one_of": ["agent"]}],
    hours="always",
    **NEW_CYCLES,
)
WITH_THE_AGENTS = clock(**CUSTOMER_SPOKE, stops_in=["closed"], hours="always")


@pytest.mark.parametrize("case", cases(FILE, "elapsed"))
def test_a_first_response_takes_the_open_time_of_erpnext(case: Any) -> None:
    assert wrong_in(FILE, case, answer_as(Peer()), same) == {}


@pytest.mark.parametrize("case", cases(FILE, "ticket_due"))
def test_a_ticket_is_due_when_erpnext_has_it(case: Any) -> None:
    assert wrong_in(FILE, case, due_times, same) == {}


@pytest.mark.parametrize("case", cases(FILE, "conversation_metrics"))
def test_a_conversation_has_the_times_of_erpnext(case: Any) -> None:
    assert wrong_in(FILE, case, times_of_conversation) == {}


def due_times(found: dict[str, Any]) -> dict[str, Any]:
    pauses = found.get("pauses", [])
    states = [(end, state) for pause in pauses for end, state in zip(pause, (WAITS, ACTIVE), strict=True)]
    events: list[Event] = [(instant(at), state) for at, state in states]
    told = Ticket(instant(found["created"]), events, found["calendar"])
    (held,) = told.cycles(HOLD)["waiting_user"]
    return {
        "response_by": as_text(told.due(RESPONSE, found["response_seconds"])),
        "resolution_by": as_text(told.due(RESOLUTION, found["resolution_seconds"])),
        "total_hold_seconds": int(held),
    }


def times_of_conversation(found: dict[str, Any]) -> dict[str, Any]:
    said: list[Event] = [(instant(one["time"]), "message", one["from"]) for one in found["messages"]]
    closed: Event = (instant(found["closed"]), TicketState.CLOSED)
    told = Ticket(said[0][0], [*said, closed], AROUND_THE_CLOCK)
    answers, resolution, worked = (told.cycles(terms)["used"] for terms in (ANSWER, HOLD, WITH_THE_AGENTS))
    return {
        "average_response_seconds": answers.mean(),
        "resolution_seconds": resolution.sum(),
        "resolution_seconds_without_customer_wait": worked.sum(),
    }


def as_text(found: int | None) -> str | None:
    return None if found is None else format_instant(found)
