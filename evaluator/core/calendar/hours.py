"""Service hours as windows of UTC, and one function of them: the open seconds before an instant.

Every ticket time, pause, outage and maintenance is a signed sum of that function, so that nothing
ever walks days or joins intervals.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from collector.instants import format_instant
from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms, UsedUp
from evaluator.core.calendar.open_seconds import Table, build_table, count_before, count_between
from evaluator.core.calendar.wall_windows import MARGIN, wall_hours
from evaluator.core.calendar.zones import Instants, compile_zone
from evaluator.core.intervals import Intervals

Side = Literal["left", "right"]


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
        flat = moments.reshape(-1)
        counted = count_before(self._table, flat)
        return self._as_counted(counted, flat).reshape(moments.shape)

    def elapsed(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Instants:
        """Return the open seconds from each start until its end; 0 where the end comes first."""
        return self._passed(starts, ends, signed=False)

    def signed_elapsed(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Instants:
        """Return the open seconds from each start until its end; negative where the end comes first."""
        return self._passed(starts, ends, signed=True)

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
        return np.maximum(moments, self.opens[self._window_after(moments)])

    def next_closing(self, instants: npt.ArrayLike) -> Instants:
        """Return the end of the window that each instant lies in, or else of the next one.

        Raises ValueError where the hours do not open again within the bounds.
        """
        return self.closes[self._window_after(self._within(instants))]

    def previous_opening(self, instants: npt.ArrayLike) -> Instants:
        """Return the latest opening not after each instant.

        Raises ValueError where the hours have not opened yet within the bounds.
        """
        moments = self._within(instants)
        return self.opens[self._place(np.searchsorted(self.opens, moments, side="right") - 1, "open before")]

    def previous_closing(self, instants: npt.ArrayLike) -> Instants:
        """Return each instant itself where it was open until then, else the latest close before it.

        Raises ValueError where the hours have not been open yet within the bounds.
        """
        moments = self._within(instants)
        place = self._place(np.searchsorted(self.opens, moments, side="left") - 1, "open before")
        return np.minimum(moments, self.closes[place])

    def open_intervals_between(self, start: int, end: int) -> Intervals:
        """Return what is open between two instants; nothing where the end is not after the start."""
        self._within([start, end])
        opens, closes = np.maximum(self.opens, start), np.minimum(self.closes, end)
        real = opens < closes
        return Intervals(opens[real], closes[real])

    def holds(self, starts: npt.ArrayLike, seconds: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return whether so many open seconds are left after each start within the bounds."""
        reached = self.open_seconds(starts) + np.asarray(seconds, np.int64)
        return np.asarray(reached <= self.total_seconds)

    def add(self, starts: npt.ArrayLike, seconds: npt.ArrayLike, used_up: UsedUp = UsedUp.CLOSE) -> Instants:
        """Return when `seconds` of open time have passed since each start.

        What is used up exactly at a close is due then (`close`), or at the next opening. 0 seconds have
        passed at the start itself; under `next_opening` at the next opening where closed. Raises ValueError
        for negative seconds, and where the bounds end before (`holds` tells).
        """
        begin, wanted = self._amounts(starts, seconds)
        reached = self.open_seconds(begin) + wanted
        side: Side = "left" if used_up is UsedUp.CLOSE else "right"
        place = np.searchsorted(self._open_until_close, reached, side=side)
        used = (wanted > 0) | (used_up is UsedUp.NEXT_OPENING)
        if np.any(used & (place >= self.closes.size)):
            raise ValueError(self._too_short("end before the time is used up"))
        if self.closes.size == 0:
            return begin.copy()
        left = self._open_until_close.take(place, mode="clip") - reached
        return np.where(used, self.closes.take(place, mode="clip") - left, begin)

    def subtract(
        self, ends: npt.ArrayLike, seconds: npt.ArrayLike, used_up: UsedUp = UsedUp.CLOSE
    ) -> Instants:
        """Return the instant from which `seconds` of open time pass until each end: `add` seen backwards.

        What is used up exactly at an opening leads there (`close`), or to the close before it
        (`next_opening`). 0 seconds lead to the end itself; under `next_opening` to the close before where
        closed. Raises ValueError for negative seconds, and where the bounds begin after.
        """
        finish, wanted = self._amounts(ends, seconds)
        reached = self.open_seconds(finish) - wanted
        side: Side = "right" if used_up is UsedUp.CLOSE else "left"
        place = np.searchsorted(self._open_before_opening, reached, side=side) - 1
        used = (wanted > 0) | (used_up is UsedUp.NEXT_OPENING)
        if np.any(used & ((place < 0) | (reached < 0))):
            raise ValueError(self._too_short("begin after the time is used up"))
        if self.opens.size == 0:
            return finish.copy()
        since = reached - self._open_before_opening.take(place, mode="clip")
        return np.where(used, self.opens.take(place, mode="clip") + since, finish)

    @cached_property
    def _table(self) -> Table:
        return build_table(self.opens, self.closes, self.starts_at, self.ends_at)

    @cached_property
    def _open_until_close(self) -> Instants:
        return np.cumsum(self.closes - self.opens)

    @cached_property
    def _open_before_opening(self) -> Instants:
        return self._open_until_close - (self.closes - self.opens)

    def _passed(self, starts: npt.ArrayLike, ends: npt.ArrayLike, *, signed: bool) -> Instants:
        first, last = np.broadcast_arrays(np.asarray(starts, np.int64), np.asarray(ends, np.int64))
        flat_first, flat_last = first.reshape(-1), last.reshape(-1)
        passed = count_between(self._table, flat_first, flat_last, signed=signed)
        return self._as_counted(passed, flat_first, flat_last).reshape(first.shape)

    def _as_counted(self, counted: Instants | None, *of: Instants) -> Instants:
        """Return what the table counted; raises ValueError where it could not."""
        for moments in of if counted is None else ():
            self._refuse_outside(moments)
        assert counted is not None  # noqa: S101 - the table gives up for such an instant alone
        return counted

    def _amounts(self, moments: npt.ArrayLike, seconds: npt.ArrayLike) -> tuple[Instants, Instants]:
        moment, wanted = np.broadcast_arrays(self._within(moments), np.asarray(seconds, np.int64))
        if np.any(wanted < 0):
            raise ValueError("an amount of service hours to add or subtract must not be negative")
        return moment, wanted

    def _window_after(self, moments: Instants) -> Instants:
        return self._place(np.searchsorted(self.closes, moments, side="right"), "open again")

    def _place(self, places: Instants, what: str) -> Instants:
        if np.any((places < 0) | (places >= self.opens.size)):
            raise ValueError(self._too_short(f"do not {what}"))
        return places

    def _too_short(self, what: str) -> str:
        if self.opens.size == 0:
            return f"the service hours never open within {self.bounds}: mend their openings and closed days"
        what_to_do = "compile more years, or ask for less open time"
        return f"the service hours compiled for {self.bounds} {what}: {what_to_do}"

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
    time covers every instant at which a wall clock shows a time within it (`ZoneOffsets.windows_of`);
    the clock is that of the zone of the terms, or else of `zone`. Raises ValueError for a country, a part
    of it or a day by name that the calendar does not know.
    """
    offsets = compile_zone(zone, first_day, end_day)
    starts_at, ends_at = offsets.start_of_day(first_day), offsets.start_of_day(end_day)
    if terms is None:
        return ServiceHours(np.array([starts_at]), np.array([ends_at]), starts_at, ends_at)
    first_day, end_day = first_day - MARGIN, end_day + MARGIN
    if terms.time_zone is not None:
        offsets = compile_zone(ZoneInfo(terms.time_zone), first_day, end_day)
    walls = wall_hours(terms, holidays, first_day, end_day).windows
    opens, closes = offsets.windows_of(walls.starts, walls.ends)
    opens, closes = np.clip(opens, starts_at, ends_at), np.clip(closes, starts_at, ends_at)
    real = opens < closes
    return ServiceHours(opens[real], closes[real], starts_at, ends_at)
