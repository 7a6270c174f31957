"""What is told to PostgreSQL's planner, which takes the rows sought for many where they are few among many.

SQLite always looks rows up by index.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.schema import FACT_TABLES, INTAKE, TICKET_KEYS, WORD

JOIN_BY_INDEX = ("enable_hashjoin", "enable_mergejoin", "enable_material", "jit")
"""Switched off: joins then look rows up by index."""

LOOK_ROWS_UP = (*JOIN_BY_INDEX, "enable_seqscan")
"""Switched off: no table is read from end to end where an index can answer."""

_READ_IN_BULK = (*FACT_TABLES.values(), WORD, TICKET_KEYS, INTAKE)

MANY_FACTS = 50_000
"""From so many facts saved at once statistics are taken anew; fewer are left to the database."""


def settings_of(dialect: str, switched_off: Iterable[str], *, local: bool = False) -> tuple[str, ...]:
    """Return the statements that switch settings off, for the session or (`local`) the transaction."""
    if dialect != "postgresql":
        return ()
    return tuple(f"SET {'LOCAL ' if local else ''}{setting} = off" for setting in switched_off)


def join_by_index(connection: sa.Connection) -> None:
    """Make joins of this transaction look rows up by index.

    PostgreSQL would read a whole table of facts for a page of two hundred thousand rows, so that each page
    costs more than the one before; a page is small beside what is stored.
    """
    for setting in settings_of(connection.dialect.name, JOIN_BY_INDEX, local=True):
        connection.exec_driver_sql(setting)


def save_statistics(database: Database) -> None:
    """Take the planner's statistics of the facts anew, which PostgreSQL lacks right after a bulk save.

    SQLite plans our reads the same with statistics and without.
    """
    if database.dialect == "postgresql":
        with database.writing() as connection:
            connection.exec_driver_sql(f"ANALYZE {', '.join(table.name for table in _READ_IN_BULK)}")
