"""A time zone compiled for a stretch of time: which offset from UTC applies from which instant.

Everything here follows one rule: a wall time names every instant at which a wall clock shows it. An
hour that is skipped in spring names none, an hour that is doubled in autumn names two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from evaluator.contract.hours import SECONDS_A_DAY
from evaluator.core.intervals import merge

Instants = npt.NDArray[np.int64]
_PROBE_EVERY = 6 * 3600
_EPOCH_DAY = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Return the days from 1970-01-01 to `day`."""
    return day.toordinal() - _EPOCH_DAY


@dataclass(frozen=True, eq=False)
class ZoneOffsets:
    """Offsets of a zone: `offsets[i]` seconds are added to UTC from `starts[i]` until `starts[i + 1]`.

    Before the first start and after the end of what was compiled the outermost offset goes on.
    """

    starts: Instants
    offsets: Instants

    def local_seconds(self, instants: npt.ArrayLike) -> Instants:
        """Return what a wall clock shows at each instant, in seconds since 1970-01-01 00:00 on that clock."""
        moments = np.asarray(instants, dtype=np.int64)
        place = np.searchsorted(self.starts, moments, side="right") - 1
        return moments + self.offsets[np.maximum(place, 0)]

    def local_days(self, instants: npt.ArrayLike) -> Instants:
        """Return the local date of each instant, in days since 1970-01-01."""
        return self.local_seconds(instants) // SECONDS_A_DAY

    def windows_of(self, wall_from: npt.ArrayLike, wall_to: npt.ArrayLike) -> tuple[Instants, Instants]:
        """Return the instants whose wall time lies in any `[wall_from, wall_to)`, as merged windows of UTC.

        An end in a skipped hour takes effect as soon as the hour is skipped; a window that begins
        or ends inside a doubled hour is open in both of its passes, and may so fall in two.
        """
        starts, ends = self._bounds()
        opens = np.maximum(np.asarray(wall_from, dtype=np.int64)[:, None] - self.offsets, starts)
        closes = np.minimum(np.asarray(wall_to, dtype=np.int64)[:, None] - self.offsets, ends)
        merged = merge(opens.ravel(), closes.ravel())
        return merged.starts, merged.ends

    def first_instants(self, walls: npt.ArrayLike) -> Instants:
        """Return the first instant at which a wall clock shows each time, or has skipped it."""
        starts, ends = self._bounds()
        wall = np.asarray(walls, dtype=np.int64)[..., None]
        reached = np.maximum(wall - self.offsets, starts)
        earliest: Instants = np.where(reached < ends, reached, ends[-1]).min(axis=-1)
        return earliest

    def end_instants(self, walls: npt.ArrayLike) -> Instants:
        """Return the first instant after which a wall clock shows no time before each."""
        starts, ends = self._bounds()
        wall = np.asarray(walls, dtype=np.int64)[..., None]
        reached = np.minimum(wall - self.offsets, ends)
        latest: Instants = np.where(reached > starts, reached, starts[0]).max(axis=-1)
        return latest

    def ends_of_days(self, days: npt.ArrayLike) -> Instants:
        """Return the first instant after each local day; days are counted from 1970-01-01."""
        return self.end_instants((np.asarray(days, dtype=np.int64) + 1) * SECONDS_A_DAY)

    def start_of_day(self, day: date) -> int:
        """Return the first instant of `day`."""
        return int(self.ends_of_days(day_number(day) - 1))

    def _bounds(self) -> tuple[Instants, Instants]:
        limit = np.iinfo(np.int64)
        starts = np.concatenate([[limit.min], self.starts[1:]])
        ends = np.concatenate([self.starts[1:], [limit.max]])
        return starts, ends


@lru_cache(maxsize=64)  # all hours of a contract share one, which takes longer than all else of them
def compile_zone(zone: ZoneInfo, first_day: date, end_day: date) -> ZoneOffsets:
    """Return the offsets of `zone` from two days before `first_day` until two days after `end_day`.

    Every change of offset is found to the second. Two changes that undo each other within six
    hours would be overlooked; the time-zone data know none.
    """
    first = (day_number(first_day) - 2) * SECONDS_A_DAY
    last = (day_number(end_day) + 2) * SECONDS_A_DAY
    starts, offsets = [first], [_offset(zone, first)]
    for probe in range(first + _PROBE_EVERY, last + _PROBE_EVERY, _PROBE_EVERY):
        found = _offset(zone, probe)
        if found != offsets[-1]:
            starts.append(_change_between(zone, probe - _PROBE_EVERY, probe))
            offsets.append(found)
    return ZoneOffsets(np.array(starts, dtype=np.int64), np.array(offsets, dtype=np.int64))


def _change_between(zone: ZoneInfo, before: int, after: int) -> int:
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = datetime.fromtimestamp(instant, tz=UTC).astimezone(zone).utcoffset()
    assert offset is not None  # noqa: S101 - an aware time has one
    return round(offset.total_seconds())
