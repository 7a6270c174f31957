"""A small watch for tests: the starting watch, with parts of its files replaced."""

from pathlib import Path

import pytest

from collector.errors import Problem, ProblemsFound
from supplierwatch.example import save_copy, starting_watch
from supplierwatch.watch import load_watch


def line_of(path: Path, text: str) -> int:
    """Return the line (from 1) on which `text` stands first."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def write_watch(folder: Path) -> Path:
    """Write the starting watch to `folder`, with one delivery, so that nothing is to be said of it."""
    save_copy(starting_watch(), folder)
    deliveries = folder / "deliveries"
    deliveries.mkdir()
    rows = [
        "Ticket;Time;Status;Kind;Priority",
        "A-1;2026-10-05 08:00:00;New;Incident;3",
        "A-1;2026-10-05 10:00:00;Resolved;Incident;3",
    ]
    (deliveries / "tickets-2026-10.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def replace_text(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there, by `new` in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems_of(folder: Path) -> list[Problem]:
    """Return the problems for which loading the watch in `folder` is refused."""
    with pytest.raises(ProblemsFound) as refused:
        load_watch(folder)
    return list(refused.value.problems)


def only_problem_of(folder: Path) -> Problem:
    """Return the one problem for which loading the watch in `folder` is refused."""
    [problem] = problems_of(folder)
    return problem
