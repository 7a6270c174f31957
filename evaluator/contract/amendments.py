"""Amendments: what is removed, added and replaced from an effective date, resolved to contract content."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, model_validator

from evaluator.contract.parts import Terms

_STEP = re.compile(r"([\w-]+)|\[(#\d+|[\w.-]+)\]")

Path = Annotated[
    str,
    Field(
        pattern=r"^[\w-]+([.][\w-]+|\[(#\d+|[\w.-]+)\])*$",
        description="keys with dots between them; an entry of a list by its id, or by its place as [#2]",
    ),
]
"""A place of the contract: `indicators[K05].within.limit.time`, `service_hours.desk.openings[#1].closes`."""

Section = Literal["removals", "additions", "replacements"]
SECTIONS: tuple[Section, ...] = get_args(Section)
"""The lists of changes in the order in which they are made."""


class Removal(Terms):
    """A key, or an entry of a list, that the contract no longer has."""

    path: Path


class Addition(Terms):
    """Something new: at a path that leads nowhere yet, or at the end of the list that stands there."""

    path: Path
    value: Any


class Replacement(Terms):
    """One place of the contract and what stands there from now on."""

    path: Path
    value: Any


Change = Removal | Addition | Replacement


class Amendment(Terms):
    """A change of the contract with its effective date.

    Removals come first, then additions, then replacements, each list in its order: what is added can be
    replaced in part, and an entry that was removed added anew.
    """

    id: str
    effective: date = Field(
        description="first day it applies; takes effect with the first period that starts on or after it"
    )
    agreed_on: date | None = Field(
        default=None,
        description="day it was agreed: what is evaluated as of a day before does not know it; null: always",
    )
    reason: str
    clause: str = Field(default="", description="the clause under which it was agreed, or that it alters")
    reference: str = Field(default="", description="registry number of the agreement")
    removals: tuple[Removal, ...] = ()
    additions: tuple[Addition, ...] = ()
    replacements: tuple[Replacement, ...] = ()

    @model_validator(mode="after")
    def _changes_something(self) -> "Amendment":
        if not (self.removals or self.additions or self.replacements):
            raise ValueError("an amendment changes something: name removals, additions or replacements")
        return self

    def changes(self) -> Iterator[tuple[Section, int, Change]]:
        """Yield each change with its list and its place in it (from 0), in the order they are made."""
        for section in SECTIONS:
            found: Sequence[Change] = getattr(self, section)
            for position, change in enumerate(found):
                yield section, position, change


def amend(content: dict[str, Any], amendment: Amendment) -> dict[str, Any]:
    """Return contract `content` (as read from the file) with the changes of `amendment` made.

    Raises ValueError naming the first path that leads nowhere, or to something that is there already.
    """
    changed: dict[str, Any] = _copied(content)
    for _, _, change in amendment.changes():
        _make(changed, change)
    return changed


def find_dead_ends(content: dict[str, Any], amendment: Amendment) -> list[tuple[Section, int, str]]:
    """Return each change that cannot be made: its list, its place in it, and why in words."""
    changed, found = _copied(content), []
    for section, position, change in amendment.changes():
        try:
            _make(changed, change)
        except ValueError as error:
            found.append((section, position, str(error)))
    return found


def _copied(content: Any) -> Any:
    """Content of its own all through: what stands in two places is changed in one of them only."""
    if isinstance(content, dict):
        return {key: _copied(value) for key, value in content.items()}
    return [_copied(value) for value in content] if isinstance(content, list) else content


def _make(content: dict[str, Any], change: Change) -> None:
    steps = [key or f"[{name}]" for key, name in _STEP.findall(change.path)]
    place: Any = content
    for step in steps[:-1]:
        place = _follow(place, step, change.path)
    if isinstance(change, Removal):
        del place[_found(place, steps[-1], change.path)]
    elif isinstance(change, Addition):
        _add(place, steps[-1], change)
    else:
        place[_found(place, steps[-1], change.path)] = _copied(change.value)


def _add(place: Any, step: str, addition: Addition) -> None:
    path, value = addition.path, _copied(addition.value)
    is_key = isinstance(place, dict) and not step.startswith("[")
    if not is_key:
        raise ValueError(f"{path} names no key: an entry is added to its list, named without brackets")
    if step not in place:
        place[step] = value
        return
    entries = place[step]
    is_list = isinstance(entries, list)
    if not is_list:
        raise ValueError(f"{path} is there already; write it under replacements")
    _refuse_doubled(entries, value, path)
    entries.append(value)


def _refuse_doubled(entries: list[Any], value: Any, path: str) -> None:
    name = value.get("id") if isinstance(value, dict) else None
    if value in entries or (name is not None and any(_is_called(entry, name) for entry in entries)):
        what = f"has an entry {name}" if name is not None else "has that entry"
        raise ValueError(f"{path} {what} already; write it under replacements")


def _follow(place: Any, step: str, path: str) -> Any:
    return place[_found(place, step, path)]


def _found(place: Any, step: str, path: str) -> Any:
    """The key or position that `step` names in `place`."""
    if isinstance(place, list) and step.startswith("["):
        return _position(place, step.strip("[]"), path)
    if isinstance(place, dict) and step in place:
        return step
    raise ValueError(f"{path} leads nowhere: no {step} there")


def _position(entries: list[Any], name: str, path: str) -> int:
    if name.startswith("#"):
        position = int(name[1:]) - 1
        if not 0 <= position < len(entries):
            raise ValueError(f"{path} leads nowhere: there are {len(entries)} entries, and no {name}")
        return position
    for position, entry in enumerate(entries):
        if _is_called(entry, name):
            return position
    # A list of plain words, such as the sources of an indicator: a word is its own name.
    if name in entries:
        return entries.index(name)
    raise ValueError(f"{path} leads nowhere: nothing there has the id {name}")


def _is_called(entry: Any, name: str) -> bool:
    return isinstance(entry, dict) and entry.get("id") == name


def in_order(amendments: Sequence[Amendment]) -> tuple[Amendment, ...]:
    """Return amendments by effective date, those of one day in the order given."""
    return tuple(sorted(amendments, key=lambda amendment: amendment.effective))


def shared_paths(one: Amendment, other: Amendment) -> list[str]:
    """Return the paths of `other` that name a place which `one` changes too, or a part or the whole of it.

    Two entries added to one list are two places.
    """
    return [
        change.path
        for _, _, change in other.changes()
        if any(
            _overlap(change.path, before.path)
            for _, _, before in one.changes()
            if not (isinstance(change, Addition) and isinstance(before, Addition))
        )
    ]


def _overlap(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) : len(short) + 1] in {"", ".", "["}


def read_at(content: Any, path: str) -> Any:
    """Return what stands at `path` in contract content; raises ValueError where it leads nowhere."""
    place = content
    for key, name in _STEP.findall(path):
        place = _follow(place, key or f"[{name}]", path)
    return place
