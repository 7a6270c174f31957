"""Holding `tender.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.tender import TenderFile
from supplierwatch.yaml_files import Document


def check_tender(_document: Document, _found: TenderFile, _versions: ContractVersions) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts."""
    yield from ()
