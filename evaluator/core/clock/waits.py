"""The longest waiting a contract accepts: where a wait goes beyond it, and rows that begin there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from evaluator.contract.clock_parts import LongestWait, TimeLimit
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.zones import Instants
from evaluator.core.clock.histories import Flags, Histories, Positions
from evaluator.core.clock.rows import ClockRows
from evaluator.core.clock.states import flags_of

_NEVER = int(np.iinfo(np.int64).max)


class CountsWorkingDays(Protocol):
    """Counts the working days between instants, and adds them."""

    def count_between(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Instants:
        """Return the working days from the day after each start to the day of its end."""

    def add_days(self, starts: npt.ArrayLike, count: npt.ArrayLike) -> Instants:
        """Return the end of the `count`-th working day after the day of each start."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """In which hours and by which working days each ticket's clock runs: lists, and a place in them."""

    hours: Sequence[ServiceHours]
    working_days: Sequence[CountsWorkingDays]
    group: Positions


def split_waits(
    rows: ClockRows, waits: Sequence[LongestWait], calendar: Calendar, at: int
) -> tuple[ClockRows, Flags]:
    """Return `rows` with a row where a wait goes beyond the longest accepted, and which lie beyond.

    A wait is a stretch of a ticket in the states of one of `waits`; one that lasts still ends at `at`. The
    first row beyond is one more row, in which nothing happens.
    """
    beyond = np.zeros(rows.histories.owner.size, dtype=np.bool_)
    for wait in waits:
        is_waiting = flags_of(word.state for word in wait.waiting)
        ends_at = _ends_of_waits(rows.histories, is_waiting[rows.histories.value], wait.at_most, calendar, at)
        place, instants = _places(rows.histories, ends_at)
        rows, beyond = _with_rows(rows, place, instants), np.insert(beyond, place, values=True)
        ends_at = np.insert(ends_at, place, instants)
        beyond |= rows.histories.instants >= ends_at
    return rows, beyond


def _ends_of_waits(
    found: Histories, waiting: Flags, at_most: TimeLimit, calendar: Calendar, at: int
) -> Instants:
    """When the wait of each row has lasted as long as is accepted; never where it ends before or is none."""
    begins = np.flatnonzero(waiting & ~found.before(waiting, at_opening=False))
    ends_at = np.full(waiting.size, _NEVER, dtype=np.int64)
    if begins.size == 0:
        return ends_at
    wait = np.cumsum(np.bincount(begins, minlength=waiting.size)) - 1
    last = np.zeros(begins.size, dtype=np.int64)
    of_waiting = np.flatnonzero(waiting)
    last[wait[of_waiting]] = of_waiting  # of several the last assignment stands
    began_at, over_at = found.instants[begins], _next_instants(found, at)[last]
    of_wait = np.full(begins.size, _NEVER, dtype=np.int64)
    group = calendar.group[found.owner[begins]]
    for number in np.unique(group):
        own = np.flatnonzero(group == number)
        of_wait[own] = _accepted_until(began_at[own], over_at[own], at_most, calendar, int(number))
    ends_at[of_waiting] = of_wait[wait[of_waiting]]
    return ends_at


def _next_instants(found: Histories, at: int) -> Instants:
    """When each row ends: with the next of its ticket, or at `at`."""
    following = np.append(found.instants[1:], at)
    following[found.last] = np.maximum(at, found.instants[found.last])
    return following


def _accepted_until(
    began_at: Instants, over_at: Instants, at_most: TimeLimit, calendar: Calendar, number: int
) -> Instants:
    """When each wait has lasted as long as is accepted; never where it is over by then."""
    until = np.full(began_at.size, _NEVER, dtype=np.int64)
    if at_most.time is not None:
        hours = calendar.hours[number]
        too_long = hours.elapsed(began_at, over_at) > at_most.time
        until[too_long] = hours.add(began_at[too_long], at_most.time)
        return until
    days, accepted = calendar.working_days[number], at_most.working_days or 0
    too_long = days.count_between(began_at, over_at) > accepted
    until[too_long] = days.add_days(began_at[too_long], accepted)
    return until


def _places(found: Histories, ends_at: Instants) -> tuple[Positions, Instants]:
    """Where new rows go: before which row, and at which instants, one for each wait that is too long."""
    is_last_before = (found.instants <= ends_at) & (ends_at < _NEVER)
    following = np.append(ends_at[1:], _NEVER)
    same_wait = (following == ends_at) & (np.append(found.owner[1:], -1) == found.owner)
    is_last_before &= ~(same_wait & (np.append(found.instants[1:], _NEVER) <= ends_at))
    rows = np.flatnonzero(is_last_before)
    return rows + 1, ends_at[rows]


def _with_rows(rows: ClockRows, place: Positions, instants: Instants) -> ClockRows:
    """Return `rows` with new ones before those at `place`, in which all is as in the row before."""
    found = rows.histories
    first = found.first + np.searchsorted(place, found.first, side="right")
    last = found.last + np.searchsorted(place, found.last + 1, side="right")
    at = np.insert(found.instants, place, instants)
    owner = np.insert(found.owner, place, found.owner[place - 1])

    def widened(value: npt.NDArray[np.int64]) -> Histories:
        return Histories(first, last, owner, at, np.insert(value, place, value[place - 1]))

    fields = {
        name: replace(
            field, histories=widened(field.histories.value), told=np.insert(field.told, place, False)
        )
        for name, field in rows.fields.items()
    }
    return ClockRows(widened(found.value), fields)
