"""Reading the exclusions of a watch, checked against the contract."""

from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from evaluator.contract.versions import ContractVersions
from evaluator.decisions.exclusions import Exclusion, Exclusions
from supplierwatch.cross_checks import check_exclusions
from supplierwatch.exclusion_checks import check_rules, find_late
from supplierwatch.findings import Findings
from supplierwatch.terms import validate_terms
from supplierwatch.yaml_files import Document, read_document

EXCLUSIONS_FILE = "exclusions.yaml"
EXCLUSIONS_KEY = "exclusions"

_EXCLUSIONS = TypeAdapter(Exclusions)


def read_exclusions(
    folder: Path, versions: ContractVersions | None, findings: Findings
) -> tuple[Exclusion, ...]:
    """Return the requests in the file of the watch in `folder`; problems and warnings go to `findings`.

    A contract without any request to leave something out needs no file.
    """
    path = folder / EXCLUSIONS_FILE
    document = (
        findings.attempt(partial(read_document, path)) if path.exists() else Document(str(path), {}, {})
    )
    found = None if document is None else findings.attempt(partial(validate_terms, document, _EXCLUSIONS))
    if document is None or found is None:
        return ()
    if versions is not None:
        findings.problems += check_exclusions(found, document, versions)
        findings.problems += check_rules(found, document, versions)
        for problem in find_late(found, document, versions):
            findings.warn(problem)
    return found.exclusions
