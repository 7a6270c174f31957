"""One way to every kind of report."""

from dashboards.document.model import Document, Edition
from dashboards.reports.half_year import build_half_year
from dashboards.reports.kinds import MEETINGS, ReportKind
from dashboards.reports.meetings import build_meeting_pack
from dashboards.reports.public_notice import build_public_notice
from dashboards.reports.service_report import build_service_report
from dashboards.reports.sources import ReportSources
from dashboards.reports.supplier_report import build_supplier_report
from dashboards.reports.telling import Telling, telling_of
from dashboards.reports.unit_report import build_unit_report

_BUILDERS = {
    ReportKind.SERVICE: build_service_report,
    ReportKind.SUPPLIER: build_supplier_report,
    ReportKind.HALF_YEAR: build_half_year,
    ReportKind.PUBLIC_NOTICE: build_public_notice,
}


def build_document(
    kind: ReportKind,
    sources: ReportSources,
    language: str,
    edition: Edition = Edition.CONFIDENTIAL,
    unit: str | None = None,
) -> Document:
    """Return the report of `kind` in `sv` or `en`, for those who may read `edition`.

    `unit` is the unit or segment that a unit report is about. Raises NothingFound where the contract has no
    such unit or segment, and ValueError where a unit report is asked for without one, or another with one.
    """
    telling = telling_of(sources, language)
    if kind is ReportKind.UNIT:
        return build_unit_report(telling, _named(unit), edition)
    if unit is not None:
        raise ValueError(f"a report of the kind {kind} is of no unit; leave {unit!r} out")
    return _of_the_whole(kind, telling, edition)


def _of_the_whole(kind: ReportKind, telling: Telling, edition: Edition) -> Document:
    if kind in MEETINGS:
        return build_meeting_pack(telling, kind, edition)
    return _BUILDERS[kind](telling, edition)


def _named(unit: str | None) -> str:
    if not unit:
        raise ValueError("a unit report needs the unit or segment that it is about")
    return unit
