"""What can go wrong, said so that a person can mend it."""

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """Whether the work can go on in spite of a problem."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing wrong in something that came from outside, and the way to mend it.

    `file`, `line` (from 1), `path` (dotted keys) and `column` say where as far as it is known;
    `found` and `allowed` are short texts for people; `remedy` is one sentence. Of the terms of a contract
    also: the `rule` of the linter that found it, the `clause` it stands in, the `arithmetic` that shows it,
    and who `accepted` it and why.
    """

    found: str
    allowed: str = ""
    remedy: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""
    severity: Severity = Severity.ERROR
    rule: str = ""
    clause: str = ""
    arithmetic: str = ""
    accepted: str = ""

    def where(self) -> str:
        """Return `file:line` (or as much of it as is known)."""
        return f"{self.file}:{self.line}" if self.line is not None else self.file

    def __str__(self) -> str:
        parts = [self.where(), self.path, self.found]
        text = ": ".join(part for part in parts if part)
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.remedy:
            text += f". {self.remedy}"
        return text


class SupplierwatchError(Exception):
    """Something the user can mend; its text says what, where and how."""


class ProblemsFound(SupplierwatchError):  # noqa: N818 - a fact about the input, named as one
    """A file people edit has problems; all of them are here, not the first only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SourceUnreadable(SupplierwatchError):  # noqa: N818 - as above
    """A source could not be read; what is already stored stays as it is."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class NothingFound(SupplierwatchError):  # noqa: N818 - as above
    """What was asked for is not there: no such period, ticket or outage."""


class FactsRemoved(NothingFound):
    """Facts of `kinds` that are needed were removed after their time of keeping, as the store recorded."""

    def __init__(self, text: str, kinds: Iterable[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__(text)


def name_of(error: BaseException) -> str:
    """Return the type of an unexpected error and where it was raised; its text may show what is stored."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = (f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames)
    return " ".join([type(error).__name__, *places])
