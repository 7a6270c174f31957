"""The file of the register of changes, held against the contract and its amendments."""

from pathlib import Path

from pydantic import TypeAdapter

from evaluator.contract.versions import ContractVersions
from evaluator.decisions.contract_changes import ContractChange, ContractChanges
from supplierwatch.decided_files import find_doubled, read_decided
from supplierwatch.findings import Findings

CONTRACT_CHANGES_FILE = "contract_changes.yaml"
CONTRACT_CHANGES = "contract_changes"

_CHANGES = TypeAdapter(ContractChanges)


def read_contract_changes(
    folder: Path, versions: ContractVersions | None, findings: Findings
) -> tuple[ContractChange, ...]:
    """Return the register of changes of the watch in `folder`; problems go to `findings`."""
    read = read_decided(folder / CONTRACT_CHANGES_FILE, _CHANGES, findings)
    if read is None:
        return ()
    document, found = read
    changes = found.contract_changes
    ids = [change.id for change in changes]
    findings.problems += find_doubled(document, CONTRACT_CHANGES, ids, "changes")
    known = () if versions is None else versions.latest.amendments
    for position, change in enumerate(changes):
        if versions is not None and change.amendment is not None and change.amendment not in known:
            path = (CONTRACT_CHANGES, position, "amendment")
            words = f"there is no amendment {change.amendment!r}"
            findings.problems.append(document.problem(path, words, ", ".join(known) or "none is there yet"))
    return changes
