"""Claiming what is due: by a lease, so that of all processes one does it, and by a record that it was done.

Leases run by the database's clock, since clocks of two machines differ. Every change here is one short
transaction that holds the job's row of `lease`: who comes second sees what the first one did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from collector.store.database import Database
from supplierwatch.serving.due import Due, Run, choose, failures_before
from supplierwatch.serving.job_names import JobName, Outcome
from supplierwatch.serving.schedules import Occurrence
from supplierwatch.serving.tables import JOB_RUN, LEASE

NOBODY = ""
FIRST_PAUSE, LONGEST_PAUSE = 30, 900
"""Seconds before a job that failed is tried again: doubled with every failure, up to the longest."""

KEPT_RUNS = 14 * 86_400
"""Seconds for which runs at intervals are kept; those of months stay."""

LONGEST_PROBLEM = 2000


@dataclass(frozen=True)
class Claim:
    """The right of `holder` to do `job` for `occurrence` now; `attempts` is how often that failed before."""

    job: JobName
    occurrence: Occurrence
    holder: str
    attempts: int


def remember_job(database: Database, job: JobName, now: int) -> int:
    """Return since when `job` is known to the services of this database: from `now` on, if not before."""
    with database.noting() as connection:
        added = {"job": job.value, "since": now, "holder": NOBODY, "until": 0}
        connection.execute(_insert(database, LEASE).values(added).on_conflict_do_nothing())
        return int(connection.execute(sa.select(LEASE.c.since).where(LEASE.c.job == job)).scalar_one())


def read_runs(
    connection: sa.Connection, job: JobName, names: Sequence[str]
) -> tuple[dict[str, Run], Run | None]:
    """Return the runs of `job` for the occurrences called `names`, and the last run of it, if any."""
    ours = sa.select(JOB_RUN).where(JOB_RUN.c.job == job.value)
    found = connection.execute(ours.where(JOB_RUN.c.occurrence.in_(names))).mappings()
    last = connection.execute(ours.order_by(JOB_RUN.c.due_at.desc()).limit(1)).mappings().one_or_none()
    return {row["occurrence"]: as_run(row) for row in found}, None if last is None else as_run(last)


def as_run(row: sa.RowMapping) -> Run:
    """Return a row of `job_run`."""
    return Run(
        occurrence=row["occurrence"],
        due_at=row["due_at"],
        outcome=Outcome(row["outcome"]),
        attempts=row["attempts"],
        retry_at=row["retry_at"],
    )


def claim(
    database: Database,
    job: JobName,
    due: Due,
    holder: str,
    lease_seconds: int,
    now: int,
) -> Claim | None:
    """Claim the first of what is `due` that is still to be done, for `holder`; None where there is none.

    Also None while another process does the job. A holder that crashed loses its lease with time, and its
    occurrence is done again. Nothing is written where nothing is to be done.
    """
    with database.reading() as connection:
        if not _is_free(connection, database, job, holder):
            return None
        if choose(due, *read_runs(connection, job, due.names), now) is None:
            return None
    with database.noting() as connection:
        if not _take_lease(connection, database, job, holder, lease_seconds):
            return None
        runs, last = read_runs(connection, job, due.names)
        occurrence = choose(due, runs, last, now)
        if occurrence is None:
            _give_lease_back(connection, job, holder)
            return None
        claimed = Claim(job, occurrence, holder, failures_before(occurrence, due, runs, last))
        _save_start(connection, database, claimed, now)
    return claimed


def renew(database: Database, claimed: Claim, lease_seconds: int) -> bool:
    """Keep the lease of `claimed` for `lease_seconds` more; False where another process has it by now."""
    with database.noting() as connection:
        return _take_lease(connection, database, claimed.job, claimed.holder, lease_seconds)


def save_end(database: Database, claimed: Claim, outcome: Outcome, now: int, problem: str = "") -> bool:
    """Record how `claimed` ended, and give its lease back.

    False, and nothing is recorded, where another process took it over meanwhile: that one's record counts.
    """
    failed = outcome is Outcome.FAILED
    attempts = claimed.attempts + 1 if failed else 0 if outcome is Outcome.DONE else claimed.attempts
    ended: dict[str, Any] = {
        "outcome": outcome.value,
        "ended_at": now,
        "attempts": attempts,
        "retry_at": now + pause_after(attempts) if failed else None,
        "problem": problem[:LONGEST_PROBLEM],
    }
    ours = (
        (JOB_RUN.c.job == claimed.job.value)
        & (JOB_RUN.c.occurrence == claimed.occurrence.name)
        & (JOB_RUN.c.holder == claimed.holder)
        & (JOB_RUN.c.outcome == Outcome.RUNNING.value)
    )
    with database.noting() as connection:
        found = connection.execute(sa.update(JOB_RUN).where(ours).values(ended))
        _give_lease_back(connection, claimed.job, claimed.holder)
        return found.rowcount == 1


def remove_old_runs(database: Database, job: JobName, now: int) -> None:
    """Remove runs of `job` that are long over; its last one that went well stays."""
    ours = JOB_RUN.c.job == job.value
    done = ours & (JOB_RUN.c.outcome == Outcome.DONE.value)
    last = sa.select(sa.func.max(JOB_RUN.c.due_at)).where(done).scalar_subquery()
    old = ours & (JOB_RUN.c.due_at < now - KEPT_RUNS) & (JOB_RUN.c.due_at < last)
    with database.noting() as connection:
        connection.execute(sa.delete(JOB_RUN).where(old))


def pause_after(failures: int) -> int:
    """Return the seconds to wait after so many failures in a row (at least one)."""
    return int(min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE))


def database_time(dialect: str) -> "sa.ColumnElement[int]":
    """Return the present instant by the clock of the database."""
    if dialect == "postgresql":
        return sa.cast(sa.func.extract("epoch", sa.func.clock_timestamp()), sa.BigInteger)
    return sa.cast(sa.func.strftime("%s", "now"), sa.Integer)


def _insert(database: Database, table: sa.Table) -> Any:
    # Both say "on conflict" in the same words, each by a class of its own.
    return (postgresql if database.dialect == "postgresql" else sqlite).insert(table)


def _is_free(connection: sa.Connection, database: Database, job: JobName, holder: str) -> bool:
    found = sa.select(LEASE.c.job).where(LEASE.c.job == job.value, _free_for(database, holder))
    return connection.execute(found).one_or_none() is not None


def _take_lease(
    connection: sa.Connection, database: Database, job: JobName, holder: str, seconds: int
) -> bool:
    taken = sa.update(LEASE).where(LEASE.c.job == job.value, _free_for(database, holder))
    # The second that has begun does not count: whoever takes a lease at its end has it as long.
    until = database_time(database.dialect) + seconds + 1
    return connection.execute(taken.values(holder=holder, until=until)).rowcount == 1


def _free_for(database: Database, holder: str) -> "sa.ColumnElement[bool]":
    """Whether `holder` may take a lease; what it held before and did not give back is its own."""
    has_run_out = LEASE.c.until <= database_time(database.dialect)
    return has_run_out | LEASE.c.holder.in_([holder, NOBODY])


def _give_lease_back(connection: sa.Connection, job: JobName, holder: str) -> None:
    ours = (LEASE.c.job == job.value) & (LEASE.c.holder == holder)
    connection.execute(sa.update(LEASE).where(ours).values(holder=NOBODY, until=0))


def _save_start(connection: sa.Connection, database: Database, claimed: Claim, now: int) -> None:
    begun = {
        "due_at": claimed.occurrence.at,
        "started_at": now,
        "ended_at": None,
        "outcome": Outcome.RUNNING.value,
        "attempts": claimed.attempts,
        "retry_at": None,
        "problem": "",
        "holder": claimed.holder,
    }
    named = {"job": claimed.job.value, "occurrence": claimed.occurrence.name}
    added = _insert(database, JOB_RUN).values(**named, **begun)
    connection.execute(added.on_conflict_do_update(index_elements=["job", "occurrence"], set_=begun))
