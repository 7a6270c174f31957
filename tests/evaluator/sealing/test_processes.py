"""Sealing on another machine, by two at once, and killed at any moment."""

from collector.store.database import Database
from evaluator.results.seals import read_seals
from tests.evaluator.october import save_october
from tests.evaluator.sealing.processes import seal_with_kills, start
from tests.evaluator.sealing.sealed import sealed_october, verify

ELSEWHERE = {"TZ": "Pacific/Auckland", "LC_ALL": "sv_SE.UTF-8", "PYTHONHASHSEED": "4711"}
FEW_KILLS, SEED = 3, 20_261_122


def test_another_time_zone_language_hash_seed_and_kind_of_database_give_the_same_hash(
    database: Database, other_database: Database
) -> None:
    save_october(other_database)
    output, _ = start(other_database, ELSEWHERE).communicate(timeout=300)
    assert output.splitlines() == ["ready", sealed_october(database).content_hash]


def test_of_two_that_seal_at_once_one_seals_and_the_other_is_told(database: Database) -> None:
    save_october(database)
    processes = [start(database) for _ in range(2)]
    said = [process.communicate(timeout=300)[0] for process in processes]
    assert sorted(process.returncode for process in processes) == [0, 2]
    [refused] = [text for process, text in zip(processes, said, strict=True) if process.returncode == 2]
    assert "sealed" in refused
    assert len(read_seals(database)) == 1
    assert all(check.holds for check in verify(database))


def test_a_process_killed_while_it_seals_leaves_a_store_that_is_whole(database: Database) -> None:
    save_october(database)
    states = seal_with_kills(database, FEW_KILLS, SEED)
    # Once sealed it stays so.
    assert states == sorted(states)
