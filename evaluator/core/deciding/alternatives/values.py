"""Values of alternatives on criteria with fixed scales, and what they add up to, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Estimate:
    """A value with the least and the most that it may be; all three are equal where it is certain.

    Raises ValueError where they do not come in order.
    """

    low: Fraction
    likely: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"{self.low}, {self.likely}, {self.high} do not come in order")

    @property
    def is_certain(self) -> bool:
        """Whether it can only be one value."""
        return self.low == self.high


@dataclass(frozen=True)
class Scale:
    """The values that are worth 0 and 100; fixed beforehand, whatever alternatives there are."""

    zero_at: Fraction
    hundred_at: Fraction

    def points(self, value: Fraction) -> Fraction:
        """Return what `value` is worth, 0 to 100: in proportion between the ends, no more beyond them."""
        share = (value - self.zero_at) / (self.hundred_at - self.zero_at)
        return _HUNDRED * min(max(share, Fraction(0)), Fraction(1))

    def is_beyond(self, value: Fraction, floor: Fraction) -> bool:
        """Return whether `value` is worse than `floor`."""
        return value < floor if self.hundred_at > self.zero_at else value > floor


@dataclass(frozen=True)
class WeighedCriterion:
    """A criterion with its whole weight, its scale, and the least that is accepted, if any."""

    name: str
    weight: int
    scale: Scale
    floor: Fraction | None = None


@dataclass(frozen=True)
class Valued:
    """What an alternative is worth on a criterion, in its own unit.

    Values `drawn_as` the same name are one unknown: where it is high for one alternative, so it is for all.
    """

    estimate: Estimate
    drawn_as: str


@dataclass(frozen=True)
class ValueModel:
    """Alternatives and criteria in the order of the file, and the values that are stated.

    `values` lacks what nobody stated: it counts for nothing, and for nothing but unknown.
    """

    alternatives: tuple[str, ...]
    criteria: tuple[WeighedCriterion, ...]
    values: Mapping[tuple[str, str], Valued]

    @property
    def complete(self) -> tuple[str, ...]:
        """The alternatives of which every value is stated."""
        return tuple(name for name in self.alternatives if not self.missing(name))

    def missing(self, alternative: str) -> tuple[str, ...]:
        """Return the criteria on which no value of `alternative` is stated."""
        return tuple(one.name for one in self.criteria if (alternative, one.name) not in self.values)

    def points(self, alternative: str) -> dict[str, Fraction]:
        """Return the points, 0 to 100, of `alternative` on each criterion where its value is stated."""
        return {
            one.name: one.scale.points(self.values[alternative, one.name].estimate.likely)
            for one in self.criteria
            if (alternative, one.name) in self.values
        }

    def weights(self) -> dict[str, Fraction]:
        """Return the weights as shares of 1."""
        whole = sum(one.weight for one in self.criteria)
        return {one.name: Fraction(one.weight, whole) for one in self.criteria}


@dataclass(frozen=True)
class Total:
    """What an alternative adds up to, 0 to 100.

    `contributions` are weight times points of each criterion, None where no value is stated; `total` is then
    None too, and lies between `low` and `high`, which take what is not stated for 0 and for 100 points.
    `beyond_floor` names the criteria on which it is worse than the least accepted.
    """

    alternative: str
    contributions: tuple[tuple[str, Fraction | None], ...]
    total: Fraction | None
    low: Fraction
    high: Fraction
    beyond_floor: tuple[str, ...]


def totals_of(model: ValueModel) -> tuple[Total, ...]:
    """Return what each alternative adds up to, in the order of the file.

    It depends on the alternative's own values alone: no other one can change it (domain.md 4.5).
    """
    return tuple(_total(model, name) for name in model.alternatives)


def order_of(totals: tuple[Total, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the places, highest first, each with those that share it; only complete ones have a place."""
    known: dict[Fraction, list[str]] = {}
    for one in totals:
        if one.total is not None:
            known.setdefault(one.total, []).append(one.alternative)
    return tuple(tuple(known[total]) for total in sorted(known, reverse=True))


def _total(model: ValueModel, alternative: str) -> Total:
    weights, points = model.weights(), model.points(alternative)
    known = sum((weights[name] * worth for name, worth in points.items()), Fraction(0))
    unknown = sum((weights[name] for name in model.missing(alternative)), Fraction(0))
    return Total(
        alternative,
        tuple(
            (one.name, weights[one.name] * points[one.name] if one.name in points else None)
            for one in model.criteria
        ),
        total=None if model.missing(alternative) else known,
        low=known,
        high=known + unknown * _HUNDRED,
        beyond_floor=tuple(one.name for one in model.criteria if _is_beyond_floor(model, alternative, one)),
    )


def _is_beyond_floor(model: ValueModel, alternative: str, criterion: WeighedCriterion) -> bool:
    value = model.values.get((alternative, criterion.name))
    if criterion.floor is None or value is None:
        return False
    return criterion.scale.is_beyond(value.estimate.likely, criterion.floor)
