"""Working days: local dates on which service hours open at all."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from collector.instants import format_instant
from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms, Weekday
from evaluator.core.calendars import Days, holiday_numbers, open_days, weekday_days
from evaluator.core.zones import Instants, ZoneOffsets, compile_zone, day_number


@dataclass(frozen=True, eq=False)
class WorkingDays:
    """Working days from `starts_at` until `ends_at`: `days` in order, in days since 1970-01-01.

    Methods take one instant or an array of them. An instant outside `[starts_at, ends_at]` raises
    ValueError.
    """

    days: Days
    offsets: ZoneOffsets
    starts_at: int
    ends_at: int

    def count_between(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Instants:
        """Return the working days from the day after each start to the day of its end, that day included.

        0 where both fall on one day; negative where the end lies on an earlier day.
        """
        return self._until(self._local_days(ends)) - self._until(self._local_days(starts))

    def add_days(self, starts: npt.ArrayLike, count: npt.ArrayLike) -> Instants:
        """Return the end of the `count`-th working day after the day of each start.

        The end is the first instant of the day after, which no longer belongs to it. 0 gives the end of
        the start's own day, working day or not. Raises ValueError for a negative count, and where
        the bounds end before.
        """
        first, wanted = np.broadcast_arrays(self._local_days(starts), np.asarray(count, np.int64))
        if np.any(wanted < 0):
            raise ValueError("working days to add must not be negative")
        place = self._until(first) + wanted - 1
        later = wanted > 0
        if np.any(place[later] >= self.days.size):
            raise ValueError(f"the working days compiled for {self._bounds} end before the day is reached")
        reached = first.copy()
        reached[later] = self.days[place[later]]
        return self.offsets.ends_of_days(reached)

    @property
    def _bounds(self) -> str:
        return f"{format_instant(self.starts_at)} to {format_instant(self.ends_at)}"

    def _until(self, days: Days) -> Instants:
        return self._number_until[days - self._first_day]

    @cached_property
    def _first_day(self) -> int:
        return int(self.offsets.local_days(self.starts_at))

    @cached_property
    def _number_until(self) -> Instants:
        every_day = np.arange(self._first_day, int(self.offsets.local_days(self.ends_at)) + 1)
        return np.searchsorted(self.days, every_day, side="right").astype(np.int64)

    def _local_days(self, instants: npt.ArrayLike) -> Days:
        moments = np.asarray(instants, dtype=np.int64)
        if np.any((moments < self.starts_at) | (moments > self.ends_at)):
            raise ValueError(f"an instant lies outside what working days are compiled for: {self._bounds}")
        return self.offsets.local_days(moments)


def compile_working_days(
    terms: ServiceHoursTerms | None,
    holidays: HolidayTerms | None,
    zone: ZoneInfo,
    first_day: date,
    end_day: date,
) -> WorkingDays:
    """Return the working days of `terms` from `first_day` until `end_day` in `zone`.

    A working day is a local date on which at least one opening begins; `terms` None (around the
    clock) makes every date one. Raises ValueError for a country or eve the calendar does not know.
    """
    weekdays = set(Weekday) if terms is None else {day for part in terms.openings for day in part.days}
    days = weekday_days(weekdays, day_number(first_day), day_number(end_day))
    if terms is not None:
        days = open_days(terms, holiday_numbers(holidays, first_day, end_day), days)
    offsets = compile_zone(zone, first_day, end_day)
    return WorkingDays(days, offsets, offsets.start_of_day(first_day), offsets.start_of_day(end_day))
