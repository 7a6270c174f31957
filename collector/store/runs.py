"""Runs: one try to collect from a source, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from collector.errors import Problem, SupplierwatchError
from collector.store.database import Database
from collector.store.delivery import save_delivery_end
from collector.store.run_warnings import merged, warnings_from_text, warnings_to_text
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
        before = sa.select(RUN.c.reached_at).where(RUN.c.source == source_name)
        reached_at = connection.execute(before.order_by(RUN.c.id.desc()).limit(1)).scalar_one_or_none()
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
                warnings="",
                reached_at=reached_at,
            )
        )
    return run


def save_run_counters(
    connection: sa.Connection, run_id: int, rows: int, rejects: int, reached_at: int | None = None
) -> None:
    """Count one page more, with its rows and rejects, for a run that is under way.

    The source is known up to `reached_at` from then on (None: as before); that never moves back. Raises
    SupplierwatchError where the run is not under way any more, so that nothing of the page is saved.
    """
    values = {"pages": RUN.c.pages + 1, "rows": RUN.c.rows + rows, "rejects": RUN.c.rejects + rejects}
    if reached_at is not None:
        further = sa.or_(RUN.c.reached_at.is_(None), RUN.c.reached_at < reached_at)
        values["reached_at"] = sa.case((further, reached_at), else_=RUN.c.reached_at)
    under_way = sa.and_(RUN.c.id == run_id, RUN.c.outcome == RunOutcome.RUNNING.value)
    if connection.execute(sa.update(RUN).where(under_way).values(values)).rowcount == 0:
        # What it read may be older than what the other saved, and would take its place.
        raise SupplierwatchError(
            "another run of this source began meanwhile; this one saves nothing more. "
            "Let only one process collect from a source at a time"
        )


def save_run_warnings(connection: sa.Connection, run_id: int, warnings: Sequence[Problem]) -> None:
    """Add to a run what a person should know, in the transaction of the page that shows it; each once."""
    if warnings:
        query = sa.select(RUN.c.warnings).where(RUN.c.id == run_id)
        known = warnings_from_text(connection.execute(query).scalar_one())
        text = warnings_to_text(merged(known, warnings))
        connection.execute(sa.update(RUN).where(RUN.c.id == run_id).values(warnings=text))


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
