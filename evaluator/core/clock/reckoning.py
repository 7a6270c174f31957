"""A clock reckoned on some tickets: their rows, the cycles, and the seconds of its hours in each row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import ClockTerms
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.calendar.zones import Instants
from evaluator.core.clock.histories import Flags, Histories, Positions, blocks
from evaluator.core.clock.modes import Modes
from evaluator.core.clock.rows import read_changes
from evaluator.core.clock.spans import Spans, find_spans
from evaluator.core.clock.waits import Calendar, split_waits


@dataclass(frozen=True, eq=False)
class Reckoning:
    """A clock on tickets at the instant `at`; `tickets` says which row of the frame each of them is."""

    tickets: Positions
    opened: Instants
    modes: Modes
    spans: Spans
    calendar: Calendar
    at: int

    @property
    def histories(self) -> Histories:
        """The rows of the tickets."""
        return self.modes.rows.histories

    @cached_property
    def seconds(self) -> npt.NDArray[np.int64]:
        """The seconds of the clock's hours from each row until the next, from a last row until the end."""
        hours = self.calendar.hours
        at_end = [int(one.open_seconds(max(self.at, one.starts_at))) for one in hours]
        return self._until_next(_by_group(self.histories, self.calendar.group, hours), np.array(at_end))

    @cached_property
    def runs(self) -> Flags:
        """In which rows the clock of its cycle ran."""
        spans = self.spans
        runs = self.modes.runs if spans.all_runs is None else self.modes.runs | spans.all_runs
        return runs & spans.counts & ~spans.is_stopped

    @cached_property
    def lasts(self) -> Flags:
        """Which rows last longer than an instant."""
        rows = self.histories
        following = np.append(rows.instants[1:], 0)
        following[rows.last] = self.at
        return following > rows.instants

    def days(self, working_days: Sequence[WorkingDays]) -> npt.NDArray[np.int64]:
        """Return how many working days, of those beside the hours, begin after each row until the next."""
        at_end = [int(one.count_between(one.starts_at, max(self.at, one.starts_at))) for one in working_days]
        return self._until_next(
            _by_group(self.histories, self.calendar.group, working_days), np.array(at_end)
        )

    def by_cycle(self, amounts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the sum of amounts of rows for each cycle, exact below 2**53."""
        totals = np.bincount(self.spans.cycle, weights=amounts, minlength=self.spans.owner.size)
        return totals.astype(np.int64)

    def by_cycle_and_value(self, amounts: npt.NDArray[np.int64], value: Positions, values: int) -> Positions:
        """Return the sums for each cycle (rows) and each value below `values` (columns), exact as above."""
        cells = self.spans.cycle * values
        cells += value
        totals = np.bincount(cells, weights=amounts, minlength=self.spans.owner.size * values)
        return totals.astype(np.int64).reshape(-1, values)

    def _until_next(self, before: npt.NDArray[np.int64], at_end: npt.NDArray[np.int64]) -> Positions:
        passed = np.empty(before.size, dtype=np.int64)
        np.subtract(before[1:], before[:-1], out=passed[:-1])
        # A row later than the clock is read ends at once; what is counted never falls, so this is exact.
        last = self.histories.last
        passed[last] = np.maximum(at_end[self.calendar.group] - before[last], 0)
        return passed


def reckon(
    tickets: pd.DataFrame, changes: pd.DataFrame, terms: ClockTerms, calendar: Calendar, at: int
) -> Iterator[Reckoning]:
    """Yield the clock of `terms` on all of `tickets`, in blocks in the order of their ids.

    Arguments and errors are those of `run_clock`; the places in `calendar` are those of `tickets`.
    """
    if len(calendar.hours) != len(calendar.working_days):
        raise ValueError(
            f"{len(calendar.hours)} service hours but {len(calendar.working_days)} calendars of working days;"
            " each needs one"
        )
    ids = tickets["ticket_id"].to_numpy(dtype=np.int64)
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    _refuse_doubles(ids)
    in_place = bool(np.all(order[1:] > order[:-1]))
    found = read_changes(tickets if in_place else tickets.iloc[order], changes, terms)
    opened, group = tickets["opened_at"].to_numpy(dtype=np.int64)[order], calendar.group[order]
    for part, of_part in blocks(ids, found.ticket_id):
        own = Calendar(calendar.hours, calendar.working_days, group[part])
        rows, beyond = found.rows(ids[part], opened[part], part, of_part, at), None
        if terms.longest_wait:
            rows, beyond = split_waits(rows, terms.longest_wait, own, at)
        modes = Modes(rows, terms, beyond)
        spans = find_spans(modes, terms, own.working_days, own.group)
        yield Reckoning(order[part], opened[part], modes, spans, own, at)


def _by_group(
    found: Histories, group: Positions, calendars: Sequence[ServiceHours | WorkingDays]
) -> npt.NDArray[np.int64]:
    """Return what each row's own calendar has counted until its instant."""
    if np.all(group == group[0]):
        return _counted(calendars[int(group[0])], found.instants)
    before = np.empty_like(found.instants)
    group_of_row = group[found.owner]
    for number in np.unique(group):
        of_row = np.flatnonzero(group_of_row == number)
        before[of_row] = _counted(calendars[int(number)], found.instants[of_row])
    return before


def _counted(calendar: ServiceHours | WorkingDays, instants: Instants) -> npt.NDArray[np.int64]:
    if isinstance(calendar, WorkingDays):
        return calendar.count_between(calendar.starts_at, instants)
    return calendar.open_seconds(instants)


def _refuse_doubles(ids_in_order: npt.NDArray[np.int64]) -> None:
    doubled = np.flatnonzero(ids_in_order[1:] == ids_in_order[:-1])
    if doubled.size:
        found = ids_in_order[doubled[0]]
        raise ValueError(f"ticket_id {found} stands in more than one row of the tickets")
