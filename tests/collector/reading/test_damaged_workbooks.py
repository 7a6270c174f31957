"""Workbooks whose parts unpack well and say what no workbook says."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from collector.errors import SourceUnreadable
from collector.reading.checking import check_file
from collector.reading.rows import TableOptions
from collector.reading.tables import table_frames


def workbook(folder: Path, part: str, old: str, new: str) -> Path:
    """Write a workbook with one row, and `old` replaced by `new` in one of its parts."""
    book = openpyxl.Workbook()
    book.active.append(["number"])
    book.active.append(["INC1"])
    content = io.BytesIO()
    book.save(content)
    path = folder / "delivery.xlsx"
    with zipfile.ZipFile(content) as whole, zipfile.ZipFile(path, "w") as damaged:
        for name in whole.namelist():
            text = whole.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            damaged.writestr(name, text)
    return path


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        pytest.param(SHEET, 'r="A2"', 'r="D{2"', id="a cell in no column"),
        pytest.param(SHEET, '<row r="2"', '<row r="two"', id="a row without a number"),
        pytest.param(SHEET, '<row r="2"', '<row r="99999999999"', id="a row beyond the last there can be"),
        pytest.param(BOOK, "fullCalcOnLoad", "fulCalcOnLoad", id="an attribute nobody knows"),
        pytest.param(BOOK, "sheets>", "shets>", id="no sheet"),
    ],
)
def test_a_workbook_that_says_nonsense_is_refused(tmp_path: Path, part: str, old: str, new: str) -> None:
    path = workbook(tmp_path, part, old, new)
    with pytest.raises(SourceUnreadable, match=r"delivery\.xlsx"):
        list(table_frames(check_file(path), TableOptions(), ["number"]))


def test_a_row_outside_the_size_the_sheet_states_is_read_all_the_same(tmp_path: Path) -> None:
    path = workbook(tmp_path, SHEET, '<dimension ref="A1:A2"', '<dimension ref="A1"')
    [rows] = table_frames(check_file(path), TableOptions(), ["number"])
    assert rows["number"].to_dict() == {2: "INC1"}
