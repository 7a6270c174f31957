"""Sealing that is killed again and again leaves a store in which everything that is sealed verifies."""

import time

import pytest

from collector.store.database import Database
from tests.evaluator.october import save_october
from tests.evaluator.sealing.processes import is_sealed_and_whole, seal_with_kills, start
from tests.prove.figures import tell

pytestmark = pytest.mark.prove

KILLS, SEED = 30, 20_261_122


def test_thirty_kills_while_sealing_leave_nothing_half_sealed(database: Database) -> None:
    save_october(database)
    begins = time.perf_counter()
    states = seal_with_kills(database, KILLS, SEED)
    assert states == sorted(states)
    start(database).communicate(timeout=300)
    assert is_sealed_and_whole(database)
    seconds = time.perf_counter() - begins
    tell(
        f"seals and kills, {database.dialect}", kills=KILLS, sealed_after=states.count(False), seconds=seconds
    )
