"""False alarms: how easily chance alone makes a supplier miss a target, or reach it."""

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from evaluator.contract.bands import Range


def miss_probability(level: Fraction, cases: int, target: Range) -> float:
    """Return the probability that the share of `cases` misses `target`, for a supplier truly at `level`.

    Each case goes well by itself with the probability `level` (0 to 1): the number that do is binomial, and
    their unrounded share is held against the target. Where `level` reaches the target this is the chance of
    a false alarm; where it does not, 1 less this is the chance that nobody notices.

    Raises ValueError for a level that is no share, and for fewer cases than one.
    """
    if not 0 <= level <= 1:
        raise ValueError(f"a level of {float(level):g} is no share from 0 to 1")
    if cases < 1:
        raise ValueError(f"a share needs at least one case, not {cases}")
    if level in (0, 1):
        return 0.0 if target.holds(level) else 1.0
    # The sum of the missing side itself: 1 less the other side would lose small probabilities.
    return math.fsum(_binomial(level, cases)[~_held(cases, target)])


def _held(cases: int, target: Range) -> npt.NDArray[np.bool_]:
    """Return for each number of good cases from 0 to all whether their share is on target, exactly."""
    good = np.arange(cases + 1)
    held = np.ones(cases + 1, dtype=np.bool_)
    if target.lowest is not None:
        end = target.lowest * cases
        held &= good >= (math.floor(end) + 1 if target.above is not None else math.ceil(end))
    if target.highest is not None:
        end = target.highest * cases
        held &= good <= (math.ceil(end) - 1 if target.below is not None else math.floor(end))
    return held


def _binomial(level: Fraction, cases: int) -> npt.NDArray[np.float64]:
    """Return the probability of each number of good cases from 0 to all."""
    factorials = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, cases + 1)))))
    good = np.arange(cases + 1)
    ways = factorials[cases] - factorials - factorials[::-1]
    chances: npt.NDArray[np.float64] = np.exp(
        ways + good * math.log(level) + (cases - good) * math.log(1 - level)
    )
    return chances
