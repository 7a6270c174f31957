"""What the linter looks at: a contract, the months ahead, what sources can give, and what was measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from collector.instants import EARLIEST_DAY, LATEST_DAY
from evaluator.contract.availability import AvailabilityRules, Denominator
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.calendar.contract_calendars import Calendars, compile_calendars
from evaluator.core.lint.findings import SECONDS_AN_HOUR, Path
from evaluator.core.outcomes import Outcome, View
from evaluator.core.periods import Period, month, months_before

MONTHS_AHEAD = 12
"""A year of calendars: every holiday, and the longest and the shortest month."""


@dataclass(frozen=True)
class SourceGives:
    """What the mapping of a source can give: its kind, and for tickets the states it knows.

    `speaks_for` are the seconds for which one sample of a probe holds; None for other sources.
    """

    kind: str
    states: frozenset[str] = frozenset()
    speaks_for: int | None = None


@dataclass(frozen=True, eq=False)
class Examined:
    """A contract and what is known beside it; `sources` by name, `history` outcomes of earlier months."""

    contract: Contract
    months: tuple[Period, ...]
    sources: Mapping[str, SourceGives] = field(default_factory=dict)
    history: tuple[Outcome, ...] = ()

    @cached_property
    def calendars(self) -> Calendars:
        """The contract's hours, compiled for the months."""
        return compile_calendars(self.contract, self.months[0].starts_at, self.months[-1].ends_at)

    @property
    def span(self) -> str:
        """The months looked at, for people."""
        return f"{self.months[0].name} to {self.months[-1].name}"

    def indicators(self) -> Iterator[tuple[Path, AnyIndicator]]:
        """Yield each indicator with its place in the contract."""
        for position, indicator in enumerate(self.contract.indicators):
            yield ("indicators", position), indicator

    def open_seconds(self, service: str) -> list[int]:
        """Return how long `service` must work in each of the months, in seconds."""
        hours = self.calendars.of_service(service)
        return [int(hours.elapsed(month.starts_at, month.ends_at)) for month in self.months]

    def base_seconds(self, service: str, rules: AvailabilityRules) -> list[int]:
        """Return the seconds that a percentage of `service` is of under `rules`, in each of the months."""
        if rules.nominal_hours is not None:
            return [round(rules.nominal_hours * SECONDS_AN_HOUR)] * len(self.months)
        if rules.denominator is Denominator.WALL_CLOCK:
            return [month.ends_at - month.starts_at for month in self.months]
        return self.open_seconds(service)

    def outcomes_of(self, indicator: str) -> list[Outcome]:
        """Return what earlier months came to after exclusions, over whole services, oldest first."""
        return [
            outcome
            for outcome in self.history
            if outcome.indicator == indicator
            and outcome.view is View.AFTER_EXCLUSIONS
            and outcome.scope.is_whole
        ]


def examine(
    contract: Contract,
    today: date,
    sources: Mapping[str, SourceGives] | None = None,
    history: Sequence[Outcome] = (),
) -> Examined:
    """Return a contract as the linter looks at it: over the twelve months from that of `today` on.

    They lie inside the term with the options used so far; fewer where the whole of it is shorter.
    """
    return Examined(contract, _months_ahead(contract, today), sources or {}, tuple(history))


def _months_ahead(contract: Contract, today: date) -> tuple[Period, ...]:
    first, last = (_number(day) for day in (contract.term.first_day, contract.term.current_last_day))
    end = min(max(_number(today), first) + MONTHS_AHEAD - 1, last)
    start = max(end - MONTHS_AHEAD + 1, first)
    zone = contract.contract.zone
    name = f"{end // 12:04}-{end % 12 + 1:02}"
    return tuple(months_before(month(name, zone), end - start + 1, zone))


def _number(day: date) -> int:
    # No fact is older or younger than these days, whatever a contract says of its term.
    known = min(max(day, EARLIEST_DAY), LATEST_DAY)
    return known.year * 12 + known.month - 1
