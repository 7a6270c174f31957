"""Backup, restore and retain, killed at random moments: nothing half done is taken for whole."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.errors import ProblemsFound
from collector.records import FactKind
from collector.store.database import open_database
from collector.store.retention import read_removals, remove_facts
from collector.store.schema import FACT_TABLES
from supplierwatch.__main__ import main
from supplierwatch.archive import check_hashes, opened_archive, read_manifest
from supplierwatch.watch import load_watch
from tests.collector.store.pages import change, save, ticket
from tests.supplierwatch.killed import killed
from tests.supplierwatch.test_retain import seal_all
from tests.supplierwatch.watches import write_watch

KILLS, SEED = 4, 20_261_122
TICKETS = 3000


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    """A watch whose tickets of long ago are kept for three years only, and all of whose months are sealed."""
    folder = write_watch(tmp_path / "watch")
    with (folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write("retention: {ticket: 3 years}\n")
    assert main(["--watch", str(folder), "-q", "collect"]) == 0
    with open_database(f"sqlite:///{folder / 'store.db'}") as database:
        for part in range(3):
            keys = [f"OLD-{part}-{number}" for number in range(TICKETS // 3)]
            facts = {
                FactKind.TICKET: [ticket(key, 1000) for key in keys],
                FactKind.TICKET_CHANGE: [change(key, 2000, "Resolved", 6) for key in keys],
            }
            save(database, facts, cursor=f"{part + 1}", at=2_000_000_000 + part, source="old")
    seal_all(folder)
    return folder


def rows_of(folder: Path, kind: FactKind) -> int:
    with open_database(f"sqlite:///{folder / 'store.db'}") as database, database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(FACT_TABLES[kind])).scalar_one())


def test_a_backup_that_was_killed_is_whole_or_not_there(watch: Path, tmp_path: Path) -> None:
    made = [tmp_path / f"{number}.zip" for number in range(KILLS)]
    for number in killed(
        KILLS, SEED, lambda place: ["--watch", str(watch), "-q", "backup", str(made[place])]
    ):
        if made[number].exists():
            with opened_archive(made[number]) as archive:
                check_hashes(archive, read_manifest(archive, made[number]), made[number])
    # The same name can be used again, and nothing else is left behind.
    again = next((path for path in made if not path.exists()), tmp_path / "again.zip")
    assert main(["--watch", str(watch), "-q", "backup", str(again)]) == 0
    assert not again.with_name(f".{again.name}.part").exists()


def test_a_restore_that_was_killed_is_no_watch_and_is_begun_again(watch: Path, tmp_path: Path) -> None:
    saved, folder = tmp_path / "saved.zip", tmp_path / "restored"
    assert main(["--watch", str(watch), "-q", "backup", str(saved)]) == 0
    restore = ["--watch", str(folder), "-q", "restore", str(saved)]
    for _ in killed(KILLS, SEED, lambda _: restore):
        if (folder / "supplierwatch.yaml").exists():
            break
        with pytest.raises(ProblemsFound):
            load_watch(folder)
    else:
        assert main(restore) == 0
    for kind in (FactKind.TICKET, FactKind.TICKET_CHANGE):
        assert rows_of(folder, kind) == rows_of(watch, kind)
    assert main(["--watch", str(folder), "-q", "check"]) == 0


def test_facts_that_a_killed_retain_removed_are_recorded_and_the_next_goes_on(watch: Path) -> None:
    before = sum(rows_of(watch, kind) for kind in (FactKind.TICKET, FactKind.TICKET_CHANGE))
    for _ in killed(KILLS, SEED, lambda _: ["--watch", str(watch), "-q", "retain"]):
        left = sum(rows_of(watch, kind) for kind in (FactKind.TICKET, FactKind.TICKET_CHANGE))
        with open_database(f"sqlite:///{watch / 'store.db'}") as database:
            assert sum(one.rows for one in read_removals(database)) == before - left
    assert main(["--watch", str(watch), "-q", "retain"]) == 0
    with open_database(f"sqlite:///{watch / 'store.db'}") as database:
        # Every old ticket with its change is gone.
        assert sum(one.rows for one in read_removals(database)) == 2 * TICKETS
        assert remove_facts(database, "ticket", 3000, 2_100_000_000) is None
