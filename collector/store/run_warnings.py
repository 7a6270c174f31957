"""What a person should know of a run: warnings, each once, as many as a person reads."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from collector.errors import Problem, Severity

MOST_WARNINGS = 100
"""More of one run nobody reads; that there were more is kept."""

_USUAL = asdict(Problem(""))
_NAMES = frozenset(one.name for one in fields(Problem))


@dataclass(frozen=True)
class RunWarnings:
    """Warnings in the order in which they came up, and whether there were more than are kept."""

    kept: tuple[Problem, ...] = ()
    are_more: bool = False


def merged(known: RunWarnings, found: Iterable[Problem]) -> RunWarnings:
    """Return `known` with what was `found` besides; the same again says nothing new."""
    every = tuple(dict.fromkeys((*known.kept, *found)))
    return RunWarnings(every[:MOST_WARNINGS], known.are_more or len(every) > MOST_WARNINGS)


def listed(warnings: RunWarnings) -> tuple[Problem, ...]:
    """Return the warnings for people; where there were more, the last one says so."""
    if not warnings.are_more:
        return warnings.kept
    more = f"there were more warnings than the {MOST_WARNINGS} that are kept of a run"
    remedy = "Mend what those say, and collect again"
    return (*warnings.kept, Problem(more, remedy=remedy, severity=Severity.WARNING))


def warnings_to_text(warnings: RunWarnings) -> str:
    """Return warnings as JSON; empty where there are none."""
    if not warnings.kept:
        return ""
    documents = [_document(one) for one in warnings.kept]
    return json.dumps({"warnings": documents, "are_more": warnings.are_more}, ensure_ascii=False)


def warnings_from_text(text: str) -> RunWarnings:
    """Return the warnings that `text` holds."""
    if text == "":
        return RunWarnings()
    document = json.loads(text)
    return RunWarnings(tuple(map(_problem, document["warnings"])), bool(document["are_more"]))


def as_problems(text: str) -> Sequence[Problem]:
    """Return the warnings that `text` holds, for people."""
    return listed(warnings_from_text(text))


def _document(problem: Problem) -> dict[str, Any]:
    return {name: value for name, value in asdict(problem).items() if value != _USUAL[name]}


def _problem(document: dict[str, Any]) -> Problem:
    known = {name: value for name, value in document.items() if name in _NAMES}
    return Problem(**{**known, "severity": Severity(known.get("severity", Severity.ERROR))})
