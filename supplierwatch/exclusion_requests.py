"""Making and deciding requests to leave something out by command, held against the contract's rules first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from collector.errors import Problem, ProblemsFound
from evaluator.core.follow_up.exclusion_deadlines import contract_for, is_late
from evaluator.decisions.exclusions import Decision, DecisionTerms, Exclusion, Exclusions
from supplierwatch.cross_checks import check_exclusions
from supplierwatch.exclusion_checks import check_rules, known_grounds, refusal_in_words
from supplierwatch.exclusion_files import EXCLUSIONS_FILE, EXCLUSIONS_KEY
from supplierwatch.file_changes import add_entries, change_entry
from supplierwatch.terms import validate_terms
from supplierwatch.watch import Watch, load_watch
from supplierwatch.yaml_files import Document

_EXCLUSION = TypeAdapter(Exclusion)
_TRIES = 20
"""How often another command may take the next id first before this one gives up."""


def propose(watch: Watch, said: Mapping[str, Any], *, keep_late: bool = False) -> Exclusion:
    """Add what is `said` (a request without its id; null where nothing was said), and return the request.

    Raises ProblemsFound, and leaves the file as it was, where the request is incomplete, names what the
    contract does not, or comes after its deadline (unless `keep_late`: then it is noted and stands refused).
    """
    for attempt in range(_TRIES):
        content = {"id": next_id(one.id for one in watch.exclusions), **as_entry(said)}
        exclusion = read_request(watch, content, keep_late=keep_late)
        try:
            add_entries(watch.folder / EXCLUSIONS_FILE, EXCLUSIONS_KEY, [content])
        except ProblemsFound:
            watch = load_watch(watch.folder)
            if attempt == _TRIES - 1 or exclusion.id not in {one.id for one in watch.exclusions}:
                raise
        else:
            return exclusion
    raise AssertionError("the last attempt returns or raises")


def read_request(watch: Watch, content: Mapping[str, Any], *, keep_late: bool) -> Exclusion:
    """Return a new request from its entry; raises ProblemsFound where the contract does not allow it."""
    exclusion = _read(content)
    _refuse_unknown_names(watch, content, exclusion)
    contract = contract_for(exclusion, watch.versions)
    grounds = known_grounds(watch.versions)
    listed = contract is not None and contract.exclusions is not None and contract.exclusions.grounds
    if exclusion.ground is None and listed:
        raise _refused("the contract lists grounds, and none is named", ", ".join(grounds), path="ground")
    if is_late(exclusion, watch.versions) and not keep_late:
        raise _refused(
            refusal_in_words(exclusion, watch.versions),
            remedy="With --keep-late it is noted all the same, and stands as refused",
            path="proposed_on",
        )
    return exclusion


def decide(watch: Watch, name: str, said: Mapping[str, Any]) -> Exclusion:
    """Set the decision that is `said` on the request called `name`; the one before it is kept as earlier.

    Raises ProblemsFound, and leaves the file as it was, where there is no such request, the decision is
    incomplete or names what the request does not, and where a request that came too late is taken up
    without a reason.
    """
    exclusion = find_exclusion(watch, name)
    content = exclusion.model_dump(mode="json", exclude_unset=True)
    changes = {key: value for key, value in said.items() if value or key in content}
    if exclusion.decision is not Decision.PENDING:
        changes["earlier_decisions"] = [*content.get("earlier_decisions", []), _former(content)]
    decided = _read({**content, **changes})
    takes_up = decided.decision not in {Decision.REJECTED, Decision.PENDING}
    if takes_up and decided.late_accepted_because is None and is_late(decided, watch.versions):
        raise _refused(
            refusal_in_words(decided, watch.versions), remedy="To take it up say why: --late-accepted-because"
        )
    change_entry(watch.folder / EXCLUSIONS_FILE, EXCLUSIONS_KEY, name, changes)
    return decided


def find_exclusion(watch: Watch, name: str) -> Exclusion:
    """Return the request called `name`; raises ProblemsFound with those there are."""
    known = {one.id: one for one in watch.exclusions}
    if name not in known:
        raise _refused(f"there is no exclusion {name!r}", ", ".join(known) or "none is there yet")
    return known[name]


def next_id(ids: Iterable[str]) -> str:
    """Return the id after the last one that ends with a number; `X001` where there is none."""
    used = list(ids)
    numbered = [match for one in used if (match := re.match(r"^(.*?)(\d+)$", one)) is not None]
    stem, digits = numbered[-1].groups() if numbered else ("X", "000")
    number = int(digits) + 1
    while (name := f"{stem}{number:0{len(digits)}d}") in used:
        number += 1
    return name


def _refuse_unknown_names(watch: Watch, content: Mapping[str, Any], exclusion: Exclusion) -> None:
    document = Document("", {EXCLUSIONS_KEY: [dict(content)]}, {})
    alone = Exclusions(exclusions=(exclusion,))
    problems = [
        *check_exclusions(alone, document, watch.versions),
        *check_rules(alone, document, watch.versions),
    ]
    if problems:
        within = f"{EXCLUSIONS_KEY}[{exclusion.id}]."
        raise ProblemsFound(replace(one, line=None, path=one.path.removeprefix(within)) for one in problems)


def as_entry(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said as the file has it: without what was not said, undecided."""
    entry = {key: value for key, value in said.items() if value not in (None, (), [])}
    return {**entry, "decision": Decision.PENDING.value}


def _former(content: Mapping[str, Any]) -> dict[str, Any]:
    decided = {key: value for key, value in content.items() if key in DecisionTerms.model_fields and value}
    return {**decided, "decided_on": date.fromisoformat(str(decided["decided_on"]))}


def _read(content: Mapping[str, Any]) -> Exclusion:
    # What the command line says stands on no line of any file.
    try:
        return validate_terms(Document("", dict(content), {}), _EXCLUSION)
    except ProblemsFound as error:
        raise ProblemsFound(replace(one, line=None) for one in error.problems) from error


def _refused(found: str, allowed: str = "", remedy: str = "", path: str = "") -> ProblemsFound:
    return ProblemsFound([Problem(found, allowed, remedy, path=path)])
