"""What the alternatives of a watch cost: what its file states, and the contract's fees."""

from collections.abc import Mapping
from decimal import Decimal

from dashboards.deciding.alternatives.findings import CostFindings
from evaluator.contract.contract import Contract
from evaluator.core.deciding.alternatives.cost_draws import DrawnCost, draw_break_even, draw_cost, spread_of
from evaluator.core.deciding.alternatives.costs import (
    AlternativeCost,
    Horizon,
    break_even,
    cost_bounds,
    cumulative_cost,
    total_cost,
)
from evaluator.core.deciding.alternatives.drawing import Draws
from evaluator.core.deciding.alternatives.model import cost_name
from evaluator.core.deciding.alternatives.stated_costs import horizon_of, stated_cost
from evaluator.core.deciding.alternatives.values import Estimate
from evaluator.decisions.alternative_costs import CostTerms
from evaluator.decisions.alternatives import AlternativesFile
from evaluator.results.published import PeriodResults


def assess_costs(
    terms: AlternativesFile, results: PeriodResults, seed: int
) -> tuple[CostFindings | None, dict[str, Draws], dict[str, Estimate]]:
    """Return what it costs; the draws of the totals by what they are drawn as; the totals with their ends.

    Nothing where the file states no costs.
    """
    if terms.costs is None:
        return None, {}, {}
    horizon = horizon_of(terms.costs)
    fees, year = monthly_fees(results.contract), results.period.first_day.year
    costs = {one.id: stated_cost(one.id, terms.costs, fees, year) for one in terms.alternatives}
    drawn = {
        name: found
        for name, cost in costs.items()
        if (found := draw_cost(cost, horizon, terms.simulation, seed)) is not None
    }
    bounds = {name: ends for name, cost in costs.items() if (ends := cost_bounds(cost, horizon)) is not None}
    totals = {cost_name(name): one.total(horizon) for name, one in drawn.items()}
    return _findings(terms.costs, horizon, costs, drawn), totals, bounds


def monthly_fees(contract: Contract) -> Decimal | None:
    """Return the monthly fees of all services that have one, in all; None where none has."""
    fees = [one.monthly_fee for one in contract.services if one.monthly_fee is not None]
    return sum(fees, Decimal(0)) if fees else None


def _findings(
    terms: CostTerms,
    horizon: Horizon,
    costs: Mapping[str, AlternativeCost],
    drawn: Mapping[str, DrawnCost],
) -> CostFindings:
    reference = costs[terms.reference]
    others = {name: cost for name, cost in costs.items() if name != terms.reference}
    totals = {name: total_cost(cost, horizon) for name, cost in costs.items()}
    lines = {name: cumulative_cost(cost, horizon) for name, cost in costs.items()}
    evens = {name: break_even(cost, reference, horizon) for name, cost in others.items()}
    return CostFindings(
        terms,
        horizon,
        tuple(costs.values()),
        {name: found for name, found in totals.items() if found is not None},
        {name: tuple(map(float, found)) for name, found in lines.items() if found is not None},
        {name: spread_of(one, horizon) for name, one in drawn.items()},
        {name: found for name, found in evens.items() if found is not None},
        {
            name: draw_break_even(drawn[name], drawn[terms.reference], horizon)
            for name in others
            if name in drawn and terms.reference in drawn
        },
    )
