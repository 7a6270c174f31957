"""Making a report when somebody asks for it; what was made before is given out again."""

from dataclasses import dataclass, field

from collector.errors import Problem, ProblemsFound
from collector.store.database import Database
from dashboards.reports.kinds import MEETINGS, ReportKind
from evaluator.core.periods import Period, month_name_before
from supplierwatch.archiving.making import Maker, check_scope, is_full_service_report
from supplierwatch.archiving.sources import Written
from supplierwatch.archiving.store import Archived, Identity, keep, read_content, read_versions
from supplierwatch.evaluating import read_watch_results
from supplierwatch.periods_asked import find_period, last_finished_month
from supplierwatch.watch import Watch

ON_DEMAND = "on demand"
"""Who made a report that somebody asked for, where no role is named."""

_LAST_MONTHS = {"H1": "06", "H2": "12"}


@dataclass(frozen=True)
class Asked:
    """What is asked for: which report, by which role, and with what people wrote for it.

    `again` makes it anew although there is one of the same results.
    """

    identity: Identity
    role: str = ON_DEMAND
    again: bool = False
    written: Written = field(default_factory=dict)


@dataclass(frozen=True)
class Given:
    """A report as it is in the archive, its bytes, and whether it was made now."""

    report: Archived
    content: bytes
    is_new: bool


def give(watch: Watch, database: Database, period: Period, asked: Asked, now: int) -> Given:
    """Return the report that is asked for, kept in the archive.

    One of the same results that is there already is given out as it was made, unless it is to be made again;
    the service report that pages show, meeting packs and the public notice are always made anew, as they tell
    what people did or decided since. Raises NothingFound for a month that was not evaluated, and what
    `Maker.make` raises.
    """
    check_scope(ReportKind(asked.identity.kind), asked.identity.scope)
    results = read_watch_results(watch, database, period)
    maker = Maker(watch, database, results, now, asked.written)
    making = maker.making(asked.role)
    if not (asked.again or asked.written or _tells_what_people_did(asked.identity)):
        with database.reading() as connection:
            versions = read_versions(connection, asked.identity)
            if versions and _is_of(versions[-1], making.evaluation, making.restatement):
                return Given(versions[-1], read_content(connection, versions[-1]), is_new=False)
    content = maker.make(asked.identity)
    with database.writing() as connection:
        kept = keep(connection, asked.identity, making, content)
    return Given(kept.report, content, kept.is_new)


def find_report_period(name: str | None, kind: ReportKind, watch: Watch, instant: int) -> Period:
    """Return the last month of the period called `name`: of `2026-10`, or of `2026-H2` for a half year.

    None means the last finished month or half year. Raises ProblemsFound for any other name.
    """
    if kind is not ReportKind.HALF_YEAR:
        return find_period(name, instant, watch.zone)
    if name is None:
        last = last_finished_month(instant, watch.zone)
        return find_period(month_name_before(last, int(last[-2:]) % 6), instant, watch.zone)
    year, _, half = name.partition("-")
    try:
        return find_period(
            f"{year}-{_LAST_MONTHS[half]}" if half in _LAST_MONTHS else name, instant, watch.zone
        )
    except ProblemsFound as error:
        allowed = "a half year such as 2026-H2, or its last month such as 2026-10"
        raise ProblemsFound([Problem(repr(name), allowed, path="--period")]) from error


def _tells_what_people_did(identity: Identity) -> bool:
    from_files = {*MEETINGS, ReportKind.PUBLIC_NOTICE}
    return is_full_service_report(identity) or ReportKind(identity.kind) in from_files


def _is_of(report: Archived, evaluation: int | None, restatement: int | None) -> bool:
    return (report.making.evaluation, report.making.restatement) == (evaluation, restatement)
