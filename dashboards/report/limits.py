"""Limits of tickets in words: working days, service hours, or days where time goes around the clock."""

from dashboards.wording import Wording
from evaluator.contract.clocks import ClockCondition, ClockHours, TimeLimit
from evaluator.contract.contract import Contract
from evaluator.contract.hours import SECONDS_A_DAY
from evaluator.contract.indicators import (
    AnyIndicator,
    CountTerms,
    LeadTimeTerms,
    Mean,
    Percentile,
    Share,
    TimeWithinTarget,
)


def describe_limits(indicator: TimeWithinTarget | LeadTimeTerms, contract: Contract, wording: Wording) -> str:
    """Return the limit of time, or each priority's or kind's own."""
    within, in_days = indicator.within, is_around_the_clock(indicator, contract)
    if within.limit is not None:
        return describe_limit(within.limit, wording, in_days=in_days)
    by_kind = within.limit_by == "kind"
    return ", ".join(
        f"{describe_limit(limit, wording, in_days=in_days)}"
        f" ({kind_label(name, contract, wording) if by_kind else name})"
        for name, limit in within.limits.items()
    )


def describe_limit(limit: TimeLimit, wording: Wording, *, in_days: bool) -> str:
    """Return one limit, `8 h`, `10 working days` or (where time goes around the clock) `14 days`."""
    if limit.time is not None:
        return wording.duration(limit.time, in_days=in_days and is_whole_days(limit.time))
    days = 0 if limit.working_days is None else limit.working_days
    return wording.plural("{n} working day", "{n} working days", days)


def describe_time(amount: int, limit: int | None, wording: Wording, *, around_the_clock: bool) -> str:
    """Return a length of time in seconds, in days where its limit is."""
    in_days = around_the_clock and limit is not None and is_whole_days(limit)
    return wording.duration(amount, in_days=in_days)


def is_whole_days(seconds: int) -> bool:
    """Return whether a length of time is one or more whole days of 24 hours."""
    return seconds > 0 and seconds % SECONDS_A_DAY == 0


def is_around_the_clock(indicator: AnyIndicator | LeadTimeTerms, contract: Contract) -> bool:
    """Return whether the time that `indicator` measures on a ticket goes on day and night."""
    if isinstance(indicator, LeadTimeTerms):
        return indicator.hours == ClockHours.ALWAYS
    if isinstance(indicator, Mean | Percentile) and indicator.of.clock is None:
        return indicator.of.hours == ClockHours.ALWAYS
    name = next(iter(clocks_of(indicator)), None)
    return name is not None and contract.clocks[name].hours == ClockHours.ALWAYS


def clocks_of(indicator: AnyIndicator) -> tuple[str, ...]:
    """Return the names of the clocks that judge the tickets of `indicator`, that of its times first."""
    match indicator:
        case TimeWithinTarget():
            found = [indicator.clock]
        case CountTerms() | Share():
            found = [one.clock for one in indicator.that if isinstance(one, ClockCondition)]
            found += [] if indicator.clock is None else [indicator.clock]
        case Mean() | Percentile():
            found = [] if indicator.of.clock is None else [indicator.of.clock]
        case _:
            found = []
    return tuple(dict.fromkeys(found))


def kind_label(kind: str, contract: Contract, wording: Wording) -> str:
    """Return what the contract calls a kind of tickets; the kind itself where it has no label."""
    label = contract.ticket_kinds.get(kind)
    return kind if label is None else label.in_language(wording.language)
