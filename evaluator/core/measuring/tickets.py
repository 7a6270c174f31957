"""Measuring tickets: time within target, count, share, mean, percentile and lead time."""

from typing import assert_never

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import ClockCondition, EventTerms, StateEvent, TimeLimit
from evaluator.contract.indicators import (
    Count,
    LeadTime,
    LeadTimeMonth,
    LimitTerms,
    Mean,
    MonthOf,
    Percentile,
    Share,
    TimeMeasured,
    TimeWithinTarget,
)
from evaluator.core.measuring.cases import Cases, Times, build_cases, falls_in, limits_of
from evaluator.core.periods import Period
from evaluator.core.ticket_book import TicketBook

TicketIndicator = TimeWithinTarget | Count | Share | Mean | Percentile | LeadTime
Flags = npt.NDArray[np.bool_]
Seconds = npt.NDArray[np.int64]


def measure_tickets(indicator: TicketIndicator, book: TicketBook, period: Period) -> Cases:
    """Return the cases of a ticket indicator in `period`."""
    match indicator:
        case TimeWithinTarget():
            return measure_time_within_target(indicator, book, period)
        case Count() | Share():
            return measure_conditions(indicator, book, period)
        case Mean() | Percentile():
            return measure_times(indicator, book, period)
        case LeadTime():
            return measure_lead_times(indicator, book, period)
        case _:
            assert_never(indicator)


def measure_time_within_target(indicator: TimeWithinTarget, book: TicketBook, period: Period) -> Cases:
    """Return tickets whose clock belongs to `period`, missed where it ran longer than their limit.

    Unknown are tickets with an unmapped status, tickets without a limit, and (where the opening says
    the month) tickets still running within their limit.
    """
    clock = book.clock(indicator.clock)
    used = clock["used"].to_numpy()
    limit = _limits(indicator.within, book)
    missed = (limit < used).fillna(value=False).to_numpy(dtype=bool)
    unmapped = clock["unmapped"].to_numpy()
    still_running = clock["stopped_at"].isna().to_numpy() & ~missed
    unknown = unmapped | limit.isna().to_numpy() | still_running
    chosen = (
        book.selected(indicator.tickets, indicator.services)
        & ~clock["cancelled"].to_numpy()
        & falls_in(_month_instants(book, indicator.month_of, clock), period)
    )
    times = Times(clock["stopped_at"], used, limit, clock)
    return build_cases(book, chosen, times, missed=missed, unknown=unknown)


def measure_conditions(indicator: Count | Share, book: TicketBook, period: Period) -> Cases:
    """Return tickets of `period`; counted or, for a share, missed where a condition does not hold.

    For a count `missed` marks what is counted: each counted ticket is a deviation. A count of changes
    has a row for each change. Unknown are tickets that no condition rules out and of which one cannot be
    said yet; a ticket whose clock was cancelled is no case.
    """
    if isinstance(indicator, Count) and indicator.count == "changes":
        return _measure_changes(indicator, book, period)
    clock = None if indicator.clock is None else book.clock(indicator.clock)
    moments = _month_instants(book, indicator.month_of, clock)
    chosen = book.selected(indicator.tickets, indicator.services) & falls_in(moments, period)
    for name in _clocks_of(indicator):
        chosen &= ~book.clock(name)["cancelled"].to_numpy()
    holds, unknown = _conditions(indicator, book)
    missed = holds if isinstance(indicator, Count) else ~holds
    return build_cases(book, chosen, _condition_times(indicator, book), missed=missed, unknown=unknown)


def measure_times(indicator: Mean | Percentile, book: TicketBook, period: Period) -> Cases:
    """Return tickets of `period` with the length of time measured in `used`; nothing is a miss.

    Unknown are (where the opening says the month) times that have begun and not ended, and tickets with
    an unmapped status where the time rests on statuses.
    """
    times, begun, unmapped = _times(indicator.of, book)
    moments = book.tickets["opened_at"] if indicator.month_of is MonthOf.OPENED else times.ended_at
    chosen = book.selected(indicator.tickets, indicator.services) & falls_in(moments, period) & begun
    unknown = unmapped | times.ended_at.isna().to_numpy(dtype=bool)
    return build_cases(book, chosen, times, unknown=unknown)


def measure_lead_times(indicator: LeadTime, book: TicketBook, period: Period) -> Cases:
    """Return the lead times of `period`; one not ended yet counts as running to the horizon.

    Unknown are tickets without a limit, those not ended and not past their limit, and those with an
    unmapped status where start or end is a status.
    """
    start, end = book.event(indicator.start), book.event(indicator.end)
    started = start.notna().to_numpy(dtype=bool)
    first = start.fillna(0).to_numpy(dtype=np.int64)
    last = end.fillna(book.facts.known_at).to_numpy(dtype=np.int64)
    last = np.maximum(last, first)
    in_days = any(limit.working_days is not None for limit in _all_limits(indicator.within))
    limit = _limits(indicator.within, book)
    used, due = _lead_seconds(indicator, book, first, last, limit, started=started, in_days=in_days)
    missed = (limit < used).fillna(value=False).to_numpy(dtype=bool)
    moments = {LeadTimeMonth.START: start, LeadTimeMonth.END: end, LeadTimeMonth.DUE: due}[indicator.month_of]
    chosen = book.selected(indicator.tickets, indicator.services) & started & falls_in(moments, period)
    unknown = limit.isna().to_numpy() | (end.isna().to_numpy() & ~missed)
    unknown |= _hidden_by_unmapped(book, indicator.start, indicator.end)
    times = Times(end, used, limit, in_working_days=in_days)
    return build_cases(book, chosen, times, missed=missed, unknown=unknown)


def _measure_changes(indicator: Count, book: TicketBook, period: Period) -> Cases:
    assert indicator.changes_of is not None  # noqa: S101 - the contract's own check
    named = indicator.changes_of
    changes = book.changes
    wanted = (changes["field"] == named.field).to_numpy() & changes["value"].isin(
        named.ever_one_of
    ).to_numpy()
    wanted &= falls_in(changes["at"], period)
    rows = pd.Index(book.tickets["ticket_id"]).get_indexer(pd.Index(changes.loc[wanted, "ticket_id"]))
    chosen = book.selected(indicator.tickets, indicator.services)
    rows = rows[(rows >= 0)]
    every_ticket = np.ones(len(book.tickets), dtype=bool)
    times = Times(book.tickets["opened_at"], np.zeros(len(book.tickets), dtype=np.int64))
    every = build_cases(book, every_ticket, times, missed=every_ticket)
    return Cases(every.frame.iloc[rows[chosen[rows]]].reset_index(drop=True))


def _month_instants(book: TicketBook, month_of: MonthOf, clock: pd.DataFrame | None) -> pd.Series:
    """The instant that says the month; a ticket that never stops by its clock has none."""
    if month_of is MonthOf.OPENED or clock is None:
        return book.tickets["opened_at"].astype("Int64")
    return clock["stopped_at"]


def _all_limits(within: LimitTerms) -> list[TimeLimit]:
    return [within.limit] if within.limit is not None else list(within.limits.values())


def _amount(limit: TimeLimit) -> int:
    if limit.working_days is not None:
        return limit.working_days
    assert limit.time is not None  # noqa: S101 - the contract's own check
    return limit.time


def _limits(within: LimitTerms, book: TicketBook) -> pd.Series:
    if within.limit is not None:
        return pd.Series(_amount(within.limit), index=book.tickets.index, dtype="Int64")
    words = book.priority() if within.limit_by == "priority" else book.kind()
    return limits_of(words, {name: _amount(limit) for name, limit in within.limits.items()})


def _clock_conditions(indicator: Count | Share) -> list[ClockCondition]:
    return [condition for condition in indicator.that if isinstance(condition, ClockCondition)]


def _clocks_of(indicator: Count | Share) -> list[str]:
    of_month = [] if indicator.clock is None else [indicator.clock]
    return [*of_month, *(condition.clock for condition in _clock_conditions(indicator))]


def _conditions(indicator: Count | Share, book: TicketBook) -> tuple[Flags, Flags]:
    """Which tickets meet all conditions, and of which that cannot be said: one that fails any is known."""
    holds = np.ones(len(book.tickets), dtype=bool)
    possible, unknown = holds.copy(), ~holds
    for condition in indicator.that:
        undecided, meets = book.undecided(condition), book.meets(condition)
        holds &= meets
        possible &= meets | undecided
        unknown |= undecided
    return holds, unknown & possible


def _condition_times(indicator: Count | Share, book: TicketBook) -> Times:
    """What the evidence shows of each ticket: the clock of the first condition on one, and its limit."""
    conditions = _clock_conditions(indicator)
    if not conditions:
        never = pd.Series(pd.NA, index=book.tickets.index, dtype="Int64")
        return Times(never, np.zeros(len(book.tickets), dtype=np.int64))
    clock = book.clock(conditions[0].clock)
    limit = pd.Series(conditions[0].time, index=book.tickets.index, dtype="Int64")
    return Times(clock["stopped_at"], clock["used"].to_numpy(), limit, clock)


def _hidden_by_unmapped(book: TicketBook, *events: EventTerms) -> Flags:
    """Tickets with an unmapped status, which could have been one of `events`."""
    if any(isinstance(event, StateEvent) for event in events):
        return book.has_unmapped_status()
    return np.zeros(len(book.tickets), dtype=bool)


def _times(of: TimeMeasured, book: TicketBook) -> tuple[Times, Flags, Flags]:
    """What was measured, of which tickets there is such a time, and which have an unmapped status."""
    if of.clock is not None:
        clock = book.clock(of.clock)
        times = Times(clock["stopped_at"], clock["used"].to_numpy(), clock=clock)
        return times, ~clock["cancelled"].to_numpy(), clock["unmapped"].to_numpy()
    assert of.start is not None  # noqa: S101 - the contract's own check
    assert of.end is not None  # noqa: S101 - as above
    assert of.hours is not None  # noqa: S101 - as above
    start, end = book.event(of.start), book.event(of.end)
    both = (start.notna() & end.notna()).to_numpy(dtype=bool)
    first = start.fillna(0).to_numpy(dtype=np.int64)
    last = end.fillna(0).to_numpy(dtype=np.int64)
    used = _elapsed(book, of.hours, first, np.maximum(first, last), both)
    hidden = _hidden_by_unmapped(book, of.start, of.end)
    return Times(end.where(both), used), start.notna().to_numpy(dtype=bool), hidden


def _elapsed(book: TicketBook, named: str, first: Seconds, last: Seconds, valid: Flags) -> Seconds:
    """Open seconds of each row in its hours; rows that are not valid give 0 and are not used."""
    hours, _, groups = book.calendars.groups(book.tickets["service"], named)
    used = np.zeros(len(first), dtype=np.int64)
    for place, calendar in enumerate(hours):
        rows = valid & (groups == place)
        used[rows] = calendar.elapsed(first[rows], last[rows])
    return used


def _lead_seconds(
    indicator: LeadTime,
    book: TicketBook,
    first: Seconds,
    last: Seconds,
    limit: pd.Series,
    *,
    started: Flags,
    in_days: bool,
) -> tuple[Seconds, pd.Series]:
    """The time used (seconds or working days) and the instant at which each limit falls due."""
    amounts = limit.fillna(0).to_numpy(dtype=np.int64)
    used = np.zeros(len(first), dtype=np.int64)
    due = np.zeros(len(first), dtype=np.int64)
    if in_days:
        services = book.tickets["service"].astype(str)
        for service in indicator.services:
            days = book.calendars.days(indicator.hours, service)
            rows = started & (services == service).to_numpy()
            used[rows] = days.count_between(first[rows], last[rows])
            due[rows] = days.add_days(first[rows], amounts[rows])
    else:
        used = _elapsed(book, indicator.hours, first, last, started)
        hours, _, groups = book.calendars.groups(book.tickets["service"], indicator.hours)
        for place, calendar in enumerate(hours):
            rows = started & (groups == place)
            due[rows] = calendar.add(first[rows], amounts[rows])
    return used, pd.Series(due, dtype="Int64").where(started)
