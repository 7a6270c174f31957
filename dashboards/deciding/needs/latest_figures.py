"""The latest figures of an indicator, of this month or an earlier one, and what each is traced by."""

from collections.abc import Iterator
from dataclasses import replace

from dashboards.document.model import Trace
from dashboards.document.traces import result_trace
from dashboards.figure_keys import SEPARATOR
from evaluator.core.outcomes import Outcome, View
from evaluator.results.published import PeriodResults


def latest_outcomes(indicator: str, results: PeriodResults) -> Iterator[Outcome]:
    """Yield the outcomes after exclusions of the last period that has any; units are left out."""
    every = [
        outcome
        for outcome in (*results.history, *results.outcomes)
        if outcome.indicator == indicator and outcome.view is View.AFTER_EXCLUSIONS and not outcome.scope.unit
    ]
    last = max((outcome.period for outcome in every), default="")
    yield from {outcome.scope: outcome for outcome in every if outcome.period == last}.values()


def outcome_trace(outcome: Outcome, results: PeriodResults) -> Trace:
    """Return the trace of an outcome of this period or an earlier one."""
    scope = outcome.scope
    parts = (outcome.period, outcome.indicator, scope.service, scope.segment)
    return figure_trace(SEPARATOR.join(part for part in parts if part), outcome.period, results)


def figure_trace(key: str, period: str, results: PeriodResults) -> Trace:
    """Return the trace of the figure that `key` names in `period`."""
    trace = result_trace(results, key)
    if period == results.period.name:
        return trace
    # A figure of an earlier period: its own evaluation and inputs are told by the command that explains it.
    return replace(trace, period=period, evaluation=None, restatement=None, inputs="")
