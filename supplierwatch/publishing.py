"""Writing reports for programs: the performance notice, and how the contract is carried out."""

import json
from enum import StrEnum

from collector.store.database import Database
from dashboards.reports.exports.identity import Decided, Document, Identity, Organisation, StatedBreach
from dashboards.reports.exports.implementation import contract_implementation
from dashboards.reports.exports.performance_notice import performance_notice, undecided
from dashboards.reports.kinds import ReportKind
from evaluator.decisions.publishing import DecidedBreach, PublishedParty, PublishingFile
from evaluator.results.published import PeriodResults
from supplierwatch.archiving.sources import read_sources
from supplierwatch.deciding.missing_files import no_file
from supplierwatch.watch import Watch


class Publication(StrEnum):
    """What is published."""

    PERFORMANCE_NOTICE = "performance_notice"
    IMPLEMENTATION = "implementation"


def publish(
    watch: Watch, database: Database, results: PeriodResults, publication: Publication, now: int
) -> tuple[str, tuple[str, ...]]:
    """Return a release package as JSON, and the indicators whose rating nobody has decided.

    Raises NothingFound where the watch has no `publishing.yaml`: identifiers are not invented.
    """
    found = watch.deciding.publishing
    if found is None:
        raise no_file("publishing.yaml", watch.folder, "reports")
    sources = read_sources(watch, database, results, now, ReportKind.PUBLIC_NOTICE)
    identity, decided = _identity(found.content), _decided(found.content, watch, results)
    if publication is Publication.IMPLEMENTATION:
        return _text(contract_implementation(sources, identity, found.content.uri)), ()
    made = performance_notice(sources, identity, decided, found.content.uri)
    return _text(made), undecided(sources, decided)


def _text(package: Document) -> str:
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _identity(found: PublishingFile) -> Identity:
    return Identity(
        ocid=found.ocid,
        award=found.award,
        contract=found.contract,
        buyer=_organisation(found.buyer),
        supplier=_organisation(found.supplier),
        title=found.title,
    )


def _organisation(found: PublishedParty) -> Organisation:
    return Organisation(found.id, found.name, found.scheme, found.address, found.email)


def _decided(found: PublishingFile, watch: Watch, results: PeriodResults) -> Decided:
    currency = watch.versions.latest.contract.contract.currency
    return Decided(
        ratings={one.indicator: one.rating for one in found.ratings_since(results.period.end_day)},
        breaches=tuple(_breach(one, currency) for one in found.breaches),
    )


def _breach(found: DecidedBreach, currency: str) -> StatedBreach:
    return StatedBreach(
        id=found.id,
        requirement=found.requirement,
        description=found.description,
        first_day=found.first_day,
        last_day=found.last_day,
        decided_on=found.decided_on,
        penalty_on=found.penalty_on,
        penalty="" if found.penalty is None else found.penalty.value,
        amount=found.amount,
        currency="" if found.amount is None else currency,
        partial_termination=found.partial_termination,
    )
