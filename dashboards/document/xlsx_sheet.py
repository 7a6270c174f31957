"""One table as a sheet of a workbook."""

from datetime import date
from typing import Any

from dashboards.document.csv_form import row_notes
from dashboards.document.model import Cell, Document, Edition, Notes, Table
from dashboards.document.number_formats import number_format
from dashboards.document.texts import plain_text
from dashboards.document.words import confidential_words, no_rows_words
from dashboards.wording import wording

_NARROWEST, _WIDEST = 9, 60
_HEADER_ROW = 2
LONGEST = 32_767
"""The characters that a cell of a workbook may hold."""
# Excel keeps 15 digits of a number.
_EXACT = 10**15


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **properties: object) -> Any:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def write_sheet(sheet: Any, table: Table, document: Document, notes: Notes, formats: Formats) -> None:
    """Write `table`: its caption, its frozen headings, its rows, and the numbers of the notes beside them."""
    words = wording(document.language)
    sheet.write_string(0, 0, plain_text(table.caption), formats.of(bold=True, font_size=12))
    head = formats.of(bold=True, text_wrap=True, valign="bottom", bottom=2, bg_color="#EEF2F6")
    headings = [plain_text(column.heading) for column in table.columns] + [words.text("Notes")]
    for place, heading in enumerate(headings):
        sheet.write_string(_HEADER_ROW, place, heading, head)
    first = _HEADER_ROW + 1
    if not table.rows:
        sheet.write_string(first, 0, no_rows_words(words), formats.of(italic=True))
    for number, row in enumerate(table.rows):
        is_total = table.has_total and number == len(table.rows) - 1
        _write_row(sheet, first + number, row, document.language, formats, is_total=is_total)
        sheet.write_string(
            first + number, len(table.columns), row_notes(row, notes), formats.of(valign="top")
        )
    if table.note != "":
        note = formats.of(font_color="#4D4D4D")
        sheet.write_string(first + max(len(table.rows), 1) + 1, 0, plain_text(table.note)[:LONGEST], note)
    _set_widths(sheet, table)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.repeat_rows(_HEADER_ROW)
    set_up_print(sheet, document)


def set_up_print(sheet: Any, document: Document) -> None:
    """Print a sheet on A4, across, as wide as the page; a confidential one says so on each page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if document.edition is Edition.CONFIDENTIAL:
        sheet.set_header("&R" + confidential_words(wording(document.language)))
    sheet.set_footer("&R&P (&N)")


def _write_row(
    sheet: Any,
    number: int,
    row: tuple[Cell, ...],
    language: str,
    formats: Formats,
    *,
    is_total: bool,
) -> None:
    for place, cell in enumerate(row):
        shape: dict[str, object] = {"valign": "top"} | ({"bold": True, "top": 1} if is_total else {})
        _write_cell(sheet, (number, place), cell, language, formats, shape)


def _write_cell(
    sheet: Any,
    at: tuple[int, int],
    cell: Cell,
    language: str,
    formats: Formats,
    shape: dict[str, object],
) -> None:
    value, text = cell.value, plain_text(cell.text)
    if isinstance(value, int | float) and abs(value) < _EXACT:
        sheet.write_number(*at, value, formats.of(**shape, num_format=number_format(value, text, language)))
        return
    day = _day(value)
    if day is not None:
        sheet.write_datetime(*at, day, formats.of(**shape, num_format="yyyy-mm-dd", align="left"))
        return
    if text != "":
        sheet.write_string(*at, text[:LONGEST], formats.of(**shape, text_wrap=True))


def _day(value: object) -> date | None:
    """Return the day that an ISO date names; a workbook knows none before 1900."""
    if not isinstance(value, str) or len(value) != len("2026-11-09"):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def _set_widths(sheet: Any, table: Table) -> None:
    for place, column in enumerate(table.columns):
        texts = [row[place].text for row in table.rows if place < len(row)]
        longest = max([len(column.heading) * 0.7, *map(len, texts)])
        sheet.set_column(place, place, min(max(longest + 2, _NARROWEST), _WIDEST))
