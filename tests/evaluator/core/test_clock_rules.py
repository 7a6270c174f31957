"""Rules of clocks, each worked by hand: fields, starts, resets, renewals, priorities, reopenings, holds.

November 2026 has no holidays; the 10th is a Tuesday. The desk works 07-18, so that a day has 11 h.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from collector.records import TicketState
from evaluator.core.clock.cycles import ClockHours, run_cycles
from evaluator.core.clock.states import PARTIES
from evaluator.core.clock.timeline import clock_timeline
from tests.evaluator.core.calendars_for_tests import changes, clock_terms, instant, tickets
from tests.evaluator.core.clock_runs import (
    ACTIVE,
    ALWAYS,
    CANCELLED,
    CLOSED,
    CUSTOMER,
    DAYS,
    DESK_HOURS,
    HOUR,
    RESOLVED,
    SUPPLIER,
    THIRD,
    UNMAPPED,
    USER,
    t,
)

Happened = tuple[str, TicketState] | tuple[str, str, str | None]
HOURS_OF_ONE = ClockHours([DESK_HOURS], [DAYS], np.zeros(1, dtype=np.int64), [DAYS])
VENDOR = {"field": "team", "is_one_of": ["vendor"], "waits_for": "third"}
NEW_CYCLE = {"rule": "new_cycle", "within_working_days": None}
RESPONSE: dict[str, Any] = {
    "runs_in": [],
    "stops_in": [],
    "cancels_in": [],
    "runs_when": [{"field": "message", "is_one_of": ["customer"]}],
    "stops_when": [{"field": "message", "is_one_of": ["agent"]}],
    "reopening": NEW_CYCLE,
}


def rows_of(happened: tuple[Happened, ...]) -> pd.DataFrame:
    full = [
        (1, t(one[0]), one[1]) if len(one) == 2 else (1, t(one[0]), one[1], one[2], None) for one in happened
    ]
    return changes(*full)


def cycles(
    *happened: Happened, opened: str = "10 08:00", priority: str = "P3", at: str = "30 00:00", **terms: Any
) -> list[dict[str, Any]]:
    frame = tickets(t(opened), priority=[priority])
    found = run_cycles(frame, rows_of(happened), clock_terms(**terms), HOURS_OF_ONE, t(at))
    found["hours"] = found["used"] / HOUR
    records = found.astype(object).where(found.notna(), None).to_dict("records")
    named = [{str(name): value for name, value in one.items()} for one in records]
    return sorted(named, key=lambda one: one["cycle"])


def last(*happened: Happened, **more: Any) -> dict[str, Any]:
    return cycles(*happened, **more)[-1]


def parties(cycle: dict[str, Any]) -> list[float]:
    """Hours of the supplier, the customer, the user and a third party."""
    return [cycle[name] / HOUR for name in PARTIES]


# Fields


def test_a_field_pauses_the_clock_and_says_who_is_waited_for() -> None:
    found = last(
        ("10 09:00", "team", "vendor"),
        ("10 12:00", "team", "desk"),
        ("10 13:00", RESOLVED),
        pauses_when=[VENDOR],
    )
    assert (found["hours"], parties(found)) == (2, [2, 0, 0, 3])


def test_overlapping_pauses_pause_once_and_the_waiting_state_says_for_whom() -> None:
    # The user from 09 to 11, the vendor from 10 to 12: three hours in all, the first two of them the user's.
    found = last(
        ("10 09:00", USER),
        ("10 10:00", "team", "vendor"),
        ("10 11:00", ACTIVE),
        ("10 12:00", "team", "desk"),
        ("10 13:00", RESOLVED),
        pauses_when=[VENDOR],
    )
    assert (found["hours"], parties(found)) == (2, [2, 0, 2, 1])


def test_of_two_conditions_that_pause_the_first_says_for_whom() -> None:
    pauses = [VENDOR, {"field": "team", "has_value": True, "waits_for": "customer"}]
    found = last(("10 09:00", "team", "vendor"), ("10 11:00", RESOLVED), pauses_when=pauses)
    assert parties(found) == [1, 0, 0, 2]


def test_a_pause_that_never_ends_lasts_until_now() -> None:
    found = last(("10 09:00", USER), at="12 08:00")
    assert (found["hours"], found["running"], parties(found)) == (1, False, [1, 0, 9 + 11 + 1, 0])


def test_a_clock_may_stop_where_a_field_first_has_a_value() -> None:
    assigned = [{"field": "assignee", "has_value": True}]
    never = {"rule": "never", "within_working_days": None}
    found = cycles(
        ("10 10:00", "assignee", "a"), ("10 11:00", "assignee", None), stops_when=assigned, reopening=never
    )
    assert [(one["hours"], one["stopped_at"]) for one in found] == [(2, t("10 10:00"))]


def test_a_clock_may_need_a_field_without_a_value() -> None:
    nobody = [{"field": "assignee", "has_value": False}]
    found = last(("10 10:00", "assignee", "a"), ("10 12:00", RESOLVED), runs_when=nobody)
    assert found["hours"] == 2


def test_what_a_source_says_at_once_is_one_moment() -> None:
    # In one row of the source the vendor takes over and the ticket is resolved: stopping goes before pausing.
    rows = changes((1, t("10 10:00"), "team", "vendor", None), (1, t("10 10:00"), RESOLVED))
    rows["sequence"] = 0
    terms = clock_terms(pauses_when=[VENDOR])
    found = run_cycles(tickets(t("10 08:00")), rows, terms, HOURS_OF_ONE, t("30 00:00"))
    assert (found["used"].to_list(), found["stopped_at"].to_list()) == ([2 * HOUR], [t("10 10:00")])


# Response from the oldest unanswered message


def test_response_runs_from_the_oldest_unanswered_message() -> None:
    found = cycles(
        ("10 09:00", "message", "customer"),  # a second message does not restart it
        ("10 11:00", "message", "agent"),
        ("10 12:00", "message", "agent"),  # nothing is unanswered
        ("10 14:00", "message", "customer"),
        ("10 15:00", "message", "customer"),
        ("10 17:00", "message", "agent"),
        **RESPONSE,
        at_opening={"message": "customer"},
    )
    assert [(one["started_at"], one["hours"]) for one in found] == [(t("10 08:00"), 3), (t("10 14:00"), 3)]


def test_an_opening_that_is_no_message_starts_nothing() -> None:
    start = {"when": RESPONSE["runs_when"], "counts_from": "moment"}
    (found,) = cycles(
        ("10 09:00", "message", "agent"), ("10 10:00", "message", "agent"), **RESPONSE, starts=start
    )
    assert (found["started_at"], found["stopped_at"], found["hours"]) == (None, None, 0)


def test_after_an_answer_what_is_neither_message_nor_answer_begins_nothing() -> None:
    found = cycles(
        ("10 09:00", "message", "agent"),
        ("10 10:00", "message", "system"),
        **RESPONSE,
        at_opening={"message": "customer"},
    )
    assert [one["hours"] for one in found] == [1]


def test_an_unmapped_status_is_nothing_to_a_clock_over_fields_alone() -> None:
    found = last(
        ("10 09:00", UNMAPPED),
        ("10 10:00", "message", "agent"),
        **RESPONSE,
        at_opening={"message": "customer"},
    )
    assert (found["hours"], found["unmapped"]) == (2, False)


# Start

SECOND_LINE = [{"field": "team", "is_one_of": ["second"]}]
TO_SECOND_LINE: tuple[Happened, ...] = (
    ("10 09:00", USER),
    ("10 11:00", ACTIVE),
    ("10 12:00", "team", "second"),
    ("10 15:00", RESOLVED),
)


@pytest.mark.parametrize(
    ("start", "started", "used"),
    [
        ({"counts_from": "moment"}, "10 12:00", 3),
        ({"counts_from": "opening", "pauses_before": "kept"}, "10 08:00", 5),  # 7 h less 2 h for the user
        ({"counts_from": "opening", "pauses_before": "ignored"}, "10 08:00", 7),
    ],
)
def test_a_clock_may_start_later_and_count_from_then_or_from_the_opening(
    start: dict[str, Any], started: str, used: int
) -> None:
    found = last(*TO_SECOND_LINE, starts={"when": SECOND_LINE, **start})
    assert (found["started_at"], found["hours"]) == (t(started), used)


def test_before_its_start_nothing_stops_a_clock() -> None:
    found = cycles(
        ("10 09:00", RESOLVED),
        ("10 10:00", "team", "second"),
        ("10 11:00", ACTIVE),
        ("10 13:00", RESOLVED),
        starts={"when": SECOND_LINE, "counts_from": "moment"},
        reopening=NEW_CYCLE,
    )
    # It starts resolved, and so stops at once; work again is a new cycle.
    assert [(one["started_at"], one["hours"]) for one in found] == [(t("10 10:00"), 0), (t("10 11:00"), 2)]


def test_a_status_nobody_knows_before_the_start_leaves_the_ticket_unknown() -> None:
    found = last(("10 09:00", UNMAPPED), starts={"when": SECOND_LINE, "counts_from": "moment"})
    assert (found["started_at"], found["unmapped"]) == (t("10 09:00"), True)


# Reset and renewal


def test_a_reset_forgets_what_was_used_and_goes_on_as_the_same_cycle() -> None:
    found = cycles(
        ("10 09:00", "team", "second"),  # a first value is no change
        ("10 12:00", "team", "third"),
        ("10 13:00", RESOLVED),
        resets_when=[{"field": "team", "changes": True}],
    )
    assert [(one["started_at"], one["hours"]) for one in found] == [(t("10 12:00"), 1)]


def test_a_reset_after_the_stop_does_nothing() -> None:
    found = last(
        ("10 10:00", RESOLVED),
        ("10 12:00", "team", "third"),
        resets_when=[{"field": "team", "becomes": ["third"]}],
    )
    assert (found["started_at"], found["hours"]) == (t("10 08:00"), 2)


def test_updates_every_four_hours_are_a_case_each() -> None:
    found = cycles(
        ("10 11:00", "update", "told"),
        ("10 13:00", "update", "told"),  # said again: that is an update too
        ("10 14:00", "status_page", "told"),
        ("11 08:00", RESOLVED),
        renews_when=[{"field": "update", "says": ["told"]}],
    )
    assert [one["hours"] for one in found] == [3, 2, 5 + 1]
    assert [one["stopped_at"] for one in found] == [t("10 11:00"), t("10 13:00"), t("11 08:00")]
    assert [one["running"] for one in found] == [False, False, False]


def test_a_renewal_that_reopens_begins_the_next_cycle_and_leaves_the_stop_as_it_was() -> None:
    rows = changes((1, t("10 10:00"), RESOLVED), (1, t("10 12:00"), ACTIVE))
    more = changes((1, t("10 12:00"), "update", "told", None)).assign(sequence=1)
    terms = clock_terms(renews_when=[{"field": "update", "says": ["told"]}])
    found = run_cycles(
        tickets(t("10 08:00")), pd.concat([rows, more]), terms, HOURS_OF_ONE, t("10 13:00")
    ).sort_values("cycle")
    assert found["stopped_at"].to_list() == [t("10 10:00"), pd.NA]
    assert found["used"].to_list() == [2 * HOUR, HOUR]


def test_nothing_happens_in_the_second_in_which_a_ticket_opens() -> None:
    found = cycles(
        ("10 08:00", "update", "told"),
        ("10 10:00", RESOLVED),
        renews_when=[{"field": "update", "becomes": ["told"]}],
    )
    assert [one["hours"] for one in found] == [2]


# A change of priority: G3 and G5

RAISED: tuple[Happened, ...] = (
    ("10 09:00", USER),
    ("10 11:00", ACTIVE),
    ("10 12:00", "priority", "P1"),
    ("10 14:00", USER),
    ("10 15:00", ACTIVE),
    ("10 16:00", RESOLVED),
)


@pytest.mark.parametrize(
    ("rule", "started", "used"),
    [
        ("keep", "10 08:00", 5),  # 8 h less 2 h and 1 h for the user
        ("restart", "10 12:00", 3),  # 12-14 and 15-16
        ("since_opening", "10 08:00", 7),  # 8 h less the 1 h after the change
    ],
)
def test_a_raised_priority_has_three_answers(rule: str, started: str, used: int) -> None:
    found = last(*RAISED, priority_change=rule)
    assert (found["started_at"], found["hours"]) == (t(started), used)
    assert found["waiting_user"] / HOUR == (1 if rule == "restart" else 3)


@pytest.mark.parametrize(
    ("rule", "used"),
    [
        ("keep", 5),
        ("restart", 1),  # from 15, when it is P3 again
        ("since_opening", 8),  # all until 15, and the hour after
    ],
)
def test_a_priority_that_changes_back_has_changed_twice(rule: str, used: int) -> None:
    found = last(*RAISED[:-1], ("10 15:00", "priority", "P3"), RAISED[-1], priority_change=rule)
    assert found["hours"] == used


@pytest.mark.parametrize("changed", ["10 10:00", "10 11:30"])
def test_a_pause_survives_a_change_of_priority(changed: str) -> None:
    # In the pause or after it: 09-11 was the user's.
    found = last(
        ("10 09:00", USER), ("10 11:00", ACTIVE), (changed, "priority", "P1"), ("10 12:00", RESOLVED)
    )
    assert (found["hours"], found["waiting_user"]) == (2, 2 * HOUR)


def test_the_priority_a_ticket_opened_with_is_no_change() -> None:
    found = last(("10 10:00", "priority", "P3"), ("10 11:00", RESOLVED), priority_change="restart")
    assert found["hours"] == 3


# What a reopening does (G4).


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("continue", [("10 08:00", 5)]),  # 2 h + 3 h
        ("reset", [("13 10:00", 3)]),
        ("new_cycle", [("10 08:00", 2), ("13 10:00", 3)]),
        ("never", [("10 08:00", 2)]),
    ],
)
def test_reopened_after_three_days_has_an_answer_for_each_rule(
    rule: str, expected: list[tuple[str, int]]
) -> None:
    found = cycles(
        ("10 10:00", RESOLVED),
        ("13 10:00", ACTIVE),
        ("13 13:00", RESOLVED),
        reopening={"rule": rule, "within_working_days": None},
    )
    assert [(one["started_at"], one["hours"]) for one in found] == [(t(at), hours) for at, hours in expected]


def test_a_reopening_too_late_to_reset_begins_a_new_cycle() -> None:
    found = cycles(
        ("10 10:00", RESOLVED),
        ("13 10:00", ACTIVE),
        reopening={"rule": "reset", "within_working_days": 2},
        at="13 11:00",
    )
    assert [one["hours"] for one in found] == [2, 1]


@pytest.mark.parametrize("change", ["keep", "since_opening"])
def test_work_after_a_stop_counts_against_the_user_whatever_else_the_clock_looks_at(change: str) -> None:
    # A clock of waiting alone: it waits from 09 to 10 and from 12 to 13; work stops it.
    found = last(
        ("10 09:00", USER),
        ("10 10:00", ACTIVE),
        ("10 12:00", USER),
        ("10 13:00", ACTIVE),
        runs_in=["waiting_user"],
        stops_in=["active"],
        cancels_in=[],
        reopening={"rule": "continue", "within_working_days": None},
        priority_change=change,
    )
    assert (found["hours"], parties(found)) == (2, [0, 0, 5, 0])


def test_time_between_a_stop_and_its_reopening_counts_against_the_user_unless_said_otherwise() -> None:
    happened: tuple[Happened, ...] = (("10 10:00", RESOLVED), ("10 13:00", ACTIVE), ("10 14:00", RESOLVED))
    assert parties(last(*happened)) == [3, 0, 3, 0]
    assert parties(last(*happened, waits_for={"resolved": "supplier"})) == [6, 0, 0, 0]
    over_fields = last(
        ("10 10:00", "message", "agent"),
        ("10 13:00", "message", "customer"),
        **(RESPONSE | {"reopening": {"rule": "continue", "within_working_days": None}}),
        at_opening={"message": "customer"},
        at="10 14:00",
    )
    assert parties(over_fields) == [3, 0, 3, 0]


def test_stop_and_reopening_in_one_second_end_one_cycle_and_begin_another() -> None:
    found = cycles(("10 10:00", RESOLVED), ("10 10:00", ACTIVE), reopening=NEW_CYCLE, at="10 11:00")
    assert [(one["stopped_at"], one["hours"]) for one in found] == [(t("10 10:00"), 2), (None, 1)]


def test_an_end_before_the_opening_is_an_end_at_the_opening() -> None:
    found = last(("09 10:00", RESOLVED))
    assert (found["stopped_at"], found["hours"]) == (t("10 08:00"), 0)


# Parties


def test_every_open_hour_from_start_to_stop_counts_against_one_party() -> None:
    found = last(
        ("10 09:00", USER),
        ("10 10:00", CUSTOMER),
        ("10 12:00", THIRD),
        ("10 15:00", SUPPLIER),
        ("11 08:00", CLOSED),
    )
    # 08-09 at work and 15-18, 07-08 waiting for the supplier; together 11 h.
    assert parties(found) == [5, 2, 1, 3]
    assert sum(parties(found)) == 11


def test_a_contract_may_count_a_waiting_against_another() -> None:
    found = last(("10 09:00", THIRD), ("10 12:00", RESOLVED), waits_for={"waiting_third": "supplier"})
    assert (parties(found), found["waiting_third"]) == ([4, 0, 0, 0], 3 * HOUR)


def test_a_value_may_cancel_a_clock() -> None:
    void = [{"field": "reason", "is_one_of": ["duplicate"]}]
    found = last(("10 09:00", "reason", "duplicate"), cancels_when=void)
    assert (found["cancelled"], found["hours"]) == (True, 1)
    assert last(("10 10:00", CANCELLED), ("10 12:00", RESOLVED))["cancelled"] is False


# Pauses and hours: G6 and G9


@pytest.mark.parametrize(
    ("begins", "ends", "held"),
    [
        ("10 10:00", "10 12:00", 2),  # inside, inside
        ("10 16:00", "10 20:00", 2),  # inside, outside: until 18
        ("10 20:00", "11 09:00", 2),  # outside, inside: from 07
        ("10 20:00", "11 06:00", 0),  # outside, outside, in one night
        ("10 20:00", "11 20:00", 11),  # outside, outside, over a working day
    ],
)
def test_a_pause_counts_only_inside_the_hours(begins: str, ends: str, held: int) -> None:
    found = last((begins, USER), (ends, ACTIVE), ("12 08:00", RESOLVED))
    # From Tuesday 08 to Thursday 08 are 10 + 11 + 1 = 22 h.
    assert (found["waiting_user"] / HOUR, found["hours"]) == (held, 22 - held)


def test_a_hold_from_february_to_august_has_its_length_in_the_contract_s_zone() -> None:
    # Around the clock from 10 February 09:00 CET to 20 August 17:00 CEST: 191 days and 8 h, less one hour.
    begins, ends = instant("2026-02-10 09:00"), instant("2026-08-20 17:00")
    rows = changes((1, begins, USER), (1, ends, ACTIVE), (1, ends + HOUR, RESOLVED))
    hours = ClockHours([ALWAYS], [DAYS], HOURS_OF_ONE.groups)
    found = run_cycles(tickets(begins - HOUR), rows, clock_terms(), hours, ends + 2 * HOUR).iloc[0]
    assert found["waiting_user"] == 191 * 86_400 + 7 * HOUR
    assert found["used"] == 2 * HOUR


# The longest waiting


@pytest.mark.parametrize(
    ("at_most", "beyond"),
    [
        ({"time": "4 h"}, 5 + 11 + 1),  # from 13:00 on Tuesday to Thursday 08:00
        ({"working_days": 1}, 1),  # accepted to the end of Wednesday: Thursday 07-08
        ({"working_days": 2}, 0),
        ({"time": "30 h"}, 0),
    ],
)
def test_beyond_the_longest_waiting_the_clock_runs_again(at_most: dict[str, Any], beyond: int) -> None:
    found = last(
        ("10 09:00", USER),
        ("12 08:00", ACTIVE),
        ("12 09:00", RESOLVED),
        longest_wait=[{"in": ["waiting_user"], "at_most": at_most, "then": "runs"}],
    )
    assert found["beyond_longest_wait"] == beyond * HOUR
    assert found["hours"] == 1 + beyond + 1
    assert found["waiting_user"] == (9 + 11 + 1) * HOUR
    assert parties(found) == [2 + beyond, 0, 21 - beyond, 0]


def test_each_wait_is_one_of_its_own() -> None:
    wait = [{"in": ["waiting_user", "waiting_customer"], "at_most": {"time": "2 h"}, "then": "runs"}]
    found = last(
        ("10 09:00", USER),
        ("10 10:00", CUSTOMER),  # still the same wait: 2 h at 11
        ("10 12:00", ACTIVE),
        ("10 13:00", USER),
        ("10 15:00", RESOLVED),
        longest_wait=wait,
    )
    assert (found["hours"], found["beyond_longest_wait"]) == (1 + 1 + 1, HOUR)


def test_beyond_the_longest_waiting_a_field_still_pauses() -> None:
    found = last(
        ("10 09:00", USER),
        ("10 12:00", "team", "vendor"),
        ("10 13:00", RESOLVED),
        longest_wait=[{"in": ["waiting_user"], "at_most": {"time": "1 h"}, "then": "runs"}],
        pauses_when=[VENDOR],
    )
    # Runs 08-09 and 10-12; the vendor has it from 12.
    assert (found["hours"], found["beyond_longest_wait"], parties(found)) == (3, 2 * HOUR, [3, 0, 1, 1])


# The timeline


def test_a_timeline_says_what_held_the_clock_and_what_began() -> None:
    terms = clock_terms(
        pauses_when=[VENDOR],
        resets_when=[{"field": "team", "becomes": ["desk"]}],
        longest_wait=[{"in": ["waiting_user"], "at_most": {"time": "1 h"}, "then": "runs"}],
        starts={"when": [{"field": "team", "has_value": True}], "counts_from": "moment"},
    )
    rows = rows_of((
        ("10 09:00", "team", "vendor"),
        ("10 10:00", "team", "desk"),
        ("10 11:00", USER),
        ("10 13:00", RESOLVED),
    ))  # fmt: skip
    line = clock_timeline(tickets(t("10 08:00")).iloc[0], rows, terms, DESK_HOURS, DAYS, t("10 14:00"))
    assert [(part.counts, part.runs, part.party, part.because, part.happened) for part in line] == [
        (False, False, "supplier", (), ()),
        (False, False, "third", (("team", "vendor"),), ("start",)),
        (True, True, "supplier", (), ("reset",)),
        (True, False, "user", (), ()),
        (True, True, "supplier", (), ("beyond_longest_wait",)),
        (False, False, None, (), ()),
    ]


def test_a_timeline_names_a_field_without_a_value_by_empty_text() -> None:
    terms = clock_terms(stops_when=[{"field": "team", "has_value": False}])
    line = clock_timeline(
        tickets(t("10 08:00")).iloc[0],
        rows_of((("10 09:00", "team", "desk"),)),
        terms,
        DESK_HOURS,
        DAYS,
        t("10 10:00"),
    )
    assert [part.because for part in line] == [(("team", ""),), ()]


def test_ten_thousand_changes_on_one_ticket_are_ten_thousand_rows_and_no_more() -> None:
    start = t("02 07:00")
    rows = changes(
        *((1, start + 60 * minute, "update", "told", None) for minute in range(1, 10_001)),
    )
    terms = clock_terms(renews_when=[{"field": "update", "says": ["told"]}])
    found = run_cycles(tickets(start), rows, terms, HOURS_OF_ONE, t("30 00:00"))
    assert len(found) == 10_001
    assert found["stopped_at"].isna().sum() == 1
    total = int(DESK_HOURS.elapsed(start, t("30 00:00")))
    assert found["used"].sum() == total
