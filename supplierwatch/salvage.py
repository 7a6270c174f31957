"""What can still be checked of a contract file with problems: the parts that hold by themselves.

Whether names fit together is worth knowing at once, and not only after every other mistake is mended.
"""

from collections.abc import Iterator
from typing import Any, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError

from evaluator.contract.checks import Finding, find_misfits
from evaluator.contract.contract import Contract, Term
from supplierwatch.yaml_files import KeyPath

_LISTS = ("segments", "units", "services", "indicators")
_TABLES = ("holidays", "service_hours", "clocks", "availability_rules")
_WHOLE = ("scorecard", "credits")
_OPTIONS = ("term", "options")

_PARTS = (*_LISTS, *_TABLES)

Held = dict[str | int, Any]
"""The entries of a part that hold, by their key or position in the file."""


def find_misfits_of_parts(content: Any, source_names: list[str] | None) -> list[Finding]:
    """Return misfits among the parts of a contract's `content` that hold, positions as in the file.

    Nothing is said of a name that is defined in a part that does not hold.
    """
    if not isinstance(content, dict):
        return []
    held: dict[KeyPath, Held] = {(name,): _held(Contract, name, content.get(name)) for name in _PARTS}
    term = content.get("term")
    held[_OPTIONS] = _held(Term, "options", term.get("options") if isinstance(term, dict) else None)
    contract = _constructed(content, held)
    lost = set(_lost_names(content, held))
    misfits = find_misfits(contract, source_names)
    return [
        _placed(misfit, held)
        for misfit in misfits
        if not _is_about(misfit, lost)
        and not (misfit.path == ("working_days",) and contract.working_days == "")
    ]


def _constructed(content: dict[str, Any], held: dict[KeyPath, Held]) -> Contract:
    """Return a contract of the parts that hold, with nothing in the place of the others."""
    working_days = _read(Contract, "working_days", content.get("working_days"))
    options: dict[str, Any] = {"options": tuple(held[_OPTIONS].values())}
    parts = {
        **{name: tuple(held[(name,)].values()) for name in _LISTS},
        **{name: held[(name,)] for name in _TABLES},
        **{name: _read(Contract, name, content.get(name)) for name in _WHOLE},
        "term": Term.model_construct(**options),
        "working_days": "" if working_days is None else working_days,
    }
    return Contract.model_construct(**parts)


def _read(model: type[BaseModel], name: str, found: Any) -> Any:
    """Return a part of a model as its own, or None where it does not hold."""
    adapter: TypeAdapter[Any] = TypeAdapter(get_type_hints(model)[name])
    try:
        return adapter.validate_python(found)
    except ValidationError:
        return None


def _held(model: type[BaseModel], name: str, found: Any) -> Held:
    held: Held = {}
    if isinstance(found, list):
        read_entries = {position: _read(model, name, [entry]) for position, entry in enumerate(found)}
        held.update({position: read[0] for position, read in read_entries.items() if read is not None})
    elif isinstance(found, dict):
        read_values = {key: _read(model, name, {key: value}) for key, value in found.items()}
        held.update({key: read[key] for key, read in read_values.items() if read is not None})
    return held


def _lost_names(content: dict[str, Any], held: dict[KeyPath, Held]) -> Iterator[str]:
    for part in _PARTS:
        found, entries = content.get(part), held[(part,)]
        if isinstance(found, dict):
            yield from (key for key in found if key not in entries)
        elif isinstance(found, list):
            for position, entry in enumerate(found):
                if position not in entries and isinstance(entry, dict):
                    yield str(entry.get("id"))


def _is_about(misfit: Finding, names: set[str]) -> bool:
    return any(repr(name) in misfit.found for name in names)


def _placed(misfit: Finding, held: dict[KeyPath, Held]) -> Finding:
    """Return a misfit with the position of its entry in the file, where entries before it do not hold."""
    for part, entries in held.items():
        length = len(part)
        place = misfit.path[length : length + 1]
        if misfit.path[:length] == part and place and isinstance(place[0], int):
            position = list(entries)[place[0]]
            return Finding((*part, position, *misfit.path[length + 1 :]), misfit.found, misfit.allowed)
    return misfit
