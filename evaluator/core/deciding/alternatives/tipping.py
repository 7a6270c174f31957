"""At which weight of a criterion two alternatives change places, exactly (field.md 2e)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.core.deciding.alternatives.values import ValueModel


@dataclass(frozen=True)
class Tip:
    """The weight, a share of 1, beyond which `alternative` comes before the first of now."""

    weight: Fraction
    alternative: str


@dataclass(frozen=True)
class Hold:
    """Between which weights of a criterion the first alternative stays first, the others in proportion.

    None at an end: no weight of this criterion alone changes the first place on that side.
    """

    criterion: str
    weight: Fraction
    below: Tip | None
    above: Tip | None

    def holds_within(self, variation: Fraction) -> bool:
        """Return whether the first place is the same for `variation` more and less weight."""
        lower = self.below is None or self.below.weight <= self.weight - variation
        return lower and (self.above is None or self.above.weight >= self.weight + variation)


def tipping_weight(
    ours: Mapping[str, Fraction], theirs: Mapping[str, Fraction], weights: Mapping[str, Fraction], name: str
) -> Fraction | None:
    """Return the weight of the criterion `name` at which two alternatives are worth the same.

    `ours` and `theirs` are their points by criterion, `weights` shares of 1 by criterion; the other weights
    keep their proportions. None where no weight strictly between 0 and 1 is one on whose two sides the order
    differs, and where the other criteria have no weight to keep a proportion of.
    """
    rest = sum((weight for other, weight in weights.items() if other != name), Fraction(0))
    if rest == 0:
        return None
    gap = ours[name] - theirs[name]
    others = sum(
        (weight * (ours[other] - theirs[other]) for other, weight in weights.items() if other != name),
        Fraction(0),
    )
    on_the_rest = others / rest
    if on_the_rest == gap:
        return None
    found = on_the_rest / (on_the_rest - gap)
    return found if 0 < found < 1 else None


def tipping_of(model: ValueModel, one: str, other: str, criterion: str) -> Fraction | None:
    """Return `tipping_weight` of two complete alternatives of `model`."""
    return tipping_weight(model.points(one), model.points(other), model.weights(), criterion)


def holds_of(model: ValueModel, first: str) -> tuple[Hold, ...]:
    """Return for each criterion between which weights `first`, which is first now, stays first."""
    return tuple(_hold(model, first, one.name) for one in model.criteria)


def _hold(model: ValueModel, first: str, criterion: str) -> Hold:
    weight = model.weights()[criterion]
    ours = model.points(first)[criterion]
    below: list[Tip] = []
    above: list[Tip] = []
    for other in model.complete:
        found = tipping_of(model, first, other, criterion)
        if found is None:
            continue
        # The difference is a line over the weight: who has more points here wins beyond the crossing.
        gains_above = model.points(other)[criterion] > ours
        (above if gains_above else below).append(Tip(found, other))
    return Hold(
        criterion,
        weight,
        below=max(below, key=lambda tip: tip.weight, default=None),
        above=min(above, key=lambda tip: tip.weight, default=None),
    )
