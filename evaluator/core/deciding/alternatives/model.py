"""From the file, what was measured and what was calculated, to values of alternatives on criteria."""

from collections.abc import Mapping
from fractions import Fraction

from evaluator.core.deciding.alternatives.measured import Measured
from evaluator.core.deciding.alternatives.values import Estimate, Scale, Valued, ValueModel, WeighedCriterion
from evaluator.decisions.alternatives import Alternative, AlternativesFile, Criterion, StatedValue
from evaluator.decisions.measured_by import ByCost


def build_model(
    terms: AlternativesFile,
    measured: Mapping[str, Measured | None],
    costs: Mapping[str, Estimate],
) -> ValueModel:
    """Return the values of all alternatives.

    `measured` holds by criterion what results say of the alternatives that they describe (None: they say
    nothing), `costs` by alternative the total cost where it is known. A measured value is one unknown for all
    that it describes; a value that is as another alternative's is one unknown with that.
    """
    found = {
        (alternative.id, criterion.id): _valued(alternative, criterion, terms, measured, costs)
        for alternative in terms.alternatives
        for criterion in terms.criteria
    }
    return ValueModel(
        tuple(one.id for one in terms.alternatives),
        tuple(_weighed(one) for one in terms.criteria),
        {key: value for key, value in found.items() if value is not None},
    )


def is_measured(alternative: Alternative, criterion: Criterion) -> bool:
    """Return whether results give the value of `alternative` on `criterion`."""
    by = criterion.measured_by
    return alternative.is_described_by_results and by is not None and not isinstance(by, ByCost)


def stated_value(alternative: str, criterion: Criterion) -> StatedValue | None:
    """Return what people stated of `alternative` on `criterion`."""
    return next((one for one in criterion.values if one.alternative == alternative), None)


def cost_name(alternative: str) -> str:
    """Return the name that the total cost of `alternative` is drawn as; no criterion can have the same."""
    return f"cost of {alternative}"


def _weighed(criterion: Criterion) -> WeighedCriterion:
    scale = Scale(criterion.scale.zero_at, criterion.scale.hundred_at)
    floor: Fraction | None = None if criterion.floor is None else criterion.floor.at
    return WeighedCriterion(criterion.id, criterion.weight, scale, floor)


def _valued(
    alternative: Alternative,
    criterion: Criterion,
    terms: AlternativesFile,
    measured: Mapping[str, Measured | None],
    costs: Mapping[str, Estimate],
) -> Valued | None:
    if isinstance(criterion.measured_by, ByCost):
        cost = costs.get(alternative.id)
        return None if cost is None else Valued(cost, cost_name(alternative.id))
    if is_measured(alternative, criterion):
        found = measured.get(criterion.id)
        return None if found is None else Valued(found.estimate, f"results on {criterion.id}")
    stated = stated_value(alternative.id, criterion)
    if stated is None:
        return None
    if stated.likely is None:
        [other] = [one for one in terms.alternatives if one.id == stated.same_as]
        return _valued(other, criterion, terms, measured, costs)
    low = stated.likely if stated.low is None else stated.low
    high = stated.likely if stated.high is None else stated.high
    return Valued(Estimate(low, stated.likely, high), f"{alternative.id} {criterion.id}")
