"""In which share of all possible weights each alternative comes first."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from evaluator.core.deciding.alternatives.drawing import generator
from evaluator.core.deciding.alternatives.values import ValueModel


class SpaceMethod(StrEnum):
    """How the share was found: exactly (one criterion or two), or by drawing weights evenly."""

    EXACT = "exact"
    DRAWN = "drawn"


@dataclass(frozen=True)
class WeightSpace:
    """The share of the weight space that each complete alternative wins alone; what is left is shared."""

    method: SpaceMethod
    shares: tuple[tuple[str, Fraction], ...]


def weight_space_of(model: ValueModel, draws: int, seed: int) -> WeightSpace:
    """Return the shares of the weight space, exactly for up to two criteria, else of `draws` even draws."""
    points = {name: model.points(name) for name in model.complete}
    names = [one.name for one in model.criteria]
    if len(names) <= 2:
        return WeightSpace(SpaceMethod.EXACT, _exact(points, names))
    return WeightSpace(SpaceMethod.DRAWN, _drawn(points, names, draws, seed))


def _exact(
    points: Mapping[str, Mapping[str, Fraction]], names: list[str]
) -> tuple[tuple[str, Fraction], ...]:
    """With w of the first and 1 - w of the second, each alternative is a line; the highest wins."""
    lines = {name: (worth[names[0]], worth[names[-1]]) for name, worth in points.items()}
    cuts = {Fraction(0), Fraction(1)}
    for (ours, our_rest), (theirs, their_rest) in itertools.combinations(lines.values(), 2):
        slope = (ours - our_rest) - (theirs - their_rest)
        if slope != 0:
            cuts.add(min(max((their_rest - our_rest) / slope, Fraction(0)), Fraction(1)))
    won = dict.fromkeys(lines, Fraction(0))
    ordered = sorted(cuts)
    for start, end in itertools.pairwise(ordered):
        middle = (start + end) / 2
        worth = {name: middle * first + (1 - middle) * rest for name, (first, rest) in lines.items()}
        leaders = [name for name, value in worth.items() if value == max(worth.values())]
        if len(leaders) == 1:
            won[leaders[0]] += end - start
    return tuple(won.items())


def _drawn(
    points: Mapping[str, Mapping[str, Fraction]], names: list[str], draws: int, seed: int
) -> tuple[tuple[str, Fraction], ...]:
    """Weights spread evenly over the simplex are exponential ones over their sum (Dirichlet of ones)."""
    if not points:
        return ()
    raw = generator(seed, "weights").standard_exponential((draws, len(names)))
    weights = raw / raw.sum(axis=1, keepdims=True)
    worth = np.array([[float(one[name]) for name in names] for one in points.values()])
    totals = weights @ worth.T
    highest = totals.max(axis=1, keepdims=True)
    is_first = totals >= highest - 1e-9
    alone = is_first & (is_first.sum(axis=1, keepdims=True) == 1)
    counts = alone.sum(axis=0)
    return tuple((name, Fraction(int(count), draws)) for name, count in zip(points, counts, strict=True))
