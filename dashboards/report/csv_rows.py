"""The rows of the CSV report, one kind after the other."""

from collections.abc import Iterator
from decimal import Decimal

from collector.instants import format_instant
from dashboards.figure_keys import FigureKind, outage_key
from dashboards.report.context import Context
from dashboards.report.csv_columns import Cell, Row
from dashboards.report.csv_exclusions import removed_cells
from dashboards.report.csv_outlook import outlook_cells
from dashboards.report.evidence import ticket_outcome, ticket_service
from dashboards.report.grouping import SideBySide, side_by_side
from dashboards.report.statements import build_statements
from dashboards.report.values import describe_target, format_value
from dashboards.report.verdicts import difference_text, value_text
from dashboards.wording.terms import service_state_word, verdict_word
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.outcomes import Outcome, View

_PREFIXES = {
    View.AS_MEASURED: "measured",
    View.AFTER_EXCLUSIONS: "after",
    View.IF_PENDING_ACCEPTED: "pending",
}


def outcome_rows(context: Context) -> Iterator[Row]:
    """Yield every outcome of the period, all views of it in one row."""
    for one in side_by_side(context):
        if one.indicator in context.indicators:
            yield _outcome_row(context, one)


def _outcome_row(context: Context, one: SideBySide) -> Row:
    indicator, words = context.indicators[one.indicator], context.wording
    row: dict[str, Cell] = {
        "row": words.text("outcome"),
        "indicator": one.indicator,
        "label": indicator.label.in_language(words.language),
        "service": context.service(one.scope.service),
        "segment": context.segment_labels.get(one.scope.segment, one.scope.segment),
        "unit": context.unit_labels.get(one.scope.unit, one.scope.unit),
        "period": one.first.period,
        "target": describe_target(indicator, context.contract, words),
        "explain": context.keys.of_outcome(one.indicator, one.scope),
    }
    if one.too_few:
        return row | {"measured": words.text("too few"), "after": words.text("too few")}
    measured, after = one.views.get(View.AS_MEASURED), one.views.get(View.AFTER_EXCLUSIONS)
    row["difference"] = _unsigned(difference_text(indicator, measured, after, words))
    row["verdict_measured"] = "" if measured is None else verdict_word(measured.verdict, words)
    row["verdict_after"] = "" if after is None else verdict_word(after.verdict, words)
    for view, outcome in one.views.items():
        row |= _value(context, outcome, _PREFIXES[view])
    removed = removed_cells(
        indicator,
        context.contract,
        None if measured is None else measured.figure,
        None if after is None else after.figure,
    )
    return row | removed | _basis(context, one.first) | outlook_cells(indicator, after, words)


def _unsigned(difference: str) -> str:
    # a plus in front would make a spreadsheet read a formula
    return difference.removeprefix("+")


def _value(context: Context, outcome: Outcome, prefix: str) -> dict[str, Cell]:
    figure = outcome.figure
    indicator = context.indicators[outcome.indicator]
    return {
        prefix: value_text(indicator, outcome, context.wording),
        f"{prefix}_numerator": None if figure is None else figure.numerator,
        f"{prefix}_denominator": None if figure is None else figure.denominator,
    }


def _basis(context: Context, outcome: Outcome) -> dict[str, Cell]:
    figure, indicator = outcome.figure, context.indicators[outcome.indicator]
    points: dict[str, Cell] = {"points": outcome.points, "points_after_repeat": outcome.points_after_repeat}
    if figure is None:
        return points
    ends = {"low": figure.low, "high": figure.high}
    return points | {
        "cases": figure.sample_size,
        "misses": figure.misses,
        "known": figure.known,
        "expected": figure.expected,
        **{
            name: None if end is None else format_value(indicator, end, context.wording)
            for name, end in ends.items()
        },
    }


def credit_rows(context: Context) -> Iterator[Row]:
    """Yield the calculated credit of each service, all views of it in one row."""
    by_service: dict[str, dict[View, ServiceCredit]] = {}
    for credit in context.results.credits:
        by_service.setdefault(credit.service, {})[View(credit.view)] = credit
    for service, views in by_service.items():
        row: dict[str, Cell] = {
            "row": context.wording.text("credit"),
            "service": context.service(service),
            "period": context.results.period.name,
            "explain": context.keys.of(FigureKind.CREDIT, service),
        }
        for view, credit in views.items():
            row[_PREFIXES[view]] = credit.amount
        if View.AFTER_EXCLUSIONS in views:
            row["points_after_repeat"] = views[View.AFTER_EXCLUSIONS].points
        yield row | {"difference": _amount_difference(views)}


def _amount_difference(views: dict[View, ServiceCredit]) -> Decimal | None:
    if View.AS_MEASURED not in views or View.AFTER_EXCLUSIONS not in views:
        return None
    return views[View.AFTER_EXCLUSIONS].amount - views[View.AS_MEASURED].amount


def statement_rows(context: Context) -> Iterator[Row]:
    """Yield the supplier's figures; ours stands in the column of the measured value."""
    for statement in build_statements(context):
        yield {
            "row": context.wording.text("the supplier's figure: {value}", value=statement.stated),
            "indicator": statement.indicator,
            "label": statement.label,
            "service": statement.scope,
            "period": context.results.period.name,
            "after": statement.measured,
            "difference": _unsigned(statement.difference),
            "explain": statement.explain,
        }


def ticket_rows(context: Context) -> Iterator[Row]:
    """Yield every ticket behind an outcome."""
    words = context.wording
    for ticket in context.results.tickets:
        yield {
            "row": words.text("ticket"),
            "indicator": ticket.indicator,
            "service": ticket_service(context, ticket),
            "segment": context.segment_labels.get(ticket.segment, ticket.segment),
            "unit": context.unit_labels.get(ticket.unit, ticket.unit),
            "period": context.results.period.name,
            "ticket": ticket.ticket,
            "priority": ticket.priority,
            "started": format_instant(ticket.opened_at),
            "ended": None if ticket.ended_at is None else format_instant(ticket.ended_at),
            "used": ticket.used,
            "limit": ticket.limit,
            "unit_of_time": words.text("working days") if ticket.in_working_days else words.text("s"),
            "waiting_user": ticket.waiting_user,
            "waiting_customer": ticket.waiting_customer,
            "waiting_third": ticket.waiting_third,
            "due": None if ticket.due_at is None else format_instant(ticket.due_at),
            "beyond_longest_wait": ticket.beyond_longest_wait,
            "outcome": ticket_outcome(ticket, words),
            "left_out_by": ticket.left_out_by,
            "explain": ticket.ticket,
        }


def outage_rows(context: Context) -> Iterator[Row]:
    """Yield every outage behind an availability."""
    for outage in context.results.outages:
        yield {
            "row": context.wording.text("outage"),
            "indicator": outage.indicator,
            "service": context.service(outage.service),
            "segment": context.segment_labels.get(outage.segment, outage.segment),
            "unit": context.unit_labels.get(outage.unit, outage.unit),
            "period": context.results.period.name,
            "state": service_state_word(outage.state, context.wording),
            "started": format_instant(outage.starts_at),
            "ended": None if outage.ends_at is None else format_instant(outage.ends_at),
            "counted": outage.counted,
            "planned": outage.planned,
            "users_affected": outage.users_affected,
            "left_out_by": outage.left_out_by,
            "explain": outage_key(outage.service, outage.unit, format_instant(outage.starts_at)),
        }
