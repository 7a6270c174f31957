"""Holding the costs of `alternatives.yaml` against its alternatives and the contract's fees."""

from collections import Counter
from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.contract import Contract
from evaluator.decisions.alternatives import AlternativesFile
from supplierwatch.yaml_files import Document


def check_costs(document: Document, found: AlternativesFile, contract: Contract) -> Iterator[Problem]:
    """Yield what the costs say that the alternatives or the contract contradict."""
    if found.costs is None:
        return
    known = [one.id for one in found.alternatives]
    if found.costs.reference not in known:
        told = f"there is no alternative {found.costs.reference}"
        yield document.problem(("costs", "reference"), told, "one of " + ", ".join(known))
    times = Counter(one.alternative for one in found.costs.by_alternative)
    has_fees = any(one.monthly_fee is not None for one in contract.services)
    for place, one in enumerate(found.costs.by_alternative):
        path = ("costs", "by_alternative", place)
        if one.alternative not in known:
            told = f"there is no alternative {one.alternative}"
            yield document.problem((*path, "alternative"), told, "one of " + ", ".join(known))
        elif times[one.alternative] > 1:
            told = f"the cost of {one.alternative} stands {times[one.alternative]} times"
            yield document.problem((*path, "alternative"), told, "each alternative once")
        if one.running == "contract" and not has_fees:
            told = "the contract states no monthly fee of any service"
            yield document.problem((*path, "running"), told, "an amount with its source")
