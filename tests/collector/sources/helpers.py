"""What the tests of sources share: writing a delivered file and reading it under a mapping."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from collector.instants import from_datetime
from collector.mapping import read_mapping
from collector.records import FactKind
from collector.source import Normalised
from collector.sources import open_source

EVENT_LOG: dict[str, Any] = {
    "type": "event_log",
    "columns": {"ticket": "number", "at": "time", "status": "state"},
    "statuses": {"New": "active", "Waiting": "waiting_user", "Solved": "resolved", "Closed": "closed"},
}


def delivered(folder: Path, content: str | bytes, name: str = "delivery.csv") -> Path:
    """Write a delivered file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def intake(path: Path, mapping: dict[str, Any], secret: bytes | None = None) -> Normalised:
    """Return the facts, rejects and warnings of a file of one page."""
    source = open_source("tickets", [path], read_mapping(mapping), secret)
    (page,) = source.fetch(None)
    return source.normalise(page)


def changes(found: Normalised, field: str = "status") -> list[tuple[Any, ...]]:
    """Return (ticket, at, sequence, value, state) of the changes of one field."""
    rows = found.facts[FactKind.TICKET_CHANGE]
    rows = rows[rows["field"] == field]
    return [tuple(row) for row in plain(rows[["ticket", "at", "sequence", "value", "state"]])]


def plain(frame: pd.DataFrame) -> list[list[Any]]:
    """Return a frame's rows with None for what is missing."""
    return [[None if pd.isna(cell) else cell for cell in row] for row in frame.itertuples(index=False)]


def reasons(found: Normalised) -> list[tuple[int, str]]:
    """Return line and reason of the rejects."""
    return list(zip(found.rejects["line"].tolist(), found.rejects["reason"].tolist(), strict=True))


def instant(text: str) -> int:
    """Return the instant of an ISO time with its offset."""
    return from_datetime(datetime.fromisoformat(text))
