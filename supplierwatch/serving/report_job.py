"""The job `report`: make the reports that are due, keep them, and mail them to the people named for them."""

import hashlib
from pathlib import Path

import sqlalchemy as sa

from collector.errors import SupplierwatchError
from collector.instants import format_instant
from dashboards.document.forms import MEDIA_TYPES, DocumentForm
from dashboards.document.model import Edition
from dashboards.report.mail import ReportMail, build_report_mail
from dashboards.report.scheduled_mail import build_scheduled_mail
from evaluator.core.periods import month
from evaluator.results.published import PeriodResults
from supplierwatch.archiving.making import Maker
from supplierwatch.archiving.scheduled import (
    Parcel,
    Plan,
    plan_scheduled,
    plan_service_report,
    schedule_key,
)
from supplierwatch.archiving.store import Archived, Identity, find_scheduled, keep_scheduled, read_content
from supplierwatch.evaluating import read_watch_results
from supplierwatch.notifying.messages import Attachment, Message, Way
from supplierwatch.notifying.outbox import put
from supplierwatch.reporting import save_bytes
from supplierwatch.serving.work import Work


def report(work: Work) -> str:
    """Make what is due at the occurrence: `2026-10` the service report of a month, `2026-10/NAME` another.

    The archive has each report once for an occurrence, and the outbox each mail once: both are put in one
    transaction, and whoever tries again finds them there. The files in the reports folder come from the
    archive. Raises SupplierwatchError where the month was not yet judged on facts until its end.
    """
    period, _, name = work.occurrence.name.partition("/")
    plan = _plan(work, period, name)
    if plan is None:
        return f"the settings name no scheduled report {name} any more"
    results = _results(work, period)
    work.go_on()
    maker = Maker(work.watch, work.database, results, work.now())
    made = _made(work, plan, maker)
    work.go_on()
    for archived, content in _keep_and_mail(work, plan, maker, made):
        save_bytes(content, work.watch.reports_folder / _file_of(archived, name))
    return ""


def report_key(contract: str, period: str, address: str) -> str:
    """Return the key of the mail with the report of `period` to `address`, which the key does not show."""
    told = f"{contract}\n{address.lower()}"
    return f"report/{period}/{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _plan(work: Work, period: str, name: str) -> Plan | None:
    settings = work.watch.settings
    if name == "":
        return plan_service_report(period, settings)
    scheduled = next((one for one in settings.scheduled_reports if one.name == name), None)
    return None if scheduled is None else plan_scheduled(scheduled, period, settings.messages.own_domain)


def _results(work: Work, name: str) -> PeriodResults:
    period = month(name, work.watch.zone)
    results = read_watch_results(work.watch, work.database, period)
    if results.evaluation.known_at < period.ends_at:
        known = format_instant(results.evaluation.known_at)
        raise SupplierwatchError(
            f"the report of {name} waits: the month was judged on what was known by {known}, before it was "
            "over. It goes out once sources brought something later and the month is evaluated"
        )
    return results


def _made(work: Work, plan: Plan, maker: Maker) -> dict[Identity, bytes]:
    """The reports that nobody made for this occurrence before."""
    with work.database.reading() as connection:
        missing = [one for one in plan.reports if find_scheduled(connection, _key(work, one)) is None]
    return {one: maker.make(one) for one in missing}


def _keep_and_mail(
    work: Work, plan: Plan, maker: Maker, made: dict[Identity, bytes]
) -> list[tuple[Archived, bytes]]:
    with work.database.writing() as connection:
        kept = {one: _kept(connection, work, one, maker, made) for one in plan.reports}
        found = {one: (archived, read_content(connection, archived)) for one, archived in kept.items()}
        for parcel in plan.parcels:
            put(connection, _message(parcel, plan, maker, work, found), work.now())
    return list(found.values())


def _kept(
    connection: sa.Connection, work: Work, report: Identity, maker: Maker, made: dict[Identity, bytes]
) -> Archived:
    content = made.get(report)
    key = _key(work, report)
    archived = find_scheduled(connection, key)
    if archived is None and content is not None:
        archived = keep_scheduled(connection, key, report, maker.making(), content)
    if archived is None:
        raise SupplierwatchError(f"the report {report.file_name} is in the archive no more; it is made again")
    return archived


def _key(work: Work, report: Identity) -> str:
    return schedule_key(work.occurrence.name, report)


def _file_of(archived: Archived, name: str) -> Path:
    """Where a report lies in the reports folder: the service report in itself, others in one of their own."""
    return Path(name) / archived.identity.file_name


def _message(
    parcel: Parcel, plan: Plan, maker: Maker, work: Work, found: dict[Identity, tuple[Archived, bytes]]
) -> Message:
    told = _told(parcel, plan, maker, work)
    contract = maker.results.contract.contract.id
    occurrence = work.occurrence.name if parcel.scope == "" else f"{work.occurrence.name}/{parcel.scope}"
    return Message(
        key=report_key(contract, occurrence, parcel.address),
        way=Way.MAIL,
        destination=parcel.address,
        subject=told.subject,
        text=told.text,
        attachments=tuple(_attachment(one, found[one][1]) for one in parcel.reports),
    )


def _attachment(report: Identity, content: bytes) -> Attachment:
    # A mail says by itself how the bytes of a part are written.
    media_type = MEDIA_TYPES[DocumentForm(report.form)].partition(";")[0]
    return Attachment(report.file_name, media_type, content)


def _told(parcel: Parcel, plan: Plan, maker: Maker, work: Work) -> ReportMail:
    first, results = parcel.reports[0], maker.results
    if not plan.is_service or first.edition == Edition.PUBLIC:
        # Who gets the public edition is not told where the pages with everything are.
        return build_scheduled_mail(maker.document(first), results)
    base = work.watch.settings.web.public_address
    link = "" if base is None else f"{base}/reports/{results.period.name}"
    return build_report_mail(results, first.language, link)
