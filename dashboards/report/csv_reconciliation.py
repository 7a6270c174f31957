"""Rows of the CSV report about what the supplier's lists say beside the measurement."""

from collections.abc import Iterator

from dashboards.report.context import Context
from dashboards.report.csv_columns import Row
from dashboards.report.reconciled_rows import DifferenceRow, figure_rows, outage_rows, ticket_rows


def reconciliation_rows(context: Context) -> Iterator[Row]:
    """Yield a row for each figure that was reconciled, and for each ticket and outage that differs."""
    words = context.wording
    for figure in figure_rows(context):
        yield {
            "row": words.text("by the supplier's list: {value}", value=figure.stated),
            "indicator": figure.indicator,
            "label": figure.label,
            "service": figure.service,
            "period": context.results.period.name,
            "after": figure.measured,
            "cases": figure.cases,
            "outcome": figure.amount,
            "explain": figure.explain,
        }
    for row in ticket_rows(context):
        yield _difference(context, words.text("a ticket that differs: {kinds}", kinds=row.kinds), row)
    for row in outage_rows(context):
        yield _difference(context, words.text("an outage that differs: {kinds}", kinds=row.kinds), row)


def _difference(context: Context, name: str, row: DifferenceRow) -> Row:
    return {
        "row": name,
        "indicator": row.indicator,
        "service": row.service,
        "period": context.results.period.name,
        "after": row.measured,
        "state": row.stated,
        "difference": row.difference,
        "outcome": "; ".join(part for part in (row.explanation, row.effect) if part),
        "explain": row.subject,
    }
