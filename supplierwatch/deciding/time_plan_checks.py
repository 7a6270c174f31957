"""Holding `time_plan.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.time_plan import TimePlanFile
from supplierwatch.yaml_files import Document


def check_time_plan(
    _document: Document, _found: TimePlanFile, _versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts."""
    yield from ()
