"""Measuring tickets by their clocks and fields: time within target, count, share, mean, percentile."""

from dataclasses import replace
from typing import assert_never

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import ClockCondition
from evaluator.contract.indicators import (
    Count,
    LeadTime,
    Mean,
    MonthOf,
    Percentile,
    Share,
    TimeMeasured,
    TimeWithinTarget,
)
from evaluator.core.measuring.cases import Cases, Times, build_cases, falls_in
from evaluator.core.measuring.lead_times import elapsed, hidden_by_unmapped, measure_lead_times
from evaluator.core.measuring.limits import limits_of
from evaluator.core.measuring.selection import TicketIndicator, select
from evaluator.core.periods import Period
from evaluator.core.ticket_book import BookRows, TicketBook, every_cycle, every_ticket

Flags = npt.NDArray[np.bool_]


def measure_tickets(indicator: TicketIndicator, book: TicketBook, period: Period) -> Cases:
    """Return the cases of a ticket indicator in `period`."""
    match indicator:
        case TimeWithinTarget():
            return measure_time_within_target(indicator, book, period)
        case Count() if indicator.changes_of is not None:
            return measure_changes(indicator, book, period)
        case Count() | Share():
            return measure_conditions(indicator, book, period)
        case Mean() | Percentile():
            return measure_times(indicator, book, period)
        case LeadTime():
            return measure_lead_times(indicator, book, period)
        case _:
            assert_never(indicator)


def measure_time_within_target(indicator: TimeWithinTarget, book: TicketBook, period: Period) -> Cases:
    """Return cycles of the clock that belong to `period`, missed where it ran longer than their limit.

    Unknown are tickets with an unmapped status, tickets without a limit, and (where the opening says
    the month) tickets still running within their limit.
    """
    rows = every_cycle(book, indicator.clock)
    clock, limit = rows.used(indicator.clock), limits_of(indicator.within, rows)
    plain = Times(clock["stopped_at"], clock["used"].to_numpy(), limit, clock)
    inside, times = _of_period(indicator.month_of, rows, indicator.clock, plain, period)
    missed = (limit < times.used).fillna(value=False).to_numpy(dtype=bool)
    still_running = times.ended_at.isna().to_numpy() & ~missed
    unknown = clock["unmapped"].to_numpy() | limit.isna().to_numpy() | still_running
    inside = inside & ~clock["cancelled"].to_numpy()
    return build_cases(rows, select(indicator, rows), inside, times, missed=missed, unknown=unknown)


def measure_conditions(indicator: Count | Share, book: TicketBook, period: Period) -> Cases:
    """Return tickets of `period`; counted or, for a share, missed where a condition does not hold.

    For a count `missed` marks what is counted: each counted ticket is a deviation. Unknown are tickets that
    no condition rules out and of which one cannot be said yet; a cancelled clock's ticket is no case.
    """
    rows = every_ticket(book) if indicator.clock is None else every_cycle(book, indicator.clock)
    times = _condition_times(indicator, rows)
    inside = falls_in(rows.tickets["opened_at"], period)
    if indicator.clock is not None:
        inside, times = _of_period(indicator.month_of, rows, indicator.clock, times, period)
    for name in _clocks_of(indicator):
        inside = inside & ~rows.used(name)["cancelled"].to_numpy()
    holds, unknown = _conditions(indicator, rows)
    missed = holds if isinstance(indicator, Count) else ~holds
    return build_cases(rows, select(indicator, rows), inside, times, missed=missed, unknown=unknown)


def measure_changes(indicator: Count, book: TicketBook, period: Period) -> Cases:
    """Return a case for each change in `period` that a count of changes names."""
    assert indicator.changes_of is not None  # noqa: S101 - the caller has looked
    field, values = indicator.changes_of.field, indicator.changes_of.ever_one_of
    wanted = (book.changes["field"] == field).to_numpy() & book.changes["value"].isin(values).to_numpy()
    changes = book.changes.loc[wanted & falls_in(book.changes["at"], period)]
    place = pd.Index(book.tickets["ticket_id"]).get_indexer(pd.Index(changes["ticket_id"]))
    happened = changes["at"].loc[place >= 0].astype("Int64").reset_index(drop=True)
    rows = BookRows(book, place[place >= 0], happened)
    everything = np.ones(len(happened), dtype=bool)
    times = Times(happened, np.zeros(len(happened), dtype=np.int64))
    return build_cases(rows, select(indicator, rows), everything, times, missed=everything)


def measure_times(indicator: Mean | Percentile, book: TicketBook, period: Period) -> Cases:
    """Return tickets of `period` with the length of time measured in `used`; nothing is a miss.

    Unknown are (where the opening says the month) times that have begun and not ended, and tickets with
    an unmapped status where the time rests on statuses.
    """
    rows, times, begun, unmapped = _times(indicator.of, book)
    moments = rows.tickets["opened_at"] if indicator.month_of is MonthOf.OPENED else times.ended_at
    unknown = unmapped | times.ended_at.isna().to_numpy(dtype=bool)
    inside = falls_in(moments, period) & begun
    return build_cases(rows, select(indicator, rows), inside, times, unknown=unknown)


def _of_period(
    month_of: MonthOf, rows: BookRows, name: str, times: Times, period: Period
) -> tuple[Flags, Times]:
    """Which cycles of the clock called `name` belong to `period`, and their times as they count in it."""
    if month_of is MonthOf.OPENED:
        return falls_in(rows.tickets["opened_at"], period), times
    stopped = falls_in(rows.used(name)["stopped_at"], period)
    if month_of is MonthOf.STOPPED or times.limit is None:
        return stopped, times
    before = _past_limit(rows.running(name, period.starts_at), times.limit)
    running = rows.running(name, period.ends_at)
    overdue = _past_limit(running, times.limit) & ~before
    counted = replace(
        times,
        ended_at=times.ended_at.mask(overdue, pd.NA),
        used=np.where(overdue, running, times.used),
    )
    return (stopped & ~before) | overdue, counted


def _past_limit(running: npt.NDArray[np.int64], limit: pd.Series) -> Flags:
    return (limit < running).fillna(value=False).to_numpy(dtype=bool)


def _clock_conditions(indicator: Count | Share) -> list[ClockCondition]:
    return [condition for condition in indicator.that if isinstance(condition, ClockCondition)]


def _clocks_of(indicator: Count | Share) -> list[str]:
    of_month = [] if indicator.clock is None else [indicator.clock]
    return [*of_month, *(condition.clock for condition in _clock_conditions(indicator))]


def _conditions(indicator: Count | Share, rows: BookRows) -> tuple[Flags, Flags]:
    """Which rows meet all conditions, and of which that cannot be said: one that fails any is known."""
    holds = np.ones(len(rows.rows), dtype=bool)
    possible, unknown = holds.copy(), ~holds
    for condition in indicator.that:
        undecided, meets = rows.undecided(condition), rows.meets(condition)
        holds &= meets
        possible &= meets | undecided
        unknown |= undecided
    return holds, unknown & possible


def _condition_times(indicator: Count | Share, rows: BookRows) -> Times:
    """What the evidence shows of each row: the clock of the first condition on one, and its limit."""
    conditions = _clock_conditions(indicator)
    if not conditions:
        never = pd.Series(pd.NA, index=range(len(rows.rows)), dtype="Int64")
        return Times(never, np.zeros(len(rows.rows), dtype=np.int64))
    clock = rows.used(conditions[0].clock)
    limit = pd.Series(conditions[0].time, index=clock.index, dtype="Int64")
    return Times(clock["stopped_at"], clock["used"].to_numpy(), limit, clock)


def _times(of: TimeMeasured, book: TicketBook) -> tuple[BookRows, Times, Flags, Flags]:
    """What was measured on which rows, of which there is such a time, and which have an unmapped status."""
    if of.clock is not None:
        rows = every_cycle(book, of.clock)
        clock = rows.used(of.clock)
        times = Times(clock["stopped_at"], clock["used"].to_numpy(), clock=clock)
        return rows, times, ~clock["cancelled"].to_numpy(), clock["unmapped"].to_numpy()
    assert of.start is not None  # noqa: S101 - the contract's own check
    assert of.end is not None  # noqa: S101 - as above
    assert of.hours is not None  # noqa: S101 - as above
    start, end = book.event(of.start), book.event(of.end)
    both = (start.notna() & end.notna()).to_numpy(dtype=bool)
    first = start.fillna(0).to_numpy(dtype=np.int64)
    last = np.maximum(first, end.fillna(0).to_numpy(dtype=np.int64))
    times = Times(end.where(both), elapsed(book, of.hours, first, last, both))
    hidden = hidden_by_unmapped(book, of.start, of.end)
    return (
        BookRows(book, np.arange(len(first), dtype=np.int64), end),
        times,
        start.notna().to_numpy(dtype=bool),
        hidden,
    )
