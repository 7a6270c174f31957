"""Exclusions in the JSON report: each with its effect, and what they take out of each figure."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from dashboards.report.removed import extent_of
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect
from evaluator.core.outcomes import Outcome, View
from evaluator.results.published import PeriodResults

_EFFECT = TypeAdapter(ExclusionEffect)


def exclusion_documents(results: PeriodResults) -> list[dict[str, Any]]:
    """Return each exclusion as it stood, with its effect; None where none was reckoned."""
    effects = {one.exclusion: _EFFECT.dump_python(one, mode="json") for one in results.exclusion_effects}
    return [
        one.model_dump(mode="json") | {"effect": _told(effects.get(one.id))} for one in results.exclusions
    ]


def removed_document(
    indicator: AnyIndicator, contract: Contract, views: Mapping[View, Outcome]
) -> dict[str, Any]:
    """Return by how many minutes, cases and misses the agreed exclusions change a figure; None: no such."""
    before, after = (views[view].figure for view in (View.AS_MEASURED, View.AFTER_EXCLUSIONS))
    if before is None or after is None:
        return {"minutes": None, "cases": None, "misses": None}
    old, new = extent_of(indicator, contract, before), extent_of(indicator, contract, after)
    return {
        "minutes": None if old.minutes is None or new.minutes is None else new.minutes - old.minutes,
        "cases": new.cases - old.cases,
        "misses": None if old.misses is None or new.misses is None else new.misses - old.misses,
    }


def _told(effect: dict[str, Any] | None) -> dict[str, Any] | None:
    """The effect without the name of the exclusion, which stands above it."""
    return None if effect is None else {key: value for key, value in effect.items() if key != "exclusion"}
