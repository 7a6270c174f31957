"""The tables of a document as CSV, one after another, for spreadsheets and programs."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from dashboards.document.model import Cell, Document, Notes, Table, notes_of
from dashboards.document.notes import notes_section
from dashboards.document.texts import plain_text
from dashboards.report.csv_columns import defuse
from dashboards.report.csv_form import BYTE_ORDER_MARK
from dashboards.wording import wording


def render_csv_document(document: Document) -> str:
    """Return the tables of `document` as CSV: semicolons, CRLF, a byte order mark.

    Each table is a line with its name and caption, the headings, the rows, and an empty line; the last
    is that of the notes. Numbers and days stand as programs read them; the last column has the numbers of
    the notes. Text that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    file, notes = io.StringIO(), notes_of(document)
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    heading = wording(document.language).text("Notes")
    for table in every_table(document):
        writer.writerow([defuse(table.name), defuse(plain_text(table.caption))])
        writer.writerow([defuse(plain_text(column.heading)) for column in table.columns] + [heading])
        for row in table.rows:
            writer.writerow([_value(cell) for cell in row] + [row_notes(row, notes)])
        writer.writerow([])
    return BYTE_ORDER_MARK + file.getvalue()


def every_table(document: Document) -> Iterator[Table]:
    """Yield the tables of `document`, and that of its notes."""
    yield from document.tables()
    last = notes_section(document)
    if last is not None:
        yield from (block for block in last.blocks if isinstance(block, Table))


def row_notes(row: tuple[Cell, ...], notes: Notes) -> str:
    """Return the numbers of the notes of a row, `3, 4`."""
    traces = [run.trace for cell in row for run in cell.runs if run.trace is not None]
    return ", ".join(str(number) for number in dict.fromkeys(notes.number_of(trace) for trace in traces))


def _value(cell: Cell) -> str:
    value: Any = plain_text(cell.text) if cell.value is None else cell.value
    return defuse(value)
