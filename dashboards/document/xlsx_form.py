"""A document as a workbook: what it is, a sheet for each table, the notes."""

import io
from datetime import datetime
from typing import Any

from dashboards.document.csv_form import every_table
from dashboards.document.libraries import extra_missing
from dashboards.document.model import Document, Edition, Table, notes_of
from dashboards.document.sheet_names import sheet_names
from dashboards.document.texts import plain_text
from dashboards.document.words import confidential_words, manner_word
from dashboards.document.xlsx_sheet import LONGEST, Formats, set_up_print, write_sheet
from dashboards.wording import wording

_LONGEST_TITLE = 255
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render_xlsx(document: Document) -> bytes:
    """Return `document` as a workbook: numbers as numbers, days as days, text never as a formula.

    Raises SupplierwatchError where the library is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - only who writes workbooks needs the library
    except ModuleNotFoundError as error:
        raise extra_missing(error.name) from error
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    # Properties take local time without a zone.
    created = datetime.fromisoformat(document.created)
    book.set_properties({"title": plain_text(document.title)[:_LONGEST_TITLE], "created": created})
    tables, notes, formats = list(every_table(document)), notes_of(document), Formats(book)
    first = wording(document.language).text("Document")
    own, *names = sheet_names([first, *(table.name for table in tables)])
    _write_first(book.add_worksheet(own), document, dict(zip(names, tables, strict=True)), formats)
    for name, table in zip(names, tables, strict=True):
        write_sheet(book.add_worksheet(name), table, document, notes, formats)
    book.close()
    return file.getvalue()


def _write_first(sheet: Any, document: Document, tables: dict[str, Table], formats: Formats) -> None:
    strong = formats.of(bold=True, text_wrap=True, valign="top")
    text = formats.of(text_wrap=True, valign="top")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, plain_text(document.kind), strong)
    sheet.write_string(1, 0, plain_text(document.title), formats.of(bold=True, font_size=16))
    rows = _rows(document)
    for number, (name, told) in enumerate(rows, 2):
        sheet.write_string(number, 0, plain_text(name), strong)
        sheet.write_string(number, 1, plain_text(told)[:LONGEST], text)
    link = formats.of(font_color="#1F4E79", underline=1, valign="top")
    for number, (name, table) in enumerate(tables.items(), len(rows) + 3):
        sheet.write_url(number, 0, f"internal:'{name}'!A1", link, name)
        sheet.write_string(number, 1, plain_text(table.caption), text)
    set_up_print(sheet, document)


def _rows(document: Document) -> list[tuple[str, str]]:
    """Return what stands on the first sheet: what is said of the document and how far it can be trusted."""
    rows = [("", document.subtitle)] if document.subtitle != "" else []
    words = wording(document.language)
    if document.edition is Edition.CONFIDENTIAL:
        rows.append(("", confidential_words(words)))
    rows += document.letterhead
    for stamp in document.stamps:
        rows.append((manner_word(stamp.manner, words), "".join(run.text for run in stamp.runs)))
    return rows
