"""The mail that a report goes with: what it is, and how the month turned out."""

from collections import Counter
from dataclasses import dataclass

from dashboards.wording.terms import verdict_word
from dashboards.wording.words import Wording, wording
from evaluator.core.outcomes import Verdict, View
from evaluator.results.published import PeriodResults


@dataclass(frozen=True)
class ReportMail:
    """Subject and text of the mail."""

    subject: str
    text: str


def build_report_mail(results: PeriodResults, language: str, link: str) -> ReportMail:
    """Return the mail about `results`; `link` leads to the report's page, empty where there is none."""
    words, contract = wording(language), results.contract.contract
    month = words.month(results.period.name)
    title = contract.title.in_language(language)
    lines = [
        words.text("The report of {month} on {title} is attached.", month=month, title=title),
        words.text("Indicators of the contract: {counts}.", counts=_counts(results, words)),
        _state(results, words),
    ]
    if contract.targets_are_assumed:
        lines.append(words.text("The targets are assumed; they are not agreed with the supplier."))
    if link:
        lines.append(words.text("The same figures with their evidence: {link}", link=link))
    subject = words.text("Report of {month}: {title}", month=month, title=title)
    return ReportMail(subject, "\n\n".join(lines) + "\n")


def _counts(results: PeriodResults, words: Wording) -> str:
    """How many indicators of the contract as a whole have each verdict."""
    verdicts = Counter(
        one.verdict
        for one in results.outcomes
        if one.view is View.AFTER_EXCLUSIONS and one.scope.unit == "" and one.scope.segment == ""
    )
    found = [f"{verdicts[one]} {verdict_word(one, words)}" for one in Verdict if verdicts[one] > 0]
    return words.listing(found) or words.text("none was measured")


def _state(results: PeriodResults, words: Wording) -> str:
    if results.seal is None:
        return words.text("The month is not sealed: figures can still change while objections are heard.")
    return words.text("The month is sealed.")
