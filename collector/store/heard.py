"""When each source was last heard: from its runs alone, however many there were."""

from dataclasses import dataclass

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.runs import RunOutcome
from collector.store.schema import RUN


@dataclass(frozen=True)
class Heard:
    """The last run of a source, and when the last that went well ended; None where none did."""

    source: str
    started_at: int
    outcome: RunOutcome
    problem: str
    last_success_at: int | None


def read_heard(database: Database) -> list[Heard]:
    """Return how every source that ever ran was last heard, in order of name.

    A few looks into the index of runs find it: there may be a run every few minutes for years.
    """
    with database.reading() as connection:
        return [_heard(connection, source) for source in _sources(connection)]


def _sources(connection: sa.Connection) -> list[str]:
    found: list[str] = []
    while (row := connection.execute(_first_after(found)).one_or_none()) is not None:
        found.append(row.source)
    return sorted(found)


def _first_after(found: list[str]) -> "sa.Select[tuple[str]]":
    query = sa.select(RUN.c.source).order_by(RUN.c.source).limit(1)
    return query.where(RUN.c.source > found[-1]) if found else query


def _heard(connection: sa.Connection, source: str) -> Heard:
    own = sa.select(RUN).where(RUN.c.source == source).order_by(RUN.c.id.desc()).limit(1)
    last = connection.execute(own).one()
    good = connection.execute(own.where(RUN.c.outcome == RunOutcome.COMPLETE.value)).one_or_none()
    return Heard(
        source=source,
        started_at=last.started_at,
        outcome=RunOutcome(last.outcome),
        problem=last.problem,
        last_success_at=None if good is None else good.finished_at,
    )
