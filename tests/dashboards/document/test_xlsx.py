"""The workbook: numbers are numbers, days are days, and text is never computed."""

import io
import sys
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.errors import SupplierwatchError
from dashboards.document.model import Cell, Column, Document, runs
from dashboards.document.number_formats import number_format
from dashboards.document.sheet_names import sheet_names
from dashboards.document.xlsx_form import render_xlsx
from tests.dashboards.document.examples import saying, table_document, whole

DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - days of a workbook have no zone


def opened(document: Document) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))


def test_it_has_a_first_sheet_one_for_each_table_and_the_notes() -> None:
    book = opened(whole(rows=2))
    assert book.sheetnames == ["Dokument", "levels", "notes"]
    first = [cell.value for row in book["Dokument"] for cell in row if cell.value]
    assert "Svar på remiss om it-service" in first
    assert "Ofullständigt underlag" in first
    assert "Konfidentiell upplaga \u2013 sekretessprövas före utlämnande" in first


def test_numbers_are_numbers_and_days_are_days_shown_as_the_document_shows_them() -> None:
    row = list(opened(whole(rows=2))["levels"].rows)[3]
    assert [cell.value for cell in row[:4]] == [
        "K00 drifttillgänglighet",
        0.997,
        1250000,
        DAY,
    ]
    assert [cell.number_format for cell in row[1:4]] == ["0.0%", "#,##0", "yyyy-mm-dd"]


def test_the_notes_of_a_row_stand_in_its_last_column() -> None:
    rows = list(opened(whole(rows=2))["levels"].rows)
    assert rows[2][5].value == "Noter"
    assert rows[3][5].value == "1, 3"


def test_the_headings_stay_in_sight() -> None:
    assert opened(whole(rows=2))["levels"].freeze_panes == "B4"


@pytest.mark.parametrize("text", ["=1+1", "+46 8", "-1", "@SUM(A1)", "{=1}", "http://example.org", "007"])
def test_text_is_never_computed(text: str) -> None:
    document = table_document((Cell(runs(text)),), columns=(Column("A"),))
    cell = opened(document)["one"]["A4"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_a_cell_without_a_value_is_empty_and_no_zero() -> None:
    document = table_document((Cell(runs("a")), Cell()), columns=(Column("A"), Column("B", is_number=True)))
    assert opened(document)["one"]["B4"].value is None


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_xlsx(whole()) == render_xlsx(whole())
    with zipfile.ZipFile(io.BytesIO(render_xlsx(whole()))) as package:
        assert b"2026-11-09T00:00:00Z" in package.read("docProps/core.xml")


@given(st.text(max_size=20))
def test_no_character_keeps_a_workbook_from_being_read(text: str) -> None:
    assert opened(saying(f"a{text}z")).sheetnames[0] == "Document"


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_names_of_sheets_are_allowed_and_different(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize(
    ("value", "text", "language", "told"),
    [
        (0.997, "99,7\u00a0%", "sv", "0.0%"),
        (0.9973, "99.73%", "en", "0.00%"),
        (99.7, "99,7\u00a0%", "sv", "#,##0.0"),
        (1250000, "1\u00a0250\u00a0000\u00a0kr", "sv", "#,##0"),
        (1250000, "SEK\u00a01,250,000", "en", "#,##0"),
        (-2.5, "\u22122,5", "sv", "#,##0.0"),
        (3, "tre", "sv", "General"),
    ],
)
def test_a_number_has_the_decimals_that_its_text_has(
    value: float, text: str, language: str, told: str
) -> None:
    assert number_format(value, text, language) == told


def test_without_the_library_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(SupplierwatchError, match=r"pip install 'supplierwatch\[reports\]'"):
        render_xlsx(whole(rows=1))
