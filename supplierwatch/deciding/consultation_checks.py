"""Holding `consultation.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.consultation import ConsultationFile
from supplierwatch.yaml_files import Document


def check_consultation(
    _document: Document, _found: ConsultationFile, _versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts."""
    yield from ()
