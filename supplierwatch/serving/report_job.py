"""The job `report`: write the report of a month that is over, and mail it to the people named for it."""

import hashlib

from collector.errors import SupplierwatchError
from collector.instants import format_instant
from dashboards.report.mail import build_report_mail
from evaluator.core.periods import month
from evaluator.results.published import PeriodResults
from supplierwatch.evaluating import read_watch_results
from supplierwatch.notifying.messages import Attachment, Message, Way
from supplierwatch.notifying.outbox import put
from supplierwatch.notifying.settings import ReportRecipient
from supplierwatch.reporting import ReportForm, read_follow_up, render_report, report_name, save_report
from supplierwatch.serving.work import Work

_MEDIA_TYPES = {
    ReportForm.HTML: "text/html",
    ReportForm.CSV: "text/csv",
    ReportForm.JSON: "application/json",
}


def report(work: Work) -> str:
    """Save the report of the month called as the occurrence, and put a mail to everyone named for it.

    All mails are put at once, each once for a month and an address, whoever tries again. Raises
    SupplierwatchError where the month was not yet judged on facts until its end.
    """
    name = work.occurrence.name
    period = month(name, work.watch.zone)
    results = read_watch_results(work.watch, work.database, period)
    if results.evaluation.known_at < period.ends_at:
        known = format_instant(results.evaluation.known_at)
        raise SupplierwatchError(
            f"the report of {name} waits: the month was judged on what was known by {known}, before it was "
            "over. It goes out once sources brought something later and the month is evaluated"
        )
    work.go_on()
    texts = _Texts(work, results)
    language = work.watch.settings.language
    saved = work.watch.reports_folder / report_name(results, language, ReportForm.HTML)
    save_report(texts.of(language, ReportForm.HTML), saved)
    mails = [_mail(recipient, results, texts, work) for recipient in work.watch.settings.messages.reports]
    if mails:
        with work.database.writing() as connection:
            for mail in mails:
                put(connection, mail, work.now())
    return ""


class _Texts:
    """The report in each language and form, rendered once."""

    def __init__(self, work: Work, results: PeriodResults) -> None:
        self._results = results
        self._follow_up = read_follow_up(work.watch, work.database, work.now())
        self._rendered: dict[tuple[str, ReportForm], str] = {}

    def of(self, language: str, form: ReportForm) -> str:
        if (language, form) not in self._rendered:
            text = render_report(self._results, language, form, self._follow_up)
            self._rendered[language, form] = text
        return self._rendered[language, form]


def _mail(recipient: ReportRecipient, results: PeriodResults, texts: _Texts, work: Work) -> Message:
    period, language = results.period.name, recipient.language
    base = work.watch.settings.web.public_address
    link = "" if base is None else f"{base}/reports/{period}"
    told = build_report_mail(results, language, link)
    forms = [ReportForm(form) for form in recipient.forms]
    return Message(
        key=report_key(results.contract.contract.id, period, recipient.address),
        way=Way.MAIL,
        destination=recipient.address,
        subject=told.subject,
        text=told.text,
        attachments=tuple(
            Attachment(
                report_name(results, language, form), _MEDIA_TYPES[form], texts.of(language, form).encode()
            )
            for form in forms
        ),
    )


def report_key(contract: str, period: str, address: str) -> str:
    """Return the key of the mail with the report of `period` to `address`, which the key does not show."""
    told = f"{contract}\n{address.lower()}"
    return f"report/{period}/{hashlib.sha256(told.encode()).hexdigest()[:16]}"
