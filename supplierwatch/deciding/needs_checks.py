"""Holding `needs.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.needs import NeedsFile
from supplierwatch.yaml_files import Document


def check_needs(_document: Document, _found: NeedsFile, _versions: ContractVersions) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts."""
    yield from ()
