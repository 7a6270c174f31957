"""How the jobs of the service stand: for the command `jobs`, the metrics and the page of data health."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from collector.store.database import Database
from supplierwatch.serving.calendars import calendar_of
from supplierwatch.serving.claims import as_run, database_time
from supplierwatch.serving.due import Run, find_due
from supplierwatch.serving.job_names import JobName, Outcome
from supplierwatch.serving.report_schedule import schedules_of
from supplierwatch.serving.schedules import Calendar, Off, Schedule, next_occurrence
from supplierwatch.serving.tables import JOB_RUN, LEASE
from supplierwatch.watch import Watch

Row = sa.RowMapping

_LAST: Mapping[str, Sequence[Outcome]] = {
    "of all": tuple(Outcome),
    "ended by itself": (Outcome.DONE, Outcome.FAILED),
    "went well": (Outcome.DONE,),
}
"""Of the runs of each job the last of all, the last that ended by itself, and the last that went well."""


@dataclass(frozen=True)
class JobState:
    """How one job stands; instants are None where there is none.

    `outcome` and `problem` are those of the last run (empty before the first), `failures` how often it failed
    in a row. `is_failing`: the last run that ended did not go well. `overdue_seconds` is how long the oldest
    occurrence that is not done has been due. `holder` is the process that does it now, empty for none.
    """

    job: JobName
    schedule: str
    is_on: bool
    started_at: int | None
    ended_at: int | None
    succeeded_at: int | None
    outcome: str
    problem: str
    failures: int
    is_failing: bool
    next_at: int | None
    overdue_seconds: int
    holder: str


def read_jobs(watch: Watch, database: Database, now: int) -> tuple[JobState, ...]:
    """Return how every job stands at `now`, in their order; quick: a few rows of each are read."""
    calendar = calendar_of(watch)
    with database.reading() as connection:
        present = int(connection.execute(sa.select(database_time(database.dialect))).scalar_one())
        leases = {row["job"]: row for row in connection.execute(sa.select(LEASE)).mappings()}
        last = {(row["last"], row["job"]): row for row in connection.execute(_last_rows()).mappings()}
        return tuple(
            _state(connection, job, schedule, calendar, leases.get(job.value), last, now, present)
            for job, schedule in schedules_of(watch.settings)
        )


def _state(
    connection: sa.Connection,
    job: JobName,
    schedule: Schedule,
    calendar: Calendar,
    lease: Row | None,
    last_rows: Mapping[tuple[str, str], Row],
    now: int,
    present: int,
) -> JobState:
    last, ended, done = (last_rows.get((of, job.value)) for of in _LAST)
    holder = lease["holder"] if lease is not None and lease["until"] > present else ""
    return JobState(
        job=job,
        schedule=str(schedule),
        is_on=not isinstance(schedule, Off),
        started_at=None if last is None else last["started_at"],
        ended_at=None if last is None else last["ended_at"],
        succeeded_at=None if done is None else done["ended_at"],
        outcome="" if last is None else last["outcome"],
        problem="" if last is None else last["problem"],
        failures=0 if last is None else last["attempts"],
        is_failing=ended is not None and ended["outcome"] == Outcome.FAILED.value,
        next_at=_next_at(schedule, calendar, last, now),
        overdue_seconds=_overdue(connection, job, schedule, calendar, lease, done, now),
        holder=holder,
    )


@cache
def _last_rows() -> "sa.CompoundSelect[tuple[object, ...]]":
    """Select of every job the rows that `_LAST` names: as many looks into its runs, by one statement."""
    return sa.union_all(
        *(_last_row(of, outcomes, job) for job in JobName for of, outcomes in _LAST.items()),
    )


def _last_row(of: str, outcomes: Sequence[Outcome], job: JobName) -> "sa.Select[tuple[object, ...]]":
    ours = sa.select(sa.literal(of).label("last"), JOB_RUN).where(
        JOB_RUN.c.job == job.value, JOB_RUN.c.outcome.in_([one.value for one in outcomes])
    )
    return sa.select(ours.order_by(JOB_RUN.c.started_at.desc()).limit(1).subquery())


def _next_at(schedule: Schedule, calendar: Calendar, last: Row | None, now: int) -> int | None:
    following = next_occurrence(schedule, now, calendar)
    times = [] if following is None else [following.at]
    if following is not None and last is not None and last["retry_at"] is not None:
        times.append(last["retry_at"])
    return max(min(times), now) if times else None


def _overdue(
    connection: sa.Connection,
    job: JobName,
    schedule: Schedule,
    calendar: Calendar,
    lease: Row | None,
    done: Row | None,
    now: int,
) -> int:
    """Seconds since the first occurrence that is not done was due; 0 where all are, or none ever was seen."""
    if lease is None or isinstance(schedule, Off):
        return 0
    due = find_due(schedule, lease["since"], now, calendar)
    if due.each:
        runs = _runs(connection, job, due.names)
        left = [one.at for one in due.occurrences if not _is_done(runs.get(one.name))]
    else:
        since = lease["since"] if done is None else done["due_at"]
        following = next_occurrence(schedule, since, calendar)
        left = [] if following is None else [following.at]
    return max(now - min(left, default=now), 0)


def _runs(connection: sa.Connection, job: JobName, names: list[str]) -> dict[str, Run]:
    wanted = sa.select(JOB_RUN).where(JOB_RUN.c.job == job.value, JOB_RUN.c.occurrence.in_(names))
    return {row["occurrence"]: as_run(row) for row in connection.execute(wanted).mappings()}


def _is_done(run: Run | None) -> bool:
    return run is not None and run.outcome is Outcome.DONE
