"""Reading the exclusions of a watch, checked against the contract."""

from pathlib import Path

from pydantic import TypeAdapter

from evaluator.contract.versions import ContractVersions
from evaluator.decisions.exclusions import Exclusion, Exclusions
from supplierwatch.cross_checks import check_exclusions
from supplierwatch.decided_files import read_decided
from supplierwatch.exclusion_checks import check_rules, find_late
from supplierwatch.findings import Findings

EXCLUSIONS_FILE = "exclusions.yaml"
EXCLUSIONS_KEY = "exclusions"

_EXCLUSIONS = TypeAdapter(Exclusions)


def read_exclusions(
    folder: Path, versions: ContractVersions | None, findings: Findings
) -> tuple[Exclusion, ...]:
    """Return the requests in the file of the watch in `folder`; problems and warnings go to `findings`.

    A contract without any request to leave something out needs no file.
    """
    read = read_decided(folder / EXCLUSIONS_FILE, _EXCLUSIONS, findings)
    if read is None:
        return ()
    document, found = read
    if versions is not None:
        findings.problems += check_exclusions(found, document, versions)
        findings.problems += check_rules(found, document, versions)
        for problem in find_late(found, document, versions):
            findings.warn(problem)
    return found.exclusions
