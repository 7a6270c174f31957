"""Amounts: what was counted of subjects, exact, and the figure that they make together."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.core.outcomes import Figure


@dataclass(frozen=True)
class Amounts:
    """What was counted of one subject, or of several together: seconds times weight, exact.

    `least` and `most` of `whole` bound the value over everything the unknown time could be; `known` of
    `expected` are seconds (times users where units weigh by theirs).
    """

    available: Fraction
    denominator: Fraction
    least: Fraction
    most: Fraction
    whole: Fraction
    known: int
    expected: int

    def times(self, weight: int) -> "Amounts":
        """Return the same with `weight` times the weight."""
        return Amounts(
            weight * self.available,
            weight * self.denominator,
            weight * self.least,
            weight * self.most,
            weight * self.whole,
            weight * self.known,
            weight * self.expected,
        )


def as_figure(parts: Sequence[Amounts]) -> Figure:
    """Return the figure of some subjects together: the sum of available over the sum of the denominators.

    Raises ValueError for no subjects at all.
    """
    if not parts:
        raise ValueError("an availability needs at least one subject")
    total = add_up(parts)
    scale = math.lcm(total.available.denominator, total.denominator.denominator)
    is_empty = total.whole == 0
    return Figure(
        numerator=int(total.available * scale),
        denominator=int(total.denominator * scale),
        sample_size=len(parts),
        misses=None,
        known=total.known,
        expected=total.expected,
        low=None if is_empty else total.least / total.whole,
        high=None if is_empty else total.most / total.whole,
    )


def add_up(parts: Iterable[Amounts]) -> Amounts:
    """Return the sum of amounts; nothing at all for none."""
    total = Amounts(Fraction(0), Fraction(0), Fraction(0), Fraction(0), Fraction(0), 0, 0)
    for part in parts:
        total = Amounts(
            total.available + part.available,
            total.denominator + part.denominator,
            total.least + part.least,
            total.most + part.most,
            total.whole + part.whole,
            total.known + part.known,
            total.expected + part.expected,
        )
    return total
