"""Holding `handover.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.handover import HandoverFile
from supplierwatch.decided_files import find_doubled
from supplierwatch.yaml_files import Document


def check_handover(document: Document, found: HandoverFile, versions: ContractVersions) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts, and names that mean nothing."""
    yield from find_doubled(document, "gates", [one.id for one in found.gates], "gates")
    yield from find_doubled(document, "milestones", [one.id for one in found.milestones], "milestones")
    yield from _milestones_of_gates(document, found)
    yield from _units_of_waves(document, found, versions)
    first = versions.versions[0].first_day
    if found.switch <= first:
        yield document.problem(
            ("switch",), f"{found.switch} lies before the contract has run a day", f"a day after {first}"
        )


def _milestones_of_gates(document: Document, found: HandoverFile) -> Iterator[Problem]:
    known = [one.id for one in found.milestones]
    for position, gate in enumerate(found.gates):
        for place, name in enumerate(gate.milestones):
            if name not in known:
                path = ("gates", position, "milestones", place)
                yield document.problem(
                    path, f"there is no milestone {name!r}", ", ".join(known) or "none yet"
                )


def _units_of_waves(document: Document, found: HandoverFile, versions: ContractVersions) -> Iterator[Problem]:
    contract = versions.latest.contract
    known = {one.id for one in contract.units}
    if found.transfer is None or contract.units_from_facts or not known:
        return
    for position, wave in enumerate(found.transfer.waves):
        for place, unit in enumerate(wave.units):
            if unit not in known:
                path = ("transfer", "waves", position, "units", place)
                yield document.problem(path, f"the contract has no unit {unit!r}", "a unit of the contract")
