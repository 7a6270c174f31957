"""Twenty-four months of an indicator, as moments for its sparkline."""

from dashboards.report.charts import Moment, Sparkline, draw_sparkline
from dashboards.report.context import Context, value_of
from dashboards.report.values import describe_target
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.core.periods import month_name_before

MONTHS_SHOWN = 24
# the last twelve months and the whole term so far are judged anew every month
MONTHS_BETWEEN = {
    PeriodLength.MONTH: 1,
    PeriodLength.QUARTER: 3,
    PeriodLength.HALF_YEAR: 6,
    PeriodLength.ROLLING_12_MONTHS: 1,
    PeriodLength.WHOLE_TERM: 1,
}

HistoryIndex = dict[tuple[str, Scope], dict[str, Outcome]]


def index_history(context: Context) -> HistoryIndex:
    """Return the outcomes after agreed exclusions, by indicator and scope, then by period."""
    found: HistoryIndex = {}
    for outcome in context.results.history:
        if outcome.view is View.AFTER_EXCLUSIONS:
            found.setdefault((outcome.indicator, outcome.scope), {})[outcome.period] = outcome
    return found


def period_names(last: str, length: PeriodLength) -> list[str]:
    """Return the names of the periods of `length` in the months shown, oldest first."""
    names = [month_name_before(last, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    return [name for name in names if int(name[5:]) % MONTHS_BETWEEN[length] == 0]


def build_sparkline(
    context: Context, indicator: AnyIndicator, scope: Scope, history: HistoryIndex
) -> Sparkline | None:
    """Return the sparkline of one indicator and scope; None where nothing is known of earlier periods."""
    outcomes = history.get((indicator.id, scope), {})
    if not outcomes:
        return None
    moments = [
        _moment(name, outcomes.get(name))
        for name in period_names(context.results.period.name, indicator.period)
    ]
    # a target has one end at least; of two the lower is drawn
    target = next(end for end in (indicator.target.lowest, indicator.target.highest) if end is not None)
    title = context.wording.text(
        "{indicator}, {service}: the last {months} months",
        indicator=indicator.id,
        service=context.service(scope.service),
        months=MONTHS_SHOWN,
    )
    return draw_sparkline(moments, target, title, describe_history(context, indicator, moments))


def _moment(name: str, outcome: Outcome | None) -> Moment:
    return Moment(name, value_of(outcome), None if outcome is None else outcome.verdict)


def describe_history(context: Context, indicator: AnyIndicator, moments: list[Moment]) -> str:
    """Return in words what a line over `moments` shows."""
    words = context.wording
    met = sum(one.verdict is Verdict.MET for one in moments)
    missed = [one.name for one in moments if one.verdict is Verdict.MISSED]
    unknown = sum(
        one.verdict in {Verdict.NOT_ASSESSABLE, Verdict.NOT_MEASURED} or one.verdict is None
        for one in moments
    )
    text = words.text(
        "Target: {target}. Met: {met}. Below target: {missed}. Without a verdict: {unknown}.",
        target=describe_target(indicator, context.contract, words),
        met=met,
        missed=len(missed),
        unknown=unknown,
    )
    if not missed:
        return text
    return text + " " + words.text("Missed in {months}.", months=", ".join(missed))
