"""L08: parts of an amount at risk that do not sum to the whole of it."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from evaluator.contract.credit_schemes import AtRiskScheme
from evaluator.contract.rule_names import WEIGHTS
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, percent

ID = WEIGHTS


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield pools whose indicators share out less or more than all of it, for each service."""
    terms = examined.contract.credits
    if terms is None or terms.at_risk is None:
        return
    parts: dict[tuple[str, str], list[tuple[str, Fraction]]] = defaultdict(list)
    for _, indicator in examined.indicators():
        if isinstance(indicator.credit, AtRiskScheme):
            for service in dict.fromkeys(
                examined.contract.service(name).billed_as for name in indicator.services
            ):
                parts[(service, indicator.credit.pool or "")].append(
                    (indicator.id, indicator.credit.allocation)
                )
    for (service, pool), allocations in parts.items():
        total = sum((share for _, share in allocations), Fraction(0))
        if total != 1:
            told = " + ".join(f"{name} {percent(share)}" for name, share in allocations)
            yield LintFinding(
                ID,
                ("credits", "at_risk", "pools", pool) if pool else ("credits", "at_risk"),
                f"the weights on {service} sum to {percent(total)}, not 100 %",
                f"{told} = {percent(total)}",
                "Share the whole among the indicators, or accept this where more than all of it is meant",
            )
    pools = terms.at_risk.pools
    if pools and sum(pools.values()) < 1:
        total = sum(pools.values(), Fraction(0))
        yield LintFinding(
            ID,
            ("credits", "at_risk", "pools"),
            f"{percent(1 - total)} of the amount at risk is in no pool",
            " + ".join(f"{name} {percent(share)}" for name, share in pools.items()) + f" = {percent(total)}",
            "Let the pools sum to the whole at least, or write a smaller amount at risk",
        )
