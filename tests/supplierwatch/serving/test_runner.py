"""The runner: failures are retried, one job never stops the others, a store away loses nothing."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.errors import SupplierwatchError
from collector.store.database import open_database
from supplierwatch.serving.job_names import JobName, Outcome
from supplierwatch.serving.job_states import JobState, read_jobs
from supplierwatch.serving.runner import Runner
from supplierwatch.serving.tables import LEASE
from supplierwatch.serving.work import Work
from supplierwatch.watch import load_watch
from tests.databases import MEMORY, fresh_database
from tests.supplierwatch.serving.servers import stoppable_postgresql
from tests.supplierwatch.watches import replace_text

START = 1_794_225_600
"""2026-11-09 12:00 in UTC, a Monday."""


class Clock:
    """A clock that stands still unless it is moved."""

    def __init__(self) -> None:
        self.instant = START

    def __call__(self) -> int:
        return self.instant


@pytest.fixture
def clock() -> Clock:
    return Clock()


def runner_of(folder: Path, clock: Clock, **jobs: Callable[[Work], str]) -> Runner:
    """A runner of the jobs given by name."""
    watch = load_watch(folder)
    named = {JobName(name): job for name, job in jobs.items()}
    return Runner(lambda: watch, {}, clock, tuple(named), jobs=named)


def states_of(runner: Runner, clock: Clock) -> dict[JobName, JobState]:
    watch = runner.watch()
    with watch.open_store({}) as database:
        return {one.job: one for one in read_jobs(watch, database, clock())}


def well(_work: Work) -> str:
    return ""


def badly(_work: Work) -> str:
    raise SupplierwatchError("the source is away")


def test_a_job_is_done_once_for_each_time_it_is_due(watch_folder: Path, clock: Clock) -> None:
    runner = runner_of(watch_folder, clock, collect=well)
    assert runner.run_due((JobName.COLLECT,)) == {JobName.COLLECT: Outcome.DONE}
    assert runner.run_due((JobName.COLLECT,)) == {}
    clock.instant += 900
    assert runner.run_due((JobName.COLLECT,)) == {JobName.COLLECT: Outcome.DONE}


def test_a_job_that_fails_is_recorded_and_tried_again_and_stops_no_other(
    watch_folder: Path, clock: Clock
) -> None:
    runner = runner_of(watch_folder, clock, collect=badly, evaluate=well)
    lane = (JobName.COLLECT, JobName.EVALUATE)
    assert runner.run_due(lane) == {JobName.COLLECT: Outcome.FAILED, JobName.EVALUATE: Outcome.DONE}
    assert runner.run_due(lane) == {}
    clock.instant += 30
    assert runner.run_due(lane) == {JobName.COLLECT: Outcome.FAILED}
    state = states_of(runner, clock)[JobName.COLLECT]
    assert (state.is_failing, state.failures, state.problem) == (True, 2, "the source is away")
    assert (state.next_at, state.succeeded_at) == (clock() + 60, None)


def test_an_unexpected_error_is_told_by_its_type_and_never_by_its_text(
    watch_folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_work: Work) -> str:
        raise KeyError("secret of a person")

    runner = runner_of(watch_folder, clock, collect=broken, evaluate=well)
    with caplog.at_level(logging.INFO, "supplierwatch"):
        ended = runner.run_due((JobName.COLLECT, JobName.EVALUATE))
    assert ended == {JobName.COLLECT: Outcome.FAILED, JobName.EVALUATE: Outcome.DONE}
    assert "KeyError" in states_of(runner, clock)[JobName.COLLECT].problem
    assert "event=job_broke" in caplog.text
    assert "secret of a person" not in caplog.text


def test_work_that_is_broken_off_is_handed_back_and_done_by_the_next(
    watch_folder: Path, clock: Clock
) -> None:
    first = runner_of(watch_folder, clock, collect=well)

    def told_to_stop(work: Work) -> str:
        first.stopping.ask()
        work.go_on()
        return ""

    first.jobs = {JobName.COLLECT: told_to_stop}
    assert first.run_due((JobName.COLLECT,)) == {JobName.COLLECT: Outcome.HANDED_BACK}
    assert first.run_due((JobName.COLLECT,)) == {}
    second = runner_of(watch_folder, clock, collect=well)
    assert second.run_due((JobName.COLLECT,)) == {JobName.COLLECT: Outcome.DONE}


def test_work_that_takes_too_long_to_stop_is_given_to_another(watch_folder: Path, clock: Clock) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(_work: Work) -> str:
        begun.set()
        assert may_end.wait(60)
        return ""

    first = runner_of(watch_folder, clock, collect=slow)
    thread = threading.Thread(target=first.run_due, args=((JobName.COLLECT,),))
    thread.start()
    assert begun.wait(60)
    assert not first.wait_idle(0)
    first.hand_back(first.watch())
    second = runner_of(watch_folder, clock, collect=well)
    assert second.run_due((JobName.COLLECT,)) == {JobName.COLLECT: Outcome.DONE}
    may_end.set()
    thread.join()
    assert states_of(second, clock)[JobName.COLLECT].outcome == "done"


def test_work_stops_when_another_process_has_its_lease(
    watch_folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supplierwatch.serving.heartbeat._BEATS_A_LEASE", 10_000)

    def loses(work: Work) -> str:
        with work.database.writing() as connection:
            connection.execute(sa.update(LEASE).values(holder="other", until=1 << 40))
        while True:
            work.go_on()

    runner = runner_of(watch_folder, clock, collect=loses)
    assert runner.run_due((JobName.COLLECT,)) == {JobName.COLLECT: Outcome.HANDED_BACK}


def test_every_missed_report_is_made_up_in_order(watch_folder: Path, clock: Clock) -> None:
    done: list[str] = []

    def write(work: Work) -> str:
        done.append(work.occurrence.name)
        return ""

    runner = runner_of(watch_folder, clock, report=write)
    assert runner.run_due((JobName.REPORT,)) == {}
    clock.instant += 100 * 86_400
    assert states_of(runner, clock)[JobName.REPORT].overdue_seconds > 60 * 86_400
    runner.run_due((JobName.REPORT,))
    runner.run_due((JobName.REPORT,))
    assert done == ["2026-11", "2026-12", "2027-01"]
    assert states_of(runner, clock)[JobName.REPORT].overdue_seconds == 0


def test_what_was_reported_stays_remembered_for_good(watch_folder: Path, clock: Clock) -> None:
    done: list[str] = []

    def write(work: Work) -> str:
        done.append(work.occurrence.name)
        return ""

    runner = runner_of(watch_folder, clock, report=write)
    for _ in range(40):
        runner.run_due((JobName.REPORT,))
        clock.instant += 10 * 86_400
    assert len(done) == len(set(done)) >= 12


def test_a_job_that_was_not_done_for_long_is_overdue(watch_folder: Path, clock: Clock) -> None:
    runner = runner_of(watch_folder, clock, collect=well)
    runner.run_due((JobName.COLLECT,))
    assert states_of(runner, clock)[JobName.COLLECT].overdue_seconds == 0
    clock.instant += 3600
    assert states_of(runner, clock)[JobName.COLLECT].overdue_seconds == 2700
    runner.run_due((JobName.COLLECT,))
    assert states_of(runner, clock)[JobName.COLLECT].overdue_seconds == 0


def test_a_job_that_is_off_is_never_done(watch_folder: Path, clock: Clock) -> None:
    with (watch_folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write('service: {collect: "off"}\n')
    runner = runner_of(watch_folder, clock, collect=well)
    assert runner.run_due((JobName.COLLECT,)) == {}
    state = states_of(runner, clock)[JobName.COLLECT]
    assert (state.is_on, state.next_at, state.overdue_seconds) == (False, None, 0)


def test_while_the_database_is_away_nothing_is_lost_and_it_is_told_once(
    watch_folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []
    with stoppable_postgresql(MEMORY) as server:
        address = fresh_database(server.address)
        replace_text(watch_folder / "supplierwatch.yaml", '"sqlite:///store.db"', f'"{address}"')

        def write(work: Work) -> str:
            if not done and server.is_up:
                # It goes away in the middle of the work.
                server.stop()
                read_something(work)
            done.append(work.occurrence.name)
            return ""

        runner = runner_of(watch_folder, clock, report=write)
        assert runner.run_due((JobName.REPORT,)) == {}
        clock.instant += 40 * 86_400
        for _ in range(3):
            assert runner.run_due((JobName.REPORT,)) == {}
            clock.instant += 600
        assert caplog.text.count("event=trouble") == 0
        assert caplog.text.count("event=store_away") == 1
        server.start()
        done.append("away")
        assert runner.run_due((JobName.REPORT,)) == {JobName.REPORT: Outcome.DONE}
        assert done == ["away", "2026-11"]
        with open_database(address) as database:
            [report] = [one for one in read_jobs(runner.watch(), database, clock()) if one.job == "report"]
    assert (report.outcome, report.overdue_seconds) == ("done", 0)


def read_something(work: Work) -> None:
    with work.database.reading() as connection:
        connection.execute(sa.select(LEASE))


def test_a_job_that_takes_longer_than_its_interval_lets_the_others_have_their_turn(
    watch_folder: Path, clock: Clock
) -> None:
    done: list[str] = []

    def slow(_work: Work) -> str:
        done.append("collect")
        assert len(done) < 5
        clock.instant += 1000
        return ""

    def quick(_work: Work) -> str:
        done.append("evaluate")
        return ""

    runner = runner_of(watch_folder, clock, collect=slow, evaluate=quick)
    for _ in range(2):
        runner.run_due((JobName.COLLECT, JobName.EVALUATE))
    assert done == ["collect", "evaluate"] * 2
