"""Read the facts of a period from the store, up to a horizon and no further."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_lasting, read_service_states, read_tickets
from evaluator.contract.clocks import ClockCondition, TimeLimit
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import (
    AnyIndicator,
    Count,
    LeadTime,
    LeadTimeMonth,
    LimitTerms,
    MonthOf,
    TimeWithinTarget,
)
from evaluator.core.contract_calendars import compile_calendars
from evaluator.core.facts import Facts
from evaluator.core.periods import Period

SECONDS_A_DAY = 86_400
LONGEST_REACH = 1100
"""How many days back a start is looked for: three years."""


def read_facts_of(
    database: Database, contracts: Sequence[Contract], period: Period, horizon: int, known_at: int
) -> Facts:
    """Return what `horizon` knew of `period`: what happened in it and what reaches into it.

    Tickets that opened or changed in the period come with all their changes; where a term of any of
    `contracts` (versions of one) lets a limit run out in the period, those that changed so long before too.
    """
    window = (period.starts_at, period.ends_at)
    # How long an outage lasts and whether it is over is only known from what came after the period.
    seen = (period.starts_at, max(period.ends_at, known_at))
    starts_at = min(earliest_start(contract, period) for contract in contracts)
    tickets, changes = read_tickets(database, horizon, (starts_at, period.ends_at))
    return Facts(
        tickets=tickets,
        changes=changes,
        states=read_service_states(database, horizon, seen),
        observed=read_lasting(database, FactKind.OBSERVED, horizon, seen),
        maintenance=read_lasting(database, FactKind.MAINTENANCE, horizon, seen),
        measurements=read_lasting(database, FactKind.MEASUREMENT, horizon, window),
        statements=read_lasting(database, FactKind.STATEMENT, horizon, window),
        known_at=known_at,
    )


def earliest_start(contract: Contract, period: Period) -> int:
    """Return the earliest instant at which what runs out in `period` can have begun to run.

    A lead time that falls due in the period started no earlier. A clock that gets past its limit in the
    period, on a ticket without any change in it, ran since the last change before: one that ran for longer
    was past its limit already. It is looked for day by day in the calendars themselves, through any school
    holidays, for `LONGEST_REACH` days at most.
    """
    runs = [run for indicator in contract.indicators for run in _runs(indicator, contract)]
    return min([period.starts_at, *(_start_of(run, contract, period) for run in runs)])


@dataclass(frozen=True)
class _Run:
    """A limit that can run out: in which hours, on which services."""

    seconds: int | None
    working_days: int | None
    hours: str
    services: tuple[str, ...]


def _runs(indicator: AnyIndicator, contract: Contract) -> Iterator[_Run]:
    overdue = MonthOf.STOPPED_OR_OVERDUE
    if isinstance(indicator, LeadTime) and indicator.month_of is LeadTimeMonth.DUE:
        for limit in _limits(indicator.within):
            yield _Run(limit.time, limit.working_days, indicator.hours, indicator.services)
    elif isinstance(indicator, TimeWithinTarget) and indicator.month_of is overdue:
        for limit in _limits(indicator.within):
            yield _Run(limit.time, None, str(contract.clocks[indicator.clock].hours), indicator.services)
    elif isinstance(indicator, Count) and indicator.month_of is overdue:
        for condition in indicator.that:
            if isinstance(condition, ClockCondition):
                hours = str(contract.clocks[condition.clock].hours)
                yield _Run(condition.time, None, hours, indicator.services)


def _start_of(run: _Run, contract: Contract, period: Period) -> int:
    days = period.starts_at - SECONDS_A_DAY * np.arange(LONGEST_REACH, dtype=np.int64)
    calendars = compile_calendars(contract, int(days[-1]), period.starts_at)
    ends = np.full(len(days), period.starts_at, dtype=np.int64)
    reached = np.ones(len(days), dtype=bool)
    for service in run.services:
        if run.working_days is not None:
            used = calendars.days(run.hours, service).count_between(days, ends)
            reached &= used > run.working_days
        elif run.seconds is not None:
            used = calendars.named(run.hours, service).elapsed(days, ends)
            reached &= used > run.seconds
    return int(days[np.argmax(reached)] if reached.any() else days[-1])


def _limits(within: LimitTerms) -> list[TimeLimit]:
    return [limit for limit in [within.limit, *within.limits.values()] if limit is not None]
