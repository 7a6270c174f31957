"""What one file of a watch names must be what another defines."""

from collections.abc import Iterable, Iterator

from collector.errors import Problem
from collector.mapping import CommonMapping
from collector.probing.settings import ProbesFile
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.exclusions import Exclusions
from supplierwatch.decided_files import find_doubled
from supplierwatch.yaml_files import Document, KeyPath


def check_exclusions(
    exclusions: Exclusions, document: Document, versions: ContractVersions
) -> Iterator[Problem]:
    """Yield exclusions with one id, and names in them that no version of the contract has."""
    services, units, indicators = _services(versions), _units(versions), _indicators(versions)
    ids = [exclusion.id for exclusion in exclusions.exclusions]
    yield from find_doubled(document, "exclusions", ids, "exclusions")
    for position, exclusion in enumerate(exclusions.exclusions):
        path: KeyPath = ("exclusions", position)
        yield from _unknown(document, (*path, "indicators"), exclusion.indicators, indicators)
        if exclusion.interval is not None:
            place: KeyPath = (*path, "interval")
            yield from _unknown(document, (*place, "service"), [exclusion.interval.service], services)
            if exclusion.interval.unit is not None and units is not None:
                yield from _unknown(document, (*place, "unit"), [exclusion.interval.unit], units)


def check_mapping(
    mapping: CommonMapping, document: Document, versions: ContractVersions
) -> Iterator[Problem]:
    """Yield services and units that a mapping gives its rows and no version of the contract has.

    Nothing forbids them, as a source may tell more than the contract is about; but a misspelt one would
    silently be left out of every figure.
    """
    known = {"service": _services(versions), "unit": _units(versions)}
    for name, allowed in known.items():
        if allowed is None:
            continue
        constant = mapping.constants.get(name)
        if constant is not None:
            yield from _unknown(document, ("constants", name), [constant], allowed)
        for word, ours in mapping.values.get(name, {}).items():
            yield from _unknown(document, ("values", name, word), [ours], allowed)


def check_probes(probes: ProbesFile, document: Document, versions: ContractVersions) -> Iterator[Problem]:
    """Yield services and units of probes that no version of the contract has."""
    services, units = _services(versions), _units(versions)
    for position, probe in enumerate(probes.probes):
        yield from _unknown(document, ("probes", position, "service"), [probe.service], services)
        if probe.unit is not None and units is not None:
            yield from _unknown(document, ("probes", position, "unit"), [probe.unit], units)


def _unknown(document: Document, path: KeyPath, used: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for name in used:
        if name not in known:
            yield document.problem(path, f"the contract has no {name!r}", ", ".join(sorted(known)))


def _services(versions: ContractVersions) -> set[str]:
    return {service.id for contract in versions.contracts for service in contract.services}


def _units(versions: ContractVersions) -> set[str] | None:
    """Return the ids of all units; None where the facts name them."""
    if any(contract.units_from_facts for contract in versions.contracts):
        return None
    return {unit.id for contract in versions.contracts for unit in contract.units}


def _indicators(versions: ContractVersions) -> set[str]:
    return {indicator.id for contract in versions.contracts for indicator in contract.indicators}
