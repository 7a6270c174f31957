"""A PostgreSQL store of two years and a million tickets: the example's tickets many times over."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bench.scale import Scale
from collector.records import FactKind
from collector.store.database import Database
from collector.store.planning import save_statistics
from collector.store.read import read_horizon
from collector.store.schema import FACT_TABLES, TICKET_KEYS
from evaluator.core.periods import month, months_before
from evaluator.evaluate import evaluate_period
from supplierwatch.backup import save_backup
from supplierwatch.demonstration import LAST_MONTH, delivered_at, play, prepare
from supplierwatch.restore import restore_backup
from supplierwatch.watch import Watch, load_watch
from tests.databases import fresh_database, running_postgresql

MONTHS = 24
TICKETS = 1_000_000
_OWN_ROWS = 100_000_000
"""Above every row number of the example; each copy of its tickets has numbers from a multiple of this on."""


_TICKET, _CHANGE = FACT_TABLES[FactKind.TICKET], FACT_TABLES[FactKind.TICKET_CHANGE]


@contextmanager
def filled_watch(scale: Scale) -> Iterator[Path]:
    """Yield the folder of a watch with two years and so many tickets; it goes at the end."""
    with tempfile.TemporaryDirectory(prefix="watch-bench-") as parent, running_postgresql() as server:
        small, folder = Path(parent) / "small", Path(parent) / "watch"
        small.mkdir()
        played = play(prepare(small), os.environ, print)
        _move(played.watch, Path(parent) / "backup.zip", folder, fresh_database(server))
        watch = load_watch(folder)
        with watch.open_store(os.environ) as database:
            _multiply(database, watch, scale.of(TICKETS))
            _evaluate(database, watch)
        yield folder


def _move(watch: Watch, archive: Path, folder: Path, address: str) -> None:
    with watch.open_store(os.environ) as database:
        save_backup(watch.folder, database, archive, 0, watch.settings.secret_names())
    folder.mkdir()
    restore_backup(archive, folder, os.environ, address)
    shutil.copytree(
        watch.folder / "deliveries", folder / "deliveries"
    )  # which the sources' patterns look for


def _multiply(database: Database, watch: Watch, tickets: int) -> None:
    """Copy the tickets of the last months, each a second later, until there are enough."""
    since = months_before(month(LAST_MONTH, watch.zone), MONTHS, watch.zone)[0].starts_at
    columns = _TICKET.alias("chosen").c
    chosen = sa.select(columns.ticket_id).where(columns.opened_at >= since, columns.ticket_id < _OWN_ROWS)
    with database.writing() as connection:
        there = connection.execute(sa.select(sa.func.count()).select_from(chosen.subquery())).scalar_one()
        for number in range(1, -(-tickets // int(there))):
            for table in (TICKET_KEYS, _TICKET, _CHANGE):
                connection.execute(_copy(table, chosen, number))
    save_statistics(database)


def _copy(table: sa.Table, chosen: "sa.Select[tuple[int]]", number: int) -> sa.Insert:
    """The statement that adds copy `number` of the chosen tickets' rows."""
    shift = _OWN_ROWS * number
    changed = {"id": shift, "ticket_id": shift, "opened_at": number, "at": number, "ticket": f"-{number}"}
    values = [column + changed[column.name] if column.name in changed else column for column in table.columns]
    ticket = table.c.id if table is TICKET_KEYS else table.c.ticket_id
    rows = sa.select(*values).where(table.c.id < _OWN_ROWS, ticket.in_(chosen))
    return sa.insert(table).from_select([column.name for column in table.columns], rows)


def _evaluate(database: Database, watch: Watch) -> None:
    horizon = read_horizon(database)
    last = month(LAST_MONTH, watch.zone)
    for period in months_before(last, MONTHS, watch.zone):
        print(f"evaluate {period.name}", flush=True)
        evaluate_period(
            database, watch.versions, watch.exclusions, period.name, horizon, delivered_at(last, watch.zone)
        )
