"""Fixtures that every package's tests share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from collector.store.database import Database, open_database
from supplierwatch.migrate import upgrade
from tests.databases import MEMORY, fresh_database, running_postgresql

# The same examples in every run: a red run can be repeated, and a slow machine fails nothing.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let long tests begin first: last, one would run alone while the other workers wait for its end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server of this session; skips where none is installed."""
    with running_postgresql(MEMORY) as address:
        yield address


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a PostgreSQL database with tables, to copy: faster than creating them for every test."""
    address = fresh_database(postgresql_server)
    with open_database(address) as database:
        upgrade(database)
    return address.rpartition("/")[2]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables, to copy."""
    path = tmp_path_factory.mktemp("template") / "watch.db"
    with open_database(f"sqlite:///{path}") as database:
        upgrade(database)
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database without tables, on each kind of database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'watch.db'}"
    return fresh_database(request.getfixturevalue("postgresql_server"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A new database with its tables, on each kind of database in turn."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        address = f"sqlite:///{shutil.copy(template, tmp_path)}"
    else:
        server = request.getfixturevalue("postgresql_server")
        address = fresh_database(server, request.getfixturevalue("postgresql_template"))
    with open_database(address) as opened:
        yield opened


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A new SQLite database with its tables, for tests to which the kind of database does not matter."""
    with open_database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}") as opened:
        yield opened


@pytest.fixture
def postgresql_database(postgresql_server: str, postgresql_template: str) -> Iterator[Database]:
    """A new PostgreSQL database with its tables, for tests of what only a server does."""
    with open_database(fresh_database(postgresql_server, postgresql_template)) as opened:
        yield opened
