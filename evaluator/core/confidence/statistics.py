"""Statistics that stand beside a verdict and never change it: confidence, percentiles, trend."""

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from statistics import median

import numpy as np

from evaluator.contract.indicators import PercentileMethod
from evaluator.core.confidence.prospects import FEWEST_FOR_A_TREND, Direction, Trend
from evaluator.core.intervals import Integers

SIGNIFICANCE = 0.05


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
    slopes = pair_slopes(values)
    if not slopes:
        raise ValueError("a slope needs two values")
    return Fraction(median(slopes))


def slope_bounds(values: Sequence[Fraction | None]) -> tuple[Fraction, Fraction]:
    """Return the 95 % confidence interval of the median slope (Sen 1968; Hollander and Wolfe 1999, 9.3).

    Two of the slopes between pairs, as far from the middle as Kendall's S goes by chance. Raises ValueError
    for fewer than five values, which no such interval can be told of.
    """
    slopes = sorted(pair_slopes(values))
    count = sum(value is not None for value in values)
    ways = _ways_by_falls((1,) * count)
    # S is the number of pairs less twice the falling ones: few falls are a high S.
    as_rare = [falls for falls in range(len(ways)) if sum(ways[: falls + 1]) * 40 <= sum(ways)]
    if not as_rare:
        raise ValueError("bounds of a slope need five values")
    place = as_rare[-1]
    return slopes[place], slopes[-1 - place]


def pair_slopes(values: Sequence[Fraction | None]) -> list[Fraction]:
    """Return the slopes between all pairs of values that are there."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return [
        (later - earlier) / (second - first)
        for (first, earlier), (second, later) in itertools.combinations(known, 2)
    ]


def mann_kendall(values: Sequence[Fraction]) -> tuple[int, float]:
    """Return Mann and Kendall's S and its exact two-sided probability under no trend.

    S counts the pairs that rise less those that fall. Exact with ties as well: over all orders of the
    same values the falling pairs are distributed as the coefficients of the q-multinomial.
    """
    rank = {value: place for place, value in enumerate(sorted(set(values)))}
    ranks = np.array([rank[value] for value in values], dtype=np.int64)
    score = int(np.triu(np.sign(ranks - ranks[:, None])).sum())
    ways = _ways_by_falls(tuple(sorted(Counter(values).values())))
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
        return Trend(Direction.UNKNOWN, None, None, len(known))
    score, probability = mann_kendall(known)
    better = (score > 0) == higher_is_better
    direction = Direction.IMPROVED if better else Direction.WORSENED
    if probability >= SIGNIFICANCE:
        direction = Direction.UNCHANGED
    return Trend(direction, theil_sen(values), probability, len(known))


@lru_cache(maxsize=1024)
def _ways_by_falls(times: tuple[int, ...]) -> list[int]:
    """In how many orders each number of pairs falls, of values that are there so many `times`."""
    ways = [1]
    placed = 0
    for tied in times:
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
