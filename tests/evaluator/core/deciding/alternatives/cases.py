"""Small value models for tests, with round figures."""

from collections.abc import Mapping
from fractions import Fraction

from evaluator.core.deciding.alternatives.values import Estimate, Scale, Valued, ValueModel, WeighedCriterion

Rows = Mapping[str, Mapping[str, int | Estimate | None]]
"""The points, or an estimate of them, of each alternative on each criterion; None: nobody stated them."""

TO_HUNDRED = Scale(Fraction(0), Fraction(100))


def certain(value: int | Fraction) -> Estimate:
    return Estimate(Fraction(value), Fraction(value), Fraction(value))


def between(low: int, likely: int, high: int) -> Estimate:
    return Estimate(Fraction(low), Fraction(likely), Fraction(high))


def model(
    weights: dict[str, int],
    points: Rows,
    scale: Scale = TO_HUNDRED,
    floors: dict[str, int] | None = None,
) -> ValueModel:
    """Return a model whose values are points already, on a scale from 0 to 100."""
    criteria = tuple(
        WeighedCriterion(
            name, weight, scale, Fraction(floors[name]) if floors is not None and name in floors else None
        )
        for name, weight in weights.items()
    )
    values = {
        (alternative, criterion): Valued(
            found if isinstance(found, Estimate) else certain(found), f"{alternative} {criterion}"
        )
        for alternative, row in points.items()
        for criterion, found in row.items()
        if found is not None
    }
    return ValueModel(tuple(points), criteria, values)
