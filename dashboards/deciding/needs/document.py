"""The register of needs as one JSON document, for programs; nothing in it that people would not be shown."""

from datetime import date
from fractions import Fraction
from typing import Any

from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.wording.rounding import round_half_up
from evaluator.contract.parts import Label
from evaluator.core.deciding.needs.assessment import AssessedNeed
from evaluator.core.deciding.needs.dialogue import Owed, concerns_unit
from evaluator.core.deciding.needs.ratings import Rating
from evaluator.decisions.needs import Answer, Requirement


def needs_document(findings: NeedsFindings, unit: str | None = None) -> dict[str, Any]:
    """Return needs with the marks of each group, requirements, gaps and answers owed; of one unit its own.

    Marks have two decimals; those of too few persons are null.
    """
    assessment, segments = findings.assessment, {one.id: one.segment for one in findings.contract.units}
    needs = [
        one
        for one in assessment.needs
        if unit is None or concerns_unit(one.need, unit, segments.get(unit, ""))
    ]
    return {
        "is_assumed": findings.file.is_assumed,
        "unit": unit,
        "voices": dict(assessment.voices),
        "needs": [_need(one) for one in needs],
        "requirements": [_requirement(one) for one in findings.file.requirements],
        "gaps": [{"kind": one.kind.value, "subject": one.subject, "by": one.by} for one in assessment.gaps],
        "unverified": [
            {
                "requirement": one.requirement,
                "level": one.level.value,
                "why": one.why.value,
                "indicator": one.indicator,
            }
            for one in assessment.unverified
        ],
        "answers": [_owed(one) for one in assessment.owed if unit in {None, one.unit}],
        "content_hash": findings.content_hash,
    }


def _need(one: AssessedNeed) -> dict[str, Any]:
    return {
        "id": one.need.id,
        "text": one.need.text.model_dump(),
        "segments": list(one.need.segments),
        "ratings": [_rating(rating) for rating in one.ratings],
        "together": None
        if one.together is None
        else {"count": one.together.count, "importance": _mark(one.together.importance)},
        "requirements": [requirement.id for requirement in one.requirements],
        "without_requirement": _label(one.need.without_requirement),
        "indicators": list(one.indicators),
        "sources": list(one.sources),
        "answer": _answer(one.need.answer),
    }


def _rating(rating: Rating) -> dict[str, Any]:
    return {
        "group": rating.group,
        "segment": rating.segment,
        "speaks_as": rating.speaks_as.value,
        "shown": rating.shown.value,
        "count": rating.count,
        "importance": _mark(rating.importance),
        "satisfaction": _mark(rating.satisfaction),
    }


def _requirement(one: Requirement) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text.model_dump(),
        "level": one.level.value,
        "needs": list(one.needs),
        "without_need": _label(one.without_need),
        "check": {
            "method": one.check.method.value,
            "indicators": list(one.check.indicators),
            "how": _label(one.check.how),
        },
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status.value,
        "what": _label(answer.what),
        "why": _label(answer.why),
        "decided_on": _day(answer.decided_on),
        "decided_by": answer.decided_by,
        "answered": [
            {"unit": one.unit, "group": one.group, "on": one.on.isoformat()} for one in answer.answered
        ],
    }


def _owed(one: Owed) -> dict[str, Any]:
    return {
        "need": one.need,
        "group": one.group,
        "unit": one.unit,
        "due": _day(one.due),
        "answered_on": _day(one.answered_on),
        "days_overdue": one.days_overdue,
    }


def _mark(mark: Fraction | None) -> float | None:
    return None if mark is None else float(round_half_up(mark, 2))


def _label(label: Label | None) -> dict[str, str] | None:
    return None if label is None else label.model_dump()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
