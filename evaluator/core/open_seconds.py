"""Tables of the open seconds before an instant: by equal buckets of time, or by window.

The bucket table costs two shifts and three reads an instant, whatever the number of windows. It is
exact as long as no bucket meets two windows; where windows lie too close for that, the table by
window takes over (a binary search an instant).
"""

from dataclasses import dataclass

import numpy as np

from evaluator.core.zones import Instants

CHUNK = 4096
"""Instants counted at a time, so that all temporaries stay in the fastest cache."""

_WIDEST_SHIFT = 11  # 2,048 s
_MOST_BUCKETS = 1 << 22


@dataclass(frozen=True, eq=False)
class BucketTable:
    """Open seconds before bucket q, and where in q its one window begins and how long it lasts there."""

    base: int
    shift: int
    before: Instants
    begins: Instants
    lasts: Instants

    def count(self, moments: Instants, out: Instants) -> None:
        """Write the open seconds before each of `moments` to `out`."""
        since = moments - self.base
        bucket = since >> self.shift
        since &= (1 << self.shift) - 1
        since -= self.begins.take(bucket)
        np.maximum(since, 0, out=since)
        np.minimum(since, self.lasts.take(bucket), out=since)
        np.add(since, self.before.take(bucket), out=out)


@dataclass(frozen=True, eq=False)
class WindowTable:
    """Windows with the open seconds before each; the first entry stands for the time before all."""

    opens: Instants
    lasts: Instants
    before: Instants

    def count(self, moments: Instants, out: Instants) -> None:
        """Write the open seconds before each of `moments` to `out`."""
        place = np.searchsorted(self.opens, moments, side="right")
        place -= 1
        inside = moments - self.opens[place]
        np.minimum(inside, self.lasts[place], out=inside)
        np.add(inside, self.before[place], out=out)


def build_table(opens: Instants, closes: Instants, starts_at: int, ends_at: int) -> BucketTable | WindowTable:
    """Return the fastest exact table for windows in order within `[starts_at, ends_at]`."""
    lasts, nexts = closes[:-1] - 1 - starts_at, opens[1:] - starts_at
    # Buckets of 2 s always do: windows that do not touch lie at least a second apart.
    shift = next(bits for bits in range(_WIDEST_SHIFT, 0, -1) if np.all(lasts >> bits < nexts >> bits))
    if (ends_at - starts_at) >> shift > _MOST_BUCKETS:
        return _by_window(opens, closes, starts_at)
    return _by_bucket(opens, closes, starts_at, ends_at, shift)


def _by_window(opens: Instants, closes: Instants, starts_at: int) -> WindowTable:
    lasts = closes - opens
    return WindowTable(
        opens=np.concatenate([[starts_at], opens]),
        lasts=np.concatenate([[0], lasts]),
        before=np.concatenate([[0], np.cumsum(lasts) - lasts]),
    )


def _by_bucket(opens: Instants, closes: Instants, starts_at: int, ends_at: int, shift: int) -> BucketTable:
    borders = starts_at + (np.arange(((ends_at - starts_at) >> shift) + 2, dtype=np.int64) << shift)
    before = np.empty(borders.size, dtype=np.int64)
    _by_window(opens, closes, starts_at).count(borders, before)
    lasts = np.diff(before)
    begins = np.zeros(lasts.size, dtype=np.int64)
    # Only a bucket in which a window opens has its open time later than at its own start.
    opening = (opens - starts_at) >> shift
    begins[opening] = opens - borders[opening]
    return BucketTable(starts_at, shift, before[:-1], begins, lasts)
