"""Evaluating a city's year from SQLite and PostgreSQL: read, compute, publish, and peak memory."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.scale import Scale
from bench.store import save_all
from bench.tables import table
from bench.timing import seconds_of, spread
from collector.records import FactKind
from collector.store.database import open_database
from supplierwatch.migrate import upgrade
from tests.databases import fresh_database, postgresql_programs, running_postgresql

TICKETS = 1_000_000
MOST_ROUNDS = 3
WAYS = {
    "bare": "bare ADBC read of the same columns",
    "product": "**read_tickets, evaluate**",
    "rows": "SQLAlchemy rows, same compute",
    "month": "**one month of the year: read_tickets, evaluate**",
}
KINDS = (FactKind.TICKET, FactKind.TICKET_CHANGE)


@dataclass
class Way:
    """What each round of one way took, as its own process said."""

    rounds: list[dict[str, Any]] = field(default_factory=list)

    def seconds(self, *parts: str) -> list[float]:
        return [sum(took.get(part, 0.0) for part in parts) for took in self.rounds]

    @property
    def peak_megabytes(self) -> float:
        return max(float(took["peak_megabytes"]) for took in self.rounds)


def run(scale: Scale) -> str:
    """Return the report of this benchmark."""
    parts = [_of_database("SQLite", _sqlite, scale)]
    if postgresql_programs() is None:
        parts.append("PostgreSQL: skipped, no server is installed.")
    else:
        parts.append(_of_database("PostgreSQL", _postgresql, scale))
    return "\n\n".join(parts)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="watch-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'watch.db'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    with running_postgresql() as server:
        yield fresh_database(server)


def _of_database(name: str, opened: Callable[[], Any], scale: Scale) -> str:
    tickets = scale.of(TICKETS)
    with opened() as address:
        saved = seconds_of(lambda: _fill(address, tickets))
        ways = _interleave(address, min(scale.rounds, MOST_ROUNDS))
    whole = {ways[way].rounds[0]["answer"] for way in ("product", "rows")}
    if len(whole) != 1:
        raise AssertionError(f"{name}: the figures by columns and by rows differ")
    head = ["way", "rows read", "read, s", "compute, s", "publish, s", "peak memory, MB"]
    rows = [_row(WAYS[way], found) for way, found in ways.items()]
    title = f"### Evaluation of {tickets:,} tickets with {5 * tickets:,} changes from {name}"
    return "\n\n".join([title, table(head, rows), _comparisons(ways), f"Saving them took {saved:.1f} s."])


def _fill(address: str, tickets: int) -> None:
    with open_database(address) as database:
        upgrade(database)
        save_all(database, tickets, kinds=KINDS, cursor="bench")


def _interleave(address: str, rounds: int) -> dict[str, Way]:
    ways = {way: Way() for way in WAYS}
    for turn in range(rounds):
        for way, found in ways.items():
            # Written once: writing the same evaluation again would first take the former one away.
            publish = ["--publish"] if turn == rounds - 1 and way in {"product", "month"} else []
            found.rounds.append(_work(address, way, *publish))
    return ways


def _work(address: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.evaluation_worker", address, *arguments]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def _row(name: str, way: Way) -> list[str]:
    last = way.rounds[-1]
    compute = f"{median(way.seconds('compute')):.2f}" if "compute" in last else "-"
    publish = f"{last['publish']:.2f}" if "publish" in last else "-"
    read = f"{median(way.seconds('read')):.2f}"
    return [name, f"{last['rows']:,}", read, compute, publish, f"{way.peak_megabytes:,.0f}"]


def _comparisons(ways: dict[str, Way]) -> str:
    ours = ways["product"].seconds("read", "compute")
    bare, by_rows = ways["bare"].seconds("read"), ways["rows"].seconds("read", "compute")
    of_bare = spread([mine / its for mine, its in zip(ours, bare, strict=True)])
    of_read = spread([mine / its for mine, its in zip(ways["product"].seconds("read"), bare, strict=True)])
    of_rows = spread([its / mine for mine, its in zip(ours, by_rows, strict=True)])
    return (
        f"Read alone: {of_read} times the bare read. Read and compute: {of_bare} times the bare read, and "
        f"{of_rows} times as fast as by rows. Figures by columns and by rows are equal."
    )
