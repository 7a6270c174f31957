"""L16: a higher priority that may take longer than a lower one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from evaluator.contract.clocks import ClockCondition, TimeLimit
from evaluator.contract.indicators import CountTerms, LeadTimeTerms, LimitTerms, Share, TimeWithinTarget
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path, counted, duration

ID = "L16"
_RANK = re.compile(r"(\d+)$")


@dataclass(frozen=True)
class _Limit:
    """The limit of one priority: in seconds or working days, in the hours of `clock`."""

    path: Path
    priority: str
    rank: int
    amount: int
    in_days: bool
    clock: str

    @property
    def told(self) -> str:
        """The limit for people."""
        return counted(self.amount, "working day") if self.in_days else duration(self.amount)


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield pairs of priorities where P1 may be slower than P2, of one indicator or several with one clock.

    Priorities are ranked by the number they end with; those without one are not compared.
    """
    seen: dict[tuple[str, tuple[str, ...], bool], list[_Limit]] = {}
    for path, indicator in examined.indicators():
        for limit in _limits(path, indicator):
            seen.setdefault((limit.clock, tuple(sorted(indicator.services)), limit.in_days), []).append(limit)
    for limits in seen.values():
        for one, other in combinations(sorted(limits, key=lambda limit: limit.rank), 2):
            if one.rank < other.rank and one.amount > other.amount:
                yield LintFinding(
                    ID,
                    one.path,
                    f"{one.priority} may take longer than {other.priority}",
                    f"{one.priority}: {one.told}; {other.priority}: {other.told}, both on {one.clock}",
                    "Give the higher priority the shorter limit, or say that it runs on another clock",
                )


def _limits(path: Path, indicator: object) -> Iterator[_Limit]:
    if isinstance(indicator, TimeWithinTarget):
        yield from _of_terms(
            (*path, "within"), indicator.within, indicator.tickets.priorities, indicator.clock
        )
    elif isinstance(indicator, LeadTimeTerms):
        kinds = ", ".join(indicator.tickets.kinds) or "all kinds"
        clock = (
            f"the time of {kinds} from {indicator.start.event} to {indicator.end.event} in {indicator.hours}"
        )
        yield from _of_terms((*path, "within"), indicator.within, indicator.tickets.priorities, clock)
    elif isinstance(indicator, CountTerms | Share):
        for position, condition in enumerate(indicator.that):
            if isinstance(condition, ClockCondition):
                limit = TimeLimit.model_construct(time=condition.time, working_days=None)
                place = (*path, "that", position)
                yield from _ranked(place, indicator.tickets.priorities, limit, condition.clock)


def _of_terms(path: Path, terms: LimitTerms, priorities: tuple[str, ...], clock: str) -> Iterator[_Limit]:
    if terms.limit is not None:
        yield from _ranked((*path, "limit"), priorities, terms.limit, clock)
    elif terms.limit_by == "priority":
        for priority, limit in terms.limits.items():
            yield from _ranked((*path, "limits", priority), (priority,), limit, clock)


def _ranked(path: Path, priorities: tuple[str, ...], limit: TimeLimit, clock: str) -> Iterator[_Limit]:
    for priority in priorities:
        rank = _RANK.search(priority)
        amount = limit.time if limit.working_days is None else limit.working_days
        if rank is not None and amount is not None:
            yield _Limit(path, priority, int(rank.group(1)), amount, limit.working_days is not None, clock)
