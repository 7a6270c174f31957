"""Service hours on the wall clock: the openings of each day, and what is cut out of them.

Wall seconds are what a clock on the wall shows, counted from 1970-01-01 00:00 on that clock. Which instants
show them is left to the zone (`ZoneOffsets.windows_of`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from evaluator.contract.hours import (
    SECONDS_A_DAY,
    Break,
    Closure,
    HolidayTerms,
    Opening,
    ServiceHoursTerms,
    ShortDays,
    SpecialDays,
)
from evaluator.core.calendar.calendars import Days, days_in, holiday_numbers, named_dates, weekday_days
from evaluator.core.calendar.zones import day_number
from evaluator.core.intervals import Flags, Integers, Intervals, difference, merge

LIMIT = np.iinfo(np.int64)
MARGIN = timedelta(days=2)
"""How far to look beyond the days asked for: openings run over midnight, and zones lie a day apart."""


@dataclass(frozen=True, eq=False)
class Openings:
    """Single openings, or one for each day: `days` is the local date on which each begins."""

    days: Days
    opens: Integers
    closes: Integers

    def where(self, chosen: Flags) -> "Openings":
        """Return the chosen ones."""
        return Openings(self.days[chosen], self.opens[chosen], self.closes[chosen])


@dataclass(frozen=True, eq=False)
class WallHours:
    """The openings of a stretch of days, and the wall time that is open: they less breaks and closures."""

    openings: Openings
    windows: Intervals


def wall_hours(
    terms: ServiceHoursTerms, holidays: HolidayTerms | None, first_day: date, end_day: date
) -> WallHours:
    """Return the hours of `terms` for what opens or is cut on the days from `first_day` until `end_day`.

    Raises ValueError for a country, a part of it or a day by name that the calendar does not know.
    """
    days = _DayRules(terms, holidays, first_day, end_day)
    usual = _shortened(_usual_openings(terms, days), terms.short_days, holidays, days)
    openings = joined([usual, *(_special_openings(special) for special in terms.special_days)])
    openings = openings.where((openings.days >= days.first) & (openings.days < days.end))
    cuts = [_break(part, days) for part in terms.breaks] + [_closures(terms.closures)]
    cut = merge(np.concatenate([one for one, _ in cuts]), np.concatenate([other for _, other in cuts]))
    return WallHours(openings, difference(merge(openings.opens, openings.closes), cut))


class _DayRules:
    """Which of the days from `first` until `end` are closed, holidays, or have hours of their own."""

    def __init__(
        self, terms: ServiceHoursTerms, holidays: HolidayTerms | None, first_day: date, end_day: date
    ) -> None:
        self.first_day, self.end_day = first_day, end_day
        self.first, self.end = day_number(first_day), day_number(end_day)
        self.holidays = holiday_numbers(holidays, first_day, end_day)
        self.periods = {period.name: days_in(period.dates) for period in terms.periods}
        every_day = np.arange(self.first, self.end, dtype=np.int64)
        shut = np.isin(every_day, days_in((*terms.closed, *terms.special_days)))
        if terms.only_between:
            shut |= ~np.isin(every_day, days_in(terms.only_between))
        self.shut = every_day[shut]

    def of(self, part: Opening | Break) -> Days:
        """Return the days of the week, time and periods in which `part` holds."""
        days = weekday_days(part.days, self.first, self.end)
        if part.first_day is not None:
            days = days[days >= day_number(part.first_day)]
        if part.last_day is not None:
            days = days[days <= day_number(part.last_day)]
        if part.only_in:
            days = days[np.isin(days, np.concatenate([self.periods[name] for name in part.only_in]))]
        for name in part.not_in:
            days = days[~np.isin(days, self.periods[name])]
        return days


def _usual_openings(terms: ServiceHoursTerms, days: _DayRules) -> Openings:
    parts = []
    for on_holidays, openings in ((False, terms.openings), (True, terms.on_holidays)):
        for opening in openings:
            held = days.of(opening)
            chosen = held[~np.isin(held, days.shut) & (np.isin(held, days.holidays) == on_holidays)]
            parts.append(_on(chosen, opening.opens, opening.closes))
    return joined(parts)


def _shortened(
    openings: Openings, short_days: Iterable[ShortDays], holidays: HolidayTerms | None, days: _DayRules
) -> Openings:
    opens, closes = openings.opens.copy(), openings.closes.copy()
    for short in short_days:
        on = np.isin(openings.days, _short_dates(short, holidays, days))
        midnight = openings.days[on] * SECONDS_A_DAY
        opens[on] = np.maximum(opens[on], midnight + short.opens)
        closes[on] = np.minimum(closes[on], midnight + _end(short.opens, short.closes))
    return Openings(openings.days, opens, closes).where(opens < closes)


def _short_dates(short: ShortDays, holidays: HolidayTerms | None, days: _DayRules) -> Days:
    if holidays is None:
        return days_in(short.dates)
    a_day = timedelta(days=1)
    eves = named_dates(holidays, short.before, days.first_day + a_day, days.end_day + a_day)
    named = [
        *named_dates(holidays, short.named, days.first_day, days.end_day),
        *(day - a_day for day in eves),
    ]
    return np.concatenate(
        [days_in(short.dates), np.array([day_number(day) for day in named], dtype=np.int64)]
    )


def _special_openings(special: SpecialDays) -> Openings:
    days = days_in([special])
    return joined([_on(days, opening.opens, opening.closes) for opening in special.openings])


def _break(part: Break, days: _DayRules) -> tuple[Integers, Integers]:
    cut = _on(days.of(part), part.begins, part.ends)
    return cut.opens, cut.closes


def _closures(closures: Iterable[Closure]) -> tuple[Integers, Integers]:
    bounds = np.array([[one.begins, one.ends] for one in closures], dtype="datetime64[s]").astype(np.int64)
    return bounds.reshape(-1, 2)[:, 0], bounds.reshape(-1, 2)[:, 1]


def _on(days: Days, begins: int, ends: int) -> Openings:
    midnight = days * SECONDS_A_DAY
    return Openings(days, midnight + begins, midnight + _end(begins, ends))


def _end(begins: int, ends: int) -> int:
    """Return the end in seconds after midnight; one that is not after its beginning is on the next day."""
    return ends if ends > begins else ends + SECONDS_A_DAY


def joined(parts: Iterable[Openings]) -> Openings:
    """Return all openings of `parts`."""
    nothing = np.empty(0, dtype=np.int64)
    parts = [Openings(nothing, nothing, nothing), *parts]
    return Openings(
        np.concatenate([part.days for part in parts]),
        np.concatenate([part.opens for part in parts]),
        np.concatenate([part.closes for part in parts]),
    )


def day_by_day(openings: Openings, windows: Intervals) -> Openings:
    """Return for each day when the first of its openings begins and the last ends, as far as `windows` go.

    Of an opening only what lies in the windows is left; a day on which nothing is left is none.
    """
    first = np.searchsorted(windows.ends, openings.opens, side="right")
    last = np.searchsorted(windows.starts, openings.closes, side="left") - 1
    real = first <= last
    left = openings.where(real)
    first, last = first[real], last[real]
    days, place = np.unique(left.days, return_inverse=True)
    opens, closes = np.full(days.size, LIMIT.max), np.full(days.size, LIMIT.min)
    np.minimum.at(opens, place, np.maximum(left.opens, windows.starts[first]))
    np.maximum.at(closes, place, np.minimum(left.closes, windows.ends[last]))
    return Openings(days, opens, closes)
