"""Seconds in each state, of many subjects over many periods at once: read off running totals.

The seconds in a state before an instant are those of the rows before it and a part of the row it lies in. So
one pass over the rows answers for any periods: each costs a look-up a subject, each window of maintenance
two. What a contract makes of the seconds is decided afterwards, on the sums.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from collector.records import ServiceState
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.intervals import AXIS, Flags, Instants, Integers, Intervals

_ROWS_A_BLOCK = 1 << 17
_NOT_UP = tuple(state for state in ServiceState if state is not ServiceState.UP)


@dataclass(frozen=True, eq=False)
class StateRows:
    """The states of subjects: those of subject i are rows `first[i]` to `first[i + 1]`, in order.

    Each state (a ServiceState) holds from its instant until that of the next row, the last without end.
    """

    first: Integers
    at: Instants
    state: npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class StateSums:
    """Seconds by subject, period and ServiceState; `planned` are those of them in agreed maintenance."""

    seconds: Integers
    planned: Integers


def sum_states(
    rows: StateRows, planned: Intervals, hours: ServiceHours | None, borders: Integers
) -> StateSums:
    """Return the seconds in each state, in `hours` (None: by the wall clock), of each subject and period.

    `borders` has a row for each subject: the instants between which its periods lie, so that a subject that
    exists for a part of the time has borders of its own. `planned` lies on the flat axis by subject.

    Raises ValueError where rows or borders are not in order, where a subject has no row at or before its
    first border, and for instants outside the time the hours are compiled for.
    """
    _refuse_misfits(rows, borders)
    shape = (borders.shape[0], borders.shape[1] - 1, len(ServiceState))
    sums = StateSums(np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64))
    for subjects in _blocks(rows.first):
        block = _block(rows, subjects, planned, hours, borders[subjects])
        block.sum_into(sums.seconds[subjects], sums.planned[subjects])
    return sums


def _refuse_misfits(rows: StateRows, borders: Integers) -> None:
    if borders.ndim != 2 or borders.shape != (rows.first.size - 1, max(borders.shape[-1], 2)):
        raise ValueError("each subject needs a row of borders, two or more")
    if np.any(borders[:, 1:] < borders[:, :-1]):
        raise ValueError("borders of periods must be in order")
    if np.any(rows.first[1:] == rows.first[:-1]) or np.any(rows.at[rows.first[:-1]] > borders[:, 0]):
        raise ValueError("each subject needs a state at or before its first border")


def _blocks(first: Integers) -> Iterator[slice]:
    """Yield slices of subjects with about as many rows as a fast cache holds."""
    subjects = first.size - 1
    begin = 0
    while begin < subjects:
        end = int(np.searchsorted(first, first[begin] + _ROWS_A_BLOCK, side="right")) - 1
        end = min(max(end, begin + 1), subjects)
        yield slice(begin, end)
        begin = end


@dataclass(frozen=True, eq=False)
class _Looked:
    """Where instants lie: in which row, how many seconds after its begin, and how many are counted before."""

    row: Integers
    since: Integers
    counted: Integers


@dataclass(frozen=True, eq=False)
class _Block:
    """Some subjects: the states of their rows, how long each lasts, and where borders and windows lie.

    `begun` says for each border how many windows have begun before it, `cut` whether the last of these has
    not ended yet. What lies across two subjects means nothing, but is in any two totals of one subject.
    """

    state: npt.NDArray[np.int8]
    lasts: Integers
    borders: _Looked
    starts: _Looked
    ends: _Looked
    begun: Integers
    cut: Flags

    def sum_into(self, seconds: Integers, planned: Integers) -> None:
        """Write the sums of the block's subjects; up is what no other state is."""
        up = int(ServiceState.UP)
        looked = (self.borders, self.starts, self.ends)
        self._write([one.counted for one in looked], seconds[..., up], planned[..., up])
        for state in _NOT_UP:
            chosen = self.state == state
            if chosen.any():
                before = np.zeros(chosen.size, dtype=np.int64)
                np.cumsum(self.lasts * chosen[:-1], out=before[1:])
                totals = [before[one.row] + one.since * chosen[one.row] for one in looked]
                self._write(totals, seconds[..., state], planned[..., state])
                seconds[..., up] -= seconds[..., state]
                planned[..., up] -= planned[..., state]

    def _write(self, totals: Sequence[Integers], seconds: Integers, planned: Integers) -> None:
        """Write differences of a running total, given at the borders and the windows' starts and ends."""
        at_borders, starts, ends = totals
        shape = (seconds.shape[0], -1)
        seconds[:] = np.diff(at_borders.reshape(shape), axis=1)
        if starts.size:
            reached = np.concatenate([[0], np.cumsum(ends - starts)])[self.begun]
            reached[self.cut] -= ends[self.begun[self.cut] - 1] - at_borders[self.cut]
            planned[:] = np.diff(reached.reshape(shape), axis=1)


def _block(
    rows: StateRows, subjects: slice, planned: Intervals, hours: ServiceHours | None, borders: Integers
) -> _Block:
    first = rows.first[subjects.start : subjects.stop + 1]
    part = slice(int(first[0]), int(first[-1]))
    offsets = np.arange(first.size - 1, dtype=np.int64) * AXIS
    places = rows.at[part] + np.repeat(offsets, np.diff(first))
    if np.any(places[1:] < places[:-1]):
        raise ValueError("rows of states must be in order")
    counted = _counted(rows.at[part], hours, borders)

    def look_up(wanted: Integers) -> _Looked:
        row = np.searchsorted(places, wanted, side="right") - 1
        before = _counted(wanted % AXIS, hours, borders)
        return _Looked(row, before - counted[row], before)

    flat = (borders + offsets[:, np.newaxis]).ravel()
    begins_at = subjects.start * AXIS
    own = slice(*np.searchsorted(planned.starts, [begins_at, subjects.stop * AXIS]))
    starts, ends = planned.starts[own] - begins_at, planned.ends[own] - begins_at
    begun = np.searchsorted(starts, flat, side="left")
    cut = (begun > 0) & (np.append(ends, 0)[begun - 1] > flat)
    looked = look_up(flat), look_up(starts), look_up(ends)
    return _Block(rows.state[part], np.diff(counted), *looked, begun, cut)


def _counted(instants: Instants, hours: ServiceHours | None, borders: Integers) -> Instants:
    """Return the seconds that count before each instant; exact between the outermost borders."""
    if hours is None:
        return instants
    return hours.open_seconds(np.minimum(np.maximum(instants, borders.min()), borders.max()))
