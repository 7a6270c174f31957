"""Due times of responses, keeping in the loop and resolving, as the tests of Request Tracker state them."""

from typing import Any

import pytest

from collector.instants import format_instant
from evaluator.contract.clocks import ClockTerms
from tests.conformance.harness import cases, wrong_in
from tests.conformance.operations import instant, same
from tests.conformance.tickets import ACTIVE, AROUND_THE_CLOCK, WAITS, Event, Ticket, clock

FILE = "request_tracker_sla"
CUSTOMER = {"field": "message", "is_one_of": ["customer"]}
STAFF = {"field": "message", "is_one_of": ["staff"]}
STATES = ["active", "waiting_user"]
NEW_CYCLES = {"reopening": {"rule": "new_cycle", "within_working_days": None}}
A_MINUTE = 60


@pytest.mark.parametrize("case", cases(FILE, "rt_due"))
def test_a_ticket_is_due_when_request_tracker_has_it(case: Any) -> None:
    assert wrong_in(FILE, case, due_after_each_event, same_times) == {}


def due_after_each_event(found: dict[str, Any]) -> dict[str, Any]:
    told = ticket_of(found)
    times = dict.fromkeys(event["time"] for event in found["events"])
    return {"due_after": [{"time": time, "due": due_at(told, found["sla"], instant(time))} for time in times]}


def ticket_of(found: dict[str, Any]) -> Ticket:
    hidden = found["sla"].get("ignore_on_status", [])
    events: list[Event] = []
    for event in found["events"]:
        kind, _, status = event["type"].partition(":")
        at = instant(event["time"])
        if kind == "status":
            events.append((at, WAITS if status in hidden else ACTIVE))
        else:
            events.append((at, "message", kind.removesuffix("_message")))
    return Ticket(instant(found["created"]), events, AROUND_THE_CLOCK)


def clocks_of(sla: dict[str, Any]) -> dict[str, ClockTerms]:
    """Their terms as ours; time in an ignored status counts, unless they say that it does not."""
    runs_in = ["active"] if sla.get("exclude_time_on_ignored_statuses") else STATES
    return {
        "response_min": clock(runs_in=runs_in, runs_when=[CUSTOMER], stops_when=[STAFF], **NEW_CYCLES),
        # Every message of the staff is news, and the next is due so long after it.
        "keep_in_loop_min": clock(
            runs_in=runs_in,
            runs_when=[STAFF],
            stops_when=[CUSTOMER],
            renews_when=[{"field": "message", "says": ["staff"]}],
            **NEW_CYCLES,
        ),
        "resolve_min": clock(runs_in=runs_in, stops_in=["resolved", "closed"]),
    }


def due_at(told: Ticket, sla: dict[str, Any], at: int) -> str | None:
    """The first due time of the clocks that go; none is shown while the ticket is in an ignored status."""
    due = []
    for key, terms in clocks_of(sla).items():
        if key in sla:
            now = told.cycles(terms, at).iloc[0]
            if bool(now["running"]) and now["state"] == ACTIVE:
                due.append(told.due(terms, sla[key] * A_MINUTE, at))
    return format_instant(min(one for one in due if one is not None)) if due else None


def same_times(ours: Any, theirs: Any) -> bool:
    """Whether the same is due after each event."""
    return len(ours) == len(theirs) and all(
        same(one["time"], other["time"]) and same(one["due"], other["due"])
        for one, other in zip(ours, theirs, strict=True)
    )
