"""What the figures of a month give reason to tell: misses, budgets that burn, forecasts, thresholds."""

import math
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.bands import Range
from evaluator.contract.contract import Contract
from evaluator.contract.triggers import AnyTrigger, CapTrigger, PointsTrigger
from evaluator.core.alerts.burn import BurnPair, fires, pairs_for, rates_by_window, seconds_of
from evaluator.core.alerts.signals import Signal
from evaluator.core.confidence.prospects import Forecast, Occasion
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.decisions.alert_terms import AlertTerms, Kind, Severity
from evaluator.results.standing import StandingMonth

Subject = tuple[str, str]
"""Indicator and service."""

VIEW = View.AFTER_EXCLUSIONS


class BudgetState(StrEnum):
    """How a share stands to its target; Kibana's words are no data, healthy, degrading and violated."""

    UNKNOWN = "unknown"
    KEPT = "kept"
    ENDANGERED = "endangered"
    GONE = "gone"


def budget_state(value: Fraction | None, target: Range, left: Fraction | None) -> BudgetState:
    """Return how a share stands: on target, below it with some of the budget `left`, or with nothing left."""
    if value is None:
        return BudgetState.UNKNOWN
    if target.holds(value):
        return BudgetState.KEPT
    return BudgetState.ENDANGERED if left is not None and left > 0 else BudgetState.GONE


def judged(month: StandingMonth) -> dict[Subject, Outcome]:
    """Return the outcomes the contract judges the month by, after agreed exclusions."""
    return {
        (one.indicator, one.scope.service): one
        for one in month.outcomes
        if one.scope.is_whole and one.view is VIEW
    }


def breaches(contract: Contract, month: StandingMonth, terms: AlertTerms) -> Iterator[Signal]:
    """Yield what missed its target in a month that is over, or can no longer reach it in one that runs."""
    for (indicator, service), outcome in judged(month).items():
        target = contract.indicator(indicator).target
        value = None if outcome.figure is None else outcome.figure.value
        if is_lost(contract, month, (indicator, service)):
            yield Signal(
                Kind.BREACH,
                terms.severity(Kind.BREACH),
                indicator,
                service,
                month=month.evaluation.period,
                value=value,
                limit=None if value is None else end_missed(target, value),
                since=month.evaluation.known_at,
            )


def is_lost(contract: Contract, month: StandingMonth, subject: Subject) -> bool:
    """Return whether the contract says that the month missed its target, or can only still miss it."""
    outcome = judged(month).get(subject)
    if outcome is None:
        return False
    if month.is_over:
        return outcome.verdict is Verdict.MISSED
    target = contract.indicator(subject[0]).target
    return any(
        lies_outside(one, target) for one in _forecasts(month, subject) if one.occasion is Occasion.PERIOD_END
    )


def burning(contract: Contract, month: StandingMonth, terms: AlertTerms) -> Iterator[Signal]:
    """Yield the budgets that burn too fast in both windows of a pair; of several pairs the most urgent."""
    for (indicator, service), rates in rates_by_window(month.burn_rates).items():
        period = seconds_of(contract.indicator(indicator).period, contract)
        firing = [pair for pair in pairs_for(terms.burn, period) if fires(pair, rates)]
        if firing:
            pair = min(firing, key=_urgency)
            yield Signal(
                Kind.BURN,
                pair.severity,
                indicator,
                service,
                month=month.evaluation.period,
                value=rates[pair.long_window],
                limit=pair.factor,
                since=month.evaluation.known_at,
                window=pair.long_window,
                short_window=pair.short_window,
                stage=1 if pair.severity is Severity.PAGE else 0,
            )


def _urgency(pair: BurnPair) -> tuple[bool, Fraction]:
    return pair.severity is not Severity.PAGE, -pair.factor


def forecast_misses(contract: Contract, month: StandingMonth) -> dict[Subject, bool]:
    """Return what is forecast to miss: its range lies wholly on the wrong side on some day that decides.

    Left out is what nothing is forecast of.
    """
    found: dict[Subject, bool] = {}
    for one in month.forecasts:
        if one.projection.low is not None or one.projection.high is not None:
            subject = one.indicator, one.service
            outside = lies_outside(one, contract.indicator(one.indicator).target)
            found[subject] = found.get(subject, False) or outside
    return found


def forecast_signals(contract: Contract, month: StandingMonth, terms: AlertTerms) -> Iterator[Signal]:
    """Yield what is forecast to miss on a day that decides; not what is lost already, which is a breach."""
    for subject, misses in forecast_misses(contract, month).items():
        if misses and not is_lost(contract, month, subject):
            target = contract.indicator(subject[0]).target
            soonest = min(
                (one for one in _forecasts(month, subject) if lies_outside(one, target)),
                key=lambda one: one.on_day,
            )
            best = best_of(soonest, target)
            yield Signal(
                Kind.FORECAST_MISS,
                terms.severity(Kind.FORECAST_MISS),
                *subject,
                month=month.evaluation.period,
                value=best,
                limit=end_missed(target, best),
                since=month.evaluation.known_at,
                on_day=soonest.on_day,
            )


def _forecasts(month: StandingMonth, subject: Subject) -> list[Forecast]:
    return [one for one in month.forecasts if (one.indicator, one.service) == subject]


def lies_outside(forecast: Forecast, target: Range) -> bool:
    """Return whether all of a forecast's range lies on the wrong side of `target`, ends included."""
    low, high = forecast.projection.low, forecast.projection.high
    below = high is not None and target.lowest is not None and _is_below(high, target)
    above = low is not None and target.highest is not None and _is_above(low, target)
    return below or above


def best_of(forecast: Forecast, target: Range) -> Fraction:
    """Return the best value in the range of a forecast that lies outside `target`."""
    high, low = forecast.projection.high, forecast.projection.low
    best = high if target.lowest is not None and high is not None and _is_below(high, target) else low
    if best is None:
        raise ValueError(f"the forecast of {forecast.indicator} has no end beyond its target")
    return best


def end_missed(target: Range, value: Fraction) -> Fraction | None:
    """Return the end of `target` that `value` lies beyond; the one there is where it lies on target."""
    if target.lowest is not None and (_is_below(value, target) or target.highest is None):
        return target.lowest
    return target.highest


def _is_below(value: Fraction, target: Range) -> bool:
    lowest = target.lowest
    return lowest is not None and value <= lowest and not target.holds(value)


def _is_above(value: Fraction, target: Range) -> bool:
    highest = target.highest
    return highest is not None and value >= highest and not target.holds(value)


def near_from(trigger: AnyTrigger, terms: AlertTerms) -> int:
    """Return how many points or months make a threshold near, at least one."""
    if isinstance(trigger, PointsTrigger):
        return max(math.ceil(trigger.points * terms.threshold_share), 1)
    needed = trigger.months if isinstance(trigger, CapTrigger) else trigger.periods
    return max(needed - 1, 1)


def thresholds(contract: Contract, month: StandingMonth, terms: AlertTerms) -> Iterator[Signal]:
    """Yield the thresholds of the kinds wanted that are nearly reached, or reached."""
    near = {one.id: near_from(one, terms) for one in contract.triggers}
    for state in month.triggers:
        is_wanted = state.view == VIEW and state.leads_to in terms.thresholds and state.trigger in near
        if is_wanted and state.reached >= near[state.trigger]:
            yield _threshold(state, month, terms)


def _threshold(state: TriggerState, month: StandingMonth, terms: AlertTerms) -> Signal:
    return Signal(
        Kind.THRESHOLD_NEAR,
        terms.severity(Kind.THRESHOLD_NEAR),
        state.indicator,
        state.service,
        subject=state.trigger,
        value=Fraction(state.reached),
        limit=Fraction(state.needed),
        since=month.evaluation.known_at,
        stage=int(state.is_open),
    )
