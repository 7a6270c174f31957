"""Fixtures of tests of seals."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.store.database import Database, open_database
from tests.evaluator.sealing.sealed import sealed_october


@pytest.fixture
def other_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A second store, in SQLite."""
    folder = tmp_path / "other"
    folder.mkdir()
    with open_database(f"sqlite:///{shutil.copy(sqlite_template, folder)}") as opened:
        yield opened


@pytest.fixture(scope="session")
def sealed_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file in which October is sealed, to copy."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("sealed")))
    with open_database(f"sqlite:///{path}") as opened:
        sealed_october(opened)
    return path


@pytest.fixture
def sealed_store(sealed_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A new SQLite store in which October is sealed."""
    with open_database(f"sqlite:///{shutil.copy(sealed_template, tmp_path)}") as opened:
        yield opened
