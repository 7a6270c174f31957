"""From the stated terms of costs to amounts that can be summed and drawn."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from evaluator.core.deciding.alternatives.appeals import STOCKHOLM, AppealCost, AppealShare, appeal_share
from evaluator.core.deciding.alternatives.costs import NOTHING, AlternativeCost, Horizon, PricedEstimate
from evaluator.core.deciding.alternatives.values import Estimate
from evaluator.decisions.alternative_costs import (
    AlternativeCosts,
    AppealTerms,
    CostAmount,
    CostTerms,
    DualRunning,
)


def horizon_of(terms: CostTerms) -> Horizon:
    """Return the horizon that `terms` state; nothing rises or is discounted where they state no rate."""
    first = date.fromisoformat(f"{terms.first_month}-01")
    return Horizon(
        first.year,
        first.month,
        terms.months,
        Fraction(0) if terms.index is None else terms.index.share,
        Fraction(0) if terms.discount is None else terms.discount.share,
    )


def stated_cost(alternative: str, terms: CostTerms, fees: Decimal | None, fee_year: int) -> AlternativeCost:
    """Return what is stated of the cost of `alternative`.

    `fees` is the sum of the contract's monthly fees, in force in `fee_year` (None: the contract has none).
    """
    found = costs_of(alternative, terms)
    if found is None:
        return AlternativeCost(alternative, None, None, None, None, None)
    return AlternativeCost(
        alternative,
        running=_running(found, fees, fee_year),
        transition=_amount(found.transition),
        dual_running=_dual(found.dual_running),
        appeal=_appeal_cost(found.appeal),
        appeal_chance=_chance(found.appeal),
    )


def costs_of(alternative: str, terms: CostTerms) -> AlternativeCosts | None:
    """Return what the file says of the cost of `alternative`."""
    return next((one for one in terms.by_alternative if one.alternative == alternative), None)


def published_share(appeal: AppealTerms) -> AppealShare | None:
    """Return the published share that is taken for the chance of an appeal; None where one is stated."""
    return appeal_share(appeal.bidders) if appeal.probability is None else None


def published_cost(appeal: AppealTerms) -> AppealCost | None:
    """Return the published cost that is taken for that of an appeal; None where one is stated."""
    return STOCKHOLM if appeal.cost is None else None


def _running(found: AlternativeCosts, fees: Decimal | None, fee_year: int) -> PricedEstimate | None:
    if not isinstance(found.running, str):
        return _amount(found.running)
    return None if fees is None else PricedEstimate(_certain(Fraction(fees)), fee_year)


def _amount(found: str | CostAmount | None, times: int = 1) -> PricedEstimate | None:
    if isinstance(found, str):
        return NOTHING
    if found is None:
        return None
    low = found.likely if found.low is None else found.low
    high = found.likely if found.high is None else found.high
    return PricedEstimate(
        Estimate(Fraction(low) * times, Fraction(found.likely) * times, Fraction(high) * times),
        found.price_year,
    )


def _dual(found: str | DualRunning | None) -> PricedEstimate | None:
    if isinstance(found, DualRunning):
        return _amount(found.monthly, found.months)
    return _amount(found)


def _appeal_cost(found: str | AppealTerms | None) -> PricedEstimate | None:
    if not isinstance(found, AppealTerms):
        return _amount(found)
    if found.cost is not None:
        return _amount(found.cost)
    low, high = Fraction(STOCKHOLM.low), Fraction(STOCKHOLM.high)
    return PricedEstimate(Estimate(low, (low + high) / 2, high), STOCKHOLM.published.year)


def _chance(found: str | AppealTerms | None) -> Fraction | None:
    if isinstance(found, str):
        return Fraction(0)
    if found is None:
        return None
    return appeal_share(found.bidders).share if found.probability is None else found.probability


def _certain(amount: Fraction) -> Estimate:
    return Estimate(amount, amount, amount)
