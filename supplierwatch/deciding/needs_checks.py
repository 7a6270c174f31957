"""Holding `needs.yaml` against the contract, and against itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from collector.errors import Problem
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.needs import Need, NeedsFile
from supplierwatch.decided_files import find_doubled
from supplierwatch.yaml_files import Document, KeyPath


@dataclass(frozen=True)
class References:
    """What a file refers to by names, to be held against those that there are."""

    document: Document
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def check(self, path: KeyPath, word: str, names: Iterable[str | None]) -> Iterator[Problem]:
        """Yield each of `names` at `path` that is none of the `word`s there are; None names nothing."""
        for name in names:
            if name is not None and name not in self.known[word]:
                allowed = ", ".join(sorted(self.known[word])) or f"there is no {word} yet"
                yield self.document.problem(path, f"there is no {word} {name!r}", allowed)


def parts_of_contract(versions: ContractVersions) -> dict[str, frozenset[str]]:
    """Return the names of units and segments of every version of the contract, by what they are called."""
    contracts = versions.contracts
    return {
        "segment": frozenset(one.id for contract in contracts for one in contract.segments),
        "unit": frozenset(one.id for contract in contracts for one in contract.units),
    }


def check_needs(document: Document, found: NeedsFile, versions: ContractVersions) -> Iterator[Problem]:
    """Yield what the file says that the contract or the file itself contradicts."""
    for key, ids in _ids(found).items():
        yield from find_doubled(document, key, ids, "entries")
    references = References(
        document,
        parts_of_contract(versions)
        | {
            "group": frozenset(one.id for one in found.groups),
            "occasion": frozenset(one.id for one in found.occasions),
            "need": frozenset(one.id for one in found.needs),
            "indicator": _indicators(versions.contracts),
        },
    )
    for position, need in enumerate(found.needs):
        yield from _check_need(references, need, position, takes_units=not _units_are_found(versions))
    for position, requirement in enumerate(found.requirements):
        yield from references.check(("requirements", position, "needs"), "need", requirement.needs)


def _ids(found: NeedsFile) -> dict[str, list[str]]:
    return {
        "groups": [one.id for one in found.groups],
        "occasions": [one.id for one in found.occasions],
        "needs": [one.id for one in found.needs],
        "requirements": [one.id for one in found.requirements],
    }


def _indicators(contracts: Iterable[Contract]) -> frozenset[str]:
    return frozenset(one.id for contract in contracts for one in contract.indicators)


def _units_are_found(versions: ContractVersions) -> bool:
    return any(contract.units_from_facts for contract in versions.contracts)


def _check_need(references: References, need: Need, position: int, *, takes_units: bool) -> Iterator[Problem]:
    place: KeyPath = ("needs", position)
    yield from references.check((*place, "segments"), "segment", need.segments)
    yield from references.check((*place, "indicators"), "indicator", need.indicators)
    for number, voice in enumerate(need.voices):
        at: KeyPath = (*place, "voices", number)
        yield from references.check((*at, "group"), "group", [voice.group])
        yield from references.check((*at, "occasion"), "occasion", [voice.occasion])
        yield from references.check((*at, "segment"), "segment", [voice.segment])
        yield from references.check((*at, "unit"), "unit", [voice.unit] if takes_units else [])
    for number, told in enumerate(need.answer.answered):
        at = (*place, "answer", "answered", number)
        yield from references.check((*at, "group"), "group", [told.group])
        yield from references.check((*at, "unit"), "unit", [told.unit] if takes_units else [])
