"""Two real processes on one store, and processes that are killed: each occurrence is done, none twice."""

import multiprocessing
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.store.database import Database, open_database
from supplierwatch.migrate import upgrade
from supplierwatch.notifying.tables import MESSAGE
from supplierwatch.serving.claims import remember_job
from supplierwatch.serving.job_names import JobName
from supplierwatch.serving.tables import JOB_RUN
from tests.supplierwatch.serving.process import run
from tests.supplierwatch.watches import replace_text

START = datetime(2026, 10, 24, tzinfo=UTC).timestamp()
"""The night before the autumn clock change."""

QUARTER, DAYS = 900, 86_400
A_SECOND_IS_FOUR_QUARTERS = 4 * QUARTER
A_SECOND_IS_THREE_MONTHS = 91 * DAYS


PROCESSES = multiprocessing.get_context("forkserver")
# Loaded once, and not by every process anew.
PROCESSES.set_forkserver_preload(["tests.supplierwatch.serving.process"])


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Let what the processes need be loaded before any clock runs."""
    process = PROCESSES.Process(target=os.getpid)
    process.start()
    process.join()


@pytest.fixture
def served(watch_folder: Path, empty_address: str) -> Iterator[tuple[Path, Database]]:
    """A watch whose store lies on each kind of database in turn, and that store."""
    replace_text(watch_folder / "supplierwatch.yaml", '"sqlite:///store.db"', f'"{empty_address}"')
    with open_database(empty_address) as database:
        upgrade(database)
        yield watch_folder, database


def start(
    folder: Path, trace: Path, job: JobName, speed: float, begun: float, until: float
) -> ForkServerProcess:
    process = PROCESSES.Process(target=run, args=(folder, trace, job, START, speed, begun, until))
    process.start()
    return process


def ended(process: ForkServerProcess) -> int | None:
    process.join(120)
    return process.exitcode


def traced(trace: Path) -> list[tuple[int, str, str, str]]:
    """When, which process, begin or end, and which occurrence, in the order in which it was written."""
    lines = (line.split(" ", 3) for line in trace.read_text().splitlines())
    return [(int(when), process, what, name) for when, process, what, name in lines]


def outcomes(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        found = connection.execute(sa.select(JOB_RUN.c.occurrence, JOB_RUN.c.outcome))
        return {row.occurrence: row.outcome for row in found}


def mails(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(sa.select(MESSAGE.c.key)).scalars())


def test_of_two_processes_on_one_store_one_does_each_occurrence(
    served: tuple[Path, Database], tmp_path: Path
) -> None:
    folder, database = served
    trace, until = tmp_path / "trace", START + 20 * QUARTER
    arguments = (folder, trace, JobName.COLLECT, A_SECOND_IS_FOUR_QUARTERS, time.time() + 1, until)
    processes = [start(*arguments) for _ in range(2)]
    assert [ended(process) for process in processes] == [0, 0]
    told = traced(trace)
    begins = Counter(name for _, _, what, name in told if what == "begin")
    assert len(begins) >= 5
    assert set(begins.values()) == {1}
    assert [what for _, _, what, _ in told] == ["begin", "end"] * len(begins)
    assert outcomes(database) == dict.fromkeys(begins, "done")


def kill_again_and_again(folder: Path, database: Database, tmp_path: Path, kills: int, twins: int) -> None:
    """Kill one of `twins` processes at random moments while the reports of many months fall due."""
    chance = random.Random(5)  # noqa: S311 - moments, not secrets
    trace = tmp_path / "trace"
    months = 6 + 2 * kills
    until = datetime(2026 + (10 + months) // 12, (10 + months) % 12 + 1, 28, tzinfo=UTC).timestamp()
    remember_job(database, JobName.REPORT, int(START))
    arguments = (folder, trace, JobName.REPORT, A_SECOND_IS_THREE_MONTHS, time.time() + 1, until)
    processes = [start(*arguments) for _ in range(twins)]
    for number in range(kills):
        time.sleep(chance.uniform(0.2, 1))
        processes[number].kill()
        processes[number].join()
        processes.append(start(*arguments))
    assert [ended(process) for process in processes[kills:]] == [0] * twins
    done = outcomes(database)
    assert len(done) >= months
    assert set(done.values()) == {"done"}
    assert sorted(mails(database)) == sorted(f"report/{name}/a" for name in done)


def test_a_process_that_is_killed_again_and_again_forgets_no_report_and_mails_none_twice(
    served: tuple[Path, Database], tmp_path: Path
) -> None:
    folder, database = served
    kill_again_and_again(folder, database, tmp_path, kills=3, twins=1)
    assert len(mails(database)) == len(set(mails(database))) >= 12


def test_one_of_two_that_is_killed_leaves_its_work_to_the_other(
    served: tuple[Path, Database], tmp_path: Path
) -> None:
    folder, database = served
    kill_again_and_again(folder, database, tmp_path, kills=2, twins=2)
    assert len(mails(database)) == len(set(mails(database))) >= 10


@pytest.mark.prove
def test_thirty_kills_forget_no_report_and_mail_none_twice(
    served: tuple[Path, Database], tmp_path: Path
) -> None:
    folder, database = served
    kill_again_and_again(folder, database, tmp_path, kills=30, twins=2)
    assert len(mails(database)) == len(set(mails(database))) >= 60
