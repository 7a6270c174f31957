"""Duties that come back: what is to be done within a time after the end of each month, quarter or year."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from evaluator.contract.hours import UsedUp
from evaluator.contract.indicators import PeriodicDuty
from evaluator.core.measuring.figures import Counts, duty_figure
from evaluator.core.measuring.scopes import whole_scopes
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import Figure, Scope
from evaluator.core.periods import Period, ends_of_intervals, start_of_day

Instants = npt.NDArray[np.int64]
NEVER = np.iinfo(np.int64).max
FURTHEST_BACK = 366 * 86_400
"""So many seconds before a period a duty that falls due in it can have arisen: a year."""


def measure_periodic_duty(
    indicator: PeriodicDuty, book: TicketBook, period: Period
) -> Iterator[tuple[Scope, Figure]]:
    """Yield the figure of each whole scope: of the duties that fall due in `period`, those done in time.

    A duty not done by what is known is a miss once it is past due, and unknown before. What the sources of
    the indicator do not say was done was not done.
    """
    for scope in whole_scopes(indicator):
        services = [scope.service] if scope.service else list(indicator.services)
        counts = [_count(indicator, service, book, period) for service in services]
        yield scope, duty_figure(Counts(*(sum(one) for one in zip(*counts, strict=True))), indicator.result)


def _count(indicator: PeriodicDuty, service: str, book: TicketBook, period: Period) -> Counts:
    begins = _begins(indicator, service, book, period)
    due = _due(indicator, service, book, begins)
    # Of every interval, not of those due alone: what was done after another one is not taken for theirs.
    done = _done(indicator, service, book, begins)
    falls_due = (due > period.starts_at) & (due <= period.ends_at)
    due, done = due[falls_due], done[falls_due]
    late = np.minimum(done, book.facts.known_at) > due
    open_still = (done > book.facts.known_at) & ~late
    return Counts(len(due), int(np.count_nonzero(open_still)), int(np.count_nonzero(late)))


def _begins(indicator: PeriodicDuty, service: str, book: TicketBook, period: Period) -> Instants:
    """The ends of intervals after which the duty arises, until the period ends, while the service runs."""
    terms, zone = book.contract.service(service), book.contract.contract.zone
    first_day = book.contract.term.first_day if terms.first_day is None else terms.first_day
    since = max(period.starts_at - FURTHEST_BACK, start_of_day(first_day, zone) + 1)
    ends = np.array(ends_of_intervals(period, indicator.after_each.months, since, zone), dtype=np.int64)
    if terms.last_day is None:
        return ends
    # The interval in which the service ends is the last one.
    after_last = start_of_day(terms.last_day + timedelta(days=1), zone)
    return ends[: int(np.searchsorted(ends, after_last)) + 1]


def _due(indicator: PeriodicDuty, service: str, book: TicketBook, begins: Instants) -> Instants:
    """The last instant in time.

    One beyond the years compiled, which the period is within, is never.
    """
    due = np.full(len(begins), NEVER)
    if indicator.within.working_days is not None:
        days, limit = book.calendars.days(indicator.hours, service), indicator.within.working_days
        # Counted from the day after the interval's last day, so that its first day after can be the first.
        held = days.holds(begins - 1, limit)
        due[held] = days.add_days(begins[held] - 1, limit) - 1  # the last second of that day
        return due
    assert indicator.within.time is not None  # noqa: S101 - the contract's own check
    hours, limit = book.calendars.named(indicator.hours, service), indicator.within.time
    held = hours.holds(begins, limit)
    # Around the clock nothing closes, and the contract says nothing of it.
    used_up = UsedUp.CLOSE if indicator.used_up_at_close is None else indicator.used_up_at_close
    due[held] = hours.add(begins[held], limit, used_up)
    return due


def _done(indicator: PeriodicDuty, service: str, book: TicketBook, begins: Instants) -> Instants:
    """When each duty was done, by the first measurement that begins in the interval after it; else never."""
    rows = book.facts.measurements
    told = (
        (rows["measure"] == indicator.done)
        & rows["source"].isin(indicator.data)
        & (rows["service"] == service)
        & (rows["to_at"] <= book.facts.known_at)
    ).to_numpy(dtype=bool)
    starts = rows["from_at"].to_numpy(dtype=np.int64)[told]
    done = np.full(len(begins), NEVER)
    place = np.searchsorted(begins, starts, side="right") - 1
    np.minimum.at(done, place[place >= 0], rows["to_at"].to_numpy(dtype=np.int64)[told][place >= 0])
    return done
