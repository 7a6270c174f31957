"""Holding `alternatives.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.alternatives import AlternativesFile
from supplierwatch.yaml_files import Document


def check_alternatives(
    _document: Document, _found: AlternativesFile, _versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts."""
    yield from ()
