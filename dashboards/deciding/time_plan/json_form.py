"""The time plan as one JSON document, for programs; shares as numbers, days in ISO form."""

from datetime import date
from typing import Any

from evaluator.core.deciding.time_plan.findings import Deadline, PathTime, StageTime, TimeFindings


def time_plan_json(findings: TimeFindings, language: str) -> dict[str, Any]:
    """Return what the time plan shows; labels in `language`, days that do not exist as null."""
    return {
        "today": findings.today.isoformat(),
        "start": findings.start.isoformat(),
        "certainty": float(findings.certainty),
        "draws": findings.plan.draws,
        "seed": findings.plan.seed,
        "inputs": findings.inputs,
        "is_assumed": findings.plan.assumed is not None,
        "procurement": [_path(one, language) for one in findings.paths],
        "alternatives": [_path(one, language) for one in findings.alternatives],
        "done_days": [day.isoformat() for day in findings.done_days],
        "levers": {
            "deadline": _deadline(findings.levers_of),
            "safe_starts": [
                {
                    "what": one.kind.value,
                    "stage": None if one.stage is None else one.stage.in_language(language),
                    "latest_safe_start": _day(one.safe_start),
                }
                for one in findings.levers
            ],
        },
    }


def _path(path: PathTime, language: str) -> dict[str, Any]:
    return {
        "id": path.id,
        "label": None if path.label is None else path.label.in_language(language),
        "deadline": _deadline(path.deadline),
        "latest_start_base_plan": _day(path.base_start),
        "latest_safe_start": _day(path.safe_start),
        "latest_safe_start_between": [_day(path.safe_earliest), _day(path.safe_latest)],
        "in_time": float(path.probability),
        "feasibility": path.feasibility.value,
        "days_late": [{"certainty": float(one.certainty), "days": one.days} for one in path.lateness],
        "stages": [_stage(one, language) for one in path.stages],
    }


def _stage(stage: StageTime, language: str) -> dict[str, Any]:
    return {
        "id": stage.id,
        "label": stage.label.in_language(language),
        "units": list(stage.units),
        "begin_by": _day(stage.latest_first),
        "done_by": _day(stage.latest_last),
        "done_on": _day(stage.done_on),
        "done_in_1_of_10": stage.early.isoformat(),
        "done_in_half": stage.middle.isoformat(),
        "done_in_9_of_10": stage.late.isoformat(),
        "critical": float(stage.critical),
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {"name": deadline.name, "kind": deadline.kind.value, "day": deadline.day.isoformat()}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
