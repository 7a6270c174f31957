"""Problems for people, as a table, and for programs, as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from collector.errors import Problem, Severity
from supplierwatch.cli.session import Session, printable, result_console

_SIGNS = {Severity.ERROR: ("✗ error", "bold red"), Severity.WARNING: ("! warning", "yellow")}


def print_problems(problems: Sequence[Problem], session: Session) -> None:
    """Print `problems` as a table to standard output, and a line that sums them up."""
    if problems:
        result_console().print(_table(problems))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    session.say(_sum_up(errors, len(problems) - errors))


def as_document(problems: Sequence[Problem]) -> dict[str, Any]:
    """Return `problems` as one JSON document."""
    return {
        "errors": sum(problem.severity is Severity.ERROR for problem in problems),
        "warnings": sum(problem.severity is Severity.WARNING for problem in problems),
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
    }


def _table(problems: Sequence[Problem]) -> Table:
    table = Table(show_lines=True)
    table.add_column("")
    table.add_column("where", overflow="fold")
    table.add_column("found", overflow="fold")
    table.add_column("allowed, and what to do", overflow="fold")
    for problem in problems:
        sign, style = _SIGNS[problem.severity]
        where = "\n".join(part for part in (problem.where(), problem.path) if part)
        mend = "\n".join(part for part in (problem.allowed, problem.remedy) if part)
        # Text, not markup: what stands in a file must not style the terminal.
        cells = [Text(printable(cell)) for cell in (where, problem.found, mend)]
        table.add_row(Text(sign, style=style), *cells)
    return table


def _sum_up(errors: int, warnings: int) -> str:
    if errors == 0 and warnings == 0:
        return "No problems found."
    return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
