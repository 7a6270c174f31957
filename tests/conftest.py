"""Fixtures that every package's tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.store.database import Database, open_database
from supplierwatch.migrate import upgrade
from tests.databases import fresh_database, running_postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server of this session; skips where none is installed."""
    with running_postgresql() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database without tables, on each kind of database in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'watch.db'}"
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as address:
        yield address


@pytest.fixture
def database(empty_address: str) -> Iterator[Database]:
    """A new database with its tables, on each kind of database in turn."""
    with open_database(empty_address) as opened:
        upgrade(opened)
        yield opened


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite database with its tables, for tests to which the kind of database does not matter."""
    with open_database(f"sqlite:///{tmp_path / 'watch.db'}") as opened:
        upgrade(opened)
        yield opened
