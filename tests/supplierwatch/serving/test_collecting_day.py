"""A stretch of a day: systems that fail at random, collected by the job itself, end complete."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from collector.errors import Problem, SourceUnreadable, SupplierwatchError
from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_facts, read_horizon
from supplierwatch.serving.collect_job import collect
from supplierwatch.serving.schedules import Occurrence
from supplierwatch.serving.work import Work
from supplierwatch.watch import Watch
from tests.collector.sources.helpers import instant
from tests.supplierwatch.asked_systems import System, watch_asking

BEGIN = instant("2026-11-02T00:00:00+00:00")
QUARTER = 15 * 60
SOURCES, RUNS = 6, 10


@dataclass
class Day:
    """Systems in which a ticket is done every few minutes, and of which one in four fails at each run."""

    random: Random
    systems: dict[str, System] = field(default_factory=dict)
    failing: dict[str, str] = field(default_factory=dict)
    now: int = BEGIN

    def __post_init__(self) -> None:
        for number in range(SOURCES):
            name = f"desk {number}"
            self.systems[name] = System(asked=self._asked(name), answered=self._answered(name), at_once=8)

    def _asked(self, name: str) -> Callable[..., None]:
        def asked(*_asked: object) -> None:
            if self.failing.get(name) == "at once":
                raise SourceUnreadable(Problem("the connection was refused"))
            if self.failing.get(name) == "unexpectedly":
                raise ZeroDivisionError

        return asked

    def _answered(self, name: str) -> Callable[..., None]:
        def answered(*_answered: object) -> None:
            if self.failing.get(name) == "in the middle":
                raise SourceUnreadable(Problem("the answer is cut short"))

        return answered

    def passes(self) -> None:
        """A quarter of an hour: in every system some tickets are done, and others fail than before."""
        for name, system in self.systems.items():
            for number in range(self.random.randint(0, 3)):
                done = self.now + self.random.randrange(QUARTER)
                system.tickets[f"{name}/{self.now}/{number}"] = (done - 600, done)
        self.now += QUARTER
        ways = ("at once", "unexpectedly", "in the middle")
        self.failing = {
            name: self.random.choice(ways) for name in self.systems if self.random.random() < 0.25
        }

    def work(self, watch: Watch, database: Database) -> Work:
        return Work(watch, database, {}, lambda: self.now, Occurrence("", self.now), lambda: False)


def test_where_one_in_four_fails_at_random_all_is_there_in_the_end(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(Random(6))  # noqa: S311 - a test's chances, the same every time
    watch = watch_asking(watch_folder, day.systems, monkeypatch, "2026-11-02")
    failed = 0
    for _ in range(RUNS):
        day.passes()
        failed += len(day.failing)
        collect(day.work(watch, sqlite_database))
    assert failed > SOURCES
    day.failing, day.now = {}, day.now + QUARTER
    assert collect(day.work(watch, sqlite_database)) == ""

    facts = read_facts(sqlite_database, FactKind.TICKET, read_horizon(sqlite_database), keys=True)
    found = facts[facts["ticket"].str.startswith("desk")]
    expected = {key for system in day.systems.values() for key in system.tickets}
    assert (set(found["ticket"]), len(found)) == (expected, len(expected))
    assert len(expected) > SOURCES * RUNS


def test_the_job_names_who_failed_and_who_is_left_alone(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(Random(1))  # noqa: S311 - as above
    watch = watch_asking(watch_folder, day.systems, monkeypatch, "2026-11-02")
    day.failing = {"desk 2": "at once"}
    for _ in range(6):
        day.now += 1
        told = collect(day.work(watch, sqlite_database))
    # Five runs failed; at the sixth, a second later, the source rests for a minute and up to a quarter more.
    assert told.startswith("desk 2: left alone until 2026-11-02 01:01:")
    assert told.endswith("after 5 failures in a row")


def test_the_job_fails_where_everything_is_left_alone(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(Random(1))  # noqa: S311 - as above
    (watch_folder / "deliveries" / "tickets-2026-10.csv").write_text("Other\nA-1\n", encoding="utf-8")
    watch = watch_asking(watch_folder, day.systems, monkeypatch, "2026-11-02")
    day.failing = dict.fromkeys(day.systems, "at once")
    for _ in range(6):
        day.now += 1
        with pytest.raises(SupplierwatchError, match="no source could be read: "):
            collect(day.work(watch, sqlite_database))
