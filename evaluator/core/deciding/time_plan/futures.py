"""Futures: for each of many, how long every stage lasts, and what happens on the way.

Each thing that is uncertain has numbers of its own, from the seed and its name: adding a stage, or asking how
another probability would change the answer, leaves the rest of every future as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from zlib import crc32

import numpy as np
import numpy.typing as npt

from evaluator.core.deciding.time_plan.horizon import Days
from evaluator.core.deciding.time_plan.plan import Appeal, Lasting, Plan

Chances = npt.NDArray[np.float64]

_TOGETHER = "together"


@dataclass(frozen=True, eq=False)
class Futures:
    """Of each stage the days it lasts, and the days that what may happen after it adds; one per future."""

    lasting: Mapping[str, Days]
    delays: Mapping[str, Days]
    count: int


@dataclass(frozen=True)
class Chance:
    """What futures are drawn with; `together` is the share in which all stages are slow or fast alike."""

    seed: int
    draws: int
    together: Fraction = Fraction(0)

    def numbers(self, name: str) -> Chances:
        """Return the numbers from 0 to 1 that belong to `name`."""
        return np.random.Generator(np.random.PCG64([self.seed, crc32(name.encode())])).random(self.draws)


def base_future(plan: Plan) -> Futures:
    """Return the one future of the base plan: likely times, the planned appeal, no cancellation."""
    lasting = {one.id: np.array([one.lasting.likely], dtype=np.int64) for one in plan.stages}
    appeal = plan.appeal
    delays = {} if appeal is None else {appeal.after: np.array([appeal.planned], dtype=np.int64)}
    return Futures(lasting, delays, 1)


def draw(plan: Plan, chance: Chance) -> Futures:
    """Return the futures of `plan`."""
    together = chance.numbers(_TOGETHER) < float(chance.together)
    common = chance.numbers(f"{_TOGETHER}/how")
    lasting = {
        one.id: triangular(one.lasting, np.where(together, common, chance.numbers(f"stage/{one.id}")))
        for one in plan.stages
    }
    delays: dict[str, Days] = {}
    if plan.appeal is not None:
        delays[plan.appeal.after] = _appealed(plan.appeal, chance)
    if plan.cancellation is not None:
        stage, happens = (
            plan.cancellation.after,
            _happens("cancellation", plan.cancellation.probability, chance),
        )
        delay = np.where(
            happens, triangular(plan.cancellation.delay, chance.numbers("cancellation/delay")), 0
        )
        delays[stage] = delays[stage] + delay if stage in delays else delay
    return Futures(lasting, delays, chance.draws)


def _appealed(appeal: Appeal, chance: Chance) -> Days:
    first = triangular(appeal.first_instance, chance.numbers("appeal/first"))
    second = triangular(appeal.second_instance, chance.numbers("appeal/second"))
    goes_on = _happens("appeal/goes on", appeal.goes_on, chance)
    return np.where(
        _happens("appeal", appeal.probability, chance), first + np.where(goes_on, second, 0), 0
    ).astype(np.int64)


def _happens(name: str, probability: Fraction, chance: Chance) -> npt.NDArray[np.bool_]:
    return chance.numbers(name) < float(probability)


def triangular(lasting: Lasting, chances: Chances) -> Days:
    """Return the days of a triangular distribution below which lie `chances`, rounded up to whole days."""
    low, likely, high = lasting.low, lasting.likely, lasting.high
    if low == high:
        return np.full(len(chances), low, dtype=np.int64)
    rising = low + np.sqrt(chances * (high - low) * (likely - low))
    falling = high - np.sqrt((1 - chances) * (high - low) * (high - likely))
    found = np.where(chances * (high - low) < likely - low, rising, falling)
    return np.ceil(found).astype(np.int64)
