"""A table of tickets that is delivered again, corrected: the clock must stop where it says now."""

from pathlib import Path

import openpyxl
import pytest

from collector.collect import RunRecord, collect
from collector.mapping import read_mapping
from collector.records import FactKind
from collector.sources import open_source
from collector.store.database import Database
from collector.store.read import read_facts, read_horizon
from tests.collector.sources.helpers import delivered, instant
from tests.collector.sources.test_ticket_table import TABLE
from tests.collector.store.pages import clock

HEADER = ["number", "type", "opened", "resolved", "closed"]
Row = tuple[str, str, str, str]


def deliver(folder: Path, name: str, rows: list[Row]) -> Path:
    """Write rows of ticket, opened, resolved and closed as CSV or XLSX, as the name says."""
    table = [HEADER, *([ticket, "incident", *times] for ticket, *times in rows)]
    if not name.endswith(".xlsx"):
        return delivered(folder, "".join(",".join(cells) + "\n" for cells in table), name)
    book = openpyxl.Workbook()
    for cells in table:
        book.worksheets[0].append(cells)
    book.save(folder / name)
    return folder / name


def collected(database: Database, path: Path, start: int) -> RunRecord:
    return collect(open_source("tickets", [path], read_mapping(TABLE)), database, clock(start))


def statuses(database: Database, horizon: int | None = None) -> list[tuple[str, str, str]]:
    """Return ticket, hour and status of the changes that stood."""
    number = read_horizon(database) if horizon is None else horizon
    found = read_facts(database, FactKind.TICKET_CHANGE, number, keys=True)
    hours = (found["at"] - instant("2026-03-01T00:00:00+00:00")) // 3600
    return [
        (str(ticket), f"{hour:02}", str(value))
        for ticket, hour, value in zip(found["ticket"], hours, found["value"], strict=True)
    ]


@pytest.mark.parametrize("name", ["tickets.csv", "tickets.xlsx"])
def test_a_corrected_resolution_replaces_the_one_delivered_before(
    database: Database, tmp_path: Path, name: str
) -> None:
    early = deliver(tmp_path, name, [("A", "2026-03-01 08:00", "2026-03-01 10:00", "")])
    collected(database, early, 1000)
    late = deliver(tmp_path, name, [("A", "2026-03-01 08:00", "2026-03-01 20:00", "")])
    record = collected(database, late, 2000)
    assert statuses(database) == [("A", "08", "opened"), ("A", "20", "resolved")]
    assert statuses(database, horizon=1) == [("A", "08", "opened"), ("A", "10", "resolved")]
    assert (record.new, record.unchanged, record.removed) == (1, 2, 1)


def test_a_resolution_taken_back_is_gone(database: Database, tmp_path: Path) -> None:
    name = "tickets.csv"
    deliver(tmp_path, name, [("A", "2026-03-01 08:00", "2026-03-01 10:00", "2026-03-01 11:00")])
    collected(database, tmp_path / name, 1000)
    deliver(tmp_path, name, [("A", "2026-03-01 08:00", "", "")])
    collected(database, tmp_path / name, 2000)
    assert statuses(database) == [("A", "08", "opened")]


def test_an_opening_corrected_to_later_moves_the_ticket(database: Database, tmp_path: Path) -> None:
    name = "tickets.csv"
    collected(database, deliver(tmp_path, name, [("A", "2026-03-01 08:00", "", "")]), 1000)
    collected(database, deliver(tmp_path, name, [("A", "2026-03-01 09:00", "", "")]), 2000)
    assert statuses(database) == [("A", "09", "opened")]
    tickets = read_facts(database, FactKind.TICKET, read_horizon(database))
    assert tickets["opened_at"].to_list() == [instant("2026-03-01T09:00:00+00:00")]


def test_tickets_that_a_later_delivery_leaves_out_stay(database: Database, tmp_path: Path) -> None:
    name = "tickets.csv"
    collected(database, deliver(tmp_path, name, [("A", "2026-03-01 08:00", "2026-03-01 10:00", "")]), 1000)
    collected(database, deliver(tmp_path, name, [("B", "2026-03-01 09:00", "", "")]), 2000)
    assert statuses(database) == [("A", "08", "opened"), ("A", "10", "resolved"), ("B", "09", "opened")]


def test_a_corrected_row_that_cannot_be_read_leaves_what_was_said_before(
    database: Database, tmp_path: Path
) -> None:
    name = "tickets.csv"
    collected(database, deliver(tmp_path, name, [("A", "2026-03-01 08:00", "2026-03-01 10:00", "")]), 1000)
    record = collected(database, deliver(tmp_path, name, [("A", "2026-03-01 08:00", "soon", "")]), 2000)
    assert record.rejects == 1
    assert statuses(database) == [("A", "08", "opened"), ("A", "10", "resolved")]
