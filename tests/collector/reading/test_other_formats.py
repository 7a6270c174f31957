"""XLSX, JSON and XES as frames of text."""

import gzip
import json
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from collector.errors import SourceUnreadable
from collector.reading.checking import check_file
from collector.reading.limits import Limits
from collector.reading.rows import ROW_PROBLEM, TableOptions
from collector.reading.tables import table_frames
from collector.reading.xes_rows import xes_frames
from collector.reading.xlsx_rows import check_workbook


def workbook(path: Path, table: list[list[Any]], sheet: str = "Tickets") -> Path:
    book = openpyxl.Workbook()
    active = book.active
    assert active is not None
    active.title = sheet
    for row in table:
        active.append(row)
    book.create_sheet("Other").append(["nothing"])
    book.save(path)
    return path


def only_frame(path: Path, needed: tuple[str, ...], sheet: str | None = None) -> pd.DataFrame:
    (frame,) = table_frames(check_file(path), TableOptions(sheet=sheet), needed)
    return frame


def refusal(path: Path, needed: tuple[str, ...] = ("a",), sheet: str | None = None) -> str:
    with pytest.raises(SourceUnreadable) as found:
        only_frame(path, needed, sheet)
    return str(found.value)


def test_cells_of_a_workbook_are_text_and_times_are_iso(tmp_path: Path) -> None:
    cells = [
        datetime(2026, 3, 1, 8, 30),  # noqa: DTZ001 - workbooks know no zones
        date(2026, 3, 1),
        time(8, 30),
        timedelta(hours=1),
        5.0,
        0.25,
        True,
        None,
        "x",
    ]
    names = [f"c{place}" for place in range(len(cells))]
    frame = only_frame(workbook(tmp_path / "t.xlsx", [names, cells]), tuple(names))
    read = list(frame.loc[2])
    assert read == [
        "2026-03-01T08:30:00",
        "2026-03-01T00:00:00",
        "08:30:00",
        "3600",
        "5",
        "0.25",
        "true",
        "",
        "x",
    ]


def test_a_formula_without_a_kept_value_puts_its_row_aside(tmp_path: Path) -> None:
    frame = only_frame(workbook(tmp_path / "t.xlsx", [["a", "b"], ["INC1", "=1+1"], ["INC2", 2]]), ("a", "b"))
    assert frame[ROW_PROBLEM].tolist() == ["a formula has no value kept in the workbook", ""]


def test_a_formula_in_a_column_that_is_not_read_does_not_matter(tmp_path: Path) -> None:
    frame = only_frame(workbook(tmp_path / "t.xlsx", [["a", "b"], ["INC1", "=1+1"]]), ("a",))
    assert frame["a"].tolist() == ["INC1"]


def test_rows_of_a_workbook_keep_their_number_and_blank_ones_are_left_out(tmp_path: Path) -> None:
    frame = only_frame(workbook(tmp_path / "t.xlsx", [["a", "b"], [None, None], ["INC1"]]), ("a", "b"))
    assert frame.index.tolist() == [3]
    assert list(frame.loc[3]) == ["INC1", ""]


def test_the_sheet_is_the_one_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a"], ["INC1"]])
    assert only_frame(path, ("a",), "Tickets")["a"].tolist() == ["INC1"]
    assert "sheet 'Missing' is missing; allowed: Tickets, Other" in refusal(path, sheet="Missing")
    assert "column 'a' is missing; allowed: nothing" in refusal(path, sheet="Other")


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"a,b\n1,2\n")
    assert "damaged or cut off" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "this is no XLSX workbook" in refusal(path)


def test_a_workbook_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    with pytest.raises(SourceUnreadable, match="unpacks to 3000000 bytes"):
        check_workbook(path, Limits(ratio_from=1 << 20))


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    source, path = workbook(tmp_path / "s.xlsx", [["a"], ["INC1"]]), tmp_path / "t.xlsx"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><worksheet>&a;</worksheet>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name.endswith("sheet1.xml") else old.read(name))
    assert "this is no XLSX workbook" in refusal(path)


def test_an_array_of_objects_is_a_table_and_numbers_keep_their_digits(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"a": 1.10, "b": true}, {"a": null}, {"a": "x", "b": {"c": 1e400}}]')
    frame = only_frame(path, ("a", "b"))
    assert frame["a"].tolist() == ["1.10", "", "x"]
    assert frame["b"].tolist() == ["true", "", '{"c": "1e400"}']


def test_an_item_that_is_no_object_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"a": 1}, 5]')
    assert only_frame(path, ("a",))[ROW_PROBLEM].tolist() == ["", "this item is not an object"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"a": 1}', "not an array"),
        ('[{"a": 1},\n', "t.json:2: this is no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"b": 1}]', "column 'a' is missing; allowed: b"),
    ],
)
def test_json_that_is_no_table_is_refused(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(content)
    assert told in refusal(path)


def test_json_text_no_database_can_hold_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{"a": "x\0y"}, {"a": "\ud800"}]))
    assert only_frame(path, ("a",))["a"].tolist() == ["x\N{REPLACEMENT CHARACTER}y", "?"]


LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <string key="concept:name" value="the log"/>
  <trace>
    <string key="concept:name" value="INC1"/>
    <event>
      <string key="concept:name" value="New"/>
      <date key="time:timestamp" value="2026-03-01T08:00:00+01:00">
        <string key="inner" value="not read"/>
      </date>
    </event>
    <event><string key="concept:name" value="Closed"/><string key="team" value="A"/></event>
  </trace>
  <trace><event><string key="concept:name" value="New"/></event></trace>
</log>"""


def log(folder: Path, content: str | bytes, name: str = "log.xes") -> list[list[str]]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    needed = ("trace:concept:name", "concept:name", "time:timestamp", "team")
    return [row for frame in xes_frames(path, needed) for row in frame.to_numpy().tolist()]


EVENTS = [["INC1", "New", "2026-03-01T08:00:00+01:00", ""], ["INC1", "Closed", "", "A"], ["", "New", "", ""]]


def test_events_carry_the_attributes_of_their_trace(tmp_path: Path) -> None:
    assert log(tmp_path, LOG) == EVENTS


def test_a_compressed_log_and_one_with_prefixed_names_are_read_alike(tmp_path: Path) -> None:
    assert log(tmp_path, gzip.compress(LOG.encode()), "log.xes.gz") == EVENTS
    prefixed = LOG.replace("<log xmlns=", "<x:log xmlns:x=").replace("</log>", "</x:log>")
    assert log(tmp_path, prefixed) == EVENTS


BILLION = """<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>"""
EXTERNAL = """<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]>"""
REMOTE = """<!DOCTYPE log SYSTEM "http://127.0.0.1:1/log.dtd">"""


@pytest.mark.parametrize("declared", [BILLION, EXTERNAL, REMOTE])
def test_a_log_that_declares_entities_or_a_document_type_is_refused(tmp_path: Path, declared: str) -> None:
    with pytest.raises(SourceUnreadable, match="declares a document type or entities"):
        log(tmp_path, LOG.replace("<log", f"{declared}<log", 1))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (LOG[:-40], "no well-formed XML"),
        ("<html></html>", "starts with <html>, not <log>"),
        ("<log>" + "<string>" * 100, "nested more than 64 deep"),
        (
            LOG.replace("team", "group"),
            "column 'team' is missing; allowed: concept:name, group, time:timestamp",
        ),
    ],
)
def test_a_log_that_is_not_one_is_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(SourceUnreadable) as found:
        log(tmp_path, content)
    assert told in str(found.value)


def test_a_log_of_many_events_comes_in_several_frames(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    event = '<event><string key="concept:name" value="New"/></event>'
    path.write_text(f"<log><trace>{event * 50_001}</trace></log>")
    frames = list(xes_frames(path, ("concept:name",)))
    assert [len(frame) for frame in frames] == [50_000, 1]
    assert frames[1].index.tolist() == [50_001]


def test_a_log_and_an_array_without_content_have_no_rows(tmp_path: Path) -> None:
    assert log(tmp_path, "<log></log>") == []
    path = tmp_path / "t.json"
    path.write_text("[]")
    assert list(table_frames(check_file(path), TableOptions(), ("a",))) == []


def test_a_workbook_with_a_damaged_part_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a"], ["INC1"]])
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content = bytearray(path.read_bytes())
    content[offset + 80 : offset + 90] = b"\xff" * 10
    path.write_bytes(bytes(content))
    assert "damaged" in refusal(path)
