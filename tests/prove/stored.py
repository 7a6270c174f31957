"""What a store holds, in a form two stores can be compared by."""

import pandas as pd
import sqlalchemy as sa

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_facts
from collector.store.schema import FACT_TABLES, INTAKE, RUN, SOURCE_CURSOR

TICKET_KINDS = (FactKind.TICKET, FactKind.TICKET_CHANGE)


def facts_of(database: Database, kind: FactKind, horizon: int) -> pd.DataFrame:
    """The facts of tickets that stood at `horizon`, known by the ticket's key alone, in one order."""
    found = read_facts(database, kind, horizon, keys=True).drop(columns="ticket_id")
    found = found.astype(dict.fromkeys(found.select_dtypes("category"), "str"))
    names = [name for name in ("ticket", "at", "sequence", "field") if name in found]
    return found.sort_values(names, ignore_index=True)


def intake_numbers(database: Database) -> list[int]:
    """The numbers of all intakes, in order."""
    with database.reading() as connection:
        return list(connection.execute(sa.select(INTAKE.c.number).order_by(INTAKE.c.number)).scalars())


def intakes(database: Database, source: str) -> list[tuple[object, ...]]:
    """What each intake of a source brought, in order and without number, time and run."""
    columns = (INTAKE.c.origin, INTAKE.c.content_hash, INTAKE.c.rows, INTAKE.c.rejects, INTAKE.c.removed)
    query = sa.select(*columns).where(INTAKE.c.source == source).order_by(INTAKE.c.number)
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def cursor(database: Database, source: str) -> str:
    """The cursor of a source."""
    query = sa.select(SOURCE_CURSOR.c.cursor).where(SOURCE_CURSOR.c.source == source)
    with database.reading() as connection:
        return str(connection.execute(query).scalar_one())


def versions(database: Database, kind: FactKind) -> int:
    """How many versions of facts there are, former ones too."""
    with database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(FACT_TABLES[kind])).scalar_one())


def run_outcomes(database: Database, source: str) -> list[str]:
    """How each run of a source ended, in order."""
    query = sa.select(RUN.c.outcome).where(RUN.c.source == source).order_by(RUN.c.id)
    with database.reading() as connection:
        return list(connection.execute(query).scalars())
