"""Statistics that stand beside a verdict and never change it: confidence, percentiles, trend."""

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

import numpy as np

from evaluator.contract.indicators import PercentileMethod
from evaluator.core.intervals import Integers

FEWEST_FOR_A_TREND = 6
SIGNIFICANCE = 0.05


class Direction(StrEnum):
    """Where an indicator is going."""

    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trend:
    """A direction, the median change from one period to the next, and how easily chance alone gives it.

    `slope` and `p_value` are None where the values are too few.
    """

    direction: Direction
    slope: Fraction | None
    p_value: float | None


def wilson(successes: int, n: int, z: float = 1.96) -> tuple[float, float] | None:
    """Return the Wilson score interval of a share (Wilson 1927), 95 % for the usual `z`; None for no cases.

    Raises ValueError where `successes` is not between 0 and `n`.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if n == 0:
        return None
    share = successes / n
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    middle = share + z * z / (2 * n)
    scale = 1 + z * z / n
    # The ends are exact at 0 and 1; floating point would put them a hair outside.
    low = 0.0 if successes == 0 else (middle - spread) / scale
    high = 1.0 if successes == n else (middle + spread) / scale
    return low, high


def percentile(values: Integers, share: Fraction, method: PercentileMethod) -> Fraction | None:
    """Return the exact percentile `share` (0 to 1) of whole numbers; None where there are none.

    `linear` is type 7 of Hyndman and Fan (1996), as in NumPy and spreadsheets; `nearest_rank` is type 1:
    the smallest value that at least that share of the values do not exceed.
    """
    if values.size == 0:
        return None
    count = int(values.size)
    if method is PercentileMethod.NEAREST_RANK:
        rank = max(math.ceil(share * count), 1) - 1
        return Fraction(int(np.partition(values, rank)[rank]))
    place = share * (count - 1)
    below, above = math.floor(place), math.ceil(place)
    parted = np.partition(values, [below, above])
    lower, upper = int(parted[below]), int(parted[above])
    return lower + (place - below) * (upper - lower)


def theil_sen(values: Sequence[Fraction | None]) -> Fraction:
    """Return the median slope between all pairs of values, one period apart each (Theil 1950, Sen 1968).

    None is a period without a value; it keeps its place in time. Raises ValueError for fewer than two values.
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        raise ValueError("a slope needs two values")
    slopes = [
        (later - earlier) / (second - first)
        for (first, earlier), (second, later) in itertools.combinations(known, 2)
    ]
    return Fraction(median(slopes))


def mann_kendall(values: Sequence[Fraction]) -> tuple[int, float]:
    """Return Mann and Kendall's S and its exact two-sided probability under no trend.

    S counts the pairs that rise less those that fall. Exact with ties as well: over all orders of the
    same values the falling pairs are distributed as the coefficients of the q-multinomial.
    """
    score = sum((later > earlier) - (later < earlier) for earlier, later in itertools.combinations(values, 2))
    ways = _ways_by_falls(Counter(values))
    untied = len(ways) - 1
    as_far = sum(count for falls, count in enumerate(ways) if abs(untied - 2 * falls) >= abs(score))
    return score, float(Fraction(as_far, sum(ways)))


def trend(values: Sequence[Fraction | None], *, higher_is_better: bool) -> Trend:
    """Return where the values of consecutive periods, oldest first, are going.

    None is a period without a value; it keeps its place in time. Fewer than six values are *unknown*; a
    probability of 0.05 or more is *unchanged*.
    """
    known = [value for value in values if value is not None]
    if len(known) < FEWEST_FOR_A_TREND:
        return Trend(Direction.UNKNOWN, None, None)
    score, probability = mann_kendall(known)
    slope = theil_sen(values)
    if probability >= SIGNIFICANCE:
        return Trend(Direction.UNCHANGED, slope, probability)
    better = (score > 0) == higher_is_better
    return Trend(Direction.IMPROVED if better else Direction.WORSENED, slope, probability)


def _ways_by_falls(times: Counter[Fraction]) -> list[int]:
    ways = [1]
    placed = 0
    for tied in times.values():
        for more in range(1, tied + 1):
            placed += 1
            ways = _divide(_multiply(ways, placed), more)
    return ways


def _multiply(ways: list[int], terms: int) -> list[int]:
    """Return the polynomial times 1 + q + ... + q^(terms - 1)."""
    sums = [0, *itertools.accumulate(ways + [0] * (terms - 1))]
    return [sums[power + 1] - sums[max(power + 1 - terms, 0)] for power in range(len(sums) - 1)]


def _divide(ways: list[int], terms: int) -> list[int]:
    """Return the polynomial divided, without rest, by 1 + q + ... + q^(terms - 1)."""
    parts: list[int] = []
    for power in range(len(ways) - terms + 1):
        parts.append(ways[power] - sum(parts[max(power - terms + 1, 0) : power]))
    return parts
