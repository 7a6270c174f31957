"""Rows of the exclusions that concern an evaluation: each as it stood, with what it does to the month."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from evaluator.core.follow_up.exclusion_effects import ExclusionEffect
from evaluator.decisions.exclusions import Exclusion

EFFECT = "effect"
"""The key of the effect in the stored content; evaluations published before effects were kept have none."""

_EFFECT = TypeAdapter(ExclusionEffect)


def exclusion_rows(
    number: int, exclusions: Iterable[Exclusion], effects: Iterable[ExclusionEffect]
) -> list[dict[str, Any]]:
    """Return the rows of `exclusions`, in their order, each with its effect where that was reckoned."""
    found = {effect.exclusion: effect for effect in effects}
    return [
        {
            "evaluation": number,
            "exclusion": one.id,
            "position": position,
            "content": _content(one, found.get(one.id)),
        }
        for position, one in enumerate(exclusions)
    ]


def exclusion_of(row: Mapping[str, Any]) -> Exclusion:
    """Return the exclusion of a row."""
    content = json.loads(row["content"])
    content.pop(EFFECT, None)
    return Exclusion.model_validate(content)


def effect_of(row: Mapping[str, Any]) -> ExclusionEffect | None:
    """Return the effect of a row's exclusion, None where none was reckoned."""
    found = json.loads(row["content"]).get(EFFECT)
    return None if found is None else _EFFECT.validate_python(found)


def _content(exclusion: Exclusion, effect: ExclusionEffect | None) -> str:
    content = exclusion.model_dump(mode="json")
    if effect is not None:
        content[EFFECT] = _EFFECT.dump_python(effect, mode="json")
    return json.dumps(content, ensure_ascii=False)
