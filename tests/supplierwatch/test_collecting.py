"""Collecting from many sources: several at once, each with its time, none in the way of another."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from collector.collect import RunRecord
from collector.connectors.connector import Span
from collector.errors import Problem, SourceUnreadable, SupplierwatchError
from collector.records import FactKind
from collector.store.database import Database
from collector.store.heard import read_heard
from collector.store.read import read_facts, read_horizon
from collector.store.runs import RunOutcome
from supplierwatch.collecting import LeftAlone, Manner, Told, collect_sources
from supplierwatch.serving.work import HandedBack
from supplierwatch.watch import Watch
from tests.collector.sources.helpers import instant
from tests.supplierwatch.asked_systems import System, watch_asking

NOW = instant("2026-11-02T12:00:00+00:00")
OCTOBER = instant("2026-10-05T08:00:00+00:00")
MINUTE = 60


def within(watch: Watch, **service: Any) -> Watch:
    """The watch with some settings of the service replaced."""
    settings = watch.settings
    return replace(
        watch, settings=settings.model_copy(update={"service": settings.service.model_copy(update=service)})
    )


def collected(
    watch: Watch, database: Database, *names: str, at: int = NOW, **manner: Any
) -> dict[str, RunRecord]:
    runs = collect_sources(watch, database, lambda: at, {}, names, None, Manner(**manner))
    return {run.source: run for run in runs}


def tickets(database: Database) -> set[str]:
    return set(read_facts(database, FactKind.TICKET, read_horizon(database), keys=True)["ticket"])


def refused(*_asked: object) -> None:
    raise SourceUnreadable(Problem("the connection was refused", file="http://127.0.0.1:1"))


def broken(*_asked: object) -> None:
    raise KeyError("Anna Andersson, 070-1234567")


def test_systems_are_asked_at_the_same_time(
    watch_folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = threading.Barrier(4, timeout=20)
    systems = {f"desk {number}": System({f"T{number}": (OCTOBER, OCTOBER + MINUTE)}) for number in range(4)}

    def asked(_connector: object, span: Span) -> None:
        # Nobody is answered before all four are asked.
        if span.until is None:
            together.wait()

    for system in systems.values():
        system.asked = asked
    watch = within(watch_asking(watch_folder, systems, monkeypatch), sources_at_once=5)
    runs = collected(watch, database)
    assert {run.outcome for run in runs.values()} == {RunOutcome.COMPLETE}
    assert tickets(database) >= {"T0", "T1", "T2", "T3", "A-1"}


def test_runs_come_back_in_the_order_of_the_sources_file(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    systems = {name: System() for name in ("zabbix", "desk", "archive")}
    watch = watch_asking(watch_folder, systems, monkeypatch)
    assert list(collected(watch, sqlite_database)) == [one.name for one in watch.sources]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(refused, "http://127.0.0.1:1: the connection was refused"), (broken, "unexpected: KeyError ")],
)
def test_one_source_that_fails_stops_no_other_and_says_no_text_of_what_broke(
    trouble: Any, told: str, watch_folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    systems = {
        "bad": System(asked=trouble),
        "good": System({"T1": (OCTOBER, OCTOBER + MINUTE)}),
    }
    runs = collected(watch_asking(watch_folder, systems, monkeypatch), database)
    assert runs["bad"].outcome is RunOutcome.FAILED
    assert runs["bad"].problem.startswith(told)
    assert "Anna" not in runs["bad"].problem
    assert runs["good"].outcome is RunOutcome.COMPLETE
    assert "T1" in tickets(database)


def test_a_source_that_cannot_be_opened_fails_its_own_run(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watch_asking(watch_folder, {"bad": System(), "good": System()}, monkeypatch)
    bad = next(one for one in watch.sources if one.name == "bad")
    persons = bad.mapping.model_copy(update={"persons": ("state",)})
    others = tuple(one for one in watch.sources if one.name != "bad")
    watch = replace(watch, sources=(replace(bad, mapping=persons), *others))
    runs = collected(watch, sqlite_database)
    assert (runs["bad"].outcome, runs["good"].outcome) == (RunOutcome.FAILED, RunOutcome.COMPLETE)


def test_a_run_ends_when_its_time_is_over_and_the_next_goes_on_from_there(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]

    def slow(_connector: object) -> None:
        clock[0] += 40

    system = System({f"T{n}": (OCTOBER, OCTOBER + n) for n in range(5)}, answered=slow)
    watch = within(watch_asking(watch_folder, {"desk": system}, monkeypatch), source_budget=60)
    first = collected(watch, sqlite_database, "desk", elapsed=lambda: clock[0])
    # Pages come at 0, 40 and 80 s: after the third one more than 60 s are over.
    assert first["desk"].outcome is RunOutcome.COMPLETE
    assert tickets(sqlite_database) == {"T0", "T1", "T2"}
    for _ in range(2):
        collected(watch, sqlite_database, "desk", elapsed=lambda: clock[0])
    assert tickets(sqlite_database) == {"T0", "T1", "T2", "T3", "T4"}


def test_a_slow_source_takes_no_time_of_another(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_heard = threading.Event()
    fast = System({"FAST": (OCTOBER, OCTOBER + MINUTE)}, answered=lambda _connector: is_heard.set())
    # The slow one answers only after the fast one is through, however many come before it in the file.
    slow = System(asked=lambda *_: None if is_heard.wait(20) else refused())
    watch = watch_asking(watch_folder, {"slow": slow, "fast": fast}, monkeypatch)
    runs = collected(watch, sqlite_database)
    assert runs["slow"].outcome is RunOutcome.COMPLETE


def test_the_source_not_heard_for_longest_is_asked_first(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    systems = {name: System(asked=lambda one, _span: order.append(one.name)) for name in ("a", "b", "c")}
    watch = within(watch_asking(watch_folder, systems, monkeypatch, "2026-11-02"), sources_at_once=1)
    collected(watch, sqlite_database, "b", at=NOW - 60 * MINUTE)
    collected(watch, sqlite_database, "a", at=NOW - 30 * MINUTE)
    order.clear()
    collected(watch, sqlite_database)
    assert list(dict.fromkeys(order)) == ["c", "b", "a"]


def test_after_five_failures_a_source_is_left_alone_told_and_tried_once_after_its_pause(
    watch_folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System(asked=refused)
    watch = watch_asking(watch_folder, {"desk": system}, monkeypatch)
    for run in range(5):
        collected(watch, database, at=NOW + run)
    left: list[LeftAlone] = []
    at = NOW + 4 + 59
    again = collect_sources(watch, database, lambda: at, {}, (), Told(leaves_alone=left.append))
    # The first pause is a minute and up to a quarter more, after the fifth failure at NOW + 4.
    assert ([one.source for one in left], left[0].failures) == (["desk"], 5)
    assert NOW + 4 + MINUTE <= left[0].until < NOW + 4 + 75
    assert "desk" not in [run.source for run in again]
    assert system.runs == 5

    system.asked = lambda *_: None
    assert collected(watch, database, at=left[0].until)["desk"].outcome is RunOutcome.COMPLETE
    [heard] = [one for one in read_heard(database) if one.source == "desk"]
    assert (heard.failures, heard.failed_at) == (0, None)


def test_a_source_that_is_named_is_asked_though_it_is_left_alone(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System(asked=refused)
    watch = watch_asking(watch_folder, {"desk": system}, monkeypatch)
    for run in range(6):
        collected(watch, sqlite_database, "desk", at=NOW + run)
    assert system.runs == 6


def test_files_are_looked_at_however_often_they_failed(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = watch_folder / "deliveries" / "tickets-2026-10.csv"
    delivery.write_text("Other\nA-1\n", encoding="utf-8")
    watch = watch_asking(watch_folder, {}, monkeypatch)
    name = watch.sources[0].name
    for run in range(7):
        assert collected(watch, sqlite_database, at=NOW + run)[name].outcome is RunOutcome.FAILED


def test_told_to_stop_every_source_ends_between_two_pages_and_nothing_new_begins(
    watch_folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping = threading.Event()
    many = {f"T{n}": (OCTOBER, OCTOBER + n) for n in range(300)}
    systems = {f"desk {n}": System(dict(many), answered=lambda _one: None) for n in range(4)}
    systems["desk 1"].answered = lambda _one: stopping.set()

    def go_on(_told: object) -> None:
        if stopping.is_set():
            raise HandedBack

    watch = within(watch_asking(watch_folder, systems, monkeypatch), sources_at_once=2)
    with pytest.raises(HandedBack):
        collect_sources(
            watch, database, lambda: NOW, {}, (), Told(go_on, go_on), Manner(is_to_stop=stopping.is_set)
        )
    assert systems["desk 3"].runs == 0
    assert not [one for one in threading.enumerate() if one.name.startswith("collect")]


def test_a_store_that_goes_away_ends_all_and_says_so(
    watch_folder: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    systems = {f"desk {n}": System() for n in range(3)}
    watch = watch_asking(watch_folder, systems, monkeypatch)

    def gone(_name: str) -> None:
        raise SupplierwatchError("the database failed")

    with pytest.raises(SupplierwatchError, match="the database failed"):
        collect_sources(watch, sqlite_database, lambda: NOW, {}, (), Told(begins=gone))
