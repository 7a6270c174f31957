"""A short account of the supplier's lists in the monthly report; the whole is in `reconcile`."""

from dataclasses import dataclass

from dashboards.report.context import Context
from dashboards.report.reconciled_rows import (
    DifferenceRow,
    FigureRow,
    figure_rows,
    outage_rows,
    ticket_rows,
    total_text,
)

SHOWN = 10
"""So many differences that no rule explains stand in the report, those of most money first."""


@dataclass(frozen=True)
class ReconciliationSection:
    """The figures both ways, and the first of what differs without a rule that explains it.

    `tickets` and `outages` are shown; `more` counts others that differ, explained or not.
    """

    totals: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    tickets: tuple[DifferenceRow, ...]
    outages: tuple[DifferenceRow, ...]
    more: str


def build_reconciliation(context: Context) -> ReconciliationSection | None:
    """Return the section; None where the supplier has delivered no list of the month."""
    found, words = context.results.reconciliation, context.wording
    if not found.figures:
        return None
    tickets, outages = ticket_rows(context, explained=False)[:SHOWN], outage_rows(context)[:SHOWN]
    more = len(found.tickets) + len(found.outages) - len(tickets) - len(outages)
    return ReconciliationSection(
        totals=tuple(text for one in found.sources if (text := total_text(context, one))),
        figures=figure_rows(context),
        tickets=tickets,
        outages=outages,
        more=""
        if more == 0
        else words.plural(
            "{n} difference more: supplierwatch reconcile --period {month} --all",
            "{n} differences more: supplierwatch reconcile --period {month} --all",
            more,
            month=context.results.period.name,
        ),
    )
