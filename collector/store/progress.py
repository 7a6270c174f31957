"""How far each source is: its cursor, and how many of its tickets are gone."""

from dataclasses import dataclass

import sqlalchemy as sa

from collector.errors import Problem
from collector.store.database import Database
from collector.store.health import gone_by_source
from collector.store.run_warnings import as_problems
from collector.store.schema import RUN, SOURCE_CURSOR


@dataclass(frozen=True)
class Progress:
    """The cursor of a source, and how many of its tickets were found to be gone and are so still."""

    cursor: str
    gone: int


def read_progress(database: Database) -> dict[str, Progress]:
    """Return how far every source is that ever brought something, by one statement."""
    gone = gone_by_source().subquery()
    query = sa.select(SOURCE_CURSOR.c.source, SOURCE_CURSOR.c.cursor, gone.c.gone).outerjoin(
        gone, gone.c.source == SOURCE_CURSOR.c.source
    )
    with database.reading() as connection:
        return {row.source: Progress(row.cursor, row.gone or 0) for row in connection.execute(query)}


def read_last_warnings(database: Database) -> dict[str, tuple[Problem, ...]]:
    """Return what the last run of each source had to say all the same; no entry for nothing."""
    last = sa.select(sa.func.max(RUN.c.id)).group_by(RUN.c.source)
    query = sa.select(RUN.c.source, RUN.c.warnings).where(RUN.c.id.in_(last), RUN.c.warnings != "")
    with database.reading() as connection:
        return {row.source: tuple(as_problems(row.warnings)) for row in connection.execute(query)}
