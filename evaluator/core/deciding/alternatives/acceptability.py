"""How often each alternative comes in each place, when what is uncertain is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from evaluator.core.deciding.alternatives.drawing import Draws, draw
from evaluator.core.deciding.alternatives.values import Scale, ValueModel
from evaluator.decisions.alternatives import Simulation

_SAME = 1e-9
"""Totals of 0 to 100 that differ by less are equal: floating point adds no difference."""


@dataclass(frozen=True)
class Acceptability:
    """Of so many draws: in how many each alternative came in each place, and first alone.

    `places` has for each alternative the draws in which it came first, second, ...; those that are worth the
    same share the better place. `median`, `low` and `high` are the middle of its totals and the ends that
    5 % lie beyond on either side; `beyond_floor` the share of draws in which some value was worse than the
    least accepted.
    """

    alternative: str
    places: tuple[int, ...]
    first_alone: int
    median: float
    low: float
    high: float
    beyond_floor: Fraction


@dataclass(frozen=True)
class Separation:
    """Whether the data tell the alternatives apart: `first` where one is first often enough, else none.

    `share` is that of the draws in which the most frequent first one, `closest`, was first alone. While an
    alternative lacks a value it is in no draw, and nothing is told apart: it could come first.
    """

    first: str | None
    closest: str | None
    share: Fraction
    needed: Fraction


def draw_totals(
    model: ValueModel, simulation: Simulation, seed: int, drawn: Mapping[str, Draws]
) -> tuple[tuple[Acceptability, ...], Separation]:
    """Return how often each complete alternative comes in each place, and whether that tells them apart.

    `drawn` holds values drawn elsewhere (costs) by the name they are drawn as.
    """
    names = model.complete
    values = _draw_values(model, simulation, seed, drawn)
    totals = np.array([_totals(model, name, values, simulation.draws) for name in names])
    totals = totals.reshape(len(names), simulation.draws)
    places = 1 + (totals[None, :, :] > totals[:, None, :] + _SAME).sum(axis=1)
    is_first = places == 1
    alone = is_first & (is_first.sum(axis=0) == 1)
    found = tuple(
        _acceptability(model, name, (places[row], alone[row], totals[row]), values)
        for row, name in enumerate(names)
    )
    return found, _separation(found, simulation, is_whole=names == model.alternatives)


def _acceptability(
    model: ValueModel,
    alternative: str,
    rows: tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], Draws],
    values: Mapping[str, Draws],
) -> Acceptability:
    places, alone, totals = rows
    median, low, high = (round(float(one), 6) for one in np.percentile(totals, [50, 5, 95]))
    return Acceptability(
        alternative,
        tuple(int((places == place).sum()) for place in range(1, len(model.complete) + 1)),
        int(alone.sum()),
        median,
        low,
        high,
        _beyond_floor(model, alternative, values, totals.size),
    )


def _separation(found: tuple[Acceptability, ...], simulation: Simulation, *, is_whole: bool) -> Separation:
    if not found:
        return Separation(None, None, Fraction(0), simulation.told_apart_from)
    closest = max(found, key=lambda one: one.first_alone)
    share = Fraction(closest.first_alone, simulation.draws)
    is_told = is_whole and share >= simulation.told_apart_from
    return Separation(
        closest.alternative if is_told else None, closest.alternative, share, simulation.told_apart_from
    )


def _draw_values(
    model: ValueModel, simulation: Simulation, seed: int, drawn: Mapping[str, Draws]
) -> dict[str, Draws]:
    values = dict(drawn)
    for valued in model.values.values():
        if valued.drawn_as not in values:
            values[valued.drawn_as] = draw(
                valued.estimate, valued.drawn_as, simulation.draws, seed, simulation.distribution
            )
    return values


def _totals(model: ValueModel, alternative: str, values: Mapping[str, Draws], draws: int) -> Draws:
    weights, total = model.weights(), np.zeros(draws)
    for one in model.criteria:
        total += float(weights[one.name]) * _points(
            one.scale, values[model.values[alternative, one.name].drawn_as]
        )
    return total


def _points(scale: Scale, values: Draws) -> Draws:
    zero, hundred = float(scale.zero_at), float(scale.hundred_at)
    return 100 * np.clip((values - zero) / (hundred - zero), 0, 1)


def _beyond_floor(model: ValueModel, alternative: str, values: Mapping[str, Draws], draws: int) -> Fraction:
    beyond = np.zeros(draws, dtype=np.bool_)
    for one in model.criteria:
        if one.floor is not None:
            value = values[model.values[alternative, one.name].drawn_as]
            is_rising = one.scale.hundred_at > one.scale.zero_at
            beyond |= value < float(one.floor) if is_rising else value > float(one.floor)
    return Fraction(int(beyond.sum()), draws)
