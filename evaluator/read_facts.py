"""Read the facts of a period from the store, up to a horizon and no further."""

from collections.abc import Sequence

import numpy as np

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_lasting, read_service_states, read_tickets
from evaluator.contract.clocks import TimeLimit
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import Count, LeadTime, LeadTimeMonth, MonthOf, TimeWithinTarget
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

    Tickets that opened or changed in the period come with all their changes. Where a term of any of
    `contracts` (versions of one) needs it, so do tickets whose limit falls due in the period, and those that
    were still open when it began.
    """
    window = (period.starts_at, period.ends_at)
    # How long an outage lasts and whether it is over is only known from what came after the period.
    seen = (period.starts_at, max(period.ends_at, known_at))
    starts_at = min(earliest_start(contract, period) for contract in contracts)
    still_open = any(_counts_overdue(contract) for contract in contracts)
    tickets, changes = read_tickets(database, horizon, (starts_at, period.ends_at), still_open=still_open)
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
    """Return the earliest instant at which a lead time that falls due in `period` can have started.

    It is looked for day by day in the calendars themselves, through any school holidays, for
    `LONGEST_REACH` days at most.
    """
    starts = [period.starts_at]
    for indicator in contract.indicators:
        if isinstance(indicator, LeadTime) and indicator.month_of is LeadTimeMonth.DUE:
            starts += [_start_due_at(indicator, limit, contract, period) for limit in _limits(indicator)]
    return min(starts)


def _start_due_at(indicator: LeadTime, limit: TimeLimit, contract: Contract, period: Period) -> int:
    days = period.starts_at - SECONDS_A_DAY * np.arange(LONGEST_REACH, dtype=np.int64)
    calendars = compile_calendars(contract, int(days[-1]), period.starts_at)
    ends = np.full(len(days), period.starts_at, dtype=np.int64)
    reached = np.ones(len(days), dtype=bool)
    for service in indicator.services:
        if limit.working_days is not None:
            counted = calendars.days(indicator.hours, service).count_between(days, ends)
            reached &= counted > limit.working_days
        else:
            counted = calendars.named(indicator.hours, service).elapsed(days, ends)
            reached &= counted > (0 if limit.time is None else limit.time)
    return int(days[np.argmax(reached)] if reached.any() else days[-1])


def _limits(indicator: LeadTime) -> list[TimeLimit]:
    named = [indicator.within.limit, *indicator.within.limits.values()]
    return [limit for limit in named if limit is not None]


def _counts_overdue(contract: Contract) -> bool:
    return any(
        isinstance(indicator, TimeWithinTarget | Count) and indicator.month_of is MonthOf.STOPPED_OR_OVERDUE
        for indicator in contract.indicators
    )
