"""Samples of the figures: values, targets, verdicts, budgets, points, credits, score, thresholds."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.metrics.samples import Sample
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.value_units import value_unit
from evaluator.core.alerts.burn import window_name
from evaluator.core.alerts.figures import forecast_misses, is_lost, judged
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.results.standing import Standing, StandingMonth

RUNNING, FINISHED = "running", "finished"
VIEW = View.AFTER_EXCLUSIONS


def figure_samples(standing: Standing) -> Iterator[Sample]:
    """Yield what is told of each month, of both where both have results."""
    for name, month in months_of(standing).items():
        contract = standing.contract if month.contract is None else month.contract
        for outcome in judged(month).values():
            yield from _outcome(contract.indicator(outcome.indicator), outcome, name)
        yield from _money(month, contract.contract.currency, name)
    yield from _burning(standing)
    yield from _forecasts(standing)
    yield from _thresholds(standing)


def months_of(standing: Standing) -> dict[str, StandingMonth]:
    """Return the months with results by what they are called in the label `month`."""
    both = {RUNNING: standing.running, FINISHED: standing.finished}
    return {name: month for name, month in both.items() if month is not None}


def _outcome(indicator: AnyIndicator, outcome: Outcome, month: str) -> Iterator[Sample]:
    labels = (outcome.indicator, outcome.scope.service, month)
    if outcome.figure is not None:
        yield from _known("indicator_value", (*labels, value_unit(indicator)), outcome.figure.value)
        yield from _known("indicator_completeness_ratio", labels, outcome.figure.completeness)
    ends = {"lowest": indicator.target.lowest, "highest": indicator.target.highest}
    for end, value in ends.items():
        yield from _known("indicator_target", (*labels, end), value)
    for verdict in Verdict:
        yield Sample("indicator_verdict", (*labels, verdict.value), float(outcome.verdict is verdict))
    if outcome.budget is not None:
        yield from _known("budget_left_ratio", labels, outcome.budget.remaining_share)


def _money(month: StandingMonth, currency: str, name: str) -> Iterator[Sample]:
    for credit in month.credits:
        if credit.view == VIEW:
            yield Sample("points", (credit.service, name), float(credit.points))
            yield Sample("credits", (credit.service, name, currency), float(credit.amount))
    if month.score is not None:
        yield Sample("score", (name, "low"), float(month.score.low))
        yield Sample("score", (name, "high"), float(month.score.high))


def _burning(standing: Standing) -> Iterator[Sample]:
    rates = () if standing.running is None else standing.running.burn_rates
    for one in rates:
        labels = (one.indicator, one.service, window_name(one.window_seconds))
        yield from _known("burn_rate", labels, one.rate)


def _forecasts(standing: Standing) -> Iterator[Sample]:
    month = standing.finished if standing.running is None else standing.running
    if month is None:
        return
    contract: Contract = standing.contract if month.contract is None else month.contract
    for subject, misses in forecast_misses(contract, month).items():
        yield Sample("forecast_miss", subject, float(misses or is_lost(contract, month, subject)))


def _thresholds(standing: Standing) -> Iterator[Sample]:
    month = standing.running if standing.finished is None else standing.finished
    for state in () if month is None else month.triggers:
        if state.view == VIEW:
            labels = (state.trigger, state.indicator, state.service)
            yield Sample("trigger_reached", labels, float(state.reached))
            yield Sample("trigger_needed", labels, float(state.needed))
            yield Sample("trigger_open", labels, float(state.is_open))


def _known(name: str, labels: tuple[str, ...], value: Fraction | None) -> Iterator[Sample]:
    """A sample of what is known; what is not known is not told."""
    if value is not None:
        yield Sample(name, labels, float(value))
