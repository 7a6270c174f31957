"""When a limit is used up: in seconds of the clock's hours, and in working days that begin while it runs.

November 2026 has no holidays; the 10th is a Tuesday. The desk works 07-18.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from collector.records import TicketState
from evaluator.core.clock.cycles import ClockHours, run_cycles
from evaluator.core.clock.due_times import ClockFacts, due_instants
from tests.evaluator.core.calendars_for_tests import changes, clock_terms, tickets
from tests.evaluator.core.clock_runs import ACTIVE, DAYS, DESK_HOURS, HOUR, RESOLVED, UNMAPPED, USER, t

HOURS = ClockHours([DESK_HOURS], [DAYS], np.zeros(1, dtype=np.int64), [DAYS])
PAUSED = (("10 14:00", USER), ("12 09:00", ACTIVE))


def due(
    limit: int | None,
    *happened: tuple[str, TicketState],
    opened: str = "10 08:00",
    at: str = "25 00:00",
    in_days: bool = False,
    hours: ClockHours = HOURS,
    **terms: Any,
) -> int | None:
    """When the last cycle used up a limit of so many hours, or working days."""
    facts = ClockFacts(
        tickets(t(opened)),
        changes(*((1, t(when), state) for when, state in happened)),
        clock_terms(**terms),
        hours,
        t(at),
    )
    cycles = run_cycles(facts.tickets, facts.changes, facts.terms, hours, facts.at).iloc[:1]
    unit = 1 if in_days else HOUR
    limits = pd.Series([None if limit is None else limit * unit], dtype="Int64")
    found = due_instants(facts, cycles, limits, in_days=in_days).iloc[0]
    return None if found is pd.NA else int(found)


def test_a_ticket_in_time_was_due_where_its_clock_would_have_run_on_to() -> None:
    assert due(8, ("10 10:00", RESOLVED)) == t("10 16:00")


def test_a_late_ticket_was_due_when_its_limit_was_used_up() -> None:
    # 6 h on Tuesday, then it waits to Thursday 09:00: 2 h more.
    assert due(8, *PAUSED, ("13 09:00", RESOLVED)) == t("12 11:00")


def test_a_running_ticket_is_due_after_the_pauses_seen_so_far() -> None:
    assert due(8, *PAUSED, at="12 10:00") == t("12 11:00")


def test_a_paused_ticket_has_no_due_time_until_it_runs_again() -> None:
    assert due(8, *PAUSED, at="11 10:00") is None


def test_a_ticket_paused_after_its_limit_keeps_the_due_time() -> None:
    assert due(5, *PAUSED, at="11 10:00") == t("10 13:00")


@pytest.mark.parametrize(("used_up", "when"), [("close", "10 18:00"), ("next_opening", "11 07:00")])
def test_a_limit_used_up_at_a_close_is_due_as_the_contract_says(used_up: str, when: str) -> None:
    assert due(10, ("12 09:00", RESOLVED), used_up_at_close=used_up) == t(when)
    assert due(10, ("10 09:00", RESOLVED), used_up_at_close=used_up) == t(when)


def test_no_time_at_all_is_due_at_the_start() -> None:
    assert due(0, ("10 09:00", RESOLVED)) == t("10 08:00")


@pytest.mark.parametrize(
    ("limit", "happened"),
    [
        (None, [("10 09:00", RESOLVED)]),
        (8, [("10 09:00", UNMAPPED)]),
        (100_000, [("10 09:00", RESOLVED)]),  # longer than the calendars
    ],
)
def test_where_nobody_can_say_there_is_no_due_time(
    limit: int | None, happened: list[tuple[str, TicketState]]
) -> None:
    assert due(limit, *happened) is None


def test_a_clock_that_has_not_started_is_not_due() -> None:
    starts = {"when": [{"field": "team", "is_one_of": ["second"]}], "counts_from": "moment"}
    assert due(8, ("10 09:00", RESOLVED), starts=starts) is None


@pytest.mark.parametrize(
    ("limit", "when"),
    [
        (0, "11 00:00"),  # the end of the day it opened
        (1, "12 00:00"),
        (4, "17 00:00"),  # Monday the 16th: Wednesday, Thursday, Friday, Monday
        (10, "25 00:00"),  # the 24th is the tenth day
        (100_000, None),
    ],
)
def test_a_limit_of_working_days_is_due_at_the_end_of_its_last_day(limit: int, when: str | None) -> None:
    assert due(limit, in_days=True) == (None if when is None else t(when))
    assert due(limit, ("10 12:00", RESOLVED), in_days=True) == (None if when is None else t(when))


@pytest.mark.parametrize(
    ("limit", "when"),
    [
        (0, "13 00:00"),  # the day on which it went on: no day had begun while it ran
        (1, "14 00:00"),  # Friday is the first day to begin while it runs
        (2, "17 00:00"),
    ],
)
def test_a_day_that_begins_while_the_clock_is_paused_is_not_used(limit: int, when: str) -> None:
    # Paused Tuesday 14:00 to Thursday 09:00: Wednesday and Thursday began in the pause.
    assert due(limit, *PAUSED, ("20 09:00", RESOLVED), in_days=True) == t(when)


def test_a_cycle_that_stopped_in_a_pause_is_due_as_if_it_had_run_on_from_its_stop() -> None:
    assert due(1, ("10 14:00", USER), ("12 09:00", RESOLVED), in_days=True) == t("14 00:00")


def test_working_days_are_needed_to_count_them() -> None:
    without = ClockHours([DESK_HOURS], [DAYS], HOURS.groups)
    facts = ClockFacts(tickets(t("10 08:00")), changes(), clock_terms(), without, t("12 00:00"))
    cycles = run_cycles(facts.tickets, facts.changes, facts.terms, HOURS, facts.at)
    with pytest.raises(ValueError, match="limits in working days need the working days"):
        due_instants(facts, cycles, pd.Series([1], dtype="Int64"), in_days=True)


def test_of_several_cycles_each_has_its_own_due_time() -> None:
    new_cycle = {"rule": "new_cycle", "within_working_days": None}
    rows = changes(*((1, t(when), state) for when, state in (
        ("10 10:00", RESOLVED), ("11 08:00", ACTIVE), ("11 15:00", RESOLVED)
    )))  # fmt: skip
    terms = clock_terms(reopening=new_cycle)
    facts = ClockFacts(tickets(t("10 08:00")), rows, terms, HOURS, t("25 00:00"))
    cycles = run_cycles(facts.tickets, rows, terms, HOURS, facts.at)
    limits = pd.Series([4 * HOUR, HOUR], dtype="Int64")
    assert due_instants(facts, cycles, limits, in_days=False).to_list() == [t("11 12:00"), t("10 09:00")]
