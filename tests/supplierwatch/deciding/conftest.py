"""Fixtures of the tests of what a decision rests on."""

import pytest

from tests.supplierwatch.deciding.decided_demo import Decided, play_and_read


@pytest.fixture(scope="session")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Decided:
    """The example, played for one month, and what its decision basis is told from."""
    return play_and_read(tmp_path_factory.mktemp("decided") / "demo")
