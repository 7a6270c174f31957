"""Due times: when a cycle of a clock had, or will have, used up a limit, with the pauses seen so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import ClockTerms
from evaluator.contract.hours import UsedUp
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.calendar.zones import Instants
from evaluator.core.clock.cycles import ClockHours
from evaluator.core.clock.histories import Positions
from evaluator.core.clock.reckoning import Reckoning, reckon
from evaluator.core.intervals import distinct

Amounts = npt.NDArray[np.int64]
LOOKED_AT = ("row", "cycle", "started_at", "stopped_at", "used", "unmapped", "running")
"""The columns of cycles that are looked at."""

_MISSING = int(np.iinfo(np.int64).min)


@dataclass(frozen=True, eq=False)
class ClockFacts:
    """A clock of tickets: what `run_cycles` makes cycles of."""

    tickets: pd.DataFrame
    changes: pd.DataFrame
    terms: ClockTerms
    hours: ClockHours
    at: int


def due_instants(facts: ClockFacts, cycles: pd.DataFrame, limits: pd.Series, *, in_days: bool) -> pd.Series:
    """Return when each of `cycles` (rows of `run_cycles`) used up or uses up its limit (`Int64`).

    `limits` has one for each, in seconds of the clock's hours or, where `in_days`, in working days (the last
    one is allowed to its end). A cycle that has not used its limit is due as if it ran on without another
    pause, from its stop or from now. Missing where there is no limit, the cycle has not started, is paused or
    unmapped, and where calendars end before. Raises ValueError where working days are asked for and
    `limit_days` are not given.
    """
    due = np.full(len(cycles), _MISSING, dtype=np.int64)
    amounts = limits.fillna(0).to_numpy(dtype=np.int64)
    used = cycles["used"].to_numpy(dtype=np.int64)
    is_known = (cycles["started_at"].notna() & ~cycles["unmapped"]).to_numpy() & limits.notna().to_numpy()
    ends_at = cycles["stopped_at"].fillna(facts.at).to_numpy(dtype=np.int64)
    by_rows = is_known & (in_days | (used >= amounts))
    goes_on = is_known & ~by_rows & (cycles["running"] | cycles["stopped_at"].notna()).to_numpy(dtype=bool)
    groups = facts.hours.groups[cycles["row"].to_numpy(dtype=np.int64)]
    due[goes_on] = _added(facts, groups[goes_on], ends_at[goes_on], (amounts - used)[goes_on])
    passed = np.flatnonzero(by_rows)
    if passed.size:
        find = _day_used_up if in_days else _second_used_up
        due[passed] = _looked_up(facts, cycles.iloc[passed], amounts[passed], find)
    return pd.Series(pd.arrays.IntegerArray(due, due == _MISSING), index=cycles.index)


def _looked_up(
    facts: ClockFacts,
    cycles: pd.DataFrame,
    limits: Amounts,
    find: Callable[[ClockFacts, Reckoning, Amounts], Instants],
) -> Instants:
    """When cycles used up their limits, from the rows of their tickets."""
    mine = distinct(cycles["row"].to_numpy(dtype=np.int64))
    tickets, hours = facts.tickets.iloc[mine], facts.hours
    changes = facts.changes.loc[facts.changes["ticket_id"].isin(tickets["ticket_id"]).to_numpy()]
    part = ClockHours(hours.hours, hours.working_days, hours.groups[mine], hours.limit_days)
    wanted = pd.MultiIndex.from_arrays([cycles["row"], cycles["cycle"]])
    due = np.full(len(cycles), _MISSING, dtype=np.int64)
    for found in reckon(tickets, changes, facts.terms, part.calendar, facts.at):
        spans = found.spans
        keys = pd.MultiIndex.from_arrays([mine[found.tickets[spans.owner]], spans.number])
        place = wanted.get_indexer(keys)
        here = find(facts, found, np.append(limits, 0)[place])
        due[place[place >= 0]] = here[place >= 0]
    return due


def _second_used_up(facts: ClockFacts, found: Reckoning, limits: Amounts) -> Instants:
    """When each cycle had used its limit of seconds; missing where it has not."""
    spans = found.spans
    run = found.seconds * found.runs
    start, before = _used_before(found, run)
    left = limits[spans.cycle] - before
    is_here = (left > 0) & (left <= run)
    is_here[start[spans.started & (limits == 0)]] = True
    rows = np.flatnonzero(is_here)
    due = np.full(spans.owner.size, _MISSING, dtype=np.int64)
    group = found.calendar.group[found.histories.owner[rows]]
    due[spans.cycle[rows]] = _added(facts, group, found.histories.instants[rows], left[rows])
    return due


def _day_used_up(facts: ClockFacts, found: Reckoning, limits: Amounts) -> Instants:
    """The end of the last day each cycle may use: the limit's last, or a later one on which it went on."""
    spans, histories = found.spans, found.histories
    run = found.days(_limit_days(facts)) * found.runs
    _, before = _used_before(found, run)
    rows = np.flatnonzero(spans.counts & found.lasts)
    runs, cycle = found.runs[rows], spans.cycle[rows]
    goes_on = np.concatenate([[False], runs[:-1] & (cycle[1:] == cycle[:-1])])[: rows.size]
    stretch = rows[np.maximum.accumulate(np.where(goes_on, 0, np.arange(rows.size)))]
    since, used = histories.instants[stretch], before[stretch]
    is_last = np.append(cycle[1:] != cycle[:-1], values=True)[: rows.size]
    is_over = (before + run)[rows] > limits[cycle]
    is_here = runs & (is_over & (before[rows] <= limits[cycle]) | is_last & ~is_over)
    due = np.full(spans.owner.size, _MISSING, dtype=np.int64)
    own = cycle[is_here]
    group = found.calendar.group[spans.owner]
    due[own] = _days_added(facts, group[own], since[is_here], limits[own] - used[is_here])
    paused = np.flatnonzero(spans.stopped & (due == _MISSING) & (limits >= found.by_cycle(run)))
    left = (limits - found.by_cycle(run))[paused]
    due[paused] = _days_added(facts, group[paused], histories.instants[_stop_rows(found)[paused]], left)
    return due


def _stop_rows(found: Reckoning) -> Positions:
    return np.minimum(found.spans.stop, found.histories.owner.size - 1)


def _used_before(found: Reckoning, run: Amounts) -> tuple[Positions, Amounts]:
    """The first row that counts of each cycle, and what its cycle has used before each row."""
    start = np.minimum(found.spans.start, run.size - 1)
    before = np.cumsum(run) - run
    return start, before - before[start][found.spans.cycle]


def _added(facts: ClockFacts, groups: Positions, starts: Instants, seconds: Amounts) -> Instants:
    """The instants by which seconds have passed in the hours of each; missing where these end before."""
    due, used_up = np.full(starts.size, _MISSING, dtype=np.int64), facts.terms.used_up_at_close
    for number in np.unique(groups):
        own, hours = np.flatnonzero(groups == number), facts.hours.hours[int(number)]
        held = own[hours.holds(starts[own], seconds[own] + (used_up is UsedUp.NEXT_OPENING))]
        due[held] = hours.add(starts[held], seconds[held], used_up)
    return due


def _days_added(facts: ClockFacts, groups: Positions, starts: Instants, count: Amounts) -> Instants:
    """The ends of the working days so many after each start; missing where the calendar ends before."""
    due = np.full(starts.size, _MISSING, dtype=np.int64)
    for number in np.unique(groups):
        own, days = np.flatnonzero(groups == number), _limit_days(facts)[int(number)]
        held = own[days.holds(starts[own], count[own])]
        due[held] = days.add_days(starts[held], count[held])
    return due


def _limit_days(facts: ClockFacts) -> Sequence[WorkingDays]:
    if facts.hours.limit_days is None:
        raise ValueError("limits in working days need the working days they are counted in")
    return facts.hours.limit_days
