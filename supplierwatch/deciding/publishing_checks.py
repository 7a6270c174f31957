"""Holding `publishing.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.publishing import PublishingFile
from supplierwatch.yaml_files import Document


def check_publishing(
    document: Document, found: PublishingFile, versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts: ratings of indicators it does not have."""
    indicators = {one.id for one in versions.latest.contract.indicators}
    for position, rating in enumerate(found.ratings):
        if rating.indicator not in indicators:
            yield document.problem(
                ("ratings", position, "indicator"),
                f"the contract has no indicator {rating.indicator!r}",
                ", ".join(sorted(indicators)),
                "Write the id of an indicator of contract.yaml",
            )
