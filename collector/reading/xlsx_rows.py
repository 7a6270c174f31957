"""A sheet of an XLSX workbook as frames of text; formulas are never evaluated."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
import pandas as pd
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from collector.reading.content import readable, unreadable
from collector.reading.limits import LIMITS, Limits
from collector.reading.rows import ROW_PROBLEM, TableOptions, check_columns, text_frame, without_blank_rows

_ROWS = 20_000
_LAST_ROW = 1_048_576
"""The last row a sheet can have; a row said to lie further would be led up to by blank ones without end."""

# What openpyxl raises over damaged parts: it takes their names, numbers and attributes as they come.
_NOT_A_WORKBOOK = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OverflowError,
    UnboundLocalError,
)


def xlsx_frames(path: Path, options: TableOptions, needed: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield the `needed` columns of a sheet, indexed by row; dates and times are ISO text.

    A formula counts as the value the workbook kept for it; where it kept none, the row is a problem row.
    """
    check_workbook(path)
    with (
        _open_sheet(path, options.sheet, values=True) as values,
        _open_sheet(path, options.sheet, values=False) as formulas,
    ):
        rows, written = _rows_of(path, values), _rows_of(path, formulas)
        header = [_text(cell) for cell in next(rows, ())]
        next(written, ())
        check_columns(path, needed, header)
        places = [header.index(name) for name in needed]
        line = 2
        while block := list(islice(zip(rows, written, strict=False), _ROWS)):
            yield _frame(block, needed, places, line)
            line += len(block)


def xlsx_header(path: Path, options: TableOptions) -> tuple[str, list[str]]:
    """Return the name of the sheet that `options` mean, and the cells of its first row as text."""
    check_workbook(path)
    with _open_sheet(path, options.sheet, values=True) as sheet:
        return str(sheet.title), [_text(cell) for cell in next(_rows_of(path, sheet), ())]


def check_workbook(path: Path, limits: Limits = LIMITS) -> None:
    """Raise SourceUnreadable where the parts of a workbook are damaged or unpack beyond `limits`."""
    with readable(path), zipfile.ZipFile(path) as archive:
        size = sum(member.file_size for member in archive.infolist())
        delivered = max(path.stat().st_size, 1)
        fits = size <= limits.in_memory and size <= max(limits.ratio_from, limits.ratio * delivered)
        damaged = archive.testzip() if fits else None
    if damaged is not None:
        raise unreadable(path, f"part {damaged} of the workbook is damaged", "Have it delivered again")
    if not fits:
        raise unreadable(
            path,
            f"the workbook of {delivered} bytes unpacks to {size} bytes",
            "Deliver it as CSV, or ask whether it was meant to be sent",
            allowed=f"{limits.in_memory} bytes, and {limits.ratio} times the delivered size",
        )


@contextmanager
def _open_sheet(path: Path, sheet: str | None, *, values: bool) -> Iterator[Any]:
    with path.open("rb") as file, _open_book(path, file, values=values) as book:
        if not book.sheetnames:
            raise unreadable(path, "the workbook has no sheet", "Have it delivered again")
        name = book.sheetnames[0] if sheet is None else sheet
        if name not in book.sheetnames:
            raise unreadable(
                path,
                f"sheet {name!r} is missing",
                "Name the sheet in the mapping",
                allowed=", ".join(book.sheetnames),
            )
        yield book[name]


@contextmanager
def _open_book(path: Path, file: IO[bytes], *, values: bool) -> Iterator[Any]:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)
    except _NOT_A_WORKBOOK as error:
        raise unreadable(
            path, f"this is no XLSX workbook ({str(error).partition(chr(10))[0]})", "Save it as XLSX or CSV"
        ) from error
    try:
        yield book
    finally:
        book.close()


def _rows_of(path: Path, sheet: Any) -> Iterator[tuple[Any, ...]]:
    try:
        # The size a sheet states of itself may be wrong, and what lies outside it would silently be lost.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > _LAST_ROW:
                raise unreadable(
                    path, f"the sheet has rows beyond {_LAST_ROW}", "Save it anew as XLSX or CSV", line=number
                )
            yield cells
    except _NOT_A_WORKBOOK as error:
        raise unreadable(
            path, f"the sheet cannot be read ({error})", "Save it anew as XLSX or CSV"
        ) from error


def _frame(
    block: list[tuple[tuple[Any, ...], tuple[Any, ...]]], needed: Sequence[str], places: list[int], line: int
) -> pd.DataFrame:
    problems = [_uncached(cells, formulas, places) for cells, formulas in block]
    columns = {
        name: [_text(cells[place] if place < len(cells) else None) for cells, _ in block]
        for name, place in zip(needed, places, strict=True)
    }
    if any(problems):
        columns[ROW_PROBLEM] = problems
    return without_blank_rows(text_frame(columns, range(line, line + len(block))))


def _uncached(cells: tuple[Any, ...], formulas: tuple[Any, ...], places: list[int]) -> str:
    lost = any(
        place < len(formulas)
        and formulas[place] is not None
        and (place >= len(cells) or cells[place] is None)
        for place in places
    )
    return "a formula has no value kept in the workbook" if lost else ""


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(int(cell.total_seconds()))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
