"""How counts of months, days or hours spread: half of them, nine of ten, the highest and when that was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from evaluator.contract.indicators import PercentileMethod
from evaluator.core.confidence.statistics import percentile

HALF, NINE_TENTHS = Fraction(1, 2), Fraction(9, 10)


@dataclass(frozen=True)
class Spread:
    """Counts of several months, days or hours.

    `half` and `nine_tenths` are the counts that so many of them do not exceed (nearest rank: each was a count
    of one of them); `highest_at` names the first that had the highest.
    """

    number: int
    total: int
    half: int
    nine_tenths: int
    highest: int
    highest_at: str

    @property
    def mean(self) -> Fraction:
        """The exact mean."""
        return Fraction(self.total, self.number)


def spread_of(counts: Mapping[str, int]) -> Spread | None:
    """Return how the counts of months, days or hours (by name) spread; None for none."""
    if not counts:
        return None
    values = np.array(list(counts.values()), dtype=np.int64)
    highest = int(values.max())
    return Spread(
        number=len(counts),
        total=int(values.sum()),
        half=nearest_rank(values, HALF),
        nine_tenths=nearest_rank(values, NINE_TENTHS),
        highest=highest,
        highest_at=next(name for name, count in counts.items() if count == highest),
    )


def nearest_rank(values: "np.ndarray[tuple[int], np.dtype[np.int64]]", share: Fraction) -> int:
    """Return the smallest of `values` that at least `share` of them do not exceed; one of them is there."""
    found = percentile(values, share, PercentileMethod.NEAREST_RANK)
    assert found is not None  # noqa: S101 - callers have at least one value
    return int(found)


def hidden_cells(counts: Sequence[int], smallest: int) -> frozenset[int]:
    """Return the places of `counts`, parts of one printed sum, that are not to be printed.

    Those are counts from 1 below `smallest`, and while they come to less than that together, the next
    smallest beside them: the sum less the others tells what is hidden in all, and 2 in two cells are 1 and 1.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < smallest}
    rest = sorted((count, place) for place, count in enumerate(counts) if place not in hidden and count > 0)
    while hidden and rest and sum(counts[place] for place in hidden) < smallest:
        hidden.add(rest.pop(0)[1])
    return frozenset(hidden)
