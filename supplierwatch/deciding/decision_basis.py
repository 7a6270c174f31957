"""Making the decision basis of a watch: the officer's report and its annexes, public and kept apart.

What people wrote in an earlier DOCX of the same name is read from it and stands again, in every form.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from collector.identifiers import canonical_json, content_hash
from collector.instants import to_datetime
from collector.store.database import Database
from dashboards.deciding.basis.annex import build_confidential_annex, build_public_annex, build_tender_annex
from dashboards.deciding.basis.changed import figures_of
from dashboards.deciding.basis.officers_report import build_officers_report
from dashboards.deciding.basis.sources import Area, AreaPart, BasisSources, MonthBehind
from dashboards.document.model import Document, Edition
from dashboards.wording import wording
from dashboards.wording.words import Wording
from evaluator.contract.parts import Label
from evaluator.core.deciding.basis.readiness import Lack, NeededPart, SignedBy, Standing, standing_of
from evaluator.core.follow_up.contract_changes import ChangeRegister, weigh_changes
from evaluator.core.follow_up.summary import FollowUp
from evaluator.core.periods import Period
from evaluator.decisions.decision import ConfidentialPart, DecisionFile
from evaluator.results.present import read_inputs
from evaluator.results.published import PeriodResults
from evaluator.results.read import read_outages_of, read_tickets_of_priorities
from supplierwatch.deciding.areas import AreaFindings, area_parts, read_areas, sensitivity_sections
from supplierwatch.deciding.kept_writing import Kept, read_kept
from supplierwatch.periods_asked import find_period
from supplierwatch.reporting import read_follow_up
from supplierwatch.watch import Watch

HASH_DIGITS = 12
REPORT, ANNEX, TENDER, APART = (
    "decision",
    "decision-annex",
    "decision-annex-tender",
    "decision-annex-confidential",
)
_FILES = (
    "needs.yaml",
    "consultation.yaml",
    "alternatives.yaml",
    "time_plan.yaml",
    "tender.yaml",
    "handover.yaml",
    "decision.yaml",
    "ledger.yaml",
    "action_plans.yaml",
    "deviations.yaml",
    "contract_changes.yaml",
)


@dataclass(frozen=True)
class BasisReading:
    """Everything the basis is told from, in no language yet."""

    results: PeriodResults
    today: date
    decision: DecisionFile | None
    follow_up: FollowUp
    contract_changes: ChangeRegister
    months: tuple[MonthBehind, ...]
    areas: AreaFindings
    hashes: Mapping[str, str]

    @property
    def basis(self) -> str:
        """The hash of all that the figures follow from, which a signature names.

        Signatures and what people write are left out of it: they do not change a figure.
        """
        evaluation, decision = self.results.evaluation, self.decision
        said = (
            None if decision is None else decision.model_dump(mode="json", exclude={"signatures", "written"})
        )
        whole = {
            "contract": evaluation.contract_version,
            "exclusions": evaluation.exclusions_version,
            "horizon": evaluation.horizon,
            "period": evaluation.period,
            "files": {name: found for name, found in self.hashes.items() if name != "decision.yaml"},
            "decision": said,
        }
        return content_hash(canonical_json(whole))[:HASH_DIGITS]


@dataclass(frozen=True)
class MadeDocument:
    """One document of the basis: the name its files have in common, and what it says."""

    name: str
    document: Document
    kept: Kept


def asked_period(watch: Watch, asked: str | None, now: int) -> Period:
    """Return the month asked for, else that of the data freeze, else the last one finished."""
    read = watch.deciding.decision
    freeze = None if read is None else read.content.data_freeze
    return find_period(asked or freeze, now, watch.zone)


def read_basis(watch: Watch, database: Database, results: PeriodResults, now: int) -> BasisReading:
    """Return what the basis of `results` is told from, as it stands at `now`."""
    today = to_datetime(now).astimezone(watch.zone).date()
    read = watch.deciding.decision
    decision = None if read is None else read.content
    contract = watch.versions.latest.contract
    register = weigh_changes(
        watch.contract_changes, watch.versions.latest.amendments, contract.procurement, today
    )
    return BasisReading(
        results=results,
        today=today,
        decision=decision,
        follow_up=read_follow_up(watch, database, now),
        contract_changes=register,
        months=_read_months(database, results, decision),
        areas=keep_cost_apart(read_areas(watch, database, results, today), decision),
        hashes=_hashes(watch.folder),
    )


def keep_cost_apart(areas: AreaFindings, decision: DecisionFile | None) -> AreaFindings:
    """Return `areas`, their amounts confidential where the decision keeps cost apart."""
    alternatives = areas.alternatives
    ground = None if decision is None else decision.ground_of(ConfidentialPart.COST)
    if ground is None or alternatives is None or alternatives.costs is None:
        return areas
    terms = alternatives.costs.terms.model_copy(update={"is_confidential": True})
    costs = replace(alternatives.costs, terms=terms)
    return replace(areas, alternatives=replace(alternatives, costs=costs))


def _hashes(folder: Path) -> dict[str, str]:
    return {name: content_hash((folder / name).read_bytes()) for name in _FILES if (folder / name).is_file()}


def _read_months(
    database: Database, results: PeriodResults, decision: DecisionFile | None
) -> tuple[MonthBehind, ...]:
    priorities = () if decision is None else decision.major_priorities
    first = min((one.period for one in results.history), default=results.period.name)
    evaluations = [*read_inputs(database, results.evaluation), results.evaluation]
    return tuple(
        MonthBehind(
            period=one.period,
            evaluation=one.number,
            tickets=tuple(read_tickets_of_priorities(database, one, priorities)) if priorities else (),
            outages=tuple(read_outages_of(database, one)),
        )
        for one in evaluations
        if one.period >= first
    )


def make_documents(reading: BasisReading, language: str, folder: Path) -> tuple[MadeDocument, ...]:
    """Return the officer's report and its annexes in `language`, with what people wrote in `folder`."""
    words, period = wording(language), reading.results.period.name
    parts = area_parts(reading.areas, words)
    names = {kind: f"{kind}-{period}-{language}" for kind in (REPORT, ANNEX, TENDER, APART)}
    kept = {kind: read_kept(folder, name) for kind, name in names.items()}
    stated = {} if reading.decision is None else reading.decision.written

    def made(kind: str, build: Callable[[BasisSources], Document | None]) -> MadeDocument | None:
        sources = sources_of(reading, words, parts, kept[kind], stated, kept[REPORT])
        document = with_changes(build, sources, kept[kind])
        return None if document is None else MadeDocument(names[kind], document, kept[kind])

    annex = made(ANNEX, lambda sources: build_public_annex(sources, words))
    tender = made(TENDER, lambda sources: build_tender_annex(sources, words))
    apart = made(APART, lambda sources: build_confidential_annex(sources, words))
    listed = tuple(
        (str(number), _listed(one.document, words))
        for number, one in enumerate((one for one in (annex, tender, apart) if one is not None), start=1)
    )
    report = made(REPORT, lambda sources: build_officers_report(sources, words, listed))
    return tuple(one for one in (report, annex, tender, apart) if one is not None)


def with_changes(
    build: Callable[[BasisSources], Document | None], sources: BasisSources, kept: Kept
) -> Document | None:
    """Return what `build` makes, which also lists the figures that moved since people wrote in it."""
    first = build(sources)
    changed = () if first is None else kept.changed(figures_of(first))
    return build(replace(sources, changed=changed)) if changed else first


def _listed(document: Document, words: Wording) -> str:
    if document.edition is Edition.CONFIDENTIAL:
        return words.text("{title} (confidential)", title=document.title)
    return document.title


def sources_of(
    reading: BasisReading,
    words: Wording,
    parts: Mapping[Area, AreaPart],
    kept: Kept,
    stated: Mapping[str, Label],
    report: Kept | None = None,
) -> BasisSources:
    """Return what a document is told from; `stated` are judgements that the file holds, by their place.

    `report` is what is kept of the officer's report, whose summary and opinion the standing hangs on; None:
    the document is itself that one.
    """
    leading = _written(stated, words, kept if report is None else report)
    return BasisSources(
        results=reading.results,
        today=reading.today,
        decision=reading.decision,
        follow_up=reading.follow_up,
        basis=reading.basis,
        standing=_standing(reading, parts, leading),
        areas=parts,
        months=reading.months,
        contract_changes=reading.contract_changes,
        hashes=reading.hashes,
        written=_written(stated, words, kept),
        sensitivity=sensitivity_sections(reading.areas, words),
    )


def _written(stated: Mapping[str, Label], words: Wording, kept: Kept) -> dict[str, tuple[str, ...]]:
    """What stands in places of judgement: what the file says, and over it what the document says."""
    found = {name: (text.in_language(words.language),) for name, text in stated.items()}
    return {**found, **{name: written.texts for name, written in kept.written.items()}}


def _standing(
    reading: BasisReading, parts: Mapping[Area, AreaPart], written: Mapping[str, tuple[str, ...]]
) -> Standing:
    signatures = () if reading.decision is None else reading.decision.signatures
    unwritten = [name for name in ("summary", "opinion") if not any(written.get(name, ()))]
    signed = [SignedBy(one.role, one.basis) for one in signatures]
    return standing_of(lacks_of(reading.decision, parts), unwritten, signed, reading.basis)


def lacks_of(decision: DecisionFile | None, parts: Mapping[Area, AreaPart]) -> tuple[Lack, ...]:
    """Return which of cost, needs and risk analysis is missing, or what of it is."""
    found = []
    for needed, area in ((NeededPart.COST, Area.COST), (NeededPart.NEEDS, Area.NEEDS)):
        part = parts[area]
        if not part.is_there or part.missing:
            found.append(Lack(needed, part.missing))
    if decision is None or not decision.risks:
        found.append(Lack(NeededPart.RISKS))
    return tuple(found)
