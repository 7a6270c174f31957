"""Amendments: replacements by path from an effective date, resolved to dated contract content."""

import copy
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import Field

from evaluator.contract.parts import Terms

_STEP = re.compile(r"([\w-]+)|\[([\w.-]+)\]")


class Replacement(Terms):
    """One place of the contract and what stands there from now on.

    A path goes by keys and, in lists, by the id in brackets: `indicators[K05].within.limit.time`.
    """

    path: str = Field(pattern=r"^[\w-]+([.][\w-]+|\[[\w.-]+\])*$")
    value: Any


class Amendment(Terms):
    """A change of the contract with its effective date."""

    id: str
    effective: date = Field(
        description="first day it applies; takes effect with the first period that starts on or after it"
    )
    reason: str
    replacements: tuple[Replacement, ...] = Field(min_length=1)


def amend(content: dict[str, Any], amendment: Amendment) -> dict[str, Any]:
    """Return contract `content` (as read from the file) with the replacements of `amendment` made.

    Raises ValueError naming the path that leads nowhere.
    """
    changed = copy.deepcopy(content)
    for replacement in amendment.replacements:
        _replace(changed, replacement)
    return changed


def _replace(content: dict[str, Any], replacement: Replacement) -> None:
    steps = [key or f"[{name}]" for key, name in _STEP.findall(replacement.path)]
    place: Any = content
    for step in steps[:-1]:
        place = _follow(place, step, replacement.path)
    last = steps[-1]
    if isinstance(place, dict) and last in place:
        place[last] = copy.deepcopy(replacement.value)
    elif isinstance(place, list) and last.startswith("["):
        place[_position(place, last, replacement.path)] = copy.deepcopy(replacement.value)
    else:
        raise ValueError(f"{replacement.path} leads nowhere: no {last} there")


def _follow(place: Any, step: str, path: str) -> Any:
    if isinstance(place, list) and step.startswith("["):
        return place[_position(place, step, path)]
    if isinstance(place, dict) and step in place:
        return place[step]
    raise ValueError(f"{path} leads nowhere: no {step} there")


def _position(entries: list[Any], step: str, path: str) -> int:
    name = step.strip("[]")
    for position, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get("id") == name:
            return position
    raise ValueError(f"{path} leads nowhere: nothing there has the id {name}")


def in_order(amendments: Sequence[Amendment]) -> tuple[Amendment, ...]:
    """Return amendments by effective date, those of one day in the order given."""
    return tuple(sorted(amendments, key=lambda amendment: amendment.effective))
