"""The content of the next contract: what is in force, with the card, the term and what else is other."""

from collections.abc import Mapping
from typing import Any

from evaluator.contract.amendments import Amendment, Section, amend, find_dead_ends
from evaluator.decisions.tender import NextContract


def next_content(terms: NextContract, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of the next contract file, made from that in force.

    Raises ValueError where a change leads nowhere; see `find_next_dead_ends`.
    """
    content, changes = _with_card(terms, base), changes_of(terms)
    return content if changes is None else amend(content, changes)


def find_next_dead_ends(terms: NextContract, base: Mapping[str, Any]) -> list[tuple[Section, int, str]]:
    """Return each change of `terms` that cannot be made: its list, its place in it, and why in words."""
    changes = changes_of(terms)
    return [] if changes is None else find_dead_ends(_with_card(terms, base), changes)


def next_indicators(terms: NextContract, base: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of the next contract's indicators; none where it cannot be made."""
    if find_next_dead_ends(terms, base):
        return frozenset()
    return frozenset(str(one["id"]) for one in next_content(terms, base)["indicators"])


def changes_of(terms: NextContract) -> Amendment | None:
    """Return the changes of `terms` beside card and term, as an amendment makes them; None for none."""
    if not (terms.removals or terms.additions or terms.replacements):
        return None
    return Amendment(
        id="next",
        effective=terms.term.first_day,
        reason="the next contract",
        removals=terms.removals,
        additions=terms.additions,
        replacements=terms.replacements,
    )


def _with_card(terms: NextContract, base: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **base,
        "contract": terms.contract.model_dump(mode="json", exclude_unset=True),
        "term": terms.term.model_dump(mode="json", exclude_unset=True),
    }
