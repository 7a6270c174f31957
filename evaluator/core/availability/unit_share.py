"""Share of units: how many of a segment's units reached a level of availability."""

from collections.abc import Iterable
from fractions import Fraction

from evaluator.contract.bands import Range
from evaluator.core.outcomes import Figure


def measure_unit_share(figures: Iterable[Figure], unit_target: Range) -> Figure:
    """Return the share of units whose value lies in `unit_target`.

    A unit is known where the whole interval of its value lies inside the target, or all of it outside.
    The interval of the share counts all unknown units as outside, and as inside. A unit without hours in
    the period is not there; one of which nothing is known and nothing assumed only widens the interval.
    """
    units = [figure for figure in figures if figure.low is not None and figure.high is not None]
    values = [figure.value for figure in units]
    reached = sum(value is not None and unit_target.holds(value) for value in values)
    judged = sum(value is not None for value in values)
    inside = sum(_all_inside(figure, unit_target) for figure in units)
    outside = sum(_all_outside(figure, unit_target) for figure in units)
    return Figure(
        numerator=reached,
        denominator=judged,
        sample_size=judged,
        misses=judged - reached,
        known=inside + outside,
        expected=len(units),
        low=Fraction(inside, len(units)) if units else None,
        high=Fraction(len(units) - outside, len(units)) if units else None,
    )


def _all_inside(figure: Figure, target: Range) -> bool:
    low, high = _ends(figure)
    return target.holds(low) and target.holds(high)


def _all_outside(figure: Figure, target: Range) -> bool:
    low, high = _ends(figure)
    if target.holds(low) or target.holds(high):
        return False
    above = target.lowest is not None and high <= target.lowest
    below = target.highest is not None and low >= target.highest
    return above or below


def _ends(figure: Figure) -> tuple[Fraction, Fraction]:
    assert figure.low is not None  # noqa: S101 - the caller has looked
    assert figure.high is not None  # noqa: S101 - as above
    return figure.low, figure.high
