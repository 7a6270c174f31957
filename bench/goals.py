"""Goals: what a contest should reach, beside what it did reach, and why where it did not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.tables import table
from bench.timing import Timed, spread


@dataclass(frozen=True)
class Goal:
    """One goal: `reached` holds a ratio for each round, none where a contender was missing.

    `bound` None is no goal but a figure for information. `reason` says why a goal is missed, where it is and
    that is known; of a figure for information, why it is no goal.
    """

    what: str
    bound: float | None
    at_least: bool
    reached: tuple[float, ...]
    reason: str = ""

    @property
    def is_met(self) -> bool | None:
        if self.bound is None or not self.reached:
            return None
        found = median(self.reached)
        return found >= self.bound if self.at_least else found <= self.bound

    def row(self) -> list[str]:
        found = spread(self.reached) if self.reached else "-"
        return [self.what, self._bound, found, self._verdict]

    @property
    def _bound(self) -> str:
        if self.bound is None:
            return "none"
        return f"{'at least' if self.at_least else 'at most'} {self.bound:,g}"

    @property
    def _verdict(self) -> str:
        if not self.reached:
            return "not run"
        if self.is_met:
            return "met"
        head = "for information" if self.bound is None else "**missed**"
        return f"{head}: {self.reason or 'no reason is known yet'}"


@dataclass(frozen=True)
class Report:
    """The text of a benchmark, and its goals."""

    text: str
    goals: Sequence[Goal] = field(default=())


def at_least(what: str, bound: float, timed: Sequence[Timed], peer: str, ours: str, reason: str = "") -> Goal:
    """The peer's time for one thing shall be at least `bound` times ours."""
    return Goal(what, bound, at_least=True, reached=_ratios(timed, peer, ours), reason=reason)


def at_most(what: str, bound: float, timed: Sequence[Timed], ours: str, limit: str, reason: str = "") -> Goal:
    """Our time for one thing shall be at most `bound` times the limit's."""
    return Goal(what, bound, at_least=False, reached=_ratios(timed, ours, limit), reason=reason)


def for_information(what: str, timed: Sequence[Timed], peer: str, ours: str, reason: str) -> Goal:
    """How many times ours the peer's time for one thing is, which is no goal for the `reason` given."""
    return Goal(what, None, at_least=True, reached=_ratios(timed, peer, ours), reason=reason)


def _ratios(timed: Sequence[Timed], one: str, other: str) -> tuple[float, ...]:
    named = {found.contender.name: found for found in timed}
    return tuple(named[one].ratios(named[other])) if one in named and other in named else ()


def goal_table(goals: Iterable[Goal]) -> str:
    return table(["goal", "bound", "reached, median (least-most)", "verdict"], [goal.row() for goal in goals])
