"""How far back what counts in a period can have begun, as the terms of the contract say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from evaluator.contract.clocks import ClockCondition, ClockTerms, TimeLimit
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import (
    AnyIndicator,
    CountTerms,
    Duty,
    LeadTime,
    LeadTimeMonth,
    LimitTerms,
    MonitoringIndicator,
    MonthOf,
    OutageLimits,
    Outages,
    TimeWithinTarget,
)
from evaluator.contract.outage_indicators import OutageMeasure
from evaluator.core.availability.outage_figures import REACH
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.periods import Period

SECONDS_A_DAY = 86_400
_MORE_THAN_A_DAY = 90_001
"""A limit in working days runs out when their last one ends: at the very start, if that is the day before."""

LONGEST_REACH = 1100
"""How many days back a start is looked for: three years."""

Instants = npt.NDArray[np.int64]


def earliest_start(contract: Contract, period: Period) -> int:
    """Return the earliest instant at which what runs out in `period` can have begun to run.

    A lead time that falls due in the period started no earlier. A clock that gets past its limit in the
    period, on a ticket without any change in it, ran since the last change before, or since the longest
    waiting that the contract accepts was over: one that ran for longer was past its limit already. It is
    looked for day by day in the calendars themselves, through any school holidays, for `LONGEST_REACH` days
    at most.
    """
    runs = [run for indicator in contract.indicators for run in _runs(indicator, contract)]
    starts = [_start_of(run, contract, period) for run in runs]
    return min([period.starts_at, *starts, *_outages_since(contract, period)])


def _outages_since(contract: Contract, period: Period) -> Iterator[int]:
    """Since when a ticket that says that a service was down in `period` can have begun to say so."""
    for rules in contract.availability_rules.values():
        if rules.outages_from_tickets is not None:
            yield period.starts_at - rules.outages_from_tickets.longest


def seen_since(indicators: Iterable[AnyIndicator], contract: Contract, period: Period) -> int:
    """Return since when what was seen of services matters to `period`.

    Always what was seen until it began, so that an outage is known to have begun before. A shortest outage
    asks how long one has lasted, a state carried forward when it was last seen, for a year at most; merging
    and the longest outage ask for all of an outage, of up to a year (`REACH`).
    """
    monitored = [one for one in indicators if isinstance(one, MonitoringIndicator)]
    return period.starts_at - max((_seen_before(one, contract) for one in monitored), default=0) - 1


def _seen_before(indicator: MonitoringIndicator, contract: Contract) -> int:
    rules = contract.availability_rules[indicator.rules]
    if rules.merging is not None or _asks_for_the_longest(indicator):
        return REACH
    return min(rules.shortest_outage + (rules.unknown.longest or 0), REACH)


def _asks_for_the_longest(indicator: MonitoringIndicator) -> bool:
    if isinstance(indicator, OutageLimits):
        return any(limit.measure is OutageMeasure.LONGEST for limit in indicator.limits)
    return isinstance(indicator, Outages) and indicator.measure is OutageMeasure.LONGEST


@dataclass(frozen=True)
class _Run:
    """A limit that can run out: in which hours, on which services, after which accepted waiting."""

    limit: TimeLimit
    hours: str
    services: tuple[str, ...]
    waits: tuple[TimeLimit, ...] = ()


def _runs(indicator: AnyIndicator, contract: Contract) -> Iterator[_Run]:
    overdue = MonthOf.STOPPED_OR_OVERDUE
    if isinstance(indicator, LeadTime | Duty) and indicator.month_of is LeadTimeMonth.DUE:
        for limit in _limits(indicator.within):
            yield _Run(limit, indicator.hours, indicator.services)
    elif isinstance(indicator, TimeWithinTarget) and indicator.month_of is overdue:
        clock = contract.clocks[indicator.clock]
        for limit in _limits(indicator.within):
            yield _of_clock(clock, limit, indicator.services)
    elif isinstance(indicator, CountTerms) and indicator.month_of is overdue:
        for condition in indicator.that:
            if isinstance(condition, ClockCondition):
                # A contract writes a length of time as text.
                limit = TimeLimit.model_validate({"time": f"{condition.time} s"})
                yield _of_clock(contract.clocks[condition.clock], limit, indicator.services)


def _of_clock(clock: ClockTerms, limit: TimeLimit, services: tuple[str, ...]) -> _Run:
    return _Run(limit, str(clock.hours), services, tuple(wait.at_most for wait in clock.longest_wait))


def _start_of(run: _Run, contract: Contract, period: Period) -> int:
    days = period.starts_at - SECONDS_A_DAY * np.arange(LONGEST_REACH, dtype=np.int64)
    calendars = compile_calendars(contract, int(days[-1]), period.starts_at)
    # The working days of a limit are those of its hours, those of a wait the contract's.
    of_hours = {service: calendars.days(run.hours, service) for service in run.services}
    of_contract = dict.fromkeys(run.services, calendars.contract_days)
    hours = {service: calendars.named(run.hours, service) for service in run.services}
    began = _last_beyond(run.limit, days, hours, of_hours)
    before = days[days <= began]
    return min([began, *(_last_beyond(wait, before, hours, of_contract) for wait in run.waits)])


def _last_beyond(
    amount: TimeLimit,
    days: Instants,
    hours: Mapping[str, ServiceHours],
    working_days: Mapping[str, WorkingDays],
) -> int:
    """The last of `days`, which fall, from which until the first of them more than `amount` passes.

    In the calendars of every service; the last of all where there is none.
    """
    reached = np.ones(len(days), dtype=np.bool_)
    for service in hours:
        if amount.working_days is not None:
            reached &= (
                working_days[service].count_between(days, days[0] - _MORE_THAN_A_DAY) > amount.working_days
            )
        elif amount.time is not None:
            reached &= hours[service].elapsed(days, np.full_like(days, days[0])) > amount.time
    return int(days[np.argmax(reached)] if reached.any() else days[-1])


def _limits(within: LimitTerms) -> list[TimeLimit]:
    return [limit for limit in chain([within.limit], within.limits.values()) if limit is not None]
