"""How a contract is carried out, as open contracting data: measured values, credits paid, and plans.

Shape: OCDS 1.1 (`contracts[].implementation` with milestones and transactions), with the extensions for
metrics and for performance failures. It holds no figure of a segment or unit, so no small group.
"""

from datetime import timedelta
from fractions import Fraction

from dashboards.reports.exports.identity import (
    Document,
    Identity,
    at_start,
    exact_number,
    period,
    reference,
    value,
    without_empty,
)
from dashboards.reports.exports.release import FAILURES, METRICS, contract_of, package, release
from dashboards.reports.sources import ReportSources
from dashboards.wording import wording
from dashboards.wording.terms import verdict_word
from evaluator.core.follow_up.action_plans import PlanState, PlanStatus
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.decisions.ledger import Credited, LedgerEntry


def contract_implementation(sources: ReportSources, identity: Identity, uri: str = "") -> Document:
    """Return a release package with the month of `sources`, what was credited so far, and the plans.

    Transactions are what the supplier credited, from the ledger; calculated credits are none.
    """
    implementation = {
        "transactions": [_transaction(sources, identity, one) for one in _credited(sources)],
        "milestones": [_milestone(sources, one) for one in _plans(sources)],
        "metrics": _metrics(sources),
        "performanceFailures": [_failure(sources, one) for one in _outcomes(sources) if _is_missed(one)],
    }
    made = release(sources, identity, "implementationUpdate", contract_of(sources, identity, implementation))
    return package(made, identity.buyer.name, uri, (METRICS, FAILURES))


def _outcomes(sources: ReportSources) -> list[Outcome]:
    known = {one.id for one in sources.results.contract.indicators}
    return [
        one
        for one in sources.results.outcomes
        if one.scope.is_whole and one.view is View.AFTER_EXCLUSIONS and one.indicator in known
    ]


def _is_missed(one: Outcome) -> bool:
    return one.verdict is Verdict.MISSED


def _month(sources: ReportSources) -> Document:
    found = sources.results.period
    return period(found.first_day, found.end_day - timedelta(days=1), sources.results.contract.contract.zone)


def _metrics(sources: ReportSources) -> list[Document]:
    labels = {one.id: one.label.in_language("en") for one in sources.results.contract.indicators}
    found: dict[str, list[Document]] = {}
    for one in _outcomes(sources):
        found.setdefault(one.indicator, []).append(_observation(sources, one))
    return [
        {"id": name, "title": labels[name], "observations": every} for name, every in sorted(found.items())
    ]


def _observation(sources: ReportSources, one: Outcome) -> Document:
    figure = one.figure
    measured: Fraction | None = None if figure is None else figure.value
    dimensions = {"service": one.scope.service or "all", "verdict": one.verdict.value}
    if figure is not None:
        dimensions |= {
            "numerator": str(figure.numerator),
            "denominator": str(figure.denominator),
            "sampleSize": str(figure.sample_size),
        }
    return without_empty(
        {
            "id": "-".join(part for part in (one.indicator, one.scope.service, one.period) if part),
            "period": _month(sources),
            "measure": None if measured is None else exact_number(measured),
            "dimensions": dimensions,
            "notes": verdict_word(one.verdict, wording("en")),
        }
    )


def _failure(sources: ReportSources, one: Outcome) -> Document:
    """A miss: how many cases missed where the indicator counts them; whether anything was paid stays open."""
    misses = None if one.figure is None else one.figure.misses
    return without_empty(
        {
            "id": "-".join(part for part in (one.indicator, one.scope.service, one.period) if part),
            "period": _month(sources),
            "category": " ".join(part for part in (one.indicator, one.scope.service) if part),
            "events": misses,
        }
    )


def _credited(sources: ReportSources) -> list[Credited]:
    ledger = None if sources.follow_up is None else sources.follow_up.ledger
    entries: tuple[LedgerEntry, ...] = () if ledger is None else ledger.entries
    return sorted((one for one in entries if isinstance(one, Credited)), key=lambda one: (one.day, one.id))


def _transaction(sources: ReportSources, identity: Identity, one: Credited) -> Document:
    card = sources.results.contract.contract
    return {
        "id": one.id,
        "date": at_start(one.day, card.zone),
        "value": value(one.amount, card.currency),
        "payer": reference(identity.supplier),
        "payee": reference(identity.buyer),
    }


def _plans(sources: ReportSources) -> list[PlanStatus]:
    plans = None if sources.follow_up is None else sources.follow_up.plans
    return [] if plans is None else list(plans.plans)


def _milestone(sources: ReportSources, one: PlanStatus) -> Document:
    """An action plan: met when the measured figure recovered, whatever anyone reported."""
    zone = sources.results.contract.contract.zone
    still = "notMet" if one.is_overdue else "scheduled"
    return {
        "id": one.plan.id,
        "title": f"Action plan for {one.plan.indicator}",
        "type": "delivery",
        "description": one.plan.what,
        "dueDate": at_start(one.plan.due, zone),
        "dateModified": at_start(sources.today, zone),
        "status": "met" if one.state is PlanState.RECOVERED else still,
    }
