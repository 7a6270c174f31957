"""What a file of exclusions says must fit the contract's rules for them."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.core.follow_up.exclusion_deadlines import contract_for, is_refused_late, propose_by
from evaluator.decisions.exclusions import Decision, Exclusion, Exclusions
from supplierwatch.yaml_files import Document, KeyPath


def check_rules(exclusions: Exclusions, document: Document, versions: ContractVersions) -> Iterator[Problem]:
    """Yield grounds the contract does not list, requests without a month, and refusals said by hand."""
    for position, exclusion in enumerate(exclusions.exclusions):
        path: KeyPath = ("exclusions", position)
        yield from _ground_problem(exclusion, document, path, versions)
        if needs_period(exclusion, versions):
            yield document.problem(
                (*path, "period"),
                "the month the request is about is missing, and its deadline is counted from it",
                "a month such as 2026-10",
                "Add the month whose figures the tickets belong to",
            )
        if exclusion.decision is Decision.REFUSED_LATE:
            yield document.problem(
                (*path, "decision"),
                "refused_late follows from the dates and the contract",
                ", ".join(one for one in Decision if one is not Decision.REFUSED_LATE),
                "Write what was decided, or pending",
            )


def find_late(exclusions: Exclusions, document: Document, versions: ContractVersions) -> Iterator[Problem]:
    """Yield the requests that count as refused because they were made after their deadline."""
    for position, exclusion in enumerate(exclusions.exclusions):
        if is_refused_late(exclusion, versions):
            yield document.problem(
                ("exclusions", position, "proposed_on"),
                refusal_in_words(exclusion, versions),
                remedy="Who decides can still take it up, and say why under late_accepted_because",
            )


def refusal_in_words(exclusion: Exclusion, versions: ContractVersions) -> str:
    """Return why a late request is refused: the clause and both dates."""
    contract = contract_for(exclusion, versions)
    if contract is None or contract.exclusions is None or contract.exclusions.proposing is None:
        raise ValueError(f"the contract has no deadline for {exclusion.id}")
    terms = contract.exclusions.proposing
    return (
        f"{exclusion.id} was proposed on {exclusion.proposed_on} and is refused: under {terms.clause} it was"
        f" to be proposed by {propose_by(exclusion, versions)} ({terms.within_working_days} working days"
        " after the end of the month)"
    )


def needs_period(exclusion: Exclusion, versions: ContractVersions) -> bool:
    """Return whether a request about tickets must name its month: a deadline is counted from it."""
    if exclusion.interval is not None or exclusion.period is not None:
        return False
    terms = [one.contract.exclusions for one in versions.versions]
    return any(
        one is not None and one.proposing is not None and exclusion.proposed_by in one.proposing.binds
        for one in terms
    )


def _ground_problem(
    exclusion: Exclusion, document: Document, path: KeyPath, versions: ContractVersions
) -> Iterator[Problem]:
    known = known_grounds(versions)
    if exclusion.ground is not None and exclusion.ground not in known:
        allowed = ", ".join(known) or "none: remove the key, or list grounds in the contract"
        yield document.problem(
            (*path, "ground"), f"the contract lists no ground {exclusion.ground!r}", allowed
        )


def known_grounds(versions: ContractVersions) -> list[str]:
    """Return the ids of the grounds that any version of the contract lists."""
    terms = [one.contract.exclusions for one in versions.versions]
    return list(dict.fromkeys(ground.id for one in terms if one is not None for ground in one.grounds))
