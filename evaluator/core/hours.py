"""Service hours as windows of UTC, and one function of them: the open seconds before an instant.

Every ticket time, pause, outage and maintenance is a signed sum of that function, so that nothing
ever walks days or joins intervals.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from collector.instants import format_instant
from evaluator.contract.hours import SECONDS_A_DAY, HolidayTerms, Opening, ServiceHoursTerms
from evaluator.core.calendars import holiday_numbers, open_days, weekday_days
from evaluator.core.open_seconds import CHUNK, BucketTable, WindowTable, build_table
from evaluator.core.zones import Instants, compile_zone, day_number


@dataclass(frozen=True, eq=False)
class ServiceHours:
    """When a service must work, from `starts_at` until `ends_at` (instants).

    `opens[i]` belongs to window i, `closes[i]` does not; windows are in order and do not touch.
    All methods take one instant or an array of them and return an array of the same shape. An
    instant outside `[starts_at, ends_at]` raises ValueError: what was not compiled is not known;
    `ends_at` itself is allowed as the end of an interval.
    """

    opens: Instants
    closes: Instants
    starts_at: int
    ends_at: int

    def __post_init__(self) -> None:
        if self.starts_at >= self.ends_at:
            raise ValueError(f"service hours need an end after their start ({self.bounds})")
        borders = np.stack([self.opens, self.closes], axis=1).ravel()
        if np.any(borders[1:] <= borders[:-1]):
            raise ValueError("windows of service hours must be in order, apart and not empty")
        if borders.size and (borders[0] < self.starts_at or borders[-1] > self.ends_at):
            raise ValueError(f"a window of the service hours lies outside {self.bounds}")

    @property
    def bounds(self) -> str:
        """From when until when these hours are compiled, for people."""
        return f"{format_instant(self.starts_at)} to {format_instant(self.ends_at)}"

    @property
    def total_seconds(self) -> int:
        """All open seconds within the bounds."""
        return int(np.sum(self.closes - self.opens))

    def open_seconds(self, instants: npt.ArrayLike) -> Instants:
        """Return the open seconds from `starts_at` until each instant."""
        moments = np.asarray(instants, dtype=np.int64)
        counted = np.empty(moments.size, dtype=np.int64)
        flat = moments.reshape(-1)
        for begin in range(0, flat.size, CHUNK):
            self._count(flat[begin : begin + CHUNK], counted[begin : begin + CHUNK])
        return counted.reshape(moments.shape)

    def elapsed(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Instants:
        """Return the open seconds from each start until its end; negative where the end comes first."""
        first, last = np.broadcast_arrays(np.asarray(starts, np.int64), np.asarray(ends, np.int64))
        passed = np.empty(first.size, dtype=np.int64)
        before = np.empty(min(CHUNK, first.size), dtype=np.int64)
        flat_first, flat_last = first.reshape(-1), last.reshape(-1)
        for begin in range(0, first.size, CHUNK):
            part = passed[begin : begin + CHUNK]
            self._count(flat_last[begin : begin + CHUNK], part)
            self._count(flat_first[begin : begin + CHUNK], before[: part.size])
            np.subtract(part, before[: part.size], out=part)
        return passed.reshape(first.shape)

    def is_open(self, instants: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return whether the service must work at each instant."""
        moments = self._within(instants)
        opened = np.searchsorted(self.opens, moments, side="right")
        is_inside: npt.NDArray[np.bool_] = opened > np.searchsorted(self.closes, moments, side="right")
        return is_inside

    def next_opening(self, instants: npt.ArrayLike) -> Instants:
        """Return each instant itself where open, else the next opening.

        Raises ValueError where the hours do not open again within the bounds.
        """
        moments = self._within(instants)
        place = np.searchsorted(self.closes, moments, side="right")
        if np.any(place >= self.opens.size):
            raise ValueError(f"the service hours do not open again within {self.bounds}")
        return np.maximum(moments, self.opens[place])

    def add(self, starts: npt.ArrayLike, seconds: npt.ArrayLike) -> Instants:
        """Return the first instant by which `seconds` of open time have passed since each start.

        Time used up exactly at a close is used up at that close, not at the next opening; 0 seconds
        have passed at the start itself. Raises ValueError for negative seconds, and where the bounds
        end before the time is used up.
        """
        begin, wanted = np.broadcast_arrays(self._within(starts), np.asarray(seconds, np.int64))
        if np.any(wanted < 0):
            raise ValueError("seconds of service hours to add must not be negative")
        reached = self.open_seconds(begin) + wanted
        place = np.searchsorted(self._open_until_close, reached, side="left")
        if np.any(place[wanted > 0] >= self.closes.size):
            raise ValueError(f"the service hours compiled for {self.bounds} end before the time is used up")
        due = begin.copy()
        used = wanted > 0
        at_close = self.closes[place[used]]
        due[used] = at_close - (self._open_until_close[place[used]] - reached[used])
        return due

    @cached_property
    def _table(self) -> BucketTable | WindowTable:
        return build_table(self.opens, self.closes, self.starts_at, self.ends_at)

    @cached_property
    def _open_until_close(self) -> Instants:
        return np.cumsum(self.closes - self.opens)

    def _count(self, moments: Instants, out: Instants) -> None:
        self._refuse_outside(moments)
        self._table.count(moments, out)

    def _within(self, instants: npt.ArrayLike) -> Instants:
        moments = np.asarray(instants, dtype=np.int64)
        if moments.size:
            self._refuse_outside(moments)
        return moments

    def _refuse_outside(self, moments: Instants) -> None:
        lowest, highest = int(moments.min()), int(moments.max())
        if lowest < self.starts_at or highest > self.ends_at:
            found = lowest if lowest < self.starts_at else highest
            raise ValueError(
                f"instant {found} lies outside the time these service hours are compiled for: {self.bounds}"
            )


def compile_hours(
    terms: ServiceHoursTerms | None,
    holidays: HolidayTerms | None,
    zone: ZoneInfo,
    first_day: date,
    end_day: date,
) -> ServiceHours:
    """Return the service hours of `terms` from the start of `first_day` until that of `end_day` in `zone`.

    `terms` None is around the clock. An opening belongs to the day on which it begins: whether that
    day is a holiday or closed decides, also for what of it lies after midnight. An interval of wall
    time covers every instant at which a wall clock shows a time within it (`ZoneOffsets.windows_of`).
    Raises ValueError for a country or eve the calendar does not know.
    """
    offsets = compile_zone(zone, first_day, end_day)
    starts_at, ends_at = offsets.start_of_day(first_day), offsets.start_of_day(end_day)
    if terms is None:
        return ServiceHours(np.array([starts_at]), np.array([ends_at]), starts_at, ends_at)
    walls = _wall_windows(terms, holidays, first_day, end_day)
    opens, closes = offsets.windows_of(walls[0], walls[1])
    opens, closes = np.clip(opens, starts_at, ends_at), np.clip(closes, starts_at, ends_at)
    real = opens < closes
    return ServiceHours(opens[real], closes[real], starts_at, ends_at)


def _wall_windows(
    terms: ServiceHoursTerms, holidays: HolidayTerms | None, first_day: date, end_day: date
) -> tuple[Instants, Instants]:
    # What opened on the eve of the first day may still be open on it.
    eve = date.fromordinal(first_day.toordinal() - 1)
    shut = holiday_numbers(holidays, eve, end_day)
    opens, closes = [], []
    for opening in terms.openings:
        days = open_days(terms, shut, weekday_days(opening.days, day_number(eve), day_number(end_day)))
        opens.append(days * SECONDS_A_DAY + opening.opens)
        closes.append(days * SECONDS_A_DAY + opening.opens + _opening_length(opening))
    return np.concatenate(opens), np.concatenate(closes)


def _opening_length(opening: Opening) -> int:
    """Return the seconds of wall time of an opening; one that ends when it begins lasts a whole day."""
    if opening.closes > opening.opens:
        return opening.closes - opening.opens
    return opening.closes + SECONDS_A_DAY - opening.opens
