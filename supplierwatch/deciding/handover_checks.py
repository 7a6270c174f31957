"""Holding `handover.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.handover import HandoverFile
from supplierwatch.yaml_files import Document


def check_handover(
    _document: Document, _found: HandoverFile, _versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts."""
    yield from ()
