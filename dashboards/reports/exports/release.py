"""A release of open contracting data (OCDS 1.1): what every one of ours has in common."""

from collections.abc import Sequence

from dashboards.report.values import describe_range
from dashboards.reports.exports.identity import (
    Document,
    Identity,
    at_end,
    at_start,
    party,
    period,
    reference,
    without_empty,
)
from dashboards.reports.sources import ReportSources
from dashboards.wording import wording
from evaluator.contract.indicators import AnyIndicator

VERSION = "1.1"
_EXTENSIONS = "https://raw.githubusercontent.com/open-contracting-extensions"
METRICS = f"{_EXTENSIONS}/ocds_metrics_extension/master/extension.json"
FAILURES = f"{_EXTENSIONS}/ocds_performance_failures_extension/master/extension.json"
UNITED_KINGDOM = "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json"


def release(sources: ReportSources, identity: Identity, tag: str, contract: Document) -> Document:
    """Return one release about the implementation of a contract, dated the day it is made."""
    results, zone = sources.results, sources.results.contract.contract.zone
    date = at_start(sources.today, zone)
    return {
        "ocid": identity.ocid,
        "id": f"{identity.ocid}-{tag}-{results.period.name}-{results.evaluation.number}",
        "date": date,
        "tag": [tag],
        "initiationType": "tender",
        "language": "en",
        "parties": [party(identity.buyer, "buyer"), party(identity.supplier, "supplier")],
        "buyer": reference(identity.buyer),
        "awards": [{"id": identity.award, "suppliers": [reference(identity.supplier)]}],
        "contracts": [contract],
    }


def package(found: Document, publisher: str, uri: str, extensions: Sequence[str]) -> Document:
    """Return a release package, which names the extensions that its release uses."""
    return {
        "uri": uri,
        "version": VERSION,
        "extensions": list(extensions),
        "publishedDate": found["date"],
        "publisher": {"name": publisher},
        "releases": [found],
    }


def contract_of(sources: ReportSources, identity: Identity, implementation: Document) -> Document:
    """Return the contract: its term, its indicators as agreed metrics, and its implementation."""
    contract = sources.results.contract
    card, term, zone = contract.contract, contract.term, contract.contract.zone
    lasting = max([term.current_last_day, *(option.prolongs_to for option in term.options)])
    time = period(term.first_day, term.current_last_day, zone)
    time["maxExtentDate"] = at_end(lasting, zone)
    return {
        "id": identity.contract,
        "awardID": identity.award,
        "title": identity.title or card.title.in_language("en"),
        "status": "active" if sources.today <= term.current_last_day else "terminated",
        "period": time,
        "agreedMetrics": [agreed_metric(one) for one in contract.indicators],
        "implementation": without_empty(implementation),
    }


def agreed_metric(indicator: AnyIndicator) -> Document:
    """Return what was agreed of an indicator: its target as it is written in the contract."""
    assumed = "The target is assumed, not agreed." if indicator.target_is_assumed else ""
    return without_empty(
        {
            "id": indicator.id,
            "title": indicator.label.in_language("en"),
            "description": assumed,
            "observations": [
                without_empty(
                    {
                        "id": f"{indicator.id}-target",
                        "measure": describe_range(indicator, indicator.target, wording("en")),
                        "notes": indicator.clause,
                    }
                )
            ],
        }
    )
