"""What can still be checked of a contract file with problems: the parts that hold by themselves.

Whether names fit together is worth knowing at once, and not only after every other mistake is mended.
"""

from collections.abc import Iterator
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from evaluator.contract.checks import Finding, find_misfits
from evaluator.contract.contract import Contract

_LISTS = ("segments", "units", "services", "indicators")
_TABLES = ("holidays", "service_hours", "clocks", "availability_rules")
_WHOLE = ("term", "working_days")

Held = dict[str | int, Any]
"""The entries of a part that hold, by their key or position in the file."""


def find_misfits_of_parts(content: Any, source_names: list[str] | None) -> list[Finding]:
    """Return misfits among the parts of a contract's `content` that hold, positions as in the file.

    Nothing is said of a name that is defined in a part that does not hold, nor of the scorecard and of fees.
    """
    if not isinstance(content, dict):
        return []
    held = {name: _held(name, content.get(name)) for name in (*_LISTS, *_TABLES)}
    whole = {name: _read(name, content.get(name)) for name in _WHOLE}
    if None in whole.values():
        return []
    parts = {
        **{name: tuple(held[name].values()) for name in _LISTS},
        **{name: held[name] for name in _TABLES},
        **whole,
        "scorecard": None,
        "credits": None,
    }
    lost = set(_lost_names(content, held))
    misfits = find_misfits(Contract.model_construct(**parts), source_names)
    return [_placed(misfit, held) for misfit in misfits if not _is_about(misfit, lost)]


def _read(name: str, found: Any) -> Any:
    """Return a part of the contract as its model, or None where it does not hold."""
    adapter: TypeAdapter[Any] = TypeAdapter(get_type_hints(Contract)[name])
    try:
        return adapter.validate_python(found)
    except ValidationError:
        return None


def _held(name: str, found: Any) -> Held:
    held: Held = {}
    if isinstance(found, list):
        read_entries = {position: _read(name, [entry]) for position, entry in enumerate(found)}
        held.update({position: read[0] for position, read in read_entries.items() if read is not None})
    elif isinstance(found, dict):
        read_values = {key: _read(name, {key: value}) for key, value in found.items()}
        held.update({key: read[key] for key, read in read_values.items() if read is not None})
    return held


def _lost_names(content: dict[str, Any], held: dict[str, Held]) -> Iterator[str]:
    for part, entries in held.items():
        found = content.get(part)
        if isinstance(found, dict):
            yield from (key for key in found if key not in entries)
        elif isinstance(found, list):
            for position, entry in enumerate(found):
                if position not in entries and isinstance(entry, dict):
                    yield str(entry.get("id"))


def _is_about(misfit: Finding, names: set[str]) -> bool:
    return any(repr(name) in misfit.found for name in names)


def _placed(misfit: Finding, held: dict[str, Held]) -> Finding:
    """Return a misfit with the position of its entry in the file, where entries before it do not hold."""
    part, *rest = misfit.path
    if part not in _LISTS or not rest or not isinstance(rest[0], int):
        return misfit
    position = list(held[str(part)])[rest[0]]
    return Finding((part, position, *rest[1:]), misfit.found, misfit.allowed)
