"""The United Kingdom's contract performance notice (UK9) as a release, as Find a Tender publishes them.

Law: Procurement Act 2023, section 71; Procurement Regulations 2024, regulation 39 (4) for indicators, (5) for
the ratings. Shape: OCDS 1.1 with the extensions for metrics and for performance failures, and the United
Kingdom's own, whose `measureClassification` takes met, slightlyBelow, below, significantlyBelow and other.

A rating stands in `measureClassification` only where people decided it; what the rule proposes is in words.
"""

from fractions import Fraction

from dashboards.reports.exports.identity import (
    Decided,
    Document,
    Identity,
    Organisation,
    StatedBreach,
    at_start,
    exact_number,
    period,
    reference,
    value,
    without_empty,
)
from dashboards.reports.exports.release import (
    FAILURES,
    METRICS,
    UNITED_KINGDOM,
    contract_of,
    package,
    release,
)
from dashboards.reports.months import months_of
from dashboards.reports.public_notice import MONTHS, proposals
from dashboards.reports.rating_words import notice_word, tell_cut_offs
from dashboards.reports.sources import ReportSources
from dashboards.wording import wording
from evaluator.core.deciding.ratings.notice import USUAL_CUT_OFFS, ProposedRating
from evaluator.core.periods import month
from evaluator.decisions.publishing import NoticeRating

SCHEME = "UK-PA2023-REG39"
CLASSIFICATIONS = {
    NoticeRating.GOOD: "met",
    NoticeRating.APPROACHING_TARGET: "slightlyBelow",
    NoticeRating.REQUIRES_IMPROVEMENT: "below",
    NoticeRating.INADEQUATE: "significantlyBelow",
    NoticeRating.OTHER: "other",
}
"""The id that the United Kingdom's extension has for each rating of regulation 39 (5)."""

STATEMENT = (
    "This notice sets out the contracting authority's assessment of performance against the key performance"
    " indicators."
)
"""The statement that regulation 39 (4) (e) asks for."""


def performance_notice(
    sources: ReportSources, identity: Identity, decided: Decided | None = None, uri: str = ""
) -> Document:
    """Return a release package with the notice over the twelve months that end with those of `sources`."""
    found = Decided() if decided is None else decided
    zone = sources.results.contract.contract.zone
    implementation = {
        "metrics": [_metric(sources, one, found) for one in proposals(sources.results, _months(sources))],
        "performanceFailures": [_failure(sources, identity.supplier, one) for one in found.breaches],
        "documents": [
            {
                "id": f"UK9-{sources.results.period.name}",
                "title": "Contract performance notice",
                "description": f"{STATEMENT} {tell_cut_offs(USUAL_CUT_OFFS, wording('en'))}",
                "noticeType": "UK9",
                "datePublished": at_start(sources.today, zone),
                "language": "en",
            }
        ],
    }
    made = release(sources, identity, "implementation", contract_of(sources, identity, implementation))
    return package(made, identity.buyer.name, uri, (METRICS, FAILURES, UNITED_KINGDOM))


def undecided(sources: ReportSources, decided: Decided) -> tuple[str, ...]:
    """Return the indicators whose rating nobody has decided; while there is one it is not complete."""
    every = [one.indicator for one in proposals(sources.results, _months(sources))]
    return tuple(name for name in every if name not in decided.ratings)


def _months(sources: ReportSources) -> tuple[str, ...]:
    return months_of(sources.results, MONTHS)


def _metric(sources: ReportSources, one: ProposedRating, decided: Decided) -> Document:
    words, zone = wording("en"), sources.results.contract.contract.zone
    indicator = next(item for item in sources.results.contract.indicators if item.id == one.indicator)
    first = month(_months(sources)[0], zone).first_day
    last = sources.results.period.end_day.fromordinal(sources.results.period.end_day.toordinal() - 1)
    notes = [f"By the rule: {notice_word(one.rating, words)}."]
    rating = decided.ratings.get(one.indicator)
    if rating is None:
        notes.append("The contracting authority has not decided the rating.")
    classification = None if rating is None else _classification(rating)
    observation: Document = {
        "id": f"{one.indicator}-{sources.results.period.name}",
        "period": period(first, last, zone),
        "measure": None if one.judged == 0 else exact_number(1 - _missed_share(one)),
        "unit": {"name": "share of judged periods that met the target"},
        "dimensions": {
            "service": one.service or "all",
            "judged": str(one.judged),
            "missed": str(one.missed),
            "periods": str(one.periods),
        },
        "notes": " ".join(notes),
        "measureClassification": classification,
    }
    return {
        "id": one.indicator,
        "title": indicator.label.in_language("en"),
        "observations": [without_empty(observation)],
    }


def _missed_share(one: ProposedRating) -> Fraction:
    return Fraction(one.missed, one.judged)


def _classification(rating: NoticeRating) -> Document:
    return {
        "scheme": SCHEME,
        "id": CLASSIFICATIONS[rating],
        "description": notice_word(rating, wording("en")),
    }


def _failure(sources: ReportSources, supplier: Organisation, one: StatedBreach) -> Document:
    zone = sources.results.contract.contract.zone
    found: Document = {
        "id": one.id,
        "period": period(one.first_day, one.last_day, zone),
        "requirement": one.requirement,
        "description": one.description,
        "decisionDate": None if one.decided_on is None else at_start(one.decided_on, zone),
        "penaltyDate": None if one.penalty_on is None else at_start(one.penalty_on, zone),
        "penaltyType": one.penalty or None,
        "penaltyValue": None if one.amount is None else value(one.amount, one.currency),
        "partialTermination": one.partial_termination,
        "suppliers": [reference(supplier)],
    }
    return without_empty(found)
