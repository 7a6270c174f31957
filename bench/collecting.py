"""Collecting a million changes of status from a ticket system on this machine, into both databases.

The peer of the same round is a client that takes the same bytes from the same server and does nothing with
them: the least time that collecting could take.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from pydantic import TypeAdapter

from bench.collecting_server import CHANGES_PER_TICKET, OPENED, serving
from bench.goals import Goal, Report
from bench.scale import Scale
from bench.tables import table
from bench.timing import seconds_of, spread
from collector.collect import RunRecord, collect
from collector.connectors.connector import Setting
from collector.connectors.registry import connectors, open_connector
from collector.mapping import read_mapping
from collector.remote.surroundings import Surroundings
from collector.store.database import open_database
from collector.store.runs import RunOutcome
from supplierwatch.migrate import upgrade
from tests.databases import fresh_database, running_postgresql

CHANGES = 1_000_000
CHANGES_A_SECOND = 20_000
GROWTH_MEGABYTES = 64
_MEGABYTE = 1 << 20

OPTIONS: dict[str, Any] = {
    "type": "rest",
    "since": "2026-01-01",
    "listing": {
        "path": "issues",
        "query": {"since": "{since}", "after": "{cursor}"},
        "rows": "issues",
        "paging": {"type": "cursor", "token": "next"},
    },
    "times": "unix",
    "ticket": "key",
    "opened_at": "opened",
    "changed_at": "updated",
    "fields": {"status": "status", "service": "service", "unit": "unit"},
    "history": {
        "type": "embedded",
        "rows": "history",
        "at": "at",
        "field": "field",
        "old": "from",
        "new": "to",
    },
}
MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "time_format": "unix",
    "fields": {"status": "status"},
    "columns": {"service": "service", "unit": "unit"},
    "statuses": {"new": "active", "assigned": "active", "waiting": "waiting_user", "done": "resolved"},
}


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    tickets = int(CHANGES * scale.share) // CHANGES_PER_TICKET
    rows, goals = [], []
    with serving(tickets) as address:
        read = [seconds_of(lambda: _only_read(address)) for _ in range(max(scale.rounds, 1))]
        rows.append(
            ["only taking the bytes", f"{tickets * CHANGES_PER_TICKET / min(read):,.0f}", spread(read), ""]
        )
        for name, store in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
            with store() as database:
                seconds, memory = _collected(address, database, tickets)
            speed = tickets * CHANGES_PER_TICKET / seconds
            growth = memory[-1] - memory[len(memory) // 4]
            rows.append([f"collecting into {name}", f"{speed:,.0f}", f"{seconds:.1f}", f"{growth:,.0f}"])
            goals += _goals(name, speed, growth)
    head = ["way", "changes a second", "seconds", "MB more at the end than after a quarter"]
    return Report(f"### Collecting {tickets * CHANGES_PER_TICKET:,} changes\n\n{table(head, rows)}", goals)


def _goals(name: str, speed: float, growth: float) -> list[Goal]:
    return [
        Goal(f"changes a second into {name}", CHANGES_A_SECOND, at_least=True, reached=(speed,)),
        Goal(f"memory stays flat, MB, {name}", GROWTH_MEGABYTES, at_least=False, reached=(growth,)),
    ]


def _only_read(address: str) -> None:
    after: str | None = "0"
    with httpx2.Client(trust_env=False) as client:
        while after is not None:
            answer = client.get(f"{address}/issues", params={"since": str(OPENED), "after": after})
            after = answer.json().get("next")


def _collected(address: str, database_address: str, tickets: int) -> tuple[float, list[float]]:
    """Return the seconds of a run that fills back everything, and the megabytes held after each page."""
    now = OPENED + tickets + 1_000_000
    options = TypeAdapter(connectors()["rest"].options_type).validate_python({**OPTIONS, "address": address})
    surroundings = Surroundings(lambda: now, {}, Path())
    memory: list[float] = []
    with open_database(database_address) as database:
        upgrade(database)
        source = open_connector(Setting("tickets", options, read_mapping(MAPPING), surroundings))
        records: list[RunRecord] = []
        seconds = seconds_of(
            lambda: records.append(
                collect(source, database, lambda: now, lambda _run: memory.append(_held()))
            )
        )
    if records[0].outcome is not RunOutcome.COMPLETE or records[0].new < tickets * (CHANGES_PER_TICKET + 2):
        raise SystemExit(f"the run brought {records[0].new} facts: {records[0].problem}")
    return seconds, memory


def _held() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / _MEGABYTE


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="watch-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'watch.db'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    with running_postgresql() as server:
        yield fresh_database(server)
