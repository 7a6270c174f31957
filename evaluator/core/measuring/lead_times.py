"""Measuring lead times: from one event of a ticket to another, against a limit in time or working days."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import EventTerms, StateEvent
from evaluator.contract.hours import UsedUp
from evaluator.contract.indicators import Duty, LeadTime, LeadTimeMonth
from evaluator.core.measuring.cases import Cases, Times, build_cases, falls_in
from evaluator.core.measuring.limits import limits_of
from evaluator.core.measuring.selection import select
from evaluator.core.measuring.ticket_book import BookRows, TicketBook
from evaluator.core.periods import Period

Flags = npt.NDArray[np.bool_]
Seconds = npt.NDArray[np.int64]


def measure_lead_times(indicator: LeadTime | Duty, book: TicketBook, period: Period) -> Cases:
    """Return the lead times of `period`; one not ended yet counts as running to the horizon.

    Unknown are tickets without a limit, those not ended and not past their limit, and those with an
    unmapped status where start or end is a status. A cancelled ticket is no case.
    """
    start, end = book.event(indicator.start), book.event(indicator.end)
    rows = BookRows(book, np.arange(len(book.tickets), dtype=np.int64), end)
    started = start.notna().to_numpy(dtype=bool)
    first = start.fillna(0).to_numpy(dtype=np.int64)
    last = np.maximum(end.fillna(book.facts.known_at).to_numpy(dtype=np.int64), first)
    limit, in_days = limits_of(indicator.within, rows), indicator.within.in_working_days
    measure = _in_working_days if in_days else _in_seconds
    used, due = measure(indicator, book, first, last, limit.fillna(0).to_numpy(dtype=np.int64), started)
    missed = (limit < used).fillna(value=False).to_numpy(dtype=bool)
    unknown = limit.isna().to_numpy() | (end.isna().to_numpy() & ~missed)
    unknown |= hidden_by_unmapped(book, indicator.start, indicator.end)
    moments = {LeadTimeMonth.START: start, LeadTimeMonth.END: end, LeadTimeMonth.DUE: due}[indicator.month_of]
    inside = started & falls_in(moments, period) & ~book.is_in_the_end(indicator.cancels_in)
    times = Times(end, used, limit, in_working_days=in_days, due=due.where(limit.notna()))
    return build_cases(rows, select(indicator, rows), inside, times, missed=missed, unknown=unknown)


def hidden_by_unmapped(book: TicketBook, *events: EventTerms) -> Flags:
    """Return the tickets with an unmapped status, which could have been one of `events`."""
    if any(isinstance(event, StateEvent) for event in events):
        return book.has_unmapped_status
    return np.zeros(len(book.tickets), dtype=bool)


def elapsed(book: TicketBook, named: str, first: Seconds, last: Seconds, valid: Flags) -> Seconds:
    """Return the open seconds of each ticket in its hours; those that are not valid give 0."""
    hours, _, groups = book.calendars.groups(book.tickets["service"], named)
    used = np.zeros(len(first), dtype=np.int64)
    for place, calendar in enumerate(hours):
        rows = valid & (groups == place)
        used[rows] = calendar.elapsed(first[rows], last[rows])
    return used


def _in_seconds(
    indicator: LeadTime | Duty,
    book: TicketBook,
    first: Seconds,
    last: Seconds,
    limit: Seconds,
    started: Flags,
) -> tuple[Seconds, pd.Series]:
    """The open seconds used, and when each limit falls due; missing beyond the years compiled."""
    hours, _, groups = book.calendars.groups(book.tickets["service"], indicator.hours)
    used_up = indicator.used_up_at_close or UsedUp.CLOSE  # around the clock nothing closes
    due, held = np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.bool_)
    for place, calendar in enumerate(hours):
        rows = started & (groups == place)
        held[rows] = calendar.holds(first[rows], limit[rows] + (used_up is UsedUp.NEXT_OPENING))
        rows &= held
        due[rows] = calendar.add(first[rows], limit[rows], used_up)
    used = elapsed(book, indicator.hours, first, last, started)
    return used, pd.Series(due, dtype="Int64").where(held)


def _in_working_days(
    indicator: LeadTime | Duty,
    book: TicketBook,
    first: Seconds,
    last: Seconds,
    limit: Seconds,
    started: Flags,
) -> tuple[Seconds, pd.Series]:
    """The working days used, and the end of the day on which each limit falls due; missing as above."""
    used, due = np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.int64)
    held = np.zeros(len(first), dtype=np.bool_)
    services = book.tickets["service"].astype("str")
    known = services.isin(indicator.services).to_numpy()
    for service in indicator.services:
        # A ticket of no known service could be of any: it is measured by the days of the first.
        is_first = service == indicator.services[0]
        rows = started & ((services == service).to_numpy() | (~known & is_first))
        days = book.calendars.days(indicator.hours, service)
        used[rows] = days.count_between(first[rows], last[rows])
        held[rows] = days.holds(first[rows], limit[rows])
        rows &= held
        due[rows] = days.add_days(first[rows], limit[rows])
    return used, pd.Series(due, dtype="Int64").where(held)
