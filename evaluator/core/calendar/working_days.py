"""Working days: local dates on which service hours open at all."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from collector.instants import format_instant
from evaluator.contract.hours import SECONDS_A_DAY, HolidayTerms, Landing, ServiceHoursTerms
from evaluator.core.calendar.calendars import Days
from evaluator.core.calendar.wall_windows import MARGIN, Openings, day_by_day, wall_hours
from evaluator.core.calendar.zones import Instants, ZoneOffsets, compile_zone, day_number


@dataclass(frozen=True, eq=False)
class WorkingDays:
    """Working days from `starts_at` until `ends_at`: `days` in order, in days since 1970-01-01.

    `opens` and `closes` are the instants at which the first opening that begins on each day begins, and the
    last of them ends (on the next day, where it runs over midnight). Methods take one instant or an array of
    them. An instant outside `[starts_at, ends_at]` raises ValueError.
    """

    days: Days
    opens: Instants
    closes: Instants
    offsets: ZoneOffsets
    starts_at: int
    ends_at: int

    def is_working_day(self, instants: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return whether the local date of each instant is a working day."""
        return np.isin(self._local_days(instants), self.days)

    def count_between(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Instants:
        """Return the working days from the day after each start to the day of its end, that day included.

        0 where both fall on one day; negative where the end lies on an earlier day.
        """
        return self._until(self._local_days(ends)) - self._until(self._local_days(starts))

    def holds(self, starts: npt.ArrayLike, count: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return whether so many working days are left after the day of each start within the bounds."""
        left = self.days.size - self._until(self._local_days(starts))
        return np.asarray(left >= np.asarray(count, np.int64))

    def add_days(
        self, starts: npt.ArrayLike, count: npt.ArrayLike, landing: Landing = Landing.END_OF_DAY
    ) -> Instants:
        """Return where the `count`-th working day after the day of each start lands.

        Under `end_of_day` that is the first instant of the day after, which no longer belongs to it. 0 days
        lead to the start's own day, and under `keep_clock` to the start itself, working day or not. A
        kept wall time that the clock skips gives the end of the skipped hour, a doubled one its first
        pass. Raises ValueError for a negative count, where the bounds end before, and for 0 days to the
        opening or close of a day that is no working day.
        """
        moments, wanted = self._amounts(starts, count)
        first = self._local_days(moments)
        return self._land(moments, first, self._until(first) + wanted - 1, wanted, landing)

    def subtract_days(
        self, ends: npt.ArrayLike, count: npt.ArrayLike, landing: Landing = Landing.END_OF_DAY
    ) -> Instants:
        """Return where the `count`-th working day before the day of each end lands, as for `add_days`.

        Raises ValueError as there, and where the bounds begin after.
        """
        moments, wanted = self._amounts(ends, count)
        last = self._local_days(moments)
        return self._land(moments, last, self._until(last - 1) - wanted, wanted, landing)

    def _amounts(self, moments: npt.ArrayLike, count: npt.ArrayLike) -> tuple[Instants, Instants]:
        moment, wanted = np.broadcast_arrays(np.asarray(moments, np.int64), np.asarray(count, np.int64))
        if np.any(wanted < 0):
            raise ValueError("working days to add or subtract must not be negative")
        return moment, wanted

    def _land(
        self, moments: Instants, own: Days, place: Instants, wanted: Instants, landing: Landing
    ) -> Instants:
        moved = wanted > 0
        if np.any((place[moved] < 0) | (place[moved] >= self.days.size)):
            raise ValueError(
                f"the working days compiled for {self._bounds} end before the day is reached:"
                " compile more years, or ask for fewer days"
            )
        reached = np.array(own)
        reached[moved] = self.days[place[moved]]
        if landing is Landing.END_OF_DAY:
            return self.offsets.ends_of_days(reached)
        if landing is Landing.KEEP_CLOCK:
            return np.where(moved, self._at_the_same_time(moments, own, reached), moments)
        return (self.opens if landing is Landing.OPENING else self.closes)[self._place_of(reached)]

    def _at_the_same_time(self, moments: Instants, own: Days, reached: Days) -> Instants:
        return self.offsets.first_instants(
            self.offsets.local_seconds(moments) + (reached - own) * SECONDS_A_DAY
        )

    def _place_of(self, days: Days) -> Instants:
        if not np.all(np.isin(days, self.days)):
            raise ValueError("a day that is no working day has neither opening nor close to land on")
        return np.searchsorted(self.days, days)

    @property
    def _bounds(self) -> str:
        return f"{format_instant(self.starts_at)} to {format_instant(self.ends_at)}"

    def _until(self, days: Days) -> Instants:
        return self._number_until[days - self._first_day + 1]

    @cached_property
    def _first_day(self) -> int:
        return int(self.offsets.local_days(self.starts_at))

    @cached_property
    def _number_until(self) -> Instants:
        """The number of working days until the end of each day, from the day before the first."""
        every_day = np.arange(self._first_day - 1, int(self.offsets.local_days(self.ends_at)) + 1)
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
    """Return the working days of `terms` from the start of `first_day` until that of `end_day` in `zone`.

    A working day is a local date on which at least one opening begins of which breaks and closures leave
    something; `terms` None (around the clock) makes every date one. Dates are those of the zone of the terms,
    or else of `zone`. Raises ValueError for a country, a part of it or a day by name that the calendar does
    not know.
    """
    offsets = compile_zone(zone, first_day, end_day)
    starts_at, ends_at = offsets.start_of_day(first_day), offsets.start_of_day(end_day)
    first_day, end_day = first_day - MARGIN, end_day + MARGIN
    if terms is not None and terms.time_zone is not None:
        offsets = compile_zone(ZoneInfo(terms.time_zone), first_day, end_day)
    walls = _every_day(first_day, end_day) if terms is None else _days_of(terms, holidays, first_day, end_day)
    lowest, highest = offsets.local_days(np.array([starts_at, ends_at - 1]))
    walls = walls.where((walls.days >= lowest) & (walls.days <= highest))
    opens, closes = offsets.first_instants(walls.opens), offsets.end_instants(walls.closes)
    return WorkingDays(walls.days, opens, closes, offsets, starts_at, ends_at)


def _days_of(
    terms: ServiceHoursTerms, holidays: HolidayTerms | None, first_day: date, end_day: date
) -> Openings:
    walls = wall_hours(terms, holidays, first_day, end_day)
    return day_by_day(walls.openings, walls.windows)


def _every_day(first_day: date, end_day: date) -> Openings:
    days = np.arange(day_number(first_day), day_number(end_day), dtype=np.int64)
    return Openings(days, days * SECONDS_A_DAY, (days + 1) * SECONDS_A_DAY)
