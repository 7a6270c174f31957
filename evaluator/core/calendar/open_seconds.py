"""Tables of the open seconds before an instant: by equal buckets of time, or by window.

The bucket table costs a shift and three reads an instant, whatever the number of windows. It is exact
as long as no bucket meets two windows; where windows lie too close for that, the table by window takes
over (a binary search an instant).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluator.core.calendar.zones import Instants

CHUNK = 1 << 14
"""Instants counted at a time: few enough that all of it stays in a fast cache, enough to hide the calls."""

_WIDEST_SHIFT = 20  # 12 days: the wider the buckets, the smaller the table that is read
_MOST_BUCKETS = 1 << 22

Room = npt.NDArray[np.int64]
"""Two rows as long as a chunk, written over by every count; fresh memory would cost more than the work."""


@dataclass(frozen=True, eq=False)
class BucketTable:
    """By bucket q: from when until when its one window is open there, and what to add for those before.

    An instant t in q has `min(max(t, opens[q]), closes[q]) + shifts[q]` open seconds before it.
    """

    starts_at: int
    ends_at: int
    width: int
    opens: Instants
    closes: Instants
    shifts: Instants

    def count(self, moments: Instants, out: Instants, room: Room) -> bool:
        """Write the open seconds before each of `moments` to `out`; return whether all lie within the bounds.

        Where one does not, `out` holds nothing of use.
        """
        bucket, found = room[0, : moments.size], room[1, : moments.size]
        np.subtract(moments, self.starts_at, out=bucket)
        if not _all_below(bucket, self.ends_at - self.starts_at):
            return False
        # No bucket lies outside any more: clipping only spares a second look at that.
        np.right_shift(bucket, self.width, out=bucket)
        self.opens.take(bucket, out=out, mode="clip")
        np.maximum(out, moments, out=out)
        self.closes.take(bucket, out=found, mode="clip")
        np.minimum(out, found, out=out)
        self.shifts.take(bucket, out=found, mode="clip")
        np.add(out, found, out=out)
        return True


@dataclass(frozen=True, eq=False)
class WindowTable:
    """Windows with the open seconds before each; the first entry stands for the time before all."""

    starts_at: int
    ends_at: int
    opens: Instants
    lasts: Instants
    before: Instants

    def count(self, moments: Instants, out: Instants, room: Room) -> bool:
        """Write the open seconds before each of `moments` to `out`; return whether all lie within bounds."""
        inside, found = room[0, : moments.size], room[1, : moments.size]
        place = np.searchsorted(self.opens, moments, side="right") - 1
        self.opens.take(place, out=found, mode="clip")
        np.subtract(moments, found, out=inside)
        self.lasts.take(place, out=found, mode="clip")
        np.minimum(inside, found, out=inside)
        self.before.take(place, out=found, mode="clip")
        np.add(inside, found, out=out)
        np.subtract(moments, self.starts_at, out=inside)
        return _all_below(inside, self.ends_at - self.starts_at)


Table = BucketTable | WindowTable


def count_before(table: Table, moments: Instants) -> Instants | None:
    """Return the open seconds before each of `moments` (one row); None where one lies outside the bounds."""
    counted = np.empty(moments.size, dtype=np.int64)
    room = _room_for(moments)
    for begin in range(0, moments.size, CHUNK):
        if not table.count(moments[begin : begin + CHUNK], counted[begin : begin + CHUNK], room):
            return None
    return counted


def count_between(table: Table, starts: Instants, ends: Instants, *, signed: bool) -> Instants | None:
    """Return the open seconds from each of `starts` to its end (one row each); None as for `count_before`.

    Where the end comes first they are negative if `signed`, else 0.
    """
    passed = np.empty(starts.size, dtype=np.int64)
    room = _room_for(starts)
    before = np.empty_like(room[0])
    for begin in range(0, starts.size, CHUNK):
        until, since = ends[begin : begin + CHUNK], starts[begin : begin + CHUNK]
        part, first = passed[begin : begin + CHUNK], before[: since.size]
        if not (table.count(until, part, room) and table.count(since, first, room)):
            return None
        np.subtract(part, first, out=part)
        if not signed:
            np.maximum(part, 0, out=part)
    return passed


def _room_for(moments: Instants) -> Room:
    return np.empty((2, min(CHUNK, moments.size)), dtype=np.int64)


def _all_below(seconds: Instants, highest: int) -> bool:
    """Return whether all lie in 0 to `highest`."""
    # Read without a sign, what is negative is larger than any bound: one look does for both ends.
    return int(seconds.view(np.uint64).max()) <= highest


def build_table(opens: Instants, closes: Instants, starts_at: int, ends_at: int) -> Table:
    """Return the fastest exact table for windows in order within `[starts_at, ends_at]`."""
    lasts, nexts = closes[:-1] - 1 - starts_at, opens[1:] - starts_at
    # Buckets of 2 s always do: windows that do not touch lie at least a second apart.
    width = next(bits for bits in range(_WIDEST_SHIFT, 0, -1) if np.all(lasts >> bits < nexts >> bits))
    if (ends_at - starts_at) >> width > _MOST_BUCKETS:
        return _by_window(opens, closes, starts_at, ends_at)
    return _by_bucket(opens, closes, starts_at, ends_at, width)


def _by_window(opens: Instants, closes: Instants, starts_at: int, ends_at: int) -> WindowTable:
    lasts = closes - opens
    return WindowTable(
        starts_at,
        ends_at,
        opens=np.concatenate([[starts_at], opens]),
        lasts=np.concatenate([[0], lasts]),
        before=np.concatenate([[0], np.cumsum(lasts) - lasts]),
    )


def _by_bucket(opens: Instants, closes: Instants, starts_at: int, ends_at: int, width: int) -> BucketTable:
    borders = starts_at + (np.arange(((ends_at - starts_at) >> width) + 2, dtype=np.int64) << width)
    by_window = _by_window(opens, closes, starts_at, int(borders[-1]))
    before = np.empty(borders.size, dtype=np.int64)
    by_window.count(borders, before, np.empty((2, borders.size), dtype=np.int64))
    begins = borders[:-1].copy()
    # Only a bucket in which a window opens has its open time later than at its own start.
    begins[(opens - starts_at) >> width] = opens
    return BucketTable(
        starts_at, ends_at, width, begins, begins + np.diff(before), shifts=before[:-1] - begins
    )
