"""Drawing what is uncertain, the same for the same seed and name, whatever else is drawn."""

import numpy as np
import numpy.typing as npt

from evaluator.core.deciding.alternatives.values import Estimate
from evaluator.decisions.alternatives import Distribution

Draws = npt.NDArray[np.float64]


def generator(seed: int, name: str) -> np.random.Generator:
    """Return the random numbers of what is called `name`: its own, so that others may come and go."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *name.encode()])))


def draw(estimate: Estimate, name: str, draws: int, seed: int, distribution: Distribution) -> Draws:
    """Return `draws` values of `estimate`: triangular, or PERT (a beta with four times the likely value)."""
    low, likely, high = float(estimate.low), float(estimate.likely), float(estimate.high)
    if not low < high:
        return np.full(draws, likely)
    numbers = generator(seed, name)
    if distribution is Distribution.TRIANGULAR:
        return numbers.triangular(low, likely, high, draws)
    rise, fall = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
    return low + (high - low) * numbers.beta(rise, fall, draws)
