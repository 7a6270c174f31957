"""What can still be checked of a contract file with problems: the parts that hold by themselves.

Whether names fit together is worth knowing at once, and not only after every other mistake is mended.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from evaluator.contract.checks import Finding, find_misfits
from evaluator.contract.contract import Contract

_DEFINING = ("segments", "units", "services", "indicators")
_NAMED = ("holidays", "service_hours", "clocks", "availability_rules")


def find_misfits_of_parts(content: Any, source_names: list[str] | None) -> list[Finding]:
    """Return misfits among the parts of a contract's `content` that hold, positions as in the file.

    Nothing is said of a name that is defined in a part that does not hold.
    """
    if not isinstance(content, dict):
        return []
    entries = {name: _entries(name, content.get(name)) for name in (*_DEFINING, *_NAMED)}
    parts: dict[str, Any] = {
        **{name: tuple(found.values()) for name, found in entries.items() if name in _DEFINING},
        **{name: found for name, found in entries.items() if name in _NAMED},
    }
    parts["term"] = _whole("term", content)
    parts["scorecard"] = None
    if parts["term"] is None:
        return []
    lost = set(_lost_names(content, entries))
    contract = Contract.model_construct(**parts)
    misfits = find_misfits(contract, source_names)
    moved = [_moved(misfit, entries) for misfit in misfits]
    return [misfit for misfit in moved if not any(repr(name) in misfit.found for name in lost)]


def _whole(name: str, content: dict[str, Any]) -> Any:
    try:
        return _adapter(Contract.model_fields[name]).validate_python(content.get(name))
    except ValidationError:
        return None


def _adapter(field: FieldInfo) -> TypeAdapter[Any]:
    return TypeAdapter(field.annotation)


def _entries(name: str, found: Any) -> dict[Any, Any]:
    """Return the entries of one part that hold, by their position or key in the file."""
    field = _adapter(Contract.model_fields[name])
    pairs = enumerate(found) if isinstance(found, list) else found.items() if isinstance(found, dict) else ()
    held = {}
    for key, entry in pairs:
        try:
            [held[key]] = _single(field.validate_python([entry] if isinstance(found, list) else {key: entry}))
        except ValidationError:
            continue
    return held


def _single(found: Any) -> Iterator[Any]:
    yield from found.values() if isinstance(found, dict) else found


def _lost_names(content: dict[str, Any], entries: dict[str, dict[Any, Any]]) -> Iterator[str]:
    for name, held in entries.items():
        found = content.get(name)
        if isinstance(found, dict):
            yield from (key for key in found if key not in held)
        if isinstance(found, list):
            yield from (
                str(entry["id"])
                for position, entry in enumerate(found)
                if position not in held and isinstance(entry, dict) and "id" in entry
            )


def _moved(misfit: Finding, entries: dict[str, dict[Any, Any]]) -> Finding:
    """Return a misfit with the position its entry has in the file, where entries before it did not hold."""
    part, *rest = misfit.path
    if part not in _DEFINING or not rest or not isinstance(rest[0], int):
        return misfit
    positions = list(entries[str(part)])
    return Finding((part, positions[rest[0]], *rest[1:]), misfit.found, misfit.allowed)
