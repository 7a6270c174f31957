"""Back-testing: what other limits would have made of cases that are measured already.

The time used does not depend on the limit. Sorted once by cell and time used, the cases within any limit are
found by a look-up a cell, without a second pass. Only another calendar, clock or choice of cases needs one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluator.core.intervals import AXIS, Flags, Integers, flatten


@dataclass(frozen=True, eq=False)
class Sorted:
    """Cases as places on the flat axis by cell and time used; those of cell i begin at `first[i]`."""

    places: Integers
    first: Integers

    def within(self, reached: Integers) -> tuple[Integers, Integers]:
        """Return for each cell how many cases lie up to the place reached in it, and how many beyond."""
        upto = np.searchsorted(self.places, reached, side="right")
        return upto - self.first[:-1], self.first[1:] - upto


@dataclass(frozen=True, eq=False)
class MeasuredCases:
    """Cases of cells 0, 1, ... (such as a month of one service and priority).

    `ended` are those whose time is over, `ongoing` those whose clock still runs; `unknown` counts for each
    cell those nobody can measure.
    """

    ended: Sorted
    ongoing: Sorted
    unknown: Integers


@dataclass(frozen=True, eq=False)
class Kept:
    """For each cell: the cases that kept the limit, that missed it, and of which it is not known (yet)."""

    met: Integers
    missed: Integers
    unknown: Integers


def sort_cases(
    cells: Integers, used: Integers, is_ongoing: Flags, is_unknown: Flags, count: int
) -> MeasuredCases:
    """Return cases ready for any limits: `used` seconds of each, in cells 0 to `count` - 1.

    Raises ValueError for negative time and for a cell outside.
    """
    if cells.size and (cells.min() < 0 or cells.max() >= count):
        raise ValueError(f"a case lies in no cell of 0 to {count - 1}")
    known = ~is_unknown
    places = flatten(cells, np.where(known, used, 0))
    ended, ongoing = (_sorted(places[known & chosen], count) for chosen in (~is_ongoing, is_ongoing))
    return MeasuredCases(ended, ongoing, np.bincount(cells[is_unknown], minlength=count))


def apply_limits(cases: MeasuredCases, limits: npt.ArrayLike) -> Kept:
    """Return what `limits` (seconds, one for each cell or one for all) make of the cases.

    A limit is kept where the time used is equal to it. A clock that still runs has missed the limit it is
    past; within its limit nobody knows yet. Raises ValueError for negative limits.
    """
    cells = np.arange(cases.unknown.size, dtype=np.int64)
    reached = flatten(cells, np.broadcast_to(np.asarray(limits, dtype=np.int64), cells.shape))
    met, late = cases.ended.within(reached)
    running, overdue = cases.ongoing.within(reached)
    return Kept(met, late + overdue, cases.unknown + running)


def _sorted(places: Integers, cells: int) -> Sorted:
    ordered = np.sort(places)
    return Sorted(ordered, np.searchsorted(ordered, np.arange(cells + 1) * AXIS))
