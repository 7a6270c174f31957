"""Metrics of a watch, read from its store when they are asked for."""

import sqlalchemy as sa

from collector.errors import SupplierwatchError
from collector.probing.health import ProberHealth, read_health
from collector.store.database import Database
from dashboards.metrics.exposition import build_metrics, write_metrics
from dashboards.metrics.snapshot import JobStanding, ProberStanding, Snapshot, SourceStanding
from evaluator.results.open_cases import count_cases
from evaluator.results.read_standing import read_standing
from supplierwatch.notifying.tables import MESSAGE
from supplierwatch.serving.job_names import JobName
from supplierwatch.serving.job_states import JobState, read_jobs
from supplierwatch.source_states import SourceState, read_source_states
from supplierwatch.surroundings import read_surroundings
from supplierwatch.watch import Watch

_WAITING = ("waiting", "sending")


def metrics_response(watch: Watch, database: Database, now: int, accept: str) -> tuple[bytes, str]:
    """Return the metrics at `now` as the header `accept` wants them, and their media type.

    Where the database does not answer they say that it is away, and nothing else.
    """
    try:
        snapshot = read_snapshot(watch, database, now)
    except SupplierwatchError:
        snapshot = None
    return write_metrics(build_metrics(snapshot), accept)


def read_snapshot(watch: Watch, database: Database, now: int) -> Snapshot:
    """Return how everything stands at `now`; raises SupplierwatchError where the database is away."""
    standing = read_standing(database, watch.versions)
    jobs, terms, running = read_jobs(watch, database, now), watch.settings.alerts, standing.running
    number = None if running is None else running.evaluation.number
    return Snapshot(
        now=now,
        standing=standing,
        beside=read_surroundings(watch, database, standing, now, jobs),
        terms=terms,
        jobs=[_job(one) for one in jobs if one.is_on],
        sources=[_source(one) for one in read_source_states(watch, database, now)],
        probers=[_prober(one) for one in _probers(watch)],
        messages_waiting=count_waiting(database),
        confirmed_at=next((one.succeeded_at for one in jobs if one.job is JobName.EVALUATE), None),
        cases=() if number is None else count_cases(database, number, now, terms),
    )


def _job(state: JobState) -> JobStanding:
    return JobStanding(state.job.value, state.succeeded_at, state.is_failing, state.overdue_seconds)


def _source(state: SourceState) -> SourceStanding:
    left = None if state.back_fill is None else state.back_fill.left_seconds
    return SourceStanding(state.source, state.left_alone is not None, left, state.gone)


def _probers(watch: Watch) -> tuple[ProberHealth, ...]:
    return () if watch.probes is None else read_health(watch.folder / watch.probes.spool)


def _prober(health: ProberHealth) -> ProberStanding:
    return ProberStanding(
        prober=health.prober,
        heartbeat_at=health.at,
        late_looks=health.late_looks,
        asleep_seconds=health.asleep_seconds,
        blind_seconds=health.blind_seconds,
        references_answering=health.references_answering,
    )


def count_waiting(database: Database) -> int:
    """Return how many messages wait to be sent, those that are being sent among them."""
    query = sa.select(sa.func.count()).select_from(MESSAGE).where(MESSAGE.c.state.in_(_WAITING))
    with database.reading() as connection:
        return int(connection.execute(query).scalar_one())
