"""Collecting that is killed again and again loses nothing and doubles nothing."""

import random
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest

from collector.records import FactKind
from collector.store.database import Database, open_database
from collector.store.read import read_horizon
from supplierwatch.migrate import upgrade
from tests.prove.collecting_process import start
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

TICKETS, PAGE_ROWS = 50_000, 500
LEAST_KILLS, SEED = 20, 20_261_122


def collect_undisturbed(address: str, path: Path) -> float:
    """Collect in one go; return the seconds it took."""
    begins = time.perf_counter()
    process = start(address, "tickets", path, PAGE_ROWS)
    assert process.wait() == 0
    return time.perf_counter() - begins


def collect_with_kills(address: str, path: Path, whole_seconds: float) -> int:
    """Kill and restart the collecting process until one ends by itself; return the number of kills."""
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    kills = 0
    while True:
        process = start(address, "tickets", path, PAGE_ROWS)
        time.sleep(chance.uniform(0, whole_seconds / 15))
        if process.poll() is None:
            process.kill()
        if process.wait() == 0:
            return kills
        assert process.returncode == -9
        kills += 1


def expected_numbers(count: int) -> list[int]:
    return list(range(1, count + 1))


def test_after_any_number_of_kills_everything_is_stored_exactly_once(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    write_event_log(path, TICKETS, "INC", SEED)
    with open_database(f"sqlite:///{tmp_path / 'undisturbed.db'}") as undisturbed:
        upgrade(undisturbed)
        seconds = collect_undisturbed(_address(undisturbed), path)
        begins = time.perf_counter()
        kills = collect_with_kills(_address(database), path, seconds)
        disturbed_seconds = time.perf_counter() - begins

        assert kills >= LEAST_KILLS
        pages = TICKETS * CHANGES_OF_A_TICKET // PAGE_ROWS
        assert intake_numbers(database) == intake_numbers(undisturbed) == expected_numbers(pages)
        assert intakes(database, "tickets") == intakes(undisturbed, "tickets")
        assert cursor(database, "tickets") == cursor(undisturbed, "tickets")
        for kind in TICKET_KINDS:
            stored = facts_of(database, kind, read_horizon(database))
            pd.testing.assert_frame_equal(stored, facts_of(undisturbed, kind, read_horizon(undisturbed)))
            assert versions(database, kind) == versions(undisturbed, kind)
    statuses = stored[stored["field"] == "status"]
    assert len(statuses) == TICKETS * CHANGES_OF_A_TICKET
    assert not statuses.duplicated(["ticket", "at", "sequence"]).any()
    assert versions(database, FactKind.TICKET) == TICKETS
    *interrupted, last = run_outcomes(database, "tickets")
    assert last == "complete"
    assert set(interrupted) == {"failed"}
    shutil.rmtree(tmp_path)
    tell(
        f"kills, {database.dialect}",
        changes=len(stored),
        transactions=pages,
        kills=kills,
        seconds=disturbed_seconds,
        seconds_undisturbed_on_sqlite=seconds,
    )


def _address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)
