"""Which reports an occurrence makes, and which mails carry them. Pure: settings and period come in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboards.document.model import Edition
from dashboards.reports.kinds import ReportKind
from supplierwatch.archiving.settings import ReportReader, ScheduledReport
from supplierwatch.archiving.store import Identity
from supplierwatch.notifying.settings import ReportRecipient, edition_for
from supplierwatch.settings import Settings


@dataclass(frozen=True)
class Parcel:
    """One mail to be: to which address, under which key within the occurrence, with which reports."""

    address: str
    scope: str
    reports: tuple[Identity, ...]


@dataclass(frozen=True)
class Plan:
    """What one occurrence makes: every report once, and the mails; `is_service` for the service report."""

    reports: tuple[Identity, ...]
    parcels: tuple[Parcel, ...]
    is_service: bool


def plan_service_report(period: str, settings: Settings) -> Plan:
    """Return what is made of the service report: the page in the reports folder, and what readers want."""
    kept = _service(period, Edition.CONFIDENTIAL, settings.language, "html")
    own_domain = settings.messages.own_domain
    parcels = tuple(_of_service(one, period, own_domain) for one in settings.messages.reports)
    return _plan((kept,), parcels, is_service=True)


def plan_scheduled(scheduled: ScheduledReport, period: str, own_domain: str) -> Plan:
    """Return what is made of a scheduled report; `own_domain` is that of the sender of mail."""
    kept: list[Identity] = []
    parcels: list[Parcel] = []
    for scope in scheduled.units or ("",):
        kept += _identities(scheduled, period, scope, scheduled.edition, scheduled.language)
        for reader in scheduled.to:
            reports = _for_reader(scheduled, period, scope, reader, own_domain)
            parcels.append(Parcel(reader.address, scope, reports))
    return _plan(kept, tuple(parcels), is_service=False)


def schedule_key(occurrence: str, report: Identity) -> str:
    """Return what the report that is made at an occurrence is known by, whoever makes it."""
    parts = (report.kind, report.scope, report.edition, report.language, report.form)
    return "|".join((occurrence, *parts))


def _plan(kept: Iterable[Identity], parcels: tuple[Parcel, ...], *, is_service: bool) -> Plan:
    wanted = [*kept, *(report for parcel in parcels for report in parcel.reports)]
    return Plan(tuple(dict.fromkeys(wanted)), parcels, is_service)


def _for_reader(
    scheduled: ScheduledReport, period: str, scope: str, reader: ReportReader, own_domain: str
) -> tuple[Identity, ...]:
    edition = scheduled.edition_for(reader, own_domain)
    language = reader.language or scheduled.language
    return tuple(_identities(scheduled, period, scope, edition, language))


def _identities(
    scheduled: ScheduledReport, period: str, scope: str, edition: Edition, language: str
) -> Iterator[Identity]:
    for form in dict.fromkeys(scheduled.forms):
        yield Identity(scheduled.kind.value, period, scope, edition.value, language, form)


def _of_service(reader: ReportRecipient, period: str, own_domain: str) -> Parcel:
    edition = edition_for(reader.address, reader.edition, Edition.CONFIDENTIAL, own_domain)
    reports = (_service(period, edition, reader.language, form) for form in dict.fromkeys(reader.forms))
    return Parcel(reader.address, "", tuple(reports))


def _service(period: str, edition: Edition, language: str, form: str) -> Identity:
    return Identity(ReportKind.SERVICE.value, period, "", edition.value, language, form)
