"""Ranges of a value: each end written as `from` or `above`, `to` or `below`."""

import itertools
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from evaluator.contract.parts import Quantity, Terms
from evaluator.contract.relative_scales import refuse_relative


class Range(Terms):
    """A range of an indicator's value; an end left out is open.

    `from` and `to` belong to the range, `above` and `below` do not.
    """

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_value: Quantity | None = Field(default=None, alias="from")
    above: Quantity | None = None
    to: Quantity | None = None
    below: Quantity | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_fixed(cls, written: Any) -> Any:
        return refuse_relative(written)

    @model_validator(mode="after")
    def _ends(self) -> "Range":
        if self.from_value is not None and self.above is not None:
            raise ValueError("write the lower end as from or as above, not both")
        if self.to is not None and self.below is not None:
            raise ValueError("write the upper end as to or as below, not both")
        low, high = self.lowest, self.highest
        if low is not None and high is not None and (low > high or (low == high and not self._closed)):
            raise ValueError("the lower end is not below the upper end")
        if low is None and high is None:
            raise ValueError("name at least one end: from, above, to or below")
        return self

    @property
    def _closed(self) -> bool:
        return self.from_value is not None and self.to is not None

    @property
    def lowest(self) -> Fraction | None:
        """The lower end, whether it belongs to the range or not; None where open."""
        return self.above if self.from_value is None else self.from_value

    @property
    def highest(self) -> Fraction | None:
        """The upper end, whether it belongs to the range or not; None where open."""
        return self.below if self.to is None else self.to

    def holds(self, value: Fraction) -> bool:
        """Return whether `value`, unrounded, lies in the range."""
        return (
            (self.from_value is None or value >= self.from_value)
            and (self.above is None or value > self.above)
            and (self.to is None or value <= self.to)
            and (self.below is None or value < self.below)
        )


class Band(Range):
    """A range of values below target, with its points."""

    points: int = Field(ge=0)


@dataclass(frozen=True)
class Clash:
    """Where two ranges overlap or leave values out, in words; `position` is that of the later given one.

    `arithmetic` names a value that lies in both of them, or in none.
    """

    position: int
    found: str
    arithmetic: str


def _lower_key(place: tuple[int, Range]) -> tuple[bool, Fraction, bool]:
    band = place[1]
    lowest = band.lowest
    return (lowest is not None, lowest if lowest is not None else Fraction(0), band.above is not None)


def find_gaps_and_overlaps(ranges: list[Range], *, whole_numbers: bool, shares: bool = False) -> list[Clash]:
    """Return where `ranges` overlap or leave values in between uncovered.

    With `whole_numbers` only whole values count, so that *to 1* and *from 2* touch; `shares` are told in
    percent.
    """
    ordered = sorted(enumerate(ranges), key=_lower_key)
    clashes = []
    for (first, lower), (second, upper) in itertools.pairwise(ordered):
        words = _between(lower, upper, whole_numbers=whole_numbers)
        if words is not None:
            told = (describe_range(one, shares=shares) for one in (lower, upper))
            arithmetic = _for_example([lower, upper], whole_numbers=whole_numbers, shares=shares)
            clashes.append(Clash(max(first, second), words.format(*told), arithmetic))
    return clashes


def _for_example(pair: list[Range], *, whole_numbers: bool, shares: bool) -> str:
    """Name a value in both of two ranges that overlap, or in none of two with a gap between them."""
    ends = sorted({end for one in pair for end in (one.lowest, one.highest) if end is not None})
    between = [(low + high) / 2 for low, high in itertools.pairwise(ends)]
    tried = [*between, *ends, ends[0] / 2, ends[0] - 1, (ends[-1] + 1) / 2, ends[-1] + 1]
    if whole_numbers:
        tried = [Fraction(value.__floor__() + more) for value in tried for more in (0, 1)] + tried
    inside = [value for value in tried if all(one.holds(value) for one in pair)]
    outside = [
        value for value in tried if ends[0] <= value <= ends[-1] and not any(one.holds(value) for one in pair)
    ]
    found = [f"{_plain(value, shares=shares)} lies in both" for value in inside]
    return [*found, *(f"{_plain(value, shares=shares)} lies in none of them" for value in outside)][0]


def _between(lower: Range, upper: Range, *, whole_numbers: bool) -> str | None:
    overlap = "{} and {} overlap"
    end, start = lower.highest, upper.lowest
    if end is None or start is None:
        return overlap
    both_hold = lower.to is not None and upper.from_value is not None
    neither_holds = lower.below is not None and upper.above is not None
    if end > start or (end == start and both_hold):
        return overlap
    if whole_numbers and _no_whole_number_between(lower, upper):
        return None
    if end < start or neither_holds:
        return "no band holds values between {} and {}"
    return None


def _no_whole_number_between(lower: Range, upper: Range) -> bool:
    end, start = lower.highest, upper.lowest
    assert end is not None  # noqa: S101 - the caller has looked
    assert start is not None  # noqa: S101 - as above
    first_free = end.__floor__() + 1 if lower.to is not None else end.__ceil__()
    return all(upper.holds(Fraction(number)) for number in range(first_free, start.__ceil__() + 1))


def describe_range(found: Range, *, shares: bool = False) -> str:
    """Return a range as people write it, `from 85 % below 90 %` where its values are `shares`."""
    ends = {"from": found.from_value, "above": found.above, "to": found.to, "below": found.below}
    return " ".join(
        f"{word} {_plain(value, shares=shares)}" for word, value in ends.items() if value is not None
    )


def _plain(value: Fraction, *, shares: bool) -> str:
    shown = value * 100 if shares else value
    decimal = (Decimal(shown.numerator) / shown.denominator).normalize()
    return f"{decimal:f} %" if shares else f"{decimal:f}"
