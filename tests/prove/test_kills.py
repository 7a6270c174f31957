"""Collecting that is killed again and again loses nothing and doubles nothing."""

import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from collector.records import FactKind
from collector.store.database import Database, open_database
from collector.store.read import read_horizon
from supplierwatch.migrate import upgrade
from tests.prove.collecting_process import start, wait_for_end, wait_for_pages
from tests.prove.event_logs import CHANGES_OF_A_TICKET, write_event_log
from tests.prove.figures import tell
from tests.prove.stored import (
    TICKET_KINDS,
    cursor,
    facts_of,
    intake_numbers,
    intakes,
    run_outcomes,
    versions,
)

pytestmark = pytest.mark.prove

TICKETS, PAGE_ROWS, LEAST_CHANGES = 25_000, 1_000, 200_000
LEAST_KILLS, SEED = 20, 20_261_122
MOST_PAGES, LONGEST_PAUSE = 6, 0.2
"""Of one process: pages until it is killed, and seconds after the last of them."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The log that is collected."""
    path = tmp_path_factory.mktemp("log") / "log.csv"
    write_event_log(path, TICKETS, "INC", SEED)
    yield path
    shutil.rmtree(path.parent)


@pytest.fixture(scope="module")
def undisturbed(log: Path) -> Iterator[Database]:
    """A store into which the log was collected in one go."""
    with open_database(f"sqlite:///{log.parent / 'undisturbed.db'}") as database:
        upgrade(database)
        assert wait_for_end(*start(_address(database), "tickets", log, PAGE_ROWS)) == 0
        yield database


def collect_with_kills(address: str, path: Path) -> int:
    """Kill and restart the collecting process until one ends by itself; return the number of kills.

    Each is killed some milliseconds after some page: often in the middle of a transaction, and sometimes
    before it saved anything.
    """
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    kills = 0
    while True:
        process, pages = start(address, "tickets", path, PAGE_ROWS)
        wait_for_pages(pages, chance.randint(0, MOST_PAGES))
        time.sleep(chance.uniform(0, LONGEST_PAUSE))
        process.kill()
        process.join()
        if process.exitcode == 0:
            return kills
        assert process.exitcode == -signal.SIGKILL
        kills += 1


def test_after_any_number_of_kills_everything_is_stored_exactly_once(
    database: Database, undisturbed: Database, log: Path
) -> None:
    begins = time.perf_counter()
    kills = collect_with_kills(_address(database), log)
    seconds = time.perf_counter() - begins

    assert kills >= LEAST_KILLS
    pages = TICKETS * CHANGES_OF_A_TICKET // PAGE_ROWS
    assert intake_numbers(database) == intake_numbers(undisturbed) == list(range(1, pages + 1))
    assert intakes(database, "tickets") == intakes(undisturbed, "tickets")
    assert cursor(database, "tickets") == cursor(undisturbed, "tickets")
    for kind in TICKET_KINDS:
        stored = facts_of(database, kind, read_horizon(database))
        pd.testing.assert_frame_equal(stored, facts_of(undisturbed, kind, read_horizon(undisturbed)))
        assert versions(database, kind) == versions(undisturbed, kind)
    assert len(stored) >= LEAST_CHANGES
    statuses = stored[stored["field"] == "status"]
    assert len(statuses) == TICKETS * CHANGES_OF_A_TICKET
    assert not statuses.duplicated(["ticket", "at", "sequence"]).any()
    assert versions(database, FactKind.TICKET) == TICKETS
    *interrupted, last = run_outcomes(database, "tickets")
    assert last == "complete"
    assert set(interrupted) == {"failed"}
    tell(
        f"kills, {database.dialect}",
        changes=len(stored),
        transactions=pages,
        kills=kills,
        seconds=seconds,
    )


def _address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)
