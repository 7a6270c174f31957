"""Calendars of a plan as marks on its horizon: what is known of a year, and what recurs beyond that."""

from calendar import monthcalendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from evaluator.contract.hours import Weekday
from evaluator.core.deciding.time_plan.horizon import Days, Horizon, Marks
from evaluator.decisions.time_plan_calendars import MonthlyMeeting, PlanCalendarTerms, YearlyDays

SHORTEST_BREAK = 7
"""Days running without openings that make a break; a weekend, or Easter, makes none."""

_WEEKDAYS = tuple(Weekday)
_LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class KnownDays:
    """From `first` to `last` it is known on which days something can be done: on `days`."""

    first: date
    last: date
    days: frozenset[date]


def known_days(terms: PlanCalendarTerms, breaks: KnownDays | None) -> KnownDays | None:
    """Return what `terms` and the `breaks` of the contract's hours know; None where they know no day."""
    single = [*terms.days, *(day for part in terms.dates for day in _each(part.first, part.last))]
    if breaks is None:
        return KnownDays(min(single), max(single), frozenset(single)) if single else None
    both = [*single, breaks.first, breaks.last]
    return KnownDays(min(both), max(both), breaks.days | frozenset(single))


def breaks_between(open_days: Iterable[date], first: date, last: date) -> KnownDays:
    """Return the breaks from `first` to `last`: days without openings, at least a week of them running."""
    is_open = frozenset(open_days)
    found: list[date] = []
    running: list[date] = []
    for day in _each(first, last + timedelta(days=1)):
        if day <= last and day not in is_open:
            running.append(day)
            continue
        found += running if len(running) >= SHORTEST_BREAK else []
        running = []
    return KnownDays(first, last, frozenset(found))


def marks_of(terms: PlanCalendarTerms, known: KnownDays | None, horizon: Horizon) -> Marks:
    """Return on which days of `horizon` something can be done; what recurs holds where nothing is known."""
    marks = _recurring(terms, horizon)
    if known is not None:
        marks[horizon.number(known.first) : horizon.number(known.last) + 1] = False
        for day in known.days:
            if 0 <= (day - horizon.first).days < horizon.count:
                marks[horizon.number(day)] = True
    return marks


def _recurring(terms: PlanCalendarTerms, horizon: Horizon) -> Marks:
    marks = np.zeros(horizon.count, dtype=np.bool_)
    last = horizon.day(horizon.count - 1)
    for year in range(horizon.first.year - 1, last.year + 1):
        for part in terms.yearly:
            begins, ends = _in_year(part, year)
            marks[horizon.number(begins) : horizon.number(ends + timedelta(days=1))] = True
        if terms.monthly is not None:
            for meeting in _meetings(terms.monthly, year):
                if horizon.first <= meeting <= last:
                    marks[horizon.number(meeting)] = True
    return marks


def _in_year(part: YearlyDays, year: int) -> tuple[date, date]:
    begins = _day_of(part.first, year)
    ends = _day_of(part.last, year)
    return begins, ends if ends >= begins else _day_of(part.last, year + 1)


def _day_of(day_of_year: str, year: int) -> date:
    month, day = (int(part) for part in day_of_year.split("-"))
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, 2, 28) if (month, day) == _LEAP_DAY and not is_leap else date(year, month, day)


def _meetings(terms: MonthlyMeeting, year: int) -> Iterator[date]:
    for month in range(1, 13):
        if month not in terms.not_in:
            weekday = _WEEKDAYS.index(terms.weekday)
            days = [week[weekday] for week in monthcalendar(year, month) if week[weekday] != 0]
            yield date(year, month, days[terms.week if terms.week < 0 else terms.week - 1])


def _each(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def next_marked(marks: Marks) -> Days:
    """Return for each day, and any later one, the next marked day from it on; the end where there is none."""
    count = len(marks)
    own = np.where(marks, np.arange(count), count)
    upcoming = np.minimum.accumulate(own[::-1])[::-1]
    return np.append(upcoming, count).astype(np.int64)
