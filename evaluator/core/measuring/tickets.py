"""Measuring tickets by their clocks and fields: time within target, count, share, mean, percentile."""

from dataclasses import replace
from typing import assert_never

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import ClockCondition
from evaluator.contract.indicators import (
    Count,
    CountTerms,
    Duty,
    LeadTime,
    Mean,
    MonthOf,
    Percentile,
    Rate,
    Share,
    TimeMeasured,
    TimeWithinTarget,
)
from evaluator.core.measuring.cases import Cases, Times, build_cases, falls_in
from evaluator.core.measuring.lead_times import elapsed, hidden_by_unmapped, measure_lead_times
from evaluator.core.measuring.limits import limits_of
from evaluator.core.measuring.selection import TicketIndicator, select, select_possible
from evaluator.core.measuring.ticket_book import BookRows, TicketBook, every_cycle, every_ticket
from evaluator.core.periods import Period, ends_before

Flags = npt.NDArray[np.bool_]


def measure_tickets(indicator: TicketIndicator, book: TicketBook, period: Period) -> Cases:
    """Return the cases of a ticket indicator in `period`."""
    match indicator:
        case TimeWithinTarget():
            return measure_time_within_target(indicator, book, period)
        case Count() | Rate() if indicator.changes_of is not None:
            return measure_changes(indicator, book, period)
        case Count() | Rate() | Share():
            return measure_conditions(indicator, book, period)
        case Mean() | Percentile():
            return measure_times(indicator, book, period)
        case LeadTime() | Duty():
            return measure_lead_times(indicator, book, period)
        case _:
            assert_never(indicator)


def measure_time_within_target(indicator: TimeWithinTarget, book: TicketBook, period: Period) -> Cases:
    """Return cycles of the clock that belong to `period`, missed where it ran longer than their limit.

    Unknown are tickets with an unmapped status, tickets without a limit, and (where the opening says
    the month) tickets still running within their limit. A clock that has not started is no case.
    """
    in_days = indicator.within.in_working_days
    rows, selection = select_possible(indicator, every_cycle(book, indicator.clock, in_days=in_days))
    clock, limit = rows.used(indicator.clock), limits_of(indicator.within, rows)
    used = clock["used_days" if in_days else "used"].to_numpy()
    plain = Times(clock["stopped_at"], used, limit, clock, in_days)
    inside, times, overdue = _of_period(indicator.month_of, rows, indicator.clock, plain, period)
    missed = (limit < times.used).fillna(value=False).to_numpy(dtype=bool)
    still_running = times.ended_at.isna().to_numpy() & ~missed
    unknown = clock["unmapped"].to_numpy() | limit.isna().to_numpy() | still_running
    inside = inside & _is_case(clock)
    times = _with_due(times, rows, indicator.clock, inside, overdue, period)
    return build_cases(rows, selection, inside, times, missed=missed, unknown=unknown)


def measure_conditions(indicator: Count | Rate | Share, book: TicketBook, period: Period) -> Cases:
    """Return tickets of `period`; counted or, for a share, missed where a condition does not hold.

    For a count `missed` marks what is counted: each counted ticket is a deviation. Unknown are tickets that
    no condition rules out and of which one cannot be said yet; a cancelled clock's ticket is no case.
    """
    every = every_ticket(book) if indicator.clock is None else every_cycle(book, indicator.clock)
    rows, selection = select_possible(indicator, every)
    times = _condition_times(indicator, rows)
    inside, overdue = falls_in(rows.of_tickets("opened_at"), period), np.zeros(len(rows.rows), dtype=bool)
    if indicator.clock is not None:
        inside, times, overdue = _of_period(indicator.month_of, rows, indicator.clock, times, period)
    for name in _clocks_of(indicator):
        inside = inside & _is_case(rows.used(name))
    holds, unknown = _conditions(indicator, rows)
    conditions = _clock_conditions(indicator)
    if conditions:
        times = _with_due(times, rows, conditions[0].clock, inside, overdue, period)
    missed = holds if isinstance(indicator, CountTerms) else ~holds
    return build_cases(rows, selection, inside, times, missed=missed, unknown=unknown)


def measure_changes(indicator: Count | Rate, book: TicketBook, period: Period) -> Cases:
    """Return a case for each change in `period` that a count of changes names."""
    assert indicator.changes_of is not None  # noqa: S101 - the caller has looked
    field, values = indicator.changes_of.field, indicator.changes_of.ever_one_of
    wanted = (book.changes["field"] == field).to_numpy() & book.changes["value"].isin(values).to_numpy()
    changes = book.changes.loc[wanted & falls_in(book.changes["at"], period)]
    changes = changes.drop_duplicates(["ticket_id", "at", "sequence", "value"])  # a row told twice is one
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
    moments = rows.of_tickets("opened_at") if indicator.month_of is MonthOf.OPENED else times.ended_at
    unknown = unmapped | times.ended_at.isna().to_numpy(dtype=bool)
    inside = falls_in(moments, period) & begun
    return build_cases(rows, select(indicator, rows), inside, times, unknown=unknown)


def _of_period(
    month_of: MonthOf, rows: BookRows, name: str, times: Times, period: Period
) -> tuple[Flags, Times, Flags]:
    """Which cycles of the clock called `name` belong to `period`, their times, and which are overdue."""
    nothing = np.zeros(len(rows.rows), dtype=bool)
    if month_of is MonthOf.OPENED:
        return falls_in(rows.of_tickets("opened_at"), period), times, nothing
    stopped = falls_in(rows.used(name)["stopped_at"], period)
    if month_of is MonthOf.STOPPED or times.limit is None:
        return stopped, times, nothing
    in_days = times.in_working_days
    before = _past_limit(rows.running(name, period.starts_at, in_days=in_days), times.limit)
    before |= _overdue_long_before(rows, name, times, period)
    running = rows.running(name, period.ends_at, in_days=in_days)
    overdue = _past_limit(running, times.limit) & ~before
    counted = replace(
        times,
        ended_at=times.ended_at.mask(overdue, pd.NA),
        used=np.where(overdue, running, times.used),
    )
    return (stopped & ~before) | overdue, counted, overdue


def _overdue_long_before(rows: BookRows, name: str, times: Times, period: Period) -> Flags:
    """Which cycles ran past their limit when some earlier period ended, stood stopped when this one began.

    Only what was reopened can have: its miss is one of that period, and not another of this one.
    """
    assert times.limit is not None  # noqa: S101 - the caller has looked
    clock = rows.used(name)
    began = clock["started_at"].fillna(period.starts_at).to_numpy(dtype=np.int64)
    reopened = (clock["reopened"].to_numpy() > 0) & (began < period.starts_at)
    found = np.zeros(len(rows.rows), dtype=bool)
    if not reopened.any():
        return found
    zone = rows.book.contract.contract.zone
    for end in ends_before(period, int(began[reopened].min()), zone):
        running = rows.running(name, end, in_days=times.in_working_days)
        found |= reopened & _past_limit(running, times.limit)
    return found


def _with_due(
    times: Times, rows: BookRows, name: str, chosen: Flags, overdue: Flags, period: Period
) -> Times:
    """Add when the limits of the rows in `chosen` are used up; of overdue ones as the period's end saw it."""
    assert times.limit is not None  # noqa: S101 - both callers have limits
    in_days = times.in_working_days
    due = rows.due(name, times.limit, chosen & ~overdue, None, in_days=in_days)
    if (chosen & overdue).any():
        then = rows.due(name, times.limit, chosen & overdue, period.ends_at, in_days=in_days)
        due = due.where(~overdue, then)
    return replace(times, due=due)


def _is_case(clock: pd.DataFrame) -> Flags:
    """Which cycles are of a clock that has started and was not cancelled in the end."""
    is_case: Flags = clock["started_at"].notna().to_numpy() & ~clock["cancelled"].to_numpy()
    return is_case


def _past_limit(running: npt.NDArray[np.int64], limit: pd.Series) -> Flags:
    return (limit < running).fillna(value=False).to_numpy(dtype=bool)


def _clock_conditions(indicator: Count | Rate | Share) -> list[ClockCondition]:
    return [condition for condition in indicator.that if isinstance(condition, ClockCondition)]


def _clocks_of(indicator: Count | Rate | Share) -> list[str]:
    of_month = [] if indicator.clock is None else [indicator.clock]
    return [*of_month, *(condition.clock for condition in _clock_conditions(indicator))]


def _conditions(indicator: Count | Rate | Share, rows: BookRows) -> tuple[Flags, Flags]:
    """Which rows meet all conditions, and of which that cannot be said: one that fails any is known."""
    holds = np.ones(len(rows.rows), dtype=bool)
    possible, unknown = holds.copy(), ~holds
    for condition in indicator.that:
        undecided, meets = rows.undecided(condition), rows.meets(condition)
        holds &= meets
        possible &= meets | undecided
        unknown |= undecided
    return holds, unknown & possible


def _condition_times(indicator: Count | Rate | Share, rows: BookRows) -> Times:
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
        return rows, times, _is_case(clock), clock["unmapped"].to_numpy()
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
