"""The report as CSV for spreadsheets: one table, whose first column says what a row is."""

import csv
import io
from collections.abc import Iterator

from dashboards.report.context import Context, context_of
from dashboards.report.csv_columns import COLUMNS, Row, defuse
from dashboards.report.csv_exclusions import exclusion_rows
from dashboards.report.csv_money import line_rows, trigger_rows
from dashboards.report.csv_outlook import forecast_rows
from dashboards.report.csv_reconciliation import reconciliation_rows
from dashboards.report.csv_rows import credit_rows, outage_rows, outcome_rows, statement_rows, ticket_rows
from dashboards.report.follow_up_documents import deviation_rows, plan_rows
from dashboards.report.ledger import ledger_rows
from dashboards.wording import wording
from evaluator.core.follow_up.summary import FollowUp
from evaluator.results.published import PeriodResults

BYTE_ORDER_MARK = "\ufeff"
"""Makes Excel read the file as UTF-8."""


def render_csv(results: PeriodResults, language: str, follow_up: FollowUp | None = None) -> str:
    """Return the report of `results` as CSV: semicolons, CRLF, a byte order mark, headings in `language`.

    Rounded values stand beside exact numerators and denominators; both views and their difference are
    columns of one row; all evidence is there, not only what the page shows. Text that a spreadsheet
    would run as a formula is preceded by an apostrophe.
    """
    context = context_of(results, wording(language))
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([context.wording.text(heading) for heading in COLUMNS.values()])
    for row in _rows(context, follow_up):
        writer.writerow([defuse(row.get(name, "")) for name in COLUMNS])
    return BYTE_ORDER_MARK + file.getvalue()


def _rows(context: Context, follow_up: FollowUp | None) -> Iterator[Row]:
    yield from outcome_rows(context)
    yield from forecast_rows(context)
    yield from credit_rows(context)
    yield from line_rows(context)
    yield from exclusion_rows(context)
    yield from trigger_rows(context)
    yield from ledger_rows(context, follow_up)
    yield from plan_rows(context, follow_up)
    yield from deviation_rows(context, follow_up)
    yield from statement_rows(context)
    yield from reconciliation_rows(context)
    yield from ticket_rows(context)
    yield from outage_rows(context)
