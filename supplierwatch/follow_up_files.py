"""The files of a watch about what follows from misses: action plans and notices of deviations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.action_plans import ActionPlan, ActionPlans
from evaluator.decisions.notices import Notice, Notices
from supplierwatch.decided_files import find_doubled, read_decided
from supplierwatch.findings import Findings
from supplierwatch.yaml_files import Document

ACTION_PLANS_FILE, PLANS_KEY = "action_plans.yaml", "action_plans"
DEVIATIONS_FILE, DEVIATIONS_KEY = "deviations.yaml", "deviations"

_PLANS = TypeAdapter(ActionPlans)
_NOTICES = TypeAdapter(Notices)


@dataclass(frozen=True)
class FollowUpFiles:
    """What people noted of misses: the plans to mend them, and when the supplier was told."""

    action_plans: tuple[ActionPlan, ...] = ()
    notices: tuple[Notice, ...] = ()


def read_follow_up_files(
    folder: Path, versions: ContractVersions | None, findings: Findings
) -> FollowUpFiles:
    """Return what the files in `folder` say; problems go to `findings`.

    A file that is not there says nothing. What they name is checked against every version of the contract,
    where `versions` could be read.
    """
    plans = read_decided(folder / ACTION_PLANS_FILE, _PLANS, findings)
    notices = read_decided(folder / DEVIATIONS_FILE, _NOTICES, findings)
    if versions is not None:
        findings.problems += [] if plans is None else check_plans(plans[1].action_plans, plans[0], versions)
        findings.problems += (
            [] if notices is None else check_notices(notices[1].deviations, notices[0], versions)
        )
    return FollowUpFiles(
        () if plans is None else plans[1].action_plans, () if notices is None else notices[1].deviations
    )


def check_plans(
    plans: Iterable[ActionPlan], document: Document, versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what plans name that no version of the contract has, and recoveries shorter than it says."""
    every = tuple(plans)
    triggers = {one.id for contract in versions.contracts for one in contract.triggers}
    yield from find_doubled(document, PLANS_KEY, [one.id for one in every], "entries")
    for position, plan in enumerate(every):
        yield from _named(document, (PLANS_KEY, position), plan.indicator, plan.service, versions)
        if plan.trigger is not None and plan.trigger not in triggers:
            allowed = ", ".join(sorted(triggers)) or "no trigger is in the contract"
            yield document.problem(
                (PLANS_KEY, position, "trigger"), f"the contract has no trigger {plan.trigger!r}", allowed
            )
        yield from _recovery(document, position, plan, versions)


def check_notices(
    notices: Iterable[Notice], document: Document, versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what notices name that no version of the contract has."""
    every = tuple(notices)
    yield from find_doubled(document, DEVIATIONS_KEY, [one.id for one in every], "entries")
    for position, notice in enumerate(every):
        yield from _named(document, (DEVIATIONS_KEY, position), notice.indicator, notice.service, versions)


def _recovery(
    document: Document, position: int, plan: ActionPlan, versions: ContractVersions
) -> Iterator[Problem]:
    terms, own = versions.latest.contract.action_plans, plan.recovered_after
    path = (PLANS_KEY, position, "recovered_after")
    if terms is None and own is None:
        yield document.problem(
            path,
            "nothing says after how many months on target the figure has recovered",
            remedy="Add recovered_after here, or action_plans.recovered_after to the contract",
        )
    elif terms is not None and own is not None and own < terms.recovered_after:
        yield document.problem(
            path,
            f"{own} is shorter than what the contract says",
            f"at least {terms.recovered_after} (action_plans.recovered_after)",
        )


def _named(
    document: Document,
    path: tuple[str, int],
    indicator: str,
    service: str | None,
    versions: ContractVersions,
) -> Iterator[Problem]:
    contracts = versions.contracts
    having = [one for contract in contracts for one in contract.indicators if one.id == indicator]
    if not having:
        known = sorted({one.id for contract in contracts for one in contract.indicators})
        yield document.problem((*path, "indicator"), f"the contract has no {indicator!r}", ", ".join(known))
        return
    services = sorted({name for one in having for name in one.services})
    if service is not None and service not in services:
        yield document.problem(
            (*path, "service"), f"{indicator} is not measured on {service!r}", ", ".join(services)
        )
