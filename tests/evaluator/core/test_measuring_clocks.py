"""What indicators make of clocks: working days, due times, cycles that renew, clocks that never started.

October 2026 begins on a Thursday. The desk (T1) works 07-18; a limit is 8 h unless said otherwise.
"""

from typing import Any

import pandas as pd

from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import ACTIVE, RESOLVED, UNMAPPED, USER, facts, figure, measure, ticket

HOUR = 3600
DAYS = {"limit": {"working_days": 2}}


def with_clock(**more: Any) -> dict[str, Any]:
    """The small contract's clocks with other terms for `resolution`."""
    return {"clocks": small.CONTENT["clocks"] | {"resolution": small.clock(**more)}}


def test_a_limit_in_working_days_counts_the_days_that_begin_while_the_clock_runs() -> None:
    # Opened Monday the 5th. In time on Wednesday; with a pause from Tuesday to Thursday noon on Friday too.
    in_time = ticket("2026-10-05 08:00", ("2026-10-07 17:00", RESOLVED))
    late = ticket("2026-10-05 08:00", ("2026-10-08 07:00", RESOLVED))
    paused = ticket(
        "2026-10-05 08:00",
        ("2026-10-06 12:00", USER),
        ("2026-10-08 12:00", ACTIVE),
        ("2026-10-09 17:00", RESOLVED),
    )
    found = measure(small.time_within_target(within=DAYS), facts(in_time, late, paused))
    assert found.tickets["used"].to_list() == [2, 3, 2]
    assert found.tickets["missed"].to_list() == [False, True, False]
    ends = [instant(f"2026-10-{day} 00:00") for day in ("08", "08", "10")]
    assert found.tickets["due_at"].to_list() == ends
    assert found.tickets["in_working_days"].to_list() == [True] * 3


def test_an_overdue_ticket_is_held_against_working_days_too() -> None:
    overdue = ticket("2026-10-27 08:00", ("2026-11-05 08:00", RESOLVED))
    terms = small.time_within_target(within=DAYS, month_of="stopped_or_overdue")
    found = measure(terms, facts(overdue))
    # Wednesday to Friday of October: 3 working days.
    assert found.tickets[["used", "missed", "due_at"]].to_numpy().tolist() == [
        [3, True, instant("2026-10-30 00:00")]
    ]


def test_each_case_says_when_it_was_due_and_what_it_was_held_in_silence() -> None:
    wait = [{"in": ["waiting_user"], "at_most": {"time": "2 h"}, "then": "runs"}]
    given = facts(
        ticket("2026-10-05 08:00", ("2026-10-05 10:00", RESOLVED)),
        ticket(
            "2026-10-05 08:00",
            ("2026-10-05 10:00", USER),
            ("2026-10-05 15:00", ACTIVE),
            ("2026-10-06 18:00", RESOLVED),
        ),
    )
    found = measure(small.time_within_target(), given, **with_clock(longest_wait=wait)).tickets
    assert found["beyond_longest_wait"].to_list() == [0, 3 * HOUR]
    # 2 h before the wait, 6 h from noon on.
    assert found["due_at"].to_list() == [instant("2026-10-05 16:00"), instant("2026-10-05 18:00")]


def test_a_count_of_late_tickets_says_when_each_was_due() -> None:
    late = ticket("2026-10-05 08:00", ("2026-10-05 14:00", RESOLVED), priority="P1")
    found = measure(small.count(), facts(late)).tickets
    assert found["due_at"].to_list() == [instant("2026-10-05 12:00")]


def test_a_share_without_a_clock_is_due_never() -> None:
    found = measure(small.share(), facts(ticket("2026-10-05 08:00"))).tickets
    assert found["due_at"].isna().to_list() == [True]


def test_a_clock_that_never_started_is_no_case_of_anything() -> None:
    starts = {"when": [{"field": "team", "is_one_of": ["second"]}], "counts_from": "moment"}
    given = facts(
        ticket("2026-10-05 08:00", ("2026-10-05 10:00", RESOLVED)),
        ticket("2026-10-05 08:00", ("2026-10-05 09:00", "team", "second"), ("2026-10-05 10:00", RESOLVED)),
    )
    more = with_clock(starts=starts)
    for terms in (
        small.time_within_target(month_of="opened"),
        small.mean(month_of="opened"),
        small.share(that=[{"clock": "resolution", "at_most": "8 h"}]),
    ):
        assert figure(terms, given, **more).expected == 1


def test_a_ticket_of_which_nobody_knows_whether_its_clock_started_is_unknown() -> None:
    starts = {"when": [{"field": "team", "is_one_of": ["second"]}], "counts_from": "moment"}
    given = facts(ticket("2026-10-05 08:00", ("2026-10-05 10:00", UNMAPPED)))
    found = figure(small.time_within_target(month_of="opened"), given, **with_clock(starts=starts))
    assert (found.expected, found.known) == (1, 0)


def test_a_reset_after_the_month_leaves_a_ticket_that_was_overdue_in_it_where_it_was() -> None:
    given = facts(
        ticket(
            "2026-10-01 08:00",
            ("2026-10-01 08:00", "team", "first"),
            ("2026-11-03 08:00", "team", "second"),
            ("2026-11-03 09:00", RESOLVED),
        ),
        ticket("2026-11-02 08:00", kind="order"),
    )
    terms = small.time_within_target(month_of="stopped_or_overdue")
    more = with_clock(resets_when=[{"field": "team", "changes": True}])
    sums = [figure(terms, given, period=name, **more) for name in ("2026-10", "2026-11")]
    assert [(one.expected, one.misses) for one in sums] == [(1, 1), (0, 0)]


def test_every_interval_between_updates_is_a_case() -> None:
    # Updates at 11 and 17: intervals of 3 h, 6 h and 2 h against 4 h.
    given = facts(
        ticket(
            "2026-10-05 08:00",
            ("2026-10-05 11:00", "update", "told"),
            ("2026-10-05 17:00", "update", "told"),
            ("2026-10-06 08:00", RESOLVED),
        )
    )
    terms = small.time_within_target(within={"limit": {"time": "4 h"}})
    more = with_clock(renews_when=[{"field": "update", "says": ["told"]}])
    found = figure(terms, given, **more)
    assert (found.expected, found.misses) == (3, 1)


def test_the_fields_a_ticket_opened_with_are_those_it_opened_with_though_the_last_value_judges_it() -> None:
    # The unit changes at 10:00, which resets the clock: 2 h are left of 4 h.
    given = facts(
        ticket(
            "2026-10-05 08:00",
            ("2026-10-05 10:00", "unit", "south"),
            ("2026-10-05 12:00", RESOLVED),
            unit="north",
        )
    )
    more = with_clock(resets_when=[{"field": "unit", "changes": True}])
    found = measure(small.time_within_target(), given, **more).tickets
    assert found["used"].to_list() == [2 * HOUR]
    assert pd.Series(found["unit"]).to_list() == ["south"]
