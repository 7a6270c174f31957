"""Requests imported from the supplier's spreadsheet: all of them with their origin, or none."""

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluator.contract.exclusion_terms import Side
from evaluator.decisions.exclusions import Exclusion
from supplierwatch.__main__ import main
from supplierwatch.watch import load_watch
from tests.supplierwatch.test_exclusion_commands import RULES
from tests.supplierwatch.watches import replace_text

SWEDISH = ["Nummer", "Begärt", "Månad", "Grund", "Orsak", "Underlag", "Ärenden", "Mätetal"]
ROW = ["U-1", date(2026, 11, 4), "2026-10", "Annans fel", "Inte vårt", "Ärende 26-1", "A-1, A-2", None]


@pytest.fixture
def ruled(watch_folder: Path) -> Path:
    """A watch whose contract has rules for exclusions."""
    replace_text(watch_folder / "contract.yaml", "reporting:\n", f"{RULES}reporting:\n")
    return watch_folder


def workbook(folder: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Begäran"
    for row in rows:
        sheet.append(row)
    path = folder.parent / "utdrag.xlsx"
    book.save(path)
    return path


def text_file(folder: Path, *rows: str) -> Path:
    path = folder.parent / "requests.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def take(folder: Path, path: Path, *options: str) -> int:
    return main(["--watch", str(folder), "exclusion", "import", str(path), "--on", "2026-11-04", *options])


def imported(folder: Path) -> tuple[Exclusion, ...]:
    return load_watch(folder).exclusions


def test_swedish_headings_need_no_mapping_and_each_request_keeps_its_origin(ruled: Path) -> None:
    path = workbook(ruled, SWEDISH, ROW)
    assert take(ruled, path) == 0
    [found] = imported(ruled)
    assert (found.id, found.proposed_by, found.proposed_on) == ("U-1", Side.SUPPLIER, date(2026, 11, 4))
    # The word for the ground is the contract's own label in Swedish.
    assert (found.ground, found.tickets, found.indicators) == ("other_supplier", ("A-1", "A-2"), ())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.imported_from == f"utdrag.xlsx, sha256 {digest}, sheet Begäran, row 2"


def test_english_headings_in_csv_are_known_too(ruled: Path) -> None:
    path = text_file(
        ruled, "Ticket;Month;Ground;Reason;Evidence", "A-1;2026-10;other_supplier;not ours;case 26-1"
    )
    assert take(ruled, path) == 0
    [found] = imported(ruled)
    # Without a number of its own the request takes the next one, and the day is that of the import.
    assert (found.id, found.proposed_on, found.tickets) == ("X001", date(2026, 11, 4), ("A-1",))


def test_importing_twice_adds_nothing(ruled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(ruled, SWEDISH, ROW, [None, *ROW[1:6], "A-3", None])
    assert take(ruled, path) == 0
    before = (ruled / "exclusions.yaml").read_bytes()
    capsys.readouterr()
    assert take(ruled, path, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "added": [],
        "already_there": 2,
        "left_out": [],
        "in_time_by_own_date": [],
    }
    # Saved anew by the supplier, with another hash: the rows say the same.
    again = workbook(ruled, [*SWEDISH, "Notering"], [*ROW, "sparad igen"])
    assert take(ruled, again) == 0
    assert (ruled / "exclusions.yaml").read_bytes() == before


def test_after_a_decision_the_row_is_still_known_even_when_its_day_has_passed(ruled: Path) -> None:
    path = text_file(ruled, "Ticket;Month;Ground;Reason;Evidence", "A-1;2026-10;other_supplier;r;e")
    assert take(ruled, path) == 0
    assert main(["--watch", str(ruled), "exclusion", "decide", "X001", "accepted", "--by", "B"]) == 0
    assert main(["--watch", str(ruled), "exclusion", "import", str(path), "--on", "2026-12-24"]) == 0
    assert len(imported(ruled)) == 1


def test_every_wrong_row_is_named_with_sheet_row_and_column_and_nothing_is_added(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(
        ruled,
        SWEDISH,
        ROW,
        ["U-2", "i går", *ROW[2:]],
        ["U-3", *ROW[1:3], "Vädret", *ROW[4:]],
        ["U-4", *ROW[1:5], None, *ROW[6:]],
        ["U-5", date(2026, 11, 9), *ROW[2:6], "A-9", None],
        ["U-6", *ROW[1:6], "A-8", "NO"],
    )
    assert take(ruled, path) == 2
    said = capsys.readouterr().err
    for expected in [
        f"{path}:3: sheet Begäran, column Begärt: 'i går' is no date",
        f"{path}:4: sheet Begäran, column Grund: the contract lists no ground 'Vädret'",
        f"{path}:5: sheet Begäran, column Underlag",
        f"{path}:6: sheet Begäran, column Begärt: U-5 was proposed on 2026-11-09 and is refused",
        f"{path}:7: sheet Begäran, column Mätetal: the contract has no 'NO'",
    ]:
        assert expected in said
    assert f"{path}:2:" not in said
    assert imported(ruled) == ()


def test_wrong_rows_are_left_out_on_request_and_told(ruled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(ruled, SWEDISH, ["U-2", "i går", *ROW[2:]], ROW)
    assert take(ruled, path, "--skip-wrong") == 0
    assert [one.id for one in imported(ruled)] == ["U-1"]
    assert "left out:" in capsys.readouterr().err


def test_a_number_that_is_taken_by_another_request_is_refused(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(ruled, workbook(ruled, SWEDISH, ROW)) == 0
    assert take(ruled, workbook(ruled, SWEDISH, [*ROW[:4], "En annan orsak", *ROW[5:]])) == 2
    assert "already an exclusion 'U-1', and it says something else" in capsys.readouterr().err


def mapping_file(folder: Path, text: str) -> str:
    path = folder.parent / "requests.mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_mapping_names_other_headings_words_and_the_zone_of_times(ruled: Path) -> None:
    service = load_watch(ruled).versions.latest.contract.services[0].id
    mapping = mapping_file(
        ruled,
        'sheet: "Begäran"\ntime_zone: Europe/Stockholm\ncolumns: {reason: "Varför", starts_at: "Nere", '
        'ends_at: "Uppe"}\ngrounds: {"3:e part": other_supplier}\n',
    )
    head = ["Tjänst", "Nere", "Uppe", "Grund", "Varför", "Underlag"]
    # A cell of a workbook holds a time without a zone.
    down, up = (datetime.fromisoformat(f"2026-10-05T{time}") for time in ("08:00", "09:30"))
    path = workbook(ruled, head, [service, down, up, "3:e part", "Fibern", "Ärende 7"])
    assert take(ruled, path, "--mapping", mapping) == 0
    [found] = imported(ruled)
    assert found.interval is not None
    assert found.interval.starts_at.isoformat() == "2026-10-05T08:00:00+02:00"
    assert found.ground == "other_supplier"


@pytest.mark.parametrize(
    ("starts_at", "mapping", "told"),
    [
        ("2026-10-05 08:00", "time_zone: null", "names no time zone"),
        # On 25 October 2026 the hour from 02:00 is passed twice.
        ("2026-10-25 02:30", "time_zone: Europe/Stockholm", "the clock skips or has twice"),
        ("morning", "time_zone: Europe/Stockholm", "is no time"),
    ],
)
def test_a_time_that_could_mean_two_is_refused(
    ruled: Path, capsys: pytest.CaptureFixture[str], starts_at: str, mapping: str, told: str
) -> None:
    rows = ["Service;From;To;Ground;Reason;Evidence", f"T1;{starts_at};2026-10-26 08:00;other_supplier;r;e"]
    assert take(ruled, text_file(ruled, *rows), "--mapping", mapping_file(ruled, mapping)) == 2
    assert told in capsys.readouterr().err


def test_a_time_with_its_offset_needs_no_zone(ruled: Path) -> None:
    service = load_watch(ruled).versions.latest.contract.services[0].id
    span = "2026-10-25T02:30:00+02:00;2026-10-25T02:30:00+01:00"
    rows = ["Service;From;To;Ground;Reason;Evidence", f"{service};{span};other_supplier;r;e"]
    assert take(ruled, text_file(ruled, *rows)) == 0
    [found] = imported(ruled)
    assert found.interval is not None
    assert (found.interval.ends_at - found.interval.starts_at).total_seconds() == 3600


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Ticket;Ground;Evidence", "column Orsak or Skäl or Reason is missing"),
        ("Reason;Evidence;From", "columns for tickets, or for service, from and to, are missing"),
    ],
)
def test_a_missing_column_is_told_with_those_there_are(
    ruled: Path, capsys: pytest.CaptureFixture[str], header: str, told: str
) -> None:
    assert take(ruled, text_file(ruled, header, "a;b;c")) == 2
    said = capsys.readouterr().err
    assert told in said
    assert header.replace(";", ", ") in said


def test_a_mapping_that_names_an_unknown_column_is_refused(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(ruled, SWEDISH, ROW)
    assert take(ruled, path, "--mapping", mapping_file(ruled, "columns: {colour: Färg}")) == 2
    assert "columns names colour" in capsys.readouterr().err


def test_a_row_with_too_many_cells_is_a_wrong_row(ruled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = text_file(ruled, "Ticket;Month;Ground;Reason;Evidence", "A-1;2026-10;other_supplier;r;e;too;many")
    assert take(ruled, path) == 2
    assert f"{path}:2:" in capsys.readouterr().err


def test_a_formula_is_never_run_and_a_cell_is_text(ruled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    formula = workbook(ruled, SWEDISH, [*ROW[:4], '=HYPERLINK("http://127.0.0.1/x")', *ROW[5:]])
    assert take(ruled, formula) == 2
    assert "a formula has no value kept in the workbook" in capsys.readouterr().err


def test_a_file_that_is_no_spreadsheet_or_is_not_there_is_told(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = ruled.parent / "requests.json"
    other.write_text("[]")
    assert take(ruled, other) == 2
    assert "the file is no spreadsheet; allowed: .xlsx or .csv" in capsys.readouterr().err
    assert take(ruled, ruled.parent / "none.csv") == 3
    broken = ruled.parent / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    assert take(ruled, broken) == 3


def test_late_rows_are_noted_on_request_and_stand_refused(ruled: Path) -> None:
    path = workbook(ruled, SWEDISH, ["U-5", date(2026, 11, 9), *ROW[2:]])
    assert take(ruled, path, "--keep-late") == 0
    assert [one.proposed_on for one in imported(ruled)] == [date(2026, 11, 9)]
    assert any("is refused" in one.found for one in load_watch(ruled).warnings)


def test_a_month_that_the_spreadsheet_made_a_date_is_that_month(ruled: Path) -> None:
    assert take(ruled, workbook(ruled, SWEDISH, [*ROW[:2], date(2026, 10, 1), *ROW[3:]])) == 0
    assert [one.period for one in imported(ruled)] == ["2026-10"]


def test_a_date_inside_a_month_is_no_month(ruled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(ruled, SWEDISH, [*ROW[:2], date(2026, 10, 2), *ROW[3:]])
    assert take(ruled, path) == 2
    said = capsys.readouterr().err
    assert "column Månad: '2026-10-02T00:00:00' is no month; allowed: a month such as 2026-10" in said


def test_a_row_that_is_in_time_only_by_its_own_date_is_taken_and_told(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The supplier writes 4 November, within the 5 working days that ended on the 6th; it came on 20 December.
    path = workbook(ruled, SWEDISH, ROW)
    assert take(ruled, path, "--on", "2026-12-20") == 0
    said = capsys.readouterr().err
    assert f"{path}:2: sheet Begäran, column Begärt: U-1 is in time by the row's own date alone" in said
    assert take(ruled, workbook(ruled, SWEDISH, ["U-2", *ROW[1:6], "A-8", None]), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["added"], found["in_time_by_own_date"]) == (["U-2"], [])
