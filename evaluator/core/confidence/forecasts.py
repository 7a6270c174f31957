"""Forecasts: where an indicator will stand on a later date, as far as its months so far can tell.

Nothing here is a verdict. Three things are kept apart: a trend that is significant goes on along its line;
without one the indicator stays in the range it has had; with too few months nothing can be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from evaluator.core.confidence.prospects import Basis, Direction, Projection
from evaluator.core.confidence.statistics import slope_bounds, theil_sen, trend

FEWEST_FOR_A_RANGE = 4


@dataclass(frozen=True)
class Bounds:
    """The lowest and highest value an indicator can have; None where there is no end."""

    lowest: Fraction | None
    highest: Fraction | None

    def hold(self, value: Fraction) -> Fraction:
        """Return `value`, or the end it lies beyond."""
        above = value if self.lowest is None else max(value, self.lowest)
        return above if self.highest is None else min(above, self.highest)


def project(values: Sequence[Fraction | None], ahead: int, bounds: Bounds) -> Projection:
    """Return where the values of consecutive periods, oldest first, will be `ahead` periods after the last.

    None is a period without a value. Fewer than four values tell nothing. A line is drawn only where the
    trend is significant (`trend`), and no further ahead than there are periods behind it; else the lowest
    and highest value so far are the range. The line goes through the medians (Theil and Sen); its interval
    is as wide as the values have lain off it, and opens with the 95 % bounds of its slope.

    Raises ValueError where `ahead` is not above 0.
    """
    if ahead < 1:
        raise ValueError("a forecast lies ahead of the last period")
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < FEWEST_FOR_A_RANGE:
        return Projection(Basis.CANNOT_BE_TOLD, len(known), None, None, None)
    found = [value for _, value in known]
    behind = len(values) - known[0][0]
    # Which way is better does not matter to a line.
    direction = trend(values, higher_is_better=True).direction
    if direction in (Direction.UNKNOWN, Direction.UNCHANGED) or ahead > behind:
        return Projection(Basis.RANGE, len(known), None, min(found), max(found))
    return _along_line(values, known, len(values) - 1 + ahead, bounds)


def _along_line(
    values: Sequence[Fraction | None], known: Sequence[tuple[int, Fraction]], place: int, bounds: Bounds
) -> Projection:
    slope, (least, most) = theil_sen(values), slope_bounds(values)
    start = Fraction(median(value - slope * at for at, value in known))
    off = [value - (start + slope * at) for at, value in known]
    middle = Fraction(median(at for at, _ in known))
    there = start + slope * middle
    low = there + least * (place - middle) + min(off)
    high = there + most * (place - middle) + max(off)
    value = start + slope * place
    return Projection(Basis.TREND, len(known), *(bounds.hold(one) for one in (value, low, high)))
