"""Fixtures of the program's tests."""

from pathlib import Path

import pytest

from tests.supplierwatch.watches import write_watch


@pytest.fixture
def watch_folder(tmp_path: Path) -> Path:
    """A watch without problems."""
    return write_watch(tmp_path / "watch")
