"""Two SQLite libraries in one process never have the same file open at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.store.bulk import read_table
from collector.store.database import Database, open_database
from collector.store.one_library import driver_alone
from collector.store.schema import WORD

ROOT = Path(__file__).resolve().parents[3]
PROCESSES, SECONDS = 3, 6


def test_nothing_that_processes_commit_at_once_is_lost(sqlite_database: Database) -> None:
    address = sqlite_database.url.render_as_string()
    sqlite_database.dispose()
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.collector.store.commits_and_reads", address, name, str(SECONDS)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "abc"[:PROCESSES]
    ]
    commits = [int(process.communicate(timeout=120)[0]) for process in processes]
    with sqlite_database.reading() as connection:
        kept = connection.execute(
            sa.select(sa.func.count()).where(sa.or_(*(WORD.c.text.startswith(f"{name} ") for name in "abc")))
        ).scalar_one()
        assert kept == sum(commits)
        assert connection.execute(sa.text("PRAGMA integrity_check")).scalars().all() == ["ok"]


def test_a_bulk_read_while_the_file_is_in_use_gives_the_same_rows(sqlite_database: Database) -> None:
    with sqlite_database.writing() as connection:
        connection.execute(sa.insert(WORD).values(id=71, text="word"))
    query = sa.select(WORD.c.id, WORD.c.text).order_by(WORD.c.id)
    alone = read_table(sqlite_database, query)
    with sqlite_database.reading():
        assert read_table(sqlite_database, query).to_pylist() == alone.to_pylist()
    # What was in use meanwhile counts no longer.
    with driver_alone(sqlite_database.engine) as is_alone:
        assert is_alone


def test_the_driver_is_alone_only_where_no_connection_is_in_use(sqlite_database: Database) -> None:
    with open_database(sqlite_database.url.render_as_string()) as other:
        with other.reading(), driver_alone(sqlite_database.engine) as is_alone:
            assert not is_alone
        other.dispose()
        with driver_alone(sqlite_database.engine) as is_alone:
            assert is_alone


def test_a_connection_waits_until_the_driver_has_read(sqlite_database: Database) -> None:
    def count() -> int:
        with sqlite_database.reading() as connection:
            return int(connection.execute(sa.text("SELECT count(*) FROM word")).scalar_one())

    with ThreadPoolExecutor(1) as threads:
        with driver_alone(sqlite_database.engine) as is_alone:
            assert is_alone
            waiting = threads.submit(count)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        assert waiting.result(timeout=30) >= 0


def test_a_file_that_cannot_be_opened_is_not_counted_as_in_use(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'missing' / 'watch.db'}"
    with open_database(address) as database:
        with pytest.raises(Exception, match="cannot be opened"):
            read_rows(database)
        with driver_alone(database.engine) as is_alone:
            assert is_alone


def read_rows(database: Database) -> None:
    with database.reading():
        pass
