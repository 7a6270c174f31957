"""Metrics read from the store of a watch when they are asked for."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.probing.health import ProberHealth, save_health
from collector.store.database import Database, open_database
from collector.store.runs import save_run_start
from dashboards.metrics.snapshot import ProberStanding
from evaluator.core.alerts.signals import Report
from evaluator.results.read_standing import read_standing
from evaluator.results.schema import COMPARED_STATEMENT, EVALUATION
from supplierwatch.__main__ import main
from supplierwatch.metrics import metrics_response, read_snapshot
from supplierwatch.migrate import upgrade
from supplierwatch.notifying.tables import MESSAGE
from supplierwatch.serving.job_names import JobName, Outcome
from supplierwatch.serving.tables import JOB_RUN, LEASE
from supplierwatch.surroundings import read_surroundings
from supplierwatch.watch import Watch, load_watch
from tests.collector.probing.terms import terms_of
from tests.evaluator.october import instant
from tests.supplierwatch.watches import write_watch

NOW = instant("2026-11-20 12:00")


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starting watch, which was collected and of which October was evaluated."""
    folder = write_watch(tmp_path_factory.mktemp("metrics") / "watch")
    assert main(["--watch", str(folder), "collect"]) == 0
    assert main(["--watch", str(folder), "evaluate", "--period", "2026-10"]) == 0
    return folder


@pytest.fixture
def watch(evaluated: Path) -> Watch:
    return load_watch(evaluated)


def lines(watch: Watch, database: Database) -> list[str]:
    content, _ = metrics_response(watch, database, NOW, "")
    return [line for line in content.decode().splitlines() if not line.startswith("#")]


def job_known(database: Database, job: JobName, since: int) -> None:
    row = {"job": job.value, "since": since, "holder": "", "until": 0}
    with database.writing() as connection:
        connection.execute(sa.delete(LEASE))
        connection.execute(sa.insert(LEASE).values(**row))


def job_done(database: Database, job: JobName, occurrence: str, ended_at: int) -> None:
    row = {
        "job": job.value,
        "occurrence": occurrence,
        "due_at": ended_at,
        "started_at": ended_at,
        "ended_at": ended_at,
        "outcome": Outcome.DONE.value,
        "attempts": 0,
        "problem": "",
        "holder": "one",
    }
    with database.writing() as connection:
        connection.execute(sa.delete(JOB_RUN).where(JOB_RUN.c.job == job.value))
        connection.execute(sa.insert(JOB_RUN).values(row))


def test_figures_sources_and_jobs_of_a_watch_are_told(watch: Watch) -> None:
    with watch.open_store({}) as database:
        told = lines(watch, database)
    assert "supplierwatch_store_up 1.0" in told
    names = {line.partition("{")[0] for line in told}
    assert {
        "supplierwatch_indicator_verdict",
        "supplierwatch_source_last_success_timestamp_seconds",
        "supplierwatch_job_failing",
    } <= names


def test_a_prober_whose_folder_lies_in_the_watch_is_told(watch: Watch, tmp_path: Path) -> None:
    probes = terms_of(spool=str(tmp_path))
    (tmp_path / "City").mkdir()
    save_health(tmp_path / "City", ProberHealth("City", NOW - 20, None, 3, 60, 900, 2, 1, 0))
    with watch.open_store({}) as database:
        told = read_snapshot(replace(watch, probes=probes), database, NOW).probers
        (tmp_path / "City" / "health.json").write_text('{"prober": "Ci', encoding="utf-8")
        torn = read_snapshot(replace(watch, probes=probes), database, NOW).probers
    assert told == [ProberStanding("City", NOW - 20, 3, 60, 900, 1)]
    assert torn == []


def test_a_value_that_is_restated_is_told_as_it_is_now(watch: Watch) -> None:
    with watch.open_store({}) as database:
        before = read_snapshot(watch, database, NOW).standing.finished
        assert main(["--watch", str(watch.folder), "evaluate", "--period", "2026-10"]) == 0
        after = read_snapshot(watch, database, NOW).standing.finished
        with database.reading() as connection:
            months = connection.execute(sa.select(sa.func.count()).where(EVALUATION.c.turn > 0)).scalar_one()
    assert before is not None
    assert after is not None
    assert (before.evaluation, months) == (after.evaluation, 1)


def test_a_database_that_is_away_is_told_and_nothing_else(watch: Watch, tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path / 'nowhere' / 'store.db'}") as database:
        assert lines(watch, database) == ["supplierwatch_store_up 0.0"]


def test_a_server_that_does_not_answer_is_told_and_nothing_else(watch: Watch) -> None:
    # Nobody listens on port 1 of this machine.
    with open_database("postgresql+psycopg://watch@127.0.0.1:1/watch") as database:
        assert lines(watch, database) == ["supplierwatch_store_up 0.0"]


def test_a_store_without_any_result_is_up(watch: Watch, database: Database) -> None:
    upgrade(database)
    told = lines(watch, database)
    assert "supplierwatch_store_up 1.0" in told
    assert not [line for line in told if line.startswith("supplierwatch_indicator_value")]


def test_metrics_take_few_statements_and_no_more_for_more_sources_and_runs_of_jobs(watch: Watch) -> None:
    asked: list[str] = []
    with watch.open_store({}) as database:
        read_snapshot(watch, database, NOW)
        sa.event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        read_snapshot(watch, database, NOW)
        before = [one for one in asked if one != "BEGIN"]
        asked.clear()
        for name in ("one", "another", "third"):
            save_run_start(database, name, NOW)
        for job in JobName:
            job_done(database, job, "now", NOW)
        asked.clear()
        found = read_snapshot(watch, database, NOW)
    assert {"one", "another", "third"} <= set(found.standing.sources)
    assert 0 < len(before) <= 17
    assert len([one for one in asked if one != "BEGIN"]) <= len(before)


def test_messages_that_wait_are_counted(watch: Watch, database: Database) -> None:
    states = ("waiting", "sending", "sent", "failed")
    with database.writing() as connection:
        for number, state in enumerate(states, start=1):
            connection.execute(sa.insert(MESSAGE).values(**message(number), state=state))
    assert read_snapshot(watch, database, NOW).messages_waiting == 2


def message(number: int) -> dict[str, object]:
    """A message with something in every column but its state."""
    found: dict[str, object] = {}
    for column in MESSAGE.columns:
        if column.name != "state" and not column.nullable:
            text = {"way": "mail"}.get(column.name, f"{column.name} {number}")
            found[column.name] = text if isinstance(column.type, sa.Text) else number
    return found


def test_an_evaluation_that_found_nothing_new_makes_results_no_older(watch: Watch) -> None:
    with watch.open_store({}) as database:
        job_done(database, JobName.EVALUATE, "now", NOW - 5)
        assert read_snapshot(watch, database, NOW).confirmed_at == NOW - 5


def test_our_report_is_made_when_the_job_has_done_the_month(watch: Watch) -> None:
    with watch.open_store({}) as database:
        standing = read_standing(database, watch.versions)
        job_known(database, JobName.REPORT, instant("2026-11-01 12:00"))
        before = read_surroundings(watch, database, standing, NOW).reports_made
        job_done(database, JobName.REPORT, "2026-10", NOW)
        after = read_surroundings(watch, database, standing, NOW).reports_made
    assert (before[Report.OWN], after[Report.OWN]) == (False, True)


def test_no_report_is_awaited_that_was_due_before_a_service_first_ran(watch: Watch) -> None:
    with watch.open_store({}) as database:
        standing = read_standing(database, watch.versions)
        with database.writing() as connection:
            connection.execute(sa.delete(JOB_RUN))
            connection.execute(sa.delete(LEASE))
        never_ran = read_surroundings(watch, database, standing, NOW).reports_made
        job_known(database, JobName.REPORT, instant("2026-11-12 12:00"))
        began_late = read_surroundings(watch, database, standing, NOW).reports_made
    assert (Report.OWN in never_ran, Report.OWN in began_late) == (False, False)


def test_the_suppliers_report_has_come_with_a_figure_of_its_own_for_the_month(watch: Watch) -> None:
    with watch.open_store({}) as database:
        standing = read_standing(database, watch.versions)
        assert standing.finished is not None
        number = standing.finished.evaluation.number
        nobody = read_surroundings(watch, database, standing, NOW).reports_made
        row = {"indicator": "K", "service": "", "segment": "", "unit": ""}
        with database.writing() as connection:
            stated = {**row, "stated_numerator": 1, "stated_denominator": 1}
            connection.execute(sa.insert(COMPARED_STATEMENT).values(evaluation=number, **stated))
        come = read_surroundings(watch, database, standing, NOW).reports_made
        with database.writing() as connection:
            connection.execute(sa.delete(COMPARED_STATEMENT))
    assert Report.SUPPLIER not in nobody
    assert come[Report.SUPPLIER]


def test_a_source_may_be_silent_as_long_as_the_settings_say(watch: Watch) -> None:
    with watch.open_store({}) as database:
        standing = read_standing(database, watch.versions)
        silent_after = read_surroundings(watch, database, standing, NOW).silent_after
    assert dict(silent_after) == {
        source.name: watch.settings.service.longest_silence(source.name) for source in watch.sources
    }
