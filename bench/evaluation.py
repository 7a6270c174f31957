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

from bench.goals import Goal, Report
from bench.scale import Scale
from bench.store import save_all
from bench.tables import table
from bench.timing import seconds_of, spread
from collector.records import FactKind
from collector.store.database import open_database
from collector.store.planning import save_statistics
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
MOST_MEGABYTES = 1_500
_OF_BARE = (
    "the bound rests on a prototype that only counted tickets in time by month, service and priority; the"
    " evaluation runs the whole clock, in two views, and keeps the evidence of every ticket"
)
_OF_ROWS = (
    "the evaluation itself, the same after both ways of reading, takes longer than the prototype's count"
)


@dataclass
class Way:
    """What each round of one way took, as its own process said."""

    rounds: list[dict[str, Any]] = field(default_factory=list)

    def seconds(self, *parts: str) -> list[float]:
        return [sum(took.get(part, 0.0) for part in parts) for took in self.rounds]

    @property
    def peak_megabytes(self) -> float:
        return max(float(took["peak_megabytes"]) for took in self.rounds)


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    reports = [_of_database("SQLite", _sqlite, scale)]
    if postgresql_programs() is None:
        reports.append(Report("PostgreSQL: skipped, no server is installed."))
    else:
        reports.append(_of_database("PostgreSQL", _postgresql, scale))
    goals = [goal for report in reports for goal in report.goals]
    return Report("\n\n".join(report.text for report in reports), goals)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="watch-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'watch.db'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    with running_postgresql() as server:
        yield fresh_database(server)


def _of_database(name: str, opened: Callable[[], Any], scale: Scale) -> Report:
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
    text = [title, table(head, rows), _comparisons(ways), f"Saving them took {saved:.1f} s."]
    return Report("\n\n".join(text), goals_of(name, ways))


def _fill(address: str, tickets: int) -> None:
    with open_database(address) as database:
        upgrade(database)
        save_all(database, tickets, kinds=KINDS, cursor="bench")
        save_statistics(database)  # as every collect of so many facts does


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


def goals_of(name: str, ways: dict[str, Way]) -> list[Goal]:
    """Return the goals of one database, whose ways were timed round by round.

    End to end is reading and computing: what the peers, which have no results to publish, do too.
    """
    bare, rows = _of_bare(ways, "read", "compute"), _of_rows(ways)
    memory = (ways["product"].peak_megabytes,)
    head = f"evaluation from {name}"
    return [
        Goal(f"{head}: times the bare read", 1.4, at_least=False, reached=bare, reason=_OF_BARE),
        Goal(f"{head}: times as fast as by rows", 5, at_least=True, reached=rows, reason=_OF_ROWS),
        Goal(f"{head}: peak memory, MB", MOST_MEGABYTES, at_least=False, reached=memory),
    ]


def _of_bare(ways: dict[str, Way], *parts: str) -> tuple[float, ...]:
    ours, bare = ways["product"].seconds(*parts), ways["bare"].seconds("read")
    return tuple(mine / its for mine, its in zip(ours, bare, strict=True))


def _of_rows(ways: dict[str, Way]) -> tuple[float, ...]:
    ours, rows = (ways[way].seconds("read", "compute") for way in ("product", "rows"))
    return tuple(its / mine for mine, its in zip(ours, rows, strict=True))


def _comparisons(ways: dict[str, Way]) -> str:
    last, bare = ways["product"].rounds[-1], ways["bare"].rounds[-1]["read"]
    everything = sum(last[part] for part in ("read", "compute", "publish")) / bare
    return (
        f"Times the bare read: reading {spread(_of_bare(ways, 'read'))}, reading and computing "
        f"{spread(_of_bare(ways, 'read', 'compute'))}, with publishing {everything:.2f}. "
        f"Reading and computing is {spread(_of_rows(ways))} times as fast as by rows. "
        "Figures by columns and by rows are equal."
    )
