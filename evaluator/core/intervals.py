"""Sets of half-open intervals as sorted arrays, also for many subjects at once on one flat axis.

The flat axis puts subject `code` at `code * AXIS`: one sorted array then holds the intervals of all
subjects, and no loop over subjects is needed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Instants = NDArray[np.int64]
Flags = NDArray[np.bool_]

AXIS = 1 << 45
"""The room of one subject on the flat axis; larger than any instant that can be stored."""


@dataclass(frozen=True, eq=False)
class Intervals:
    """Disjoint intervals that do not touch, in order; `starts` belong to them, `ends` do not."""

    starts: Integers
    ends: Integers


def flatten(codes: Integers, instants: Integers) -> Integers:
    """Return the places of `instants` of the subjects `codes` on the flat axis.

    Raises ValueError for an instant before 1970 or beyond the room of a subject.
    """
    if instants.size and (instants.min() < 0 or instants.max() >= AXIS):
        raise ValueError(f"an instant lies outside 0 to {AXIS}; the source that gave it is wrong")
    return codes * AXIS + instants


def merge(starts: Integers, ends: Integers) -> Intervals:
    """Return any intervals, in any order, as a set: overlapping and touching ones joined, empty ones gone."""
    some = starts < ends
    order = np.argsort(starts[some], kind="stable")
    begun = starts[some][order]
    reached = np.maximum.accumulate(ends[some][order])
    first = np.ones(begun.size, dtype=np.bool_)
    first[1:] = begun[1:] > reached[:-1]
    last = np.roll(first, -1)
    return Intervals(begun[first], reached[last])


def union(one: Intervals, other: Intervals) -> Intervals:
    """Return what lies in either set."""
    return merge(np.concatenate([one.starts, other.starts]), np.concatenate([one.ends, other.ends]))


def intersection(one: Intervals, other: Intervals) -> Intervals:
    """Return what lies in both sets."""
    starts, ends = _pieces(one, other)
    inside = covers(one, starts) & covers(other, starts)
    return merge(starts[inside], ends[inside])


def difference(one: Intervals, other: Intervals) -> Intervals:
    """Return what lies in `one` and not in `other`."""
    starts, ends = _pieces(one, other)
    inside = covers(one, starts) & ~covers(other, starts)
    return merge(starts[inside], ends[inside])


def covers(intervals: Intervals, points: Integers) -> Flags:
    """Return for each point whether it lies in the set."""
    if intervals.starts.size == 0:
        return np.zeros(points.shape, dtype=np.bool_)
    before = np.searchsorted(intervals.starts, points, side="right") - 1
    return np.asarray((before >= 0) & (points < intervals.ends[before]), dtype=np.bool_)


def reaches_into(intervals: Intervals, begins: Integers, ends: Integers) -> Flags:
    """Return for each stretch from `begins` to `ends` whether any of it lies in the set."""
    last = np.searchsorted(intervals.starts, ends, side="left") - 1
    reached = np.append(intervals.ends, 0)[last]
    return np.asarray((last >= 0) & (reached > begins))


def total_seconds(intervals: Intervals) -> int:
    """Return the seconds in the set."""
    return int((intervals.ends - intervals.starts).sum())


def distinct(values: Integers) -> Integers:
    """Return the different values in order."""
    # By sorting: np.unique hashes whole numbers, which takes ten times as long on millions of places.
    ordered = np.sort(values)
    differs = np.ones(ordered.size, dtype=np.bool_)
    differs[1:] = ordered[1:] != ordered[:-1]
    return ordered[differs]


def rows_of(codes: Integers, wanted: Integers) -> tuple[Integers, Integers]:
    """Return the rows of each of `wanted`, in its order, and which of them each row is of.

    `codes` are in order.
    """
    first = np.searchsorted(codes, wanted, side="left")
    count = np.searchsorted(codes, wanted, side="right") - first
    which = np.repeat(np.arange(wanted.size, dtype=np.int64), count)
    return first[which] + np.arange(which.size, dtype=np.int64) - (np.cumsum(count) - count)[which], which


def sum_by(codes: Integers, amounts: Integers, count: int) -> Integers:
    """Return the exact sums of `amounts` for the codes 0 to `count` - 1."""
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, codes, amounts)
    return sums


def _pieces(one: Intervals, other: Intervals) -> tuple[Integers, Integers]:
    bounds = distinct(np.concatenate([one.starts, one.ends, other.starts, other.ends]))
    return bounds[:-1], bounds[1:]
