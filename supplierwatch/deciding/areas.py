"""What each area of the decision found, and what it says in one language.

An area whose file is missing found nothing; its modules are not even loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from collector.store.database import Database
from dashboards.deciding.basis.sources import Area, AreaPart
from dashboards.document.model import Section
from dashboards.wording.words import Wording
from evaluator.core.deciding.alternatives.feasibility import Feasibility, FeasibilityState
from evaluator.results.published import PeriodResults
from supplierwatch.watch import Watch

if TYPE_CHECKING:
    from dashboards.deciding.alternatives.findings import AlternativesFindings
    from dashboards.deciding.consultation.findings import ConsultationFindings
    from dashboards.deciding.needs.findings import NeedsFindings
    from evaluator.core.deciding.handover.findings import HandoverFindings
    from evaluator.core.deciding.tender.findings import TenderFindings
    from evaluator.core.deciding.time_plan.findings import TimeFindings

# ruff: noqa: PLC0415 - an area is loaded only where the watch has its file


@dataclass(frozen=True)
class AreaFindings:
    """What the areas found; None where the watch lacks the file of one."""

    needs: "NeedsFindings | None" = None
    consultation: "ConsultationFindings | None" = None
    alternatives: "AlternativesFindings | None" = None
    time_plan: "TimeFindings | None" = None
    tender: "TenderFindings | None" = None
    handover: "HandoverFindings | None" = None


def read_areas(watch: Watch, database: Database, results: PeriodResults, today: date) -> AreaFindings:
    """Return what every area found whose file is there."""
    time_plan = _assess_time(watch, today)
    return AreaFindings(
        needs=_assess_needs(watch, results, today),
        consultation=_assess_consultation(watch, today),
        alternatives=_assess_alternatives(watch, results, time_plan),
        time_plan=time_plan,
        tender=_assess_tender(watch, database, results, today),
        handover=_assess_handover(watch, database, today),
    )


def area_parts(found: AreaFindings, words: Wording) -> Mapping[Area, AreaPart]:
    """Return what each area says in the language of `words`; those without a file say that it is missing."""
    return {
        Area.NEEDS: _needs_part(found, words),
        Area.CONSULTATION: _consultation_part(found, words),
        Area.ALTERNATIVES: _alternatives_part(found, words),
        Area.COST: _cost_part(found, words),
        Area.TIME_PLAN: _time_part(found, words),
        Area.TENDER: _tender_part(found, words),
        Area.HANDOVER: _handover_part(found, words),
    }


def sensitivity_sections(found: AreaFindings, words: Wording) -> tuple[Section, ...]:
    """Return what would change the order of the alternatives; nothing where there are none."""
    if found.alternatives is None:
        return ()
    from dashboards.deciding.alternatives import build_sensitivity_sections

    return build_sensitivity_sections(found.alternatives, words)


def _assess_needs(watch: Watch, results: PeriodResults, today: date) -> "NeedsFindings | None":
    if watch.deciding.needs is None:
        return None
    from supplierwatch.deciding.needs import assess_needs

    return assess_needs(watch, results, today)


def _assess_consultation(watch: Watch, today: date) -> "ConsultationFindings | None":
    if watch.deciding.consultation is None:
        return None
    from supplierwatch.deciding.consultation import assess_consultation

    return assess_consultation(watch, today)


def _assess_time(watch: Watch, today: date) -> "TimeFindings | None":
    if watch.deciding.time_plan is None:
        return None
    from supplierwatch.deciding.time_plan import assess_time_plan

    return assess_time_plan(watch, today)


def _assess_alternatives(
    watch: Watch, results: PeriodResults, time_plan: "TimeFindings | None"
) -> "AlternativesFindings | None":
    read = watch.deciding.alternatives
    if read is None:
        return None
    from supplierwatch.deciding.alternatives import assess_alternatives

    names = [one.id for one in read.content.alternatives]
    return assess_alternatives(watch, results, {} if time_plan is None else feasibility_of(time_plan, names))


def feasibility_of(time_plan: "TimeFindings", names: list[str]) -> Mapping[str, Feasibility]:
    """Return whether there is time for each of the alternatives that the time plan speaks of."""
    paths = {name: time_plan.feasibility_of(name) for name in names}
    return {
        name: Feasibility(
            FeasibilityState(path.feasibility.value),
            path.probability,
            path.deadline.day,
            path.safe_start,
        )
        for name, path in paths.items()
        if path is not None
    }


def _assess_tender(
    watch: Watch, database: Database, results: PeriodResults, today: date
) -> "TenderFindings | None":
    if watch.deciding.tender is None:
        return None
    from supplierwatch.deciding.tender import assess_tender

    return assess_tender(watch, database, results, today)


def _assess_handover(watch: Watch, database: Database, today: date) -> "HandoverFindings | None":
    if watch.deciding.handover is None:
        return None
    from supplierwatch.deciding.handover import assess_handover

    return assess_handover(watch, database, today)


def _needs_part(found: AreaFindings, words: Wording) -> AreaPart:
    if found.needs is None:
        return AreaPart("needs.yaml", is_there=False)
    from dashboards.deciding.needs import build_needs_sections, missing_of_needs

    sections = build_needs_sections(found.needs, words)
    return AreaPart(
        "needs.yaml", is_there=True, sections=sections, missing=missing_of_needs(found.needs, words)
    )


def _consultation_part(found: AreaFindings, words: Wording) -> AreaPart:
    if found.consultation is None:
        return AreaPart("consultation.yaml", is_there=False)
    from dashboards.deciding.consultation import build_consultation_sections, missing_of_consultation

    return AreaPart(
        "consultation.yaml",
        is_there=True,
        sections=build_consultation_sections(found.consultation, words),
        missing=missing_of_consultation(found.consultation, words),
    )


def _alternatives_part(found: AreaFindings, words: Wording) -> AreaPart:
    if found.alternatives is None:
        return AreaPart("alternatives.yaml", is_there=False)
    from dashboards.deciding.alternatives import build_alternatives_sections

    sections = build_alternatives_sections(found.alternatives, words)
    return AreaPart("alternatives.yaml", is_there=True, sections=sections)


def _cost_part(found: AreaFindings, words: Wording) -> AreaPart:
    """Costs stand in the file of the alternatives; a part that nobody stated makes them incomplete."""
    findings = found.alternatives
    if findings is None or findings.costs is None:
        return AreaPart("alternatives.yaml", is_there=False)
    from dashboards.deciding.alternatives import build_cost_sections

    lacking = dict.fromkeys(name for name, _ in findings.costs.missing)
    labels = [findings.alternative(name).label.in_language(words.language) for name in lacking]
    missing = (
        words.text("Costs are not stated in full for {alternatives}.", alternatives=words.listing(labels)),
    )
    return AreaPart(
        "alternatives.yaml",
        is_there=True,
        sections=build_cost_sections(findings, words),
        missing=missing if labels else (),
    )


def _time_part(found: AreaFindings, words: Wording) -> AreaPart:
    if found.time_plan is None:
        return AreaPart("time_plan.yaml", is_there=False)
    from dashboards.deciding.time_plan import build_time_plan_sections
    from dashboards.deciding.time_plan.start import start_sentence

    sections = build_time_plan_sections(found.time_plan, words)
    facts = tuple(
        start_sentence(path, found.time_plan, words) for path in found.time_plan.paths if not path.is_done
    )
    return AreaPart("time_plan.yaml", is_there=True, sections=sections, facts=facts)


def _tender_part(found: AreaFindings, words: Wording) -> AreaPart:
    if found.tender is None:
        return AreaPart("tender.yaml", is_there=False)
    from dashboards.deciding.tender import build_tender_sections

    return AreaPart("tender.yaml", is_there=True, sections=build_tender_sections(found.tender, words))


def _handover_part(found: AreaFindings, words: Wording) -> AreaPart:
    if found.handover is None:
        return AreaPart("handover.yaml", is_there=False)
    from dashboards.deciding.handover import build_handover_sections

    return AreaPart("handover.yaml", is_there=True, sections=build_handover_sections(found.handover, words))
