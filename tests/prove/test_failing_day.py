"""A day of forty sources of which one in four fails at random ends with all that every one of them says."""

import os
import random
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
import stamina
from pydantic import TypeAdapter

from collector.connectors.position import position_of
from collector.connectors.registry import connectors
from collector.entries import SourceEntry
from collector.mapping import read_mapping
from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_horizon
from collector.store.schema import RUN, SOURCE_CURSOR
from supplierwatch.serving.collect_job import collect
from supplierwatch.serving.schedules import Occurrence
from supplierwatch.serving.work import Work
from supplierwatch.watch import Watch, load_watch
from supplierwatch.watched_sources import WatchedSource
from tests.collector.connectors.helpers import World
from tests.collector.sources.helpers import instant
from tests.prove.failing_day import MAPPING, OPTIONS, Day
from tests.prove.figures import tell
from tests.prove.stored import facts_of, intake_numbers
from tests.replay import replaying
from tests.supplierwatch.watches import write_watch

pytestmark = pytest.mark.prove

SOURCES, ROUNDS = (
    int(os.environ.get(name, whole)) for name, whole in (("PROVE_SOURCES", "40"), ("PROVE_ROUNDS", "96"))
)
"""As the proof is: a day of quarters of an hour; fewer to try the proof itself."""

SEED, BACKLOG, PAGE_SIZE = 20_261_122, 20, 20
SLOW_BACKLOG, SLOW_PAGE_SIZE = 100, 5
"""Of the source whose answers take long: its past does not fit into the budget of one run."""

BUDGET, AT_ONCE = 10, 8
LEAST_AFTER, MOST_AFTER = 6, 40
"""Rounds after the day, in which nothing fails."""

ALLOWANCE = 20.0
"""Seconds beyond its budget for the request and the page that are under way when it ends, under load."""

MORNING = instant("2026-11-02T00:00:00+00:00")


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address that refuses connections: bound, so that nobody else gets it, and not listened at."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


@dataclass
class Collecting:
    """The watch, and what is seen of each round of its job."""

    watch: Watch
    database: Database
    day: Day
    address: str
    nobody: str
    seen: Counter[str] = field(default_factory=Counter)
    opened: set[str] = field(default_factory=set)
    longest_source: float = 0.0
    longest_round: float = 0.0

    def round(self) -> None:
        """Let the job collect once, and look at how it went."""
        before, begins = self._last_run(), time.monotonic()
        work = Work(
            self._watch_now(), self.database, {}, lambda: self.day.world.now, Occurrence("", 0), lambda: False
        )
        told = collect(work)
        self.longest_round = max(self.longest_round, time.monotonic() - begins)
        self.longest_source = max([self.longest_source, *(desk.seconds for desk in self.day.desks.values())])
        runs = self._runs_after(before)
        left_alone = {part.split(":")[0] for part in told.split("; ") if "left alone until" in part}
        for name, desk in self.day.desks.items():
            assert (name in runs) is (name not in left_alone)
            if desk.failing is None and name in runs:
                assert runs[name] == "complete", told
            if name in runs and name in self.opened and runs[name] == "complete":
                self.opened.discard(name)
                self.seen["breaker closed"] += 1
            if desk.failing is not None and name in runs:
                self.seen[f"{desk.failing.way}"] += 1
        self.seen["breaker opened"] += len(left_alone - self.opened)
        self.opened |= left_alone
        self.seen.update(runs.values())
        self.seen["left alone"] += len(left_alone)

    def fills_back(self) -> bool:
        """Return whether the past of some source is not collected to its end."""
        with self.database.reading() as connection:
            cursors = connection.execute(sa.select(SOURCE_CURSOR.c.cursor)).scalars().all()
        positions = [position_of(one) for one in cursors]
        return any(one is not None and one.back_fill is not None for one in positions)

    def _watch_now(self) -> Watch:
        return replace(self.watch, sources=tuple(self._source(name) for name in self.day.desks))

    def _source(self, name: str) -> WatchedSource:
        failing = self.day.desks[name].failing
        is_refused = failing is not None and failing.way == "refused"
        address = self.nobody if is_refused else f"{self.address}/{name}"
        kind = connectors()["rest"].options_type
        size = SLOW_PAGE_SIZE if self.day.desks[name].is_slow else PAGE_SIZE
        given = {**OPTIONS, "since": "2026-11-01", "address": address, "page_size": size}
        options = TypeAdapter(kind).validate_python(given)
        entry = SourceEntry.model_construct(name=name, connector=options, mapping="desk.yaml")
        return WatchedSource(entry, read_mapping(MAPPING))

    def _last_run(self) -> int:
        with self.database.reading() as connection:
            return connection.execute(sa.select(sa.func.max(RUN.c.id))).scalar_one() or 0

    def _runs_after(self, run: int) -> dict[str, str]:
        query = sa.select(RUN.c.source, RUN.c.outcome).where(RUN.c.id > run)
        with self.database.reading() as connection:
            return {row.source: row.outcome for row in connection.execute(query)}


def quick_watch(folder: Path) -> Watch:
    """Return a watch whose sources have little time, several at once."""
    watch = load_watch(write_watch(folder))
    service = watch.settings.service.model_copy(update={"source_budget": BUDGET, "sources_at_once": AT_ONCE})
    return replace(watch, settings=watch.settings.model_copy(update={"service": service}))


def test_a_day_of_forty_sources_with_one_in_four_failing_ends_complete(
    database: Database, tmp_path: Path, nobody: str
) -> None:
    day = Day(random.Random(SEED), World(MORNING))  # noqa: S311 - chances of a proof
    for number in range(SOURCES):
        day.add(f"desk-{number:02d}", SLOW_BACKLOG if number == 0 else BACKLOG, is_slow=number == 0)
    begins = time.perf_counter()
    # Waiting between two tries takes no time; the tries are as many as the sources file says.
    with replaying(day.answer) as replay, stamina.set_testing(True, attempts=OPTIONS["attempts"]):
        collecting = Collecting(quick_watch(tmp_path / "watch"), database, day, replay.address, nobody)
        for _ in range(ROUNDS):
            day.passes()
            collecting.round()
        failed = collecting.seen["failed"]
        # Every breaker lets its source be tried again, and the slow one comes to the end of its past.
        for _ in range(LEAST_AFTER):
            day.passes(may_fail=False)
            collecting.round()
        for _ in range(MOST_AFTER):
            if not collecting.fills_back():
                break
            day.passes(may_fail=False)
            collecting.round()
    seconds = time.perf_counter() - begins

    rows = facts_of(database, FactKind.TICKET_CHANGE, read_horizon(database))
    rows = rows[rows["field"] == "status"]
    stored = list(zip(rows["ticket"], rows["at"].astype("int64"), rows["value"], strict=True))
    assert day.truth() - set(stored) == set()
    assert (set(stored), len(stored)) == (day.truth(), len(day.truth()))
    numbers = intake_numbers(database)
    assert numbers == list(range(1, len(numbers) + 1))
    assert collecting.longest_source <= BUDGET + ALLOWANCE
    assert collecting.opened == set()
    if ROUNDS >= 96:
        assert collecting.seen["breaker opened"] > 0
        assert collecting.seen["breaker closed"] > 0
        assert failed > SOURCES * ROUNDS / 8
    tell(
        f"failing day, {database.dialect}",
        rounds=ROUNDS,
        changes=len(stored),
        transactions=len(numbers),
        **{name: collecting.seen[name] for name in sorted(collecting.seen)},
        budget=BUDGET,
        longest_source=collecting.longest_source,
        longest_round=collecting.longest_round,
        seconds=seconds,
    )
