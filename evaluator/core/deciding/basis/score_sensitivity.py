"""Whether the band of the score hangs on one area's weight: each weight moved by ten points either way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

STEP = 10
"""Points of weight by which one area is moved while the others keep their proportions (domain.md 8.6)."""


@dataclass(frozen=True)
class WeightedArea:
    """An area's weight and the interval its score lies in."""

    area: str
    weight: int
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class MovedWeight:
    """The total when one area weighs `weight` of the sum instead of what the contract says."""

    area: str
    weight: Fraction
    low: Fraction
    high: Fraction


def moved_weights(areas: Sequence[WeightedArea]) -> tuple[MovedWeight, ...]:
    """Return the total with each weight lessened and raised by `STEP` points, never below none or above all.

    Weights are shares of their sum times 100. Where one area has all the weight nothing can be moved.
    """
    whole = sum(one.weight for one in areas)
    return tuple(
        _total(areas, one.area, moved, Fraction(whole))
        for one in areas
        if one.weight != whole
        for moved in _moved(Fraction(100 * one.weight, whole))
        if 0 <= moved <= 100
    )


def _moved(share: Fraction) -> tuple[Fraction, Fraction]:
    return share - STEP, share + STEP


def _total(areas: Sequence[WeightedArea], area: str, moved: Fraction, whole: Fraction) -> MovedWeight:
    rest = whole - sum(one.weight for one in areas if one.area == area)
    weights: Mapping[str, Fraction] = {
        one.area: moved if one.area == area else (100 - moved) * one.weight / rest for one in areas
    }
    return MovedWeight(
        area=area,
        weight=moved,
        low=sum((weights[one.area] * one.low for one in areas), Fraction(0)) / 100,
        high=sum((weights[one.area] * one.high for one in areas), Fraction(0)) / 100,
    )
