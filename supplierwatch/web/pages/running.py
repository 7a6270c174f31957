"""What the service says of itself: jobs, messages that wait, deliveries, and when each source was heard."""

from collections.abc import Mapping

from collector.store.heard import read_heard as read_sources_heard
from dashboards.pages.health import JobLine, Running
from evaluator.results.read_standing import source_heard
from evaluator.results.standing import SourceHeard
from supplierwatch.expected_deliveries import read_expected
from supplierwatch.metrics import count_waiting
from supplierwatch.notifying.sent import count_undelivered
from supplierwatch.serving.job_states import JobState, read_jobs
from supplierwatch.surroundings import UNDELIVERED_FOR
from supplierwatch.web.pages.visit import Visit


def read_heard(visit: Visit) -> Mapping[str, SourceHeard]:
    """Return when each source was last heard, evaluated since or not."""
    return {one.source: source_heard(one) for one in read_sources_heard(visit.database)}


def read_running(visit: Visit) -> Running:
    """Return how the jobs of the service last went, how many messages wait, and how deliveries stand."""
    jobs = read_jobs(visit.watch, visit.database, visit.now)
    expected = read_expected(visit.watch, visit.database, visit.now)
    return Running(
        tuple(_line(one) for one in jobs),
        count_waiting(visit.database),
        count_undelivered(visit.database, visit.now - UNDELIVERED_FOR),
        {one.source: one.expected for one in expected},
    )


def _line(job: JobState) -> JobLine:
    return JobLine(
        name=job.job.value,
        is_on=job.is_on,
        is_failing=job.is_failing,
        last_success_at=job.succeeded_at,
        next_at=job.next_at,
        overdue_seconds=job.overdue_seconds,
        problem=job.problem,
    )
