"""Small deliveries of tickets in every format, and how many rows each holds by a reading of its own."""

import csv
import gzip
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

import openpyxl

HEADER = ["number", "time", "state", "priority", "group"]
STATES = ("New", "Waiting", "Solved", "Closed", "Parked")
COMMON: dict[str, Any] = {
    "time_zone": "Europe/Stockholm",
    "statuses": {"New": "active", "Waiting": "waiting_user", "Solved": "resolved", "Closed": "closed"},
}
TABLE = COMMON | {
    "type": "event_log",
    "columns": {"ticket": "number", "at": "time", "status": "state", "priority": "priority"},
    "fields": {"team": "group"},
}
XES = COMMON | {
    "type": "xes",
    "columns": {"ticket": "trace:concept:name", "at": "time:timestamp", "status": "lifecycle:transition"},
}


def rows_of(chance: random.Random, count: int = 30) -> list[list[str]]:
    """Rows of changes that can all be read, some with a blank or a long cell that was quoted."""
    return [
        [
            f"INC{chance.randrange(8):04}",
            f"2026-10-{chance.randint(1, 28):02} {chance.randint(3, 23):02}:{chance.randint(0, 59):02}:00",
            chance.choice(STATES),
            chance.choice(("P1", "P2", "")),
            chance.choice(("first line", "second; line", 'the "third", line', "två\nrader", "")),
        ]
        for _ in range(count)
    ]


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue().encode("utf-8", "replace")


def as_json(rows: list[list[str]]) -> bytes:
    return json.dumps([dict(zip(HEADER, row, strict=True)) for row in rows], ensure_ascii=False).encode()


def as_xlsx(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEADER, *rows]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_xes(rows: list[list[str]]) -> bytes:
    """One trace for each row keeps the rows' order; logs of real systems have several events in each."""
    traces = "".join(
        f'<trace><string key="concept:name" value={quoteattr(number)}/><event>'
        f'<date key="time:timestamp" value={quoteattr(time)}/>'
        f'<string key="lifecycle:transition" value={quoteattr(state)}/></event></trace>\n'
        for number, time, state, *_ in rows
    )
    return f'<?xml version="1.0"?>\n<log>{traces}</log>'.encode()


def as_gzip(rows: list[list[str]]) -> bytes:
    return gzip.compress(as_csv(rows), mtime=0)


@dataclass(frozen=True)
class Delivery:
    """A format: the name of its files, their mapping, and how rows are written."""

    name: str
    mapping: dict[str, Any]
    write: Callable[[list[list[str]]], bytes]


DELIVERIES = (
    Delivery("delivery.csv", TABLE, as_csv),
    Delivery("delivery.json", TABLE, as_json),
    Delivery("delivery.xlsx", TABLE, as_xlsx),
    Delivery("delivery.xes", XES, as_xes),
    Delivery("delivery.csv.gz", TABLE, as_gzip),
)
