"""How sure a sample makes us of a percentile: exact bounds from its own values in order.

The bounds are two of the values themselves. How many values of a sample lie below the true percentile is
binomial, whatever the distribution of the values, so that the ranks follow from the size of the sample alone
(Hahn and Meeker 1991, section 5.2; David and Nagaraja 2003, section 7.1). Unlike resampling the sample
(`bootstrap`), this keeps its confidence at any size and for any percentile.
"""

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from evaluator.core.confidence.prospects import LEFT_OUT_ON_A_SIDE
from evaluator.core.intervals import Integers

_WIDTH = 12
"""Beyond so many standard deviations from the mean a binomial has less than 1e-30."""


def percentile_interval(values: Integers, share: Fraction) -> tuple[int, int] | None:
    """Return two of the whole numbers `values` between which the true percentile `share` (0 to 1) lies.

    They hold it with at least 95 % confidence, at most 2.5 % on either side being left out. None where the
    sample is too small for that, see `prospects.smallest_sample`.
    """
    ranks = interval_ranks(int(values.size), share)
    if ranks is None:
        return None
    places = [ranks[0] - 1, ranks[1] - 1]
    parted = np.partition(values, places)
    return int(parted[places[0]]), int(parted[places[1]])


def interval_ranks(count: int, share: Fraction) -> tuple[int, int] | None:
    """Return the ranks, from 1, of the two values of a sample of `count` that bound its percentile `share`.

    With B binomial of `count` and `share`, the lower is the highest rank l with P(B < l) at most 2.5 %, the
    upper the lowest rank u with P(B >= u) at most 2.5 %. None where there is no such rank on either side.
    """
    if not 0 < share < 1 or count == 0:
        return None
    first, probability = binomial(count, float(share))
    tail = float(LEFT_OUT_ON_A_SIDE)
    below = np.cumsum(probability)
    above = np.cumsum(probability[::-1])[::-1]
    # below[i] is P(B <= first + i) = P(B < rank) for rank first + i + 1
    lower = first + int(np.searchsorted(below, tail, side="right"))
    upper = first + int(np.count_nonzero(above > tail))
    return (lower, upper) if lower >= 1 and upper <= count else None


def binomial(count: int, share: float) -> tuple[int, npt.NDArray[np.float64]]:
    """Return the number of successes that a binomial around its mean begins with, and their probabilities.

    What lies further out is less than 1e-30. `share` lies between 0 and 1, both left out.
    """
    reach = _WIDTH * math.sqrt(count * share * (1 - share)) + _WIDTH
    first = max(math.floor(count * share - reach), 0)
    last = min(math.ceil(count * share + reach), count)
    successes = np.arange(first + 1, last + 1, dtype=np.float64)
    steps = np.log((count - successes + 1) / successes) + math.log(share / (1 - share))
    logarithms = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logarithms - logarithms.max())
    return first, weights / weights.sum()
