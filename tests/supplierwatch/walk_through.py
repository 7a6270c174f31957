"""Running a walk-through of the documentation: its commands in order, each on its day, its output compared.

In the page, a block ```` ```console ```` holds commands as `2025-05-12 $ supplierwatch ...`, each followed
by lines that its output must contain (spaces folded; `...` stands for anything left out), and `(exit 2)`
where it does not end with 0. A block ```` ```yaml FILE ```` or ```` ```csv FILE ```` is written to that file
of the watch; with `append` after the name it is added to it.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(\d{4}-\d{2}-\d{2}) \$ supplierwatch (.*)$")
_EXIT = re.compile(r"^\(exit (\d+)\)$")
_ZONE = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True)
class Written:
    """A file of the watch that the reader writes."""

    name: str
    content: str
    appends: bool


@dataclass(frozen=True)
class Command:
    """A command given on a day, and what the page says of its output and exit code."""

    day: str
    arguments: tuple[str, ...]
    expected: tuple[str, ...]
    code: int

    @property
    def instant(self) -> int:
        """Nine in the morning of its day."""
        return int(datetime.fromisoformat(f"{self.day}T09:00:00").replace(tzinfo=_ZONE).timestamp())


@dataclass(frozen=True)
class Ran:
    """What a command wrote, to both outputs, and its exit code."""

    output: str
    code: int


Step = Written | Command
Run = Callable[[Command], Ran]


def read_steps(page: str) -> list[Step]:
    """Return the steps of a page in their order."""
    return [step for language, words, text in _BLOCK.findall(page) for step in _steps(language, words, text)]


def _steps(language: str, words: str, text: str) -> Iterator[Step]:
    if language == "console":
        yield from _commands(text)
    elif names := words.split():
        yield Written(names[0], text, appends="append" in names[1:])


def _commands(text: str) -> Iterator[Command]:
    lines = text.replace("\\\n", " ").splitlines()
    starts = [number for number, line in enumerate(lines) if _COMMAND.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = _COMMAND.match(lines[start])
        assert found is not None
        told = [line for line in lines[start + 1 : end] if line.strip() and line.strip() != "..."]
        codes = [int(match.group(1)) for line in told if (match := _EXIT.match(line))]
        expected = tuple(line for line in told if not _EXIT.match(line))
        yield Command(found.group(1), tuple(shlex.split(found.group(2))), expected, codes[0] if codes else 0)


def follow(steps: list[Step], folder: Path, run: Run) -> list[str]:
    """Take the steps in the watch `folder`, and return what was otherwise than the page says."""
    return [difference for step in steps for difference in _taken(step, folder, run)]


def _taken(step: Step, folder: Path, run: Run) -> Iterator[str]:
    if isinstance(step, Written):
        path = folder / step.name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if step.appends else ""
        path.write_text(before + step.content, encoding="utf-8")
        return
    ran = run(step)
    command = f"{step.day} $ supplierwatch {shlex.join(step.arguments)}"
    if ran.code != step.code:
        yield f"{command}\nended with {ran.code}, not {step.code}:\n{ran.output}"
    output = _folded(ran.output)
    missing = [line for line in step.expected if _folded(line) not in output]
    if missing:
        yield f"{command}\ndid not say {missing}, but:\n{ran.output}"


def _folded(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())
