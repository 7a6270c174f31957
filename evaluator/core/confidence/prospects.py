"""What is said of an indicator beside its verdict, and how much that takes: trend, projection, chance."""

import itertools
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.bands import Range
from evaluator.core.confidence.false_alarm import miss_probability

FEWEST_FOR_A_TREND = 6
FEWEST_FOR_A_MEAN = 10
"""A mean of fewer cases has no confidence interval: they do not show how skewed the times are."""
LEFT_OUT_ON_A_SIDE = Fraction(25, 1000)
"""How much a 95 % confidence interval leaves out on either side, at most."""

SMALLEST_CHANCE = Fraction(5, 100)
"""How often chance alone must make a good supplier miss for a sample to be called small."""


class Direction(StrEnum):
    """Where an indicator is going."""

    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trend:
    """A direction, the median change from one period to the next, and how easily chance alone gives it.

    `slope` and `p_value` are None where the values are too few; `periods` says how many there were.
    """

    direction: Direction
    slope: Fraction | None
    p_value: float | None
    periods: int


class Basis(StrEnum):
    """What a forecast rests on."""

    TREND = "trend"
    RANGE = "range"
    CANNOT_BE_TOLD = "cannot_be_told"


@dataclass(frozen=True)
class Projection:
    """Where a value will be: `value` only by a trend, `low` to `high` also by range; None where not told.

    `periods` says how many values it rests on. By range the next value lies in it with a probability of
    (periods - 1) / (periods + 1), if the periods are alike.
    """

    basis: Basis
    periods: int
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None


class Occasion(StrEnum):
    """For which date a forecast is made."""

    PERIOD_END = "period_end"
    NOTICE = "notice"
    LAST_DAY = "last_day"


@dataclass(frozen=True)
class Forecast:
    """Where an indicator will stand on a day that decides something; `option` names that of a notice."""

    indicator: str
    service: str
    occasion: Occasion
    option: str
    on_day: date
    projection: Projection


def smallest_sample(share: Fraction) -> int | None:
    """Return how many cases it takes for the percentile `share` (0 to 1) to have a confidence interval.

    So many that all of them lie on one side of it by chance in at most 2.5 %. None for 0 and 1.
    """
    if not 0 < share < 1:
        return None
    rarer = max(share, 1 - share)
    return next(count for count in itertools.count(1) if rarer**count <= LEFT_OUT_ON_A_SIDE)


@dataclass(frozen=True)
class ChanceOfMiss:
    """How often a supplier truly at `level` misses a target by chance; nothing is better than `best`."""

    level: Fraction
    best: Fraction
    probability: float


def chance_of_miss(target: Range, cases: int) -> ChanceOfMiss | None:
    """Return how often a share of `cases` misses `target` by chance, for a supplier somewhat better than it.

    Truly the supplier is halfway between the target and 100 %, or 0 % where low is good. None where that is
    less often than `SMALLEST_CHANCE`, where nothing lies beyond the target, and for a target with two ends.
    """
    if cases == 0 or (target.lowest is not None and target.highest is not None):
        return None
    best, end = (Fraction(1), target.lowest) if target.highest is None else (Fraction(0), target.highest)
    if end is None or not 0 < end < 1:
        return None
    level = (end + best) / 2
    # Chebyshev's bound spares the sum over many cases.
    if level * (1 - level) < SMALLEST_CHANCE * cases * (level - end) ** 2:
        return None
    probability = miss_probability(level, cases, target)
    return ChanceOfMiss(level, best, probability) if probability >= SMALLEST_CHANCE else None
