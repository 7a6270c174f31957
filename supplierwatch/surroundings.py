"""What alerts and metrics look at beside the figures: the ledger, sources, reports made, jobs."""

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.core.alerts.raising import Surroundings
from evaluator.core.alerts.running import JobHeard
from evaluator.core.alerts.signals import Report
from evaluator.results.schema import COMPARED_STATEMENT
from evaluator.results.standing import Standing, StandingMonth
from supplierwatch.deciding.time_plan import safe_starts_of
from supplierwatch.expected_deliveries import read_expected
from supplierwatch.ledgers import day_of, read_ledger
from supplierwatch.notifying.sent import count_undelivered
from supplierwatch.serving.calendars import calendar_of
from supplierwatch.serving.job_names import JobName, Outcome
from supplierwatch.serving.job_states import JobState, read_jobs
from supplierwatch.serving.schedules import next_occurrence
from supplierwatch.serving.tables import JOB_RUN, LEASE
from supplierwatch.watch import Watch

UNDELIVERED_FOR = 7 * 86_400
"""Seconds for which a message that did not arrive is told, unless it is tried again with success."""


def read_surroundings(
    watch: Watch,
    database: Database,
    standing: Standing,
    now: int,
    jobs: tuple[JobState, ...] | None = None,
) -> Surroundings:
    """Return what stands beside `standing` at `now`; `jobs` where they were read already."""
    states = read_jobs(watch, database, now) if jobs is None else jobs
    has_credits = watch.versions.latest.contract.credits is not None
    return Surroundings(
        ledger=read_ledger(watch, database, now) if has_credits else None,
        silent_after={one.name: watch.settings.service.longest_silence(one.name) for one in watch.sources},
        deliveries={one.source: one.expected for one in read_expected(watch, database, now)},
        reports_made=_reports_made(watch, database, standing.finished, states),
        safe_starts={
            one.deadline.name: one.day
            for one in safe_starts_of(watch, day_of(now, watch))
            if one.day is not None
        },
        messages_undelivered=count_undelivered(database, now - UNDELIVERED_FOR),
        jobs=tuple(JobHeard(one.job.value, one.is_failing, one.succeeded_at) for one in states if one.is_on),
    )


def _reports_made(
    watch: Watch, database: Database, finished: StandingMonth | None, jobs: tuple[JobState, ...]
) -> dict[Report, bool]:
    """Which reports of the last month that is over are there; one of which nobody can tell is left out.

    The supplier's has come when a figure of its own for that month is among the facts; where it never stated
    any, nothing says whether it reports. Ours is made when the job `report` has done the month; of a month
    that was due before a service first saw the job nothing is awaited of it.
    """
    if finished is None:
        return {}
    made: dict[Report, bool] = {}
    with database.reading() as connection:
        if _states_figures(connection, None):
            made[Report.SUPPLIER] = _states_figures(connection, finished.evaluation.number)
        if any(one.job is JobName.REPORT and one.is_on for one in jobs):
            period = finished.evaluation.period
            is_reported = _is_reported(connection, period)
            if is_reported or _is_awaited(connection, watch, period):
                made[Report.OWN] = is_reported
    return made


def _states_figures(connection: sa.Connection, evaluation: int | None) -> bool:
    query = sa.select(COMPARED_STATEMENT.c.evaluation).limit(1)
    if evaluation is not None:
        query = query.where(COMPARED_STATEMENT.c.evaluation == evaluation)
    return connection.execute(query).first() is not None


def _is_reported(connection: sa.Connection, period: str) -> bool:
    done = sa.select(JOB_RUN.c.job).where(
        JOB_RUN.c.job == JobName.REPORT.value,
        JOB_RUN.c.occurrence == period,
        JOB_RUN.c.outcome == Outcome.DONE.value,
    )
    return connection.execute(done).first() is not None


def _is_awaited(connection: sa.Connection, watch: Watch, period: str) -> bool:
    """Whether the report of `period` was due only after a service first saw the job, which makes it then."""
    query = sa.select(LEASE.c.since).where(LEASE.c.job == JobName.REPORT.value)
    since = connection.execute(query).scalar_one_or_none()
    if since is None:
        return False
    first = next_occurrence(watch.settings.service.report, since, calendar_of(watch))
    return first is not None and first.name <= period
