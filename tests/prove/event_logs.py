"""Generated event logs of October 2026: every ticket opens, waits, goes on and is resolved."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from collector.mapping import read_mapping
from collector.sources.event_log import EventLogSource

CHANGES_OF_A_TICKET = 4
OCTOBER, SECONDS = 1_790_812_800, 25 * 86_400
"""2026-10-01 00:00 UTC, and the time in which tickets open."""

MAPPING: dict[str, Any] = {
    "type": "event_log",
    "time_format": "unix",
    "columns": {"ticket": "ticket", "at": "at", "status": "status", "priority": "priority", "unit": "unit"},
    "constants": {"service": "T1", "kind": "incident"},
    "fields": {"team": "team"},
    "statuses": {"New": "active", "Waiting": "waiting_user", "Going on": "active", "Resolved": "resolved"},
}


def write_event_log(path: Path, tickets: int, prefix: str, seed: int) -> None:
    """Write a log of tickets with four rows each, in the order of time, so that pages cut tickets apart."""
    chance = np.random.default_rng(seed)
    opened = np.sort(OCTOBER + chance.integers(0, SECONDS, tickets))
    steps = chance.integers(0, 40_000, (tickets, CHANGES_OF_A_TICKET))
    steps[:, 0] = 0
    number = np.repeat(np.arange(tickets), CHANGES_OF_A_TICKET)
    place = np.tile(np.arange(CHANGES_OF_A_TICKET), tickets)
    rows = pd.DataFrame(
        {
            "ticket": prefix + pd.Series(number).astype("str").str.zfill(7),
            "at": (opened[:, np.newaxis] + steps.cumsum(axis=1)).ravel(),
            "status": pd.Series(["New", "Waiting", "Going on", "Resolved"]).take(place).to_numpy(),
            "priority": pd.Series(["P1", "P2", "P3"]).take(number % 3).to_numpy(),
            "unit": pd.Series(["S1", "F1"]).take(number % 2).to_numpy(),
            "team": pd.Series(["first line", "second line"]).take(place // 2).to_numpy(),
        }
    )
    # A stable order: what happens to one ticket in one second keeps its order.
    rows = rows.sort_values("at", kind="stable")
    pyarrow.csv.write_csv(pa.Table.from_pandas(rows, preserve_index=False), path)


def event_log_source(name: str, path: Path, page_rows: int) -> EventLogSource:
    """Return a source that reads the log in small pages, and so in many transactions."""
    return EventLogSource(name, [path], read_mapping(MAPPING), root=path.parent, page_rows=page_rows)
