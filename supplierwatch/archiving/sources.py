"""Reading what reports are made from, as it stands when one is made."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from collector.errors import NothingFound
from collector.store.database import Database
from dashboards.reports.kinds import MEETINGS, ReportKind
from dashboards.reports.meeting_of import meeting_of
from dashboards.reports.sources import (
    DecidedNotice,
    Meeting,
    OpenCases,
    PlannedMaintenance,
    ReportSources,
)
from evaluator.core.follow_up.contract_changes import ChangeRegister, weigh_changes
from evaluator.core.periods import months_before
from evaluator.results.open_cases import count_all_cases
from evaluator.results.published import PeriodResults
from evaluator.results.shown_tables import MAINTENANCE_WINDOW
from supplierwatch.evaluating import read_watch_results
from supplierwatch.expected_deliveries import read_expected
from supplierwatch.ledgers import day_of
from supplierwatch.notifying.sent import first_sent_outside
from supplierwatch.reporting import read_follow_up
from supplierwatch.watch import Watch

Written = Mapping[str, tuple[str, ...]]

_MONTHS = {ReportKind.HALF_YEAR: 6, ReportKind.UNIT: 6, ReportKind.MEETING_STRATEGIC: 12}
"""How many months, the last included, the kinds look at that show a course of time."""


def read_sources(
    watch: Watch,
    database: Database,
    results: PeriodResults,
    now: int,
    kind: ReportKind,
    written: Written | None = None,
) -> ReportSources:
    """Return what a report of `kind` about `results` is made from at `now`.

    `written` is what people wrote in an earlier making, by the name of its place.
    """
    today = day_of(now, watch)
    number = results.evaluation.number
    with database.reading() as connection:
        maintenance = _maintenance(connection, number, now)
    return ReportSources(
        results=results,
        today=today,
        follow_up=read_follow_up(watch, database, now),
        earlier=_earlier(watch, database, results, _MONTHS.get(kind, 1)),
        deliveries={one.source: one.expected for one in read_expected(watch, database, now)},
        open_cases=OpenCases(*count_all_cases(database, number)),
        maintenance=maintenance,
        changes=read_change_register(watch, today),
        meeting=_meeting(watch, kind, today),
        decided=_decided(watch, kind, results),
        written=written or {},
        sent_on=_sent_on(watch, database, kind, results),
    )


def read_change_register(watch: Watch, day: date) -> ChangeRegister:
    """Return the changes of the contract as they stood at the end of `day`."""
    versions = watch.versions.as_known_on(day)
    contract = versions.in_force(max(day, versions.versions[0].first_day)).contract
    return weigh_changes(watch.contract_changes, versions.latest.amendments, contract.procurement, day)


def _earlier(
    watch: Watch, database: Database, results: PeriodResults, months: int
) -> tuple[PeriodResults, ...]:
    """The results of the months before that make so many with these; one that has none is left out."""
    found = []
    for period in months_before(results.period, months, watch.zone)[:-1]:
        try:
            found.append(read_watch_results(watch, database, period))
        except NothingFound:
            continue
    return tuple(found)


def _maintenance(connection: sa.Connection, evaluation: int, now: int) -> tuple[PlannedMaintenance, ...]:
    window = MAINTENANCE_WINDOW.c
    query = (
        sa.select(window.service, window.unit, window.starts_at, window.ends_at)
        .where(window.evaluation == evaluation, window.ends_at > now)
        .order_by(window.starts_at, window.service, window.unit)
    )
    return tuple(PlannedMaintenance(*row) for row in connection.execute(query).all())


def _meeting(watch: Watch, kind: ReportKind, today: date) -> Meeting:
    register = watch.deciding.meetings
    if kind not in MEETINGS or register is None:
        return Meeting()
    return meeting_of(register.content, kind, today)


def _decided(watch: Watch, kind: ReportKind, results: PeriodResults) -> DecidedNotice:
    read = watch.deciding.publishing
    if kind is not ReportKind.PUBLIC_NOTICE or read is None:
        return DecidedNotice()
    ratings = read.content.ratings_since(results.period.end_day)
    return DecidedNotice(ratings, read.content.breaches, read.content_hash)


def _sent_on(watch: Watch, database: Database, kind: ReportKind, results: PeriodResults) -> date | None:
    """When the supplier's report was first mailed outside the house; None where it was not, or is another."""
    if kind is not ReportKind.SUPPLIER:
        return None
    begins = f"{results.period.name}-{kind.value}-"
    sent = first_sent_outside(database, begins, watch.settings.messages.own_domain)
    return None if sent is None else day_of(sent, watch)
