"""The supplier's own figures beside ours."""

from dataclasses import dataclass, replace

from dashboards.report.context import Context, anchor
from dashboards.report.values import format_difference, format_value
from dashboards.report.verdicts import verdict_anchor
from evaluator.core.outcomes import Scope
from evaluator.results.published import ComparedStatement


@dataclass(frozen=True)
class StatementRow:
    """One figure stated by the supplier.

    `verdict_anchor` is empty where the indicator was not judged this month; `disagrees` where the
    target is met by one figure and missed by the other. `explain` is the key of ours, empty without one.
    """

    verdict_anchor: str
    indicator: str
    label: str
    scope: str
    stated: str
    measured: str
    difference: str
    disagrees: bool
    explain: str


def build_statements(context: Context) -> tuple[StatementRow, ...]:
    """Return a row for each statement about an indicator of the contract."""
    known = [one for one in context.results.statements if one.indicator in context.indicators]
    judged = {verdict_anchor(outcome) for outcome in context.whole_outcomes()}
    return tuple(_row(context, statement, judged) for statement in known)


def _row(context: Context, statement: ComparedStatement, judged: set[str]) -> StatementRow:
    words, indicator = context.wording, context.indicators[statement.indicator]
    measured, target = statement.measured, indicator.target
    place = anchor("verdict", statement.indicator, measured_scope(statement).service)
    return StatementRow(
        verdict_anchor=place if place in judged else "",
        indicator=indicator.id,
        label=indicator.label.in_language(words.language),
        scope=_scope(context, statement),
        stated=format_value(indicator, statement.stated, words),
        measured=_measured(context, statement),
        difference=""
        if measured is None
        else format_difference(indicator, statement.stated - measured, words),
        disagrees=measured is not None and target.holds(measured) != target.holds(statement.stated),
        explain=context.keys.of_outcome(statement.indicator, measured_scope(statement)),
    )


def _measured(context: Context, statement: ComparedStatement) -> str:
    """Our figure; where it is of several services together it says so, as the supplier's is of one."""
    words, value = context.wording, statement.measured
    if value is None:
        return words.text("not measured")
    shown = format_value(context.indicators[statement.indicator], value, words)
    return words.text("{value} for all services together", value=shown) if statement.together else shown


def measured_scope(statement: ComparedStatement) -> Scope:
    """Return the scope of our figure beside a statement."""
    return replace(statement.scope, service="") if statement.together else statement.scope


def _scope(context: Context, statement: ComparedStatement) -> str:
    scope = statement.scope
    parts = [
        context.service(scope.service),
        context.segment_labels.get(scope.segment, scope.segment),
        context.unit_labels.get(scope.unit, scope.unit),
    ]
    return ", ".join(part for part in parts if part)
