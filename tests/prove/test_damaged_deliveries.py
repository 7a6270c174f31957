"""Damaged deliveries: each row becomes a fact or a reject, or the file is refused; nothing else escapes."""

import json
import random
import shutil
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from collector.collect import collect
from collector.errors import SupplierwatchError
from collector.mapping import read_mapping
from collector.records import FactKind
from collector.sources import open_source
from collector.store.database import Database
from collector.store.runs import RunOutcome
from tests.prove.damage import CELLS, damaged, damaged_inside, damaged_rows
from tests.prove.deliveries import DELIVERIES, Delivery, rows_of
from tests.prove.figures import tell

pytestmark = [
    pytest.mark.prove,
    # What openpyxl says of a damaged part before it gives up, or does without it.
    pytest.mark.filterwarnings("ignore::UserWarning:openpyxl"),
]

SEED = 20_261_122
CASES = {
    "delivery.csv": 900,
    "delivery.json": 500,
    "delivery.xlsx": 150,
    "delivery.xes": 700,
    "delivery.csv.gz": 400,
}
FILES_OF_CELLS, ROWS, STRANGE_CELLS = 15, 1_000, 400
STORED_CASES = 60


def taken(delivery: Delivery, path: Path) -> tuple[int, int, int]:
    """Read one file; return how many rows it had, were facts, and were put aside."""
    source = open_source("tickets", [path], read_mapping(delivery.mapping))
    rows = facts = rejects = 0
    for page in source.fetch(None):
        found = source.normalise(page)
        changes = found.facts[FactKind.TICKET_CHANGE]
        rows += len(page.rows)
        # Every row of such a log states a status, so that each is one change of status.
        facts += int((changes["field"] == "status").sum())
        rejects += len(found.rejects)
    return rows, facts, rejects


def taken_or_refused(delivery: Delivery, path: Path) -> tuple[int, int, int] | None:
    """Read one file; return None where it is refused, with its name in what is said."""
    try:
        return taken(delivery, path)
    except SupplierwatchError as error:
        if path.name not in str(error):
            raise
        return None


def rows_by_another_reading(name: str, content: bytes) -> int | None:
    """Count the rows another way; None where only the reader itself can tell."""
    try:
        if name == "delivery.json":
            items = json.loads(content.decode().removeprefix("\ufeff"))
            return len(items) if isinstance(items, list) else None
        if name == "delivery.xes":
            root = ET.fromstring(content)  # noqa: S314 - our own bytes; a document type has no rows
            return len(root.findall("./trace/event"))
    except (ValueError, ET.ParseError, RecursionError):
        return None
    if name != "delivery.csv" or b'"' in content or b"\r" in content:
        return None
    return sum(line != b"" for line in content.split(b"\n")[1:])


def plain_rows(chance: random.Random) -> list[list[str]]:
    """Half of all files have no cell that needs quotes, so that lines can be counted."""
    rows = rows_of(chance)
    if chance.random() < 0.5:
        return rows
    return [[*row[:4], "first line"] for row in rows]


@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda delivery: delivery.name)
def test_damaged_bytes_lose_no_row_silently(delivery: Delivery, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} {delivery.name}")  # noqa: S311 - damage, not secrets
    path = tmp_path / delivery.name
    counts: Counter[str] = Counter()
    for _ in range(CASES[delivery.name]):
        content = delivery.write(plain_rows(chance))
        outside = chance.random() < 0.3
        content = damaged(content, chance) if outside else damaged_inside(delivery.name, content, chance)
        path.write_bytes(content)
        counted = taken_or_refused(delivery, path)
        if counted is None:
            counts["refused"] += 1
            continue
        rows, facts, rejects = counted
        assert rows == facts + rejects
        other = rows_by_another_reading(delivery.name, content)
        if other is not None:
            assert rows == other, content
            counts["counted_another_way"] += 1
        counts.update(read=1, facts=facts, rejects=rejects)
    tell(f"damaged bytes, {delivery.name}", files=CASES[delivery.name], **dict(sorted(counts.items())))


@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda delivery: delivery.name)
def test_strange_cells_lose_no_row_silently(delivery: Delivery, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} cells {delivery.name}")  # noqa: S311 - as above
    path = tmp_path / delivery.name
    counts: Counter[str] = Counter()
    for _ in range(FILES_OF_CELLS):
        rows = damaged_rows(rows_of(chance, ROWS), chance, STRANGE_CELLS)
        path.write_bytes(delivery.write(rows))
        found, facts, rejects = taken(delivery, path)
        assert (found, facts + rejects) == (ROWS, ROWS)
        counts.update(facts=facts, rejects=rejects)
    cells = FILES_OF_CELLS * STRANGE_CELLS
    tell(f"strange cells, {delivery.name}", cells=cells, **dict(sorted(counts.items())))


def test_whatever_a_cell_holds_can_be_stored(database: Database, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - as above
    delivery = DELIVERIES[0]
    counts: Counter[str] = Counter()
    for number in range(STORED_CASES):
        path = tmp_path / str(number) / delivery.name
        path.parent.mkdir()
        rows = damaged_rows(rows_of(chance), chance, 6)
        content = delivery.write(rows)
        path.write_bytes(damaged(content, chance) if number % 2 else content)
        source = open_source(f"log {number}", [path], read_mapping(delivery.mapping))
        record = collect(source, database, lambda: 1_800_000_000)
        assert record.outcome is RunOutcome.COMPLETE or number % 2, record.problem
        counts.update({record.outcome.value: 1, "rows": record.rows, "rejects": record.rejects})
    shutil.rmtree(tmp_path)
    tell(f"damaged files collected, {database.dialect}", files=STORED_CASES, **dict(sorted(counts.items())))


def test_the_cells_put_in_are_as_many_as_they_seem() -> None:
    assert pd.Index(CELLS).is_unique
