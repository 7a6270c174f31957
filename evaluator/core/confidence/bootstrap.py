"""How sure a sample makes us of a mean or percentile, by resampling the sample itself (Efron 1979).

A percentile needs no draws: what resampling would give in the end is a binomial tail, and told exactly. A
mean is resampled, with the same draws for every sample of a size. Values are put in order first, so that the
same cases give the same interval in whatever order they come, on any machine.
"""

import bisect
import math
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from evaluator.contract.indicators import PercentileMethod
from evaluator.core.confidence.order_statistics import binomial
from evaluator.core.confidence.prospects import FEWEST_FOR_A_MEAN, LEFT_OUT_ON_A_SIDE, smallest_sample
from evaluator.core.intervals import Integers

RESAMPLES = 1999
"""With one less than 2,000, the 50th from either end leaves out exactly 2.5 %."""

MOST_RESAMPLED = 200
"""Beyond so many cases the limit is taken: what it lacks is less than the noise of the draws themselves.

An end by 1,999 draws is uncertain by 0.06 standard errors. For times spread exponentially the limit with its
first term of skewness is 0.05 off at 200 cases, 0.03 at 500.
"""

_KEY = 0
"""The constant key of the generator."""

_NORMAL = 1.959963984540054
"""97.5 % of a normal distribution lie below so many standard deviations."""

_ROUNDING = 1e-12

Floats = npt.NDArray[np.float64]


def mean_interval(values: Integers) -> tuple[int, int] | None:
    """Return the 95 % bootstrap-t interval of the mean of whole numbers, none of them below 0.

    Each resample's mean is held against the sample's in units of its own standard error; the 50th such
    distance from either end of 1,999 is laid off from the mean the other way (Efron and Tibshirani 1993,
    12.5). The draws are those of NumPy's Philox with the key 0: the same for every sample of a size. Above
    `MOST_RESAMPLED` cases the limit of the same distribution is taken: normal, with its first term of
    skewness (Hall 1992, 3.3). The ends are rounded outwards to whole numbers, never below 0.

    None below `FEWEST_FOR_A_MEAN` cases, where all are equal, and where so many resamples hold a single value
    only that an end is boundless: then the sample does not show how far values lie apart.
    """
    count = int(values.size)
    if count < FEWEST_FOR_A_MEAN:
        return None
    ordered = np.sort(values)
    middle = int(ordered[count // 2])
    off = (ordered - middle).astype(np.float64)
    spread = float(off.std())
    if spread == 0:
        return None
    low, high = _distances(off) if count <= MOST_RESAMPLED else _limit(off)
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    mean = middle + float(off.mean())
    return max(math.floor(mean - high * spread), 0), math.ceil(mean - low * spread)


def percentile_bootstrap(
    values: Integers, share: Fraction, method: PercentileMethod
) -> tuple[int, int] | None:
    """Return two of the whole numbers `values` between which 95 % of the resampled percentiles `share` lie.

    At most 2.5 % of the resamples lie below, and as many above. None where the sample is so small that no
    interval of its values could hold the true percentile with 95 %, as of the exact bounds.
    """
    ranks = bootstrap_ranks(int(values.size), share, method)
    if ranks is None:
        return None
    places = [ranks[0] - 1, ranks[1] - 1]
    parted = np.partition(values, places)
    return int(parted[places[0]]), int(parted[places[1]])


def bootstrap_ranks(count: int, share: Fraction, method: PercentileMethod) -> tuple[int, int] | None:
    """Return the ranks, from 1, of the values that bound the resampled percentile of `count` values.

    The value of rank r in a resample is at most the k-th of the sample where at least r of its draws are: a
    binomial tail of `count` and k / `count` (Efron 1982, 10.2; Hutson and Ernst 2000). An interpolated
    percentile lies between two ranks: the lower gives the lower end, the upper the upper.
    """
    fewest = smallest_sample(share)
    if fewest is None or count < fewest:
        return None
    lower, upper = _ranks_of(count, share, method)
    tail = float(LEFT_OUT_ON_A_SIDE)
    ranks = range(count + 1)
    low = bisect.bisect_right(ranks, tail, key=lambda rank: _reaches(count, rank, lower))
    high = bisect.bisect_left(ranks, 1 - tail, key=lambda rank: _reaches(count, rank, upper))
    return low, high


def _ranks_of(count: int, share: Fraction, method: PercentileMethod) -> tuple[int, int]:
    """The ranks of the two values of a sample that its percentile lies between."""
    if method is PercentileMethod.NEAREST_RANK:
        rank = math.ceil(share * count)
        return rank, rank
    place = share * (count - 1)
    return math.floor(place) + 1, math.ceil(place) + 1


def _reaches(count: int, below: int, rank: int) -> float:
    """The probability that at least `rank` of `count` draws are among the `below` lowest values."""
    if below in (0, count):
        return float(below == count)
    first, probability = binomial(count, below / count)
    return float(probability[max(rank - first, 0) :].sum())


def _distances(off: Floats) -> tuple[float, float]:
    """The 2.5 % and 97.5 % points of (resample mean - mean) / standard deviation of the resample."""
    count = len(off)
    drawn = off[_places_drawn(count)]
    means = drawn.mean(axis=1)
    squares = np.einsum("ij,ij->i", drawn, drawn) / count
    variances = squares - np.square(means)
    apart = means - off.mean()
    # Of a single value drawn again and again only rounding is left.
    single = variances <= _ROUNDING * squares
    lengths = apart / np.sqrt(np.where(single, 1.0, variances))
    ordered = np.sort(np.where(single, np.copysign(np.inf, apart), lengths))
    place = int((RESAMPLES + 1) * LEFT_OUT_ON_A_SIDE)
    return float(ordered[place - 1]), float(ordered[-place])


@lru_cache(maxsize=MOST_RESAMPLED)
def _places_drawn(count: int) -> npt.NDArray[np.uint8]:
    """Which of `count` cases, from 0, each resample is made of; there are fewer than a byte can tell apart.

    A 32-bit number as a fraction of the count: whole numbers, alike on every machine.
    """
    places = ((_numbers()[:, :count] * np.uint64(count)) >> np.uint64(32)).astype(np.uint8)
    places.flags.writeable = False
    return places


@lru_cache(maxsize=1)
def _numbers() -> npt.NDArray[np.uint64]:
    """Random numbers of 32 bits: a row for each resample, of which a sample takes as many as it has cases."""
    raw = np.random.Philox(key=_KEY).random_raw(RESAMPLES * MOST_RESAMPLED)
    upper: npt.NDArray[np.uint64] = raw.reshape(RESAMPLES, MOST_RESAMPLED) >> np.uint64(32)
    upper.flags.writeable = False
    return upper


def _limit(off: Floats) -> tuple[float, float]:
    """What `_distances` tends to as cases grow more."""
    count = len(off)
    apart = off - off.mean()
    skewness = float(np.mean(apart**3)) / float(off.std()) ** 3
    shift = skewness * (2 * _NORMAL**2 + 1) / (6 * math.sqrt(count))
    return (-_NORMAL - shift) / math.sqrt(count), (_NORMAL - shift) / math.sqrt(count)
