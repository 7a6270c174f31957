"""When each source was last heard: from its runs alone, however many there were."""

from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.runs import INTERRUPTED, RunOutcome
from collector.store.schema import RUN


@dataclass(frozen=True)
class Heard:
    """The last run of a source, and when the last that went well ended; None where none did.

    `failures` is how many runs failed since, `failed_at` when the last of them did (None: none did). A run
    that somebody interrupted, or that is under way, is none of them. `reached_at` is the instant up to which
    the source is known, in its own time; None where it never said, as files do not.
    """

    source: str
    started_at: int
    outcome: RunOutcome
    problem: str
    last_success_at: int | None
    failures: int = 0
    failed_at: int | None = None
    reached_at: int | None = None


def read_heard(database: Database) -> list[Heard]:
    """Return how every source that ever ran was last heard, in order of name.

    One statement looks into the index of runs for each source: there may be a run every few minutes for
    years.
    """
    with database.reading() as connection:
        return sorted(map(_heard, connection.execute(_last_runs())), key=lambda one: one.source)


@cache
def _last_runs() -> "sa.Select[tuple[object, ...]]":
    """Select the last run of each source, and when its last run that went well ended."""
    source = _sources().c.source
    of_source = sa.select(RUN.c.id).where(RUN.c.source == source).order_by(RUN.c.id.desc()).limit(1)
    good = RUN.alias("good")
    ended = sa.select(good.c.finished_at).where(
        good.c.source == source, good.c.outcome == RunOutcome.COMPLETE.value
    )
    last_ended = ended.order_by(good.c.id.desc()).limit(1).scalar_subquery()
    last = RUN.alias("last")
    return sa.select(
        last.c.source,
        last.c.started_at,
        last.c.outcome,
        last.c.problem,
        last.c.reached_at,
        last_ended.label("last_success_at"),
        _failed_since(sa.func.count(_BAD.c.id)).label("failures"),
        _failed_since(sa.func.max(_BAD.c.finished_at)).label("failed_at"),
    ).select_from(sa.join(_sources(), last, last.c.id == of_source.scalar_subquery()))


_BAD = RUN.alias("bad")


def _failed_since(what: "sa.ColumnElement[int]") -> "sa.ScalarSelect[int]":
    """Select `what` of the runs of a source that failed after the last that went well: few, at its end."""
    source, good = _sources().c.source, RUN.alias("good_before")
    last_good = sa.select(sa.func.coalesce(sa.func.max(good.c.id), 0)).where(
        good.c.source == source, good.c.outcome == RunOutcome.COMPLETE.value
    )
    query = sa.select(what).where(
        _BAD.c.source == source,
        _BAD.c.id > last_good.scalar_subquery().correlate(_sources()),
        _BAD.c.outcome == RunOutcome.FAILED.value,
        _BAD.c.problem != INTERRUPTED,
    )
    return query.correlate(_sources()).scalar_subquery()


@cache
def _sources() -> sa.CTE:
    """Each source once, by the next name in the index after the one before: not by reading all runs."""
    found = sa.select(sa.func.min(RUN.c.source).label("source")).cte("heard_source", recursive=True)
    following = sa.select(sa.func.min(RUN.c.source)).where(RUN.c.source > found.c.source).scalar_subquery()
    return found.union_all(sa.select(following).where(found.c.source.is_not(None)))


def _heard(row: sa.Row[tuple[object, ...]]) -> Heard:
    return Heard(
        source=row.source,
        started_at=row.started_at,
        outcome=RunOutcome(row.outcome),
        problem=row.problem,
        last_success_at=row.last_success_at,
        failures=row.failures,
        failed_at=row.failed_at,
        reached_at=row.reached_at,
    )
