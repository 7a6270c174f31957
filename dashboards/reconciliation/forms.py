"""A reconciliation as a page of HTML, and as CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterator

from dashboards.explanation.parts import Explained, Sentence, Table
from dashboards.report.context import Context
from dashboards.report.csv_columns import defuse
from dashboards.report.csv_form import BYTE_ORDER_MARK
from dashboards.report.html_form import STYLE
from dashboards.report.page import page_environment, page_style, style_hash
from dashboards.report.reconciled_rows import DifferenceRow, outage_rows, ticket_rows
from dashboards.wording import wording
from dashboards.wording.words import marked

PACKAGE = "dashboards.reconciliation"

_COLUMNS = {
    "row": marked("Row"),
    "source": marked("Source"),
    "subject": marked("Key"),
    "indicator": marked("Indicator"),
    "service": marked("Service"),
    "kinds": marked("Differs in"),
    "stated": marked("The supplier states"),
    "measured": marked("Measurement shows"),
    "difference": marked("Difference"),
    "explanation": marked("Explanation"),
    "effect": marked("Alone it would give"),
}


def render_page(told: Explained, language: str) -> str:
    """Return a reconciliation as one self-contained page; what comes from lists and results is escaped."""
    style = page_style(STYLE, ("dashboards.explanation", "explanation.css"))
    blocks = [("table" if isinstance(part, Table) else "sentence", part) for part in told.parts]
    return (
        page_environment(PACKAGE)
        .get_template("reconciliation.html")
        .render(
            title=told.title,
            blocks=[(kind, part) for kind, part in blocks if isinstance(part, Sentence | Table)],
            language=language,
            text=wording(language).text,
            style=style,
            style_hash=style_hash(style),
        )
    )


def render_rows(context: Context, source: str, *, shows_all: bool) -> str:
    """Return every difference as CSV: semicolons, CRLF, a byte order mark, headings in the language."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([context.wording.text(heading) for heading in _COLUMNS.values()])
    for name, row in _rows(context, source, shows_all=shows_all):
        cells = {"row": name, **vars(row)}
        writer.writerow([defuse(cells[column]) for column in _COLUMNS])
    return BYTE_ORDER_MARK + file.getvalue()


def _rows(context: Context, source: str, *, shows_all: bool) -> Iterator[tuple[str, DifferenceRow]]:
    for row in ticket_rows(context, source, explained=shows_all):
        yield context.wording.text("ticket"), row
    for row in outage_rows(context, source):
        yield context.wording.text("outage"), row
