"""Cycles of a clock: from which row to which row of a ticket each counts, and what ended it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluator.contract.clocks import ClockTerms, ReopenRule
from evaluator.core.clock.histories import Flags, Histories, Positions
from evaluator.core.clock.modes import Modes
from evaluator.core.clock.waits import CountsWorkingDays


@dataclass(frozen=True, eq=False)
class Spans:
    """Every cycle of every ticket, in order; of each the rows from `start` until `stop` count.

    `owner` is the ticket of each cycle, `number` counts those of a ticket from 0, `last` is its last row and
    `stop` one past that where it has not `stopped`. A cycle that has not `started` counts nothing. `unmapped`
    marks those ended by a status no mapping knows, `reopened` counts how often a stop was undone by its
    end. For each row: `cycle` it is of, whether it `counts`, whether the clock `is_stopped` in it, and
    whether `all_runs`: what would pause the clock does not (None: nowhere). `happened` are the rows in which
    something came true that moves the clock, by name.
    """

    owner: Positions
    number: Positions
    start: Positions
    stop: Positions
    last: Positions
    stopped: Flags
    started: Flags
    unmapped: Flags
    reopened: npt.NDArray[np.int64]
    cycle: Positions
    counts: Flags
    is_stopped: Flags
    all_runs: Flags | None
    happened: Mapping[str, Positions]


def find_spans(
    modes: Modes, terms: ClockTerms, working_days: Sequence[CountsWorkingDays], groups: Positions
) -> Spans:
    """Return the cycles of the clock of `terms` on each ticket.

    Stopping and cancelling both end a cycle. After that rows that keep what was leave it ended; any other
    reopens. A status no mapping knows ends what can be known: nothing after it counts. Before the clock has
    started nothing stops it, and until after that nothing resets or renews it, nor while it is stopped.
    """
    found = modes.rows.histories
    begun = _begun(modes)
    is_stopped = _stopped_rows(modes, terms, begun)
    was_stopped = found.before(is_stopped, at_opening=False)
    entries = np.flatnonzero(is_stopped & ~was_stopped)
    reopenings = np.flatnonzero(~is_stopped & was_stopped)
    anew = _starts_anew(found, terms, entries, reopenings, working_days, groups)
    renewals = _live(modes.renews, is_stopped, begun, found)
    cycles = _Cycles.of(found, np.union1d(reopenings[anew], renewals))
    start, started = cycles.starts(begun, terms)
    forgets = terms.reopening.rule is ReopenRule.RESET
    resets = _live(modes.resets, is_stopped, begun, found)
    if forgets or resets.size:
        restarts = np.union1d(resets, reopenings[~anew]) if forgets else resets
        start[cycles.of_row[restarts]] = restarts  # of several the last assignment stands
    stop, stopped = cycles.stops(entries, is_stopped, renewals[~was_stopped[renewals]])
    recounts = _live(modes.recounts, is_stopped, begun, found)
    return Spans(
        owner=cycles.owner,
        number=cycles.number,
        start=start,
        stop=stop,
        last=cycles.last,
        stopped=stopped & started,
        started=started,
        unmapped=_unmapped(modes, cycles),
        reopened=cycles.counted(reopenings, found),
        cycle=cycles.of_row,
        counts=_rows_between(start, stop, found.owner.size),
        is_stopped=is_stopped,
        all_runs=_all_runs(cycles, start, begun, recounts, terms),
        happened={
            "start": np.zeros(0, dtype=np.int64) if begun is None else begun,
            "reset": resets,
            "renewal": renewals,
            "recount": recounts,
        },
    )


@dataclass(frozen=True, eq=False)
class _Cycles:
    """The rows of cycles: `first` and `last` of each, its ticket, its number, and the cycle of each row."""

    first: Positions
    last: Positions
    owner: Positions
    number: Positions
    of_row: Positions

    @classmethod
    def of(cls, found: Histories, begins: Positions) -> "_Cycles":
        """Return the cycles of tickets; `begins` are rows at which a further one begins, in order."""
        tickets = np.arange(found.first.size, dtype=np.int64)
        if begins.size == 0:
            return cls(found.first, found.last, tickets, np.zeros_like(tickets), found.owner)
        first = np.sort(np.concatenate([found.first, begins]))
        last = np.append(first[1:], found.owner.size) - 1
        owner = found.owner[first]
        number = np.arange(first.size, dtype=np.int64) - np.searchsorted(owner, tickets)[owner]
        of_row = np.repeat(np.arange(first.size, dtype=np.int64), last - first + 1)
        return cls(first, last, owner, number, of_row)

    def starts(self, begun: Positions | None, terms: ClockTerms) -> tuple[Positions, Flags]:
        """Return the row from which each counts, and whether it has started; others count no row."""
        start = self.first.copy()
        if begun is None:
            return start, np.ones(start.size, dtype=np.bool_)
        of_cycle = begun[self.owner]
        started = of_cycle <= self.last
        assert terms.starts is not None  # noqa: S101 - otherwise nothing but the opening begins a clock
        if terms.starts.counts_from == "moment":
            start = np.maximum(start, of_cycle)
        return np.where(started, start, self.last + 1), started

    def stops(self, entries: Positions, is_stopped: Flags, renewals: Positions) -> tuple[Positions, Flags]:
        """Return the row at which each stopped, and whether it has; a renewal stops the cycle before it."""
        stopped = is_stopped[self.last]
        stop = self.last + 1
        stop[self.of_row[entries]] = entries  # of several the last assignment stands
        stop = np.where(stopped, stop, self.last + 1)
        if renewals.size:
            stopped = stopped.copy()
            stopped[self.of_row[renewals] - 1] = True
        return stop, stopped

    def counted(self, reopenings: Positions, found: Histories) -> npt.NDArray[np.int64]:
        """Return how often a stop of its ticket had been undone by the end of each."""
        if reopenings.size == 0:
            return np.zeros(self.first.size, dtype=np.int64)
        before = np.searchsorted(reopenings, found.first[self.owner], side="left")
        return np.searchsorted(reopenings, self.last, side="right").astype(np.int64) - before


def _begun(modes: Modes) -> Positions | None:
    """The row in which the clock of each ticket starts, one past the last row of all where it has not."""
    if modes.starts is None:
        return None
    owner = modes.rows.histories.owner
    begun = np.full(modes.rows.histories.first.size, owner.size, dtype=np.int64)
    rows = np.flatnonzero(modes.starts)[::-1]
    begun[owner[rows]] = rows  # of several the last assignment stands: the first row
    return begun


def _stopped_rows(modes: Modes, terms: ClockTerms, begun: Positions | None) -> Flags:
    """Return in which rows the clock has stopped."""
    found, is_stopped = modes.rows.histories, modes.stops
    row = np.arange(is_stopped.size)
    if begun is not None:
        is_stopped = is_stopped & (row >= begun[found.owner])
    if modes.keeps is not None:
        # Such a row is as stopped as the row before it.
        kept = modes.keeps.copy()
        kept[found.first] = False
        is_stopped = is_stopped[np.maximum.accumulate(np.where(kept, 0, row))]
    if modes.strange.size:
        is_stopped = is_stopped | (row >= _first_of(modes.strange, found)[found.owner])
    if terms.reopening.rule is ReopenRule.NEVER:
        is_stopped = row >= _first_of(np.flatnonzero(is_stopped), found)[found.owner]
    return is_stopped


def _first_of(rows: Positions, found: Histories) -> Positions:
    """The first of `rows` of each ticket, one past the last row of all where it has none."""
    first = np.full(found.first.size, found.owner.size, dtype=np.int64)
    first[found.owner[rows[::-1]]] = rows[::-1]
    return first


def _live(happens: Flags | None, is_stopped: Flags, begun: Positions | None, found: Histories) -> Positions:
    """The rows in which something happens to a clock that has started and is not stopped."""
    if happens is None:
        return np.zeros(0, dtype=np.int64)
    rows = np.flatnonzero(happens & ~is_stopped)
    return rows if begun is None else rows[rows > begun[found.owner[rows]]]


def _unmapped(modes: Modes, cycles: _Cycles) -> Flags:
    unmapped = np.zeros(cycles.first.size, dtype=np.bool_)
    unmapped[cycles.of_row[modes.strange]] = True
    return unmapped


def _all_runs(
    cycles: _Cycles, start: Positions, begun: Positions | None, recounts: Positions, terms: ClockTerms
) -> Flags | None:
    """Rows in which pauses do not count: before a late start or a change of priority, where that says so."""
    until = start.copy()
    if terms.starts is not None and terms.starts.pauses_before == "ignored" and begun is not None:
        is_first = (cycles.number == 0) & (start == cycles.first) & (begun[cycles.owner] <= cycles.last)
        until[is_first] = begun[cycles.owner[is_first]]
    until[cycles.of_row[recounts]] = np.maximum(recounts, until[cycles.of_row[recounts]])
    if np.array_equal(until, start):
        return None
    return _rows_between(start, until, cycles.of_row.size)


def _rows_between(start: Positions, stop: Positions, rows: int) -> Flags:
    # Those that are not empty lie in order and apart, so that rows without and within take turns.
    real = start < stop
    borders = np.stack([start[real], stop[real]], axis=1).ravel()
    lengths = np.diff(np.concatenate([[0], borders, [rows]]))
    return np.repeat(np.arange(lengths.size) % 2 == 1, lengths)


def _starts_anew(
    histories: Histories,
    terms: ClockTerms,
    entries: Positions,
    reopenings: Positions,
    working_days: Sequence[CountsWorkingDays],
    groups: Positions,
) -> Flags:
    """Return which reopenings, each of the last stop before it, start a new cycle."""
    within = terms.reopening.within_working_days
    if terms.reopening.rule is ReopenRule.NEW_CYCLE:
        return np.ones(reopenings.size, dtype=np.bool_)
    anew = np.zeros(reopenings.size, dtype=np.bool_)
    if within is None or reopenings.size == 0:
        return anew
    undone = entries[np.searchsorted(entries, reopenings) - 1]
    group = groups[histories.owner[reopenings]]
    for number in np.unique(group):
        own = np.flatnonzero(group == number)
        stopped_at, reopened_at = histories.instants[undone[own]], histories.instants[reopenings[own]]
        anew[own] = working_days[number].count_between(stopped_at, reopened_at) > within
    return anew
