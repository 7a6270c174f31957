"""Holding `decision.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.decision import DecisionFile
from supplierwatch.yaml_files import Document


def check_decision(
    _document: Document, _found: DecisionFile, _versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts."""
    yield from ()
