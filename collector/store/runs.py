"""Runs: one try to collect from a source, and how it ended."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.delivery import save_delivery_end
from collector.store.schema import RUN


class RunOutcome(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    COMPLETE = "complete"
    FAILED = "failed"


INTERRUPTED = "the run was interrupted: it ended without a word"


@dataclass(frozen=True)
class Run:
    """A run that has begun."""

    id: int
    source: str
    started_at: int


def save_run_start(database: Database, source_name: str, started_at: int) -> Run:
    """Begin a run of a source; one of its runs that never ended is marked as interrupted."""
    with database.writing() as connection:
        connection.execute(
            sa.update(RUN)
            .where(RUN.c.source == source_name, RUN.c.outcome == RunOutcome.RUNNING.value)
            .values(outcome=RunOutcome.FAILED.value, finished_at=started_at, problem=INTERRUPTED)
        )
        last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(RUN.c.id), 0))).scalar_one()
        run = Run(last + 1, source_name, started_at)
        connection.execute(
            sa.insert(RUN).values(
                id=run.id,
                source=source_name,
                started_at=started_at,
                outcome=RunOutcome.RUNNING.value,
                pages=0,
                rows=0,
                rejects=0,
                problem="",
            )
        )
    return run


def save_run_counters(connection: sa.Connection, run_id: int, rows: int, rejects: int) -> None:
    """Count one page more, with its rows and rejects, for a run that is under way."""
    connection.execute(
        sa.update(RUN)
        .where(RUN.c.id == run_id)
        .values(pages=RUN.c.pages + 1, rows=RUN.c.rows + rows, rejects=RUN.c.rejects + rejects)
    )


def save_run_end(
    database: Database, run: Run, outcome: RunOutcome, finished_at: int, problem: str = ""
) -> None:
    """End a run; after one that is complete the source's next page begins another delivery."""
    with database.writing() as connection:
        connection.execute(
            sa.update(RUN)
            .where(RUN.c.id == run.id)
            .values(outcome=outcome.value, finished_at=finished_at, problem=problem)
        )
        if outcome is RunOutcome.COMPLETE:
            save_delivery_end(connection, run.source)
