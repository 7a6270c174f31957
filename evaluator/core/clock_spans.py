"""What a clock does in each row of a ticket's status history: runs, stops, starts a new cycle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms, ReopenRule
from evaluator.core.histories import Flags, Histories, Positions
from evaluator.core.zones import Instants

_UNTOUCHED_AFTER_STOP = (TicketState.RESOLVED, TicketState.CLOSED, TicketState.CANCELLED)
_STATES = len(TicketState)


class CountsWorkingDays(Protocol):
    """Counts the working days between instants."""

    def count_between(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Instants:
        """Return the working days from the day after each start to the day of its end."""


@dataclass(frozen=True, eq=False)
class Spans:
    """What of each history counts: rows from `start` until `stop` (positions among all rows).

    `stop` is a row past the ticket's last where `stopped` is false. `unmapped` marks tickets with a
    status no mapping knows, `reopened` counts how often a stop was undone.
    """

    start: Positions
    stop: Positions
    stopped: Flags
    unmapped: Flags
    reopened: npt.NDArray[np.int64]
    counts: Flags


def find_spans(
    histories: Histories, terms: ClockTerms, working_days: Sequence[CountsWorkingDays], groups: Positions
) -> Spans:
    """Return what of each status history counts for the clock of `terms`.

    Stop states and cancelling states both end a cycle. After that RESOLVED, CLOSED and CANCELLED
    leave it ended, whether the terms name them or not; any other state reopens. An unmapped status
    ends what can be known: nothing after it counts.
    """
    unmapped, is_stopped = _stopped_rows(histories, terms)
    was_stopped = histories.before(is_stopped, at_opening=False)
    entries = np.flatnonzero(is_stopped & ~was_stopped)
    reopenings = np.flatnonzero(~is_stopped & was_stopped)
    stopped = is_stopped[histories.last]
    stop = histories.last + 1
    stop[histories.owner[entries]] = entries  # of several the last assignment stands
    stop = np.where(stopped, stop, histories.last + 1)
    start = histories.first.copy()
    if reopenings.size:
        undone = _undone_stops(entries, stop[stopped], is_stopped.size)
        new_cycles = reopenings[_starts_anew(histories, terms, undone, reopenings, working_days, groups)]
        start[histories.owner[new_cycles]] = new_cycles
    counts = _rows_between(start, stop, histories.owner.size)
    reopened = np.bincount(histories.owner[reopenings], minlength=start.size).astype(np.int64)
    return Spans(start, stop, stopped, unmapped, reopened, counts)


def _undone_stops(entries: Positions, final: Positions, rows: int) -> Positions:
    """Return the stops that were undone: stops and reopenings take turns, so all but a final one."""
    is_final = np.zeros(rows, dtype=np.bool_)
    is_final[final] = True
    return entries[~is_final[entries]]


def _rows_between(start: Positions, stop: Positions, rows: int) -> Flags:
    edges = np.zeros(rows + 1, dtype=np.int8)
    edges[start] += 1
    edges[stop] -= 1
    return np.cumsum(edges[:-1], dtype=np.int8).astype(np.bool_)


def _stopped_rows(histories: Histories, terms: ClockTerms) -> tuple[Flags, Flags]:
    """Return which tickets have an unmapped status, and in which rows the clock has stopped."""
    runs = {word.state for word in terms.runs_in}
    ends = {word.state for word in (*terms.stops_in, *terms.cancels_in)}
    is_stopped = flags_of({*ends, TicketState.UNMAPPED})[histories.value]
    keeping = {state for state in _UNTOUCHED_AFTER_STOP if state not in runs | ends}
    if keeping:
        # Such a row is as stopped as the row before it; an opening row is never one.
        keeps = flags_of(keeping)[histories.value]
        source = np.maximum.accumulate(np.where(keeps, 0, np.arange(keeps.size)))
        is_stopped = is_stopped[source]
    strange = np.flatnonzero(histories.value == TicketState.UNMAPPED)
    unmapped = np.zeros(histories.first.size, dtype=np.bool_)
    if strange.size:
        first_strange = np.full(histories.first.size, histories.owner.size, dtype=np.int64)
        first_strange[histories.owner[strange[::-1]]] = strange[::-1]
        unmapped[histories.owner[strange]] = True
        is_stopped |= np.arange(is_stopped.size) >= first_strange[histories.owner]
    return unmapped, is_stopped


def _starts_anew(
    histories: Histories,
    terms: ClockTerms,
    undone: Positions,
    reopenings: Positions,
    working_days: Sequence[CountsWorkingDays],
    groups: Positions,
) -> Flags:
    """Return which reopenings, each of the stop in `undone` beside it, start the clock anew."""
    within = terms.reopening.within_working_days
    if terms.reopening.rule is ReopenRule.NEW_CYCLE:
        return np.ones(reopenings.size, dtype=np.bool_)
    anew = np.zeros(reopenings.size, dtype=np.bool_)
    if within is None:
        return anew
    group = groups[histories.owner[reopenings]]
    for number, calendar in enumerate(working_days):
        own = np.flatnonzero(group == number)
        stopped_at, reopened_at = histories.instants[undone[own]], histories.instants[reopenings[own]]
        anew[own] = calendar.count_between(stopped_at, reopened_at) > within
    return anew


def flags_of(states: Iterable[TicketState]) -> Flags:
    """Return for each number of a state whether it is one of `states`."""
    table = np.zeros(_STATES, dtype=np.bool_)
    table[[int(state) for state in states]] = True
    return table
