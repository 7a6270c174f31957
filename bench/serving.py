"""Serving a city's two years: pages, API, metrics, dashboard queries, for one reader and for fifty at once.

The store is that of a watch named by the environment variable SUPPLIERWATCH_BENCH_WATCH, which holds two
years and a million tickets in PostgreSQL; without one it is made first (`bench.serving_store`), which takes
a while.
"""

import itertools
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import httpx2
import psycopg

from bench.goals import Goal, Report
from bench.scale import Scale
from bench.serving_store import filled_watch
from bench.tables import table
from dashboards.grafana.build import queries
from supplierwatch.watch import load_watch

WATCH_VARIABLE = "SUPPLIERWATCH_BENCH_WATCH"
READERS, ROUNDS_TOGETHER = 50, 3
PAGE_MILLISECONDS, METRICS_MILLISECONDS = 200, 100
MONTH, PERIODS = "2026-10", ("2026-10",)
RANGE = {"From": "2024-11-01T00:00:00Z", "To": "2026-11-30T00:00:00Z"}
_MACRO = re.compile(r"\$\{(\w+):sqlstring\}|\$__time(From|To)\(\)")
_STARTED_WITHIN = 60


@dataclass(frozen=True)
class Asked:
    """One address or query with the milliseconds each answer took, and how many were none."""

    name: str
    milliseconds: tuple[float, ...]
    errors: int = 0


@dataclass
class Together:
    """What many readers at once found."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    with _watch(scale) as folder:
        return measured(folder, rounds=max(scale.rounds, 3))


@contextmanager
def _watch(scale: Scale) -> Iterator[Path]:
    named = os.environ.get(WATCH_VARIABLE)
    if named is not None:
        yield Path(named)
        return
    with filled_watch(scale) as folder:
        yield folder


def measured(folder: Path, rounds: int) -> Report:
    """Return what serving the watch in `folder` took."""
    with _served(folder) as address:
        paths = _paths(address)
        alone = [_ask(address, path, rounds) for path in paths]
        together = _ask_together(address, [path for path in paths if path != "/metrics"])
    asked = _ask_store(folder, rounds)
    parts = [
        "### Pages, API and metrics for one reader",
        _table(alone),
        f"### {READERS} readers at once",
        _told_together(together),
        "### Dashboard queries for one reader, the slowest twenty",
        _table(sorted(asked, key=_median, reverse=True)[:20]),
    ]
    return Report("\n\n".join(parts), _goals(alone, together, asked))


def _median(one: Asked) -> float:
    return median(one.milliseconds)


def _table(asked: Sequence[Asked]) -> str:
    head = ["asked", "median, ms", "least, ms", "most, ms", "errors"]
    rows = [
        [
            one.name,
            *(f"{of(one.milliseconds):.0f}" for of in (median, min, max)),
            str(one.errors),
        ]
        for one in asked
    ]
    return table(head, rows)


def _told_together(together: Together) -> str:
    found = sorted(together.milliseconds)
    ninety_five = quantiles(found, n=20)[-1]
    return (
        f"{len(found):,} requests, {len(together.errors)} errors; median {median(found):.0f} ms, "
        f"95th percentile {ninety_five:.0f} ms, most {found[-1]:.0f} ms."
    )


def _goals(alone: Sequence[Asked], together: Together, asked: Sequence[Asked]) -> list[Goal]:
    pages = [one for one in alone if one.name != "/metrics"]
    metrics = next(one for one in alone if one.name == "/metrics")
    slowest = max(pages, key=_median)
    slowest_query = max(asked, key=_median)
    errors = float(len(together.errors) + sum(one.errors for one in alone))
    return [
        _at_most(
            f"slowest page or API address ({slowest.name}), ms", PAGE_MILLISECONDS, slowest.milliseconds
        ),
        _at_most("/metrics, ms", METRICS_MILLISECONDS, metrics.milliseconds),
        _at_most(
            f"slowest dashboard query ({slowest_query.name}), ms",
            PAGE_MILLISECONDS,
            slowest_query.milliseconds,
        ),
        _at_most(f"errors, of {READERS} readers at once too", 0, (errors,)),
    ]


def _at_most(what: str, bound: float, reached: tuple[float, ...]) -> Goal:
    return Goal(what, bound, at_least=False, reached=reached, reason="nothing is held back: see the table")


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve the watch by a process of its own, as `supplierwatch serve` does; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bench.serving_worker", str(folder), str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/ready", process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _STARTED_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx2.get(address, timeout=5).status_code == 200:
                return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise SystemExit("the pages are not served")


def _paths(address: str) -> list[str]:
    """Return every address there is to read, with names that the store holds."""
    with httpx2.Client(base_url=address, timeout=60) as client:
        indicators = [one["indicator"] for one in client.get("/api/v1/indicators").json()]
        outcomes = client.get("/api/v1/outcomes", params={"month": MONTH}).json()
        units = client.get("/api/v1/outcomes", params={"month": MONTH, "scope": "units"}).json()
        by_tickets, ticket = _with_tickets(client, indicators)
    services = sorted({one["service"] for one in outcomes if one["service"]})
    unit = units[0]["unit"]
    pages = ["/", "/units", f"/units/{unit}", "/reports", f"/reports/{MONTH}", "/decision", "/health"]
    pages += [f"/indicators/{one}?month={MONTH}" for one in indicators]
    pages += [f"/services/{one}?month={MONTH}" for one in services]
    pages += [f"/tickets/{ticket}", f"/evidence/{MONTH}/{by_tickets}", f"/evidence/{MONTH}/score"]
    pages += [f"/evidence/{MONTH}/credit/{services[0]}"]
    api = [
        "contract", "months", f"outcomes?month={MONTH}", f"outcomes?month={MONTH}&scope=units",
        "indicators", f"indicators/{by_tickets}/history", "credits", "score", "triggers", "seals",
        "decision-dates", "sources", "standing",
        f"evidence/tickets?indicator={by_tickets}&month={MONTH}&limit=1000",
        f"evidence/outages?indicator={outcomes[0]['indicator']}&month={MONTH}",
    ]  # fmt: skip
    return [*pages, *(f"/api/v1/{one}" for one in api), "/api/openapi.json", "/metrics"]


def _with_tickets(client: httpx2.Client, indicators: Sequence[str]) -> tuple[str, str]:
    """Return the indicator with a ticket behind it that comes first, and that ticket."""
    for indicator in indicators:
        query = {"indicator": indicator, "month": MONTH, "limit": 1}
        found = client.get("/api/v1/evidence/tickets", params=query).json()["tickets"]
        if found:
            return indicator, str(found[0]["ticket"])
    raise SystemExit(f"there are no tickets in {MONTH}")


def _ask(address: str, path: str, rounds: int) -> Asked:
    with httpx2.Client(base_url=address, timeout=60) as client:
        client.get(path)
        taken = [_timed(lambda: client.get(path).status_code) for _ in range(rounds)]
    return Asked(path, tuple(ms for ms, _ in taken), sum(status != 200 for _, status in taken))


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    start = time.perf_counter()
    found = work()
    return (time.perf_counter() - start) * 1_000, found


def _ask_together(address: str, paths: Sequence[str]) -> Together:
    found, lock = Together(), threading.Lock()

    def read(number: int) -> None:
        own = itertools.islice(itertools.cycle(paths), number, number + ROUNDS_TOGETHER * 10)
        with httpx2.Client(base_url=address, timeout=120) as client:
            for path in own:
                milliseconds, problem = _answered(client, path)
                with lock:
                    found.milliseconds.append(milliseconds)
                    found.errors.extend(problem)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return found


def _answered(client: httpx2.Client, path: str) -> tuple[float, list[str]]:
    start = time.perf_counter()
    try:
        status = client.get(path).status_code
    except httpx2.HTTPError as error:
        return (time.perf_counter() - start) * 1_000, [f"{path}: {type(error).__name__}"]
    return (time.perf_counter() - start) * 1_000, [] if status == 200 else [f"{path}: {status}"]


def _ask_store(folder: Path, rounds: int) -> list[Asked]:
    """Run every query of the dashboards in one language: the other differs in the labels it reads only."""
    watch = load_watch(folder)
    address = watch.settings.store_address(folder, os.environ).replace("+psycopg", "")
    contract = watch.versions.latest.contract
    chosen = {
        "contract": (contract.contract.id,),
        "period": PERIODS,
        "service": tuple(one.id for one in contract.services),
        "segment": tuple(one.id for one in contract.segments),
    }
    asked = [one for one in queries() if one.is_sql and one.language == "sv"]
    with psycopg.connect(address, autocommit=True) as connection:
        return [
            Asked(
                one.place,
                tuple(_query(connection, _expanded(one.text, chosen)) for _ in range(rounds + 1))[1:],
            )
            for one in asked
        ]


def _query(connection: "psycopg.Connection[tuple[object, ...]]", text: str) -> float:
    start = time.perf_counter()
    connection.execute(text.encode()).fetchall()
    return (time.perf_counter() - start) * 1_000


def _expanded(text: str, chosen: dict[str, tuple[str, ...]]) -> str:
    def replaced(found: re.Match[str]) -> str:
        if found.group(1) is None:
            return f"'{RANGE[found.group(2)]}'"
        return ",".join(f"'{value}'" for value in chosen[found.group(1)])

    return _MACRO.sub(replaced, text)
