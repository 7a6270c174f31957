"""Problems for people, as a table, and for programs, as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from collector.errors import Problem, Severity
from supplierwatch.cli.session import Session, printable, result_console

_SIGNS = {Severity.ERROR: ("✗ error", "bold red"), Severity.WARNING: ("! warning", "yellow")}
_ACCEPTED = ("✓ accepted", "dim")


def print_problems(problems: Sequence[Problem], session: Session) -> None:
    """Print `problems` as a table to standard output, and a line that sums them up."""
    if problems:
        result_console().print(_table(problems))
    session.say(_sum_up(problems))


def as_document(problems: Sequence[Problem]) -> dict[str, Any]:
    """Return `problems` as one JSON document."""
    errors, warnings, accepted = _counts(problems)
    return {
        "errors": errors,
        "warnings": warnings,
        "accepted": accepted,
        "problems": [_as_json(problem) for problem in problems],
    }


def _as_json(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "found": problem.found,
        "allowed": problem.allowed,
        "remedy": problem.remedy,
        "rule": problem.rule,
        "clause": problem.clause,
        "arithmetic": problem.arithmetic,
        "accepted": problem.accepted,
    }


def _table(problems: Sequence[Problem]) -> Table:
    table = Table(show_lines=True)
    table.add_column("")
    table.add_column("where, clause", overflow="fold")
    table.add_column("found, arithmetic", overflow="fold")
    table.add_column("allowed, and what to do", overflow="fold")
    for problem in problems:
        sign, style = _ACCEPTED if problem.accepted else _SIGNS[problem.severity]
        accepted = f"accepted by {problem.accepted}" if problem.accepted else ""
        columns = (
            (problem.where(), problem.path, problem.clause),
            (problem.found, problem.arithmetic),
            (problem.allowed, problem.remedy, accepted),
        )
        # Text, not markup: what stands in a file must not style the terminal.
        cells = [Text(printable("\n".join(part for part in parts if part))) for parts in columns]
        table.add_row(Text("\n".join(part for part in (sign, problem.rule) if part), style=style), *cells)
    return table


def _sum_up(problems: Sequence[Problem]) -> str:
    errors, warnings, accepted = _counts(problems)
    known = f" {accepted} accepted." if accepted > 0 else ""
    if errors == 0 and warnings == 0:
        return f"No problems found.{known}"
    return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}.{known}"


def _counts(problems: Sequence[Problem]) -> tuple[int, int, int]:
    """Return how many errors there are, how many warnings, and how many findings that were accepted."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    accepted = sum(bool(problem.accepted) for problem in problems)
    return errors, len(problems) - errors - accepted, accepted


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
