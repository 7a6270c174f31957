"""Holding `decision.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.decision import DecisionFile
from supplierwatch.yaml_files import Document


def check_decision(document: Document, found: DecisionFile, versions: ContractVersions) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts: replies of units it does not have."""
    contract = versions.latest.contract
    if contract.units_from_facts:
        return
    units = {one.id for one in contract.units}
    for position, reply in enumerate(found.replies):
        if reply.unit not in units:
            yield document.problem(
                ("replies", position, "unit"),
                f"the contract has no unit {reply.unit!r}",
                ", ".join(sorted(units)) or "the contract names no unit",
                "Write the id of a unit of contract.yaml",
            )
