"""Fixtures of the web application's tests."""

import shutil
from pathlib import Path

import pytest

from collector.store.database import open_database
from tests.supplierwatch.web.served import save_two_months


@pytest.fixture(scope="session")
def two_months(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with a sealed October and a November, to copy."""
    path = tmp_path_factory.mktemp("served") / "store.db"
    shutil.copy(sqlite_template, path)
    with open_database(f"sqlite:///{path}") as database:
        save_two_months(database)
    return path


@pytest.fixture
def served_folder(two_months: Path, tmp_path: Path) -> Path:
    """A folder with a store of two months."""
    shutil.copy(two_months, tmp_path / "store.db")
    return tmp_path


@pytest.fixture(scope="session")
def read_only_folder(two_months: Path) -> Path:
    """The folder of the store of two months itself, for tests that only read."""
    return two_months.parent
