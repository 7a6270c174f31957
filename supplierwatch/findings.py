"""Gathering problems of several files, so that a person sees all of them at once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from collector.errors import Problem, ProblemsFound, Severity

T = TypeVar("T")


@dataclass
class Findings:
    """Problems found so far."""

    problems: list[Problem] = field(default_factory=list)

    def attempt(self, read: Callable[[], T]) -> T | None:
        """Return what `read` gives, or None after keeping the problems it found."""
        try:
            return read()
        except ProblemsFound as error:
            self.problems += error.problems
            return None

    def warn(self, problem: Problem) -> None:
        """Keep `problem` as a warning."""
        self.problems.append(replace(problem, severity=Severity.WARNING))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that work can go on with."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    def refuse_errors(self) -> None:
        """Raise ProblemsFound with everything, warnings too, where anything is an error."""
        if len(self.warnings) < len(self.problems):
            raise ProblemsFound(sorted(self.problems, key=lambda problem: (problem.file, problem.line or 0)))
