"""The mail that a scheduled report goes with: what it is, and for whom it is meant."""

from dashboards.document.model import Document, Edition
from dashboards.report.mail import ReportMail
from dashboards.wording.words import Wording, wording
from evaluator.results.published import PeriodResults

LONGEST_SUBJECT = 300
"""What the outbox takes."""


def build_scheduled_mail(document: Document, results: PeriodResults) -> ReportMail:
    """Return the mail that `document` about `results` is attached to; it tells no figure."""
    words = wording(document.language)
    title = results.contract.contract.title.in_language(document.language)
    report = f"{document.title}: {document.subtitle or title}"
    lines = [
        words.text("Attached: {report}.", report=report),
        words.text("Contract: {title}. Month: {month}.", title=title, month=words.month(results.period.name)),
        _edition(document.edition, words),
    ]
    if results.contract.contract.targets_are_assumed:
        lines.append(words.text("The targets are assumed; they are not agreed with the supplier."))
    subject = " ".join(report.split())[:LONGEST_SUBJECT]
    return ReportMail(subject, "\n\n".join(lines) + "\n")


def _edition(edition: Edition, words: Wording) -> str:
    if edition is Edition.PUBLIC:
        return words.text("This is the public edition.")
    return words.text(
        "This is the confidential edition: whether it may be disclosed is examined before anyone else gets "
        "it."
    )
