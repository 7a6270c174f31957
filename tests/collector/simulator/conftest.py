"""The example's supplier, simulated once for all tests of a run."""

import pytest

from collector.simulator import SEED, Supplier, simulate


@pytest.fixture(scope="session")
def supplier() -> Supplier:
    return simulate(SEED, "2024-05", 30)
