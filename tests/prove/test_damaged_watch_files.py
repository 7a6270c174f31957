"""Damaged files of a watch: each is refused with file and line, or read; nothing else escapes."""

import random
from collections import Counter
from pathlib import Path

import pytest

from collector.errors import Problem, ProblemsFound, Severity
from supplierwatch.example import example_watch, save_copy
from supplierwatch.watch import load_watch
from tests.prove.damage import damaged
from tests.prove.figures import tell
from tests.supplierwatch.watches import write_watch

pytestmark = pytest.mark.prove

SEED = 20_261_122
CASES, CASES_OF_THE_EXAMPLE = 1_500, 40
VALUES = (
    "null", "~", "[]", "{}", "''", "0", "-1", "1e999", ".nan", ".inf", "0x1F", "2026-13-45", "2026-02-29",
    '"90 %"', '"-5 %"', '"4 h"', '"4 hh"', '"25:00"', "true", "[a, b]", "{a: 1}", "&a [*a]", "*missing",
    "!!python/object:os.system x", "<<: {a: 1}", "999999999999999999999999", "Europe/Nowhere", "../../etc",
    '"\\ud800"', "| text", "- x", "P1", "desk", "resolved", '"[unclosed"', "[unclosed", '"unclosed',
)  # fmt: skip


def damaged_line(lines: list[str], chance: random.Random) -> None:
    """Hurt one line: its value, key or indentation; or lose, double or move it."""
    place = chance.randrange(len(lines))
    line = lines[place]
    key, colon, _ = line.partition(":")
    kind = chance.randrange(7)
    if kind <= 2 and colon:
        lines[place] = f"{key}: {chance.choice(VALUES)}"
    elif kind == 3:
        lines[place] = " " * chance.choice((1, 2, 4)) + line if chance.random() < 0.6 else line[2:]
    elif kind == 4:
        del lines[place]
    elif kind == 5:
        lines.insert(chance.randrange(len(lines) + 1), line)
    else:
        lines[place] = line.replace(key.strip(), key.strip()[:-1] or "x", 1)


def damaged_text(content: bytes, chance: random.Random) -> bytes:
    """Three of four files are hurt line by line, so that most of them stay YAML."""
    if chance.random() < 0.25:
        return damaged(content, chance)
    lines = content.decode().splitlines()
    for _ in range(chance.choice((1, 1, 2, 4))):
        if lines:
            damaged_line(lines, chance)
    return ("\n".join(lines) + "\n").encode()


def check_problem(problem: Problem, folder: Path) -> bool:
    """Check that the problem says where it is; return whether it knows a line."""
    assert problem.found
    assert problem.file, problem
    named = Path(problem.file)
    path = named if named.is_absolute() else folder / named
    assert path.is_relative_to(folder), problem
    if problem.line is None:
        return False
    count = path.read_bytes().count(b"\n") + 1
    assert 1 <= problem.line <= count + 1, problem
    return True


def load_damaged(folder: Path, files: list[Path], cases: int, chance: random.Random) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _ in range(cases):
        path = chance.choice(files)
        whole = path.read_bytes()
        path.write_bytes(damaged_text(whole, chance))
        problems = problems_of(folder)
        assert not problems or any(one.severity is Severity.ERROR for one in problems), problems
        lines = [check_problem(problem, folder) for problem in problems]
        outcome = "refused" if problems else "read"
        counts.update({outcome: 1, "problems": len(lines), "problems_with_a_line": sum(lines)})
        path.write_bytes(whole)
    return counts


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Return the problems for which the watch is refused; none where it is read."""
    try:
        load_watch(folder)
    except ProblemsFound as refused:
        return refused.problems
    return ()


def yaml_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


@pytest.mark.parametrize(("name", "cases"), [("start", CASES), ("example", CASES_OF_THE_EXAMPLE)])
def test_a_damaged_file_is_read_or_refused_with_its_place(name: str, cases: int, tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    if name == "start":
        write_watch(folder)
    else:
        save_copy(example_watch(), folder)
    counts = load_damaged(folder, yaml_files(folder), cases, random.Random(f"{SEED} {name}"))  # noqa: S311 - damage
    assert counts["refused"] + counts["read"] == cases
    assert counts["refused"] > 0
    tell(f"damaged watch files, {name}", files=cases, **dict(sorted(counts.items())))
