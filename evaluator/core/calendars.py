"""Calendars: which days are holidays, and on which days service hours open."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays
import numpy as np
import numpy.typing as npt

from evaluator.contract.hours import DateRange, HolidayTerms, ServiceHoursTerms, Weekday
from evaluator.core.zones import day_number

Days = npt.NDArray[np.int64]
"""Local dates, in days since 1970-01-01."""

_WEEKDAYS = tuple(Weekday)
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday
_YEARS_THAT_SHOW_ALL_NAMES = 28  # after so many the days of the week repeat
_REMARK = re.compile(r"\s*\([^)]*\)$")


def weekday_days(weekdays: Iterable[Weekday], first: int, end: int) -> Days:
    """Return the days from `first` until `end` that fall on `weekdays`."""
    days = np.arange(first, end, dtype=np.int64)
    wanted = [_WEEKDAYS.index(weekday) for weekday in weekdays]
    return days[np.isin((days + _EPOCH_WEEKDAY) % 7, wanted)]


def days_in(ranges: Iterable[DateRange]) -> Days:
    """Return all days of `ranges`."""
    parts = [np.arange(day_number(part.first), day_number(part.last) + 1, dtype=np.int64) for part in ranges]
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def holiday_dates(terms: HolidayTerms, first_day: date, end_day: date) -> dict[date, str]:
    """Return the holidays from `first_day` until `end_day` with their names, in order.

    Sundays are none by themselves (Lag 1989:253 makes them so in Sweden; service hours name their
    weekdays). Raises ValueError for a country or an eve that the `holidays` package does not know.
    """
    years = range(first_day.year, end_day.year + 1)
    named = [(day, name) for part in terms.closed for day, name in _each_day(part)]
    named += [(day, name) for day, name in _eves(terms, years) if day.year in years]
    named += _named_days(terms.country, ("public",), years)
    return dict(sorted((day, name) for day, name in named if first_day <= day < end_day))


def open_days(terms: ServiceHoursTerms, closed_days: Days, days: Days) -> Days:
    """Return those of `days` that are no holiday, not closed, and within the dates named, if any."""
    shut = np.isin(days, closed_days) | np.isin(days, days_in(terms.closed))
    if terms.only_between:
        shut |= ~np.isin(days, days_in(terms.only_between))
    return days[~shut]


def holiday_numbers(terms: HolidayTerms | None, first_day: date, end_day: date) -> Days:
    """Return the holidays from `first_day` until `end_day` as day numbers; none where no terms are given."""
    if terms is None:
        return np.empty(0, dtype=np.int64)
    return np.array([day_number(day) for day in holiday_dates(terms, first_day, end_day)], dtype=np.int64)


def _each_day(part: DateRange) -> list[tuple[date, str]]:
    length = (part.last - part.first).days + 1
    return [(part.first + timedelta(days=number), part.reason) for number in range(length)]


def _eves(terms: HolidayTerms, years: range) -> list[tuple[date, str]]:
    if not terms.eves:
        return []
    seen = range(years.start, years.start + max(len(years), _YEARS_THAT_SHOW_ALL_NAMES))
    named = _named_days(terms.country, _categories(terms.country), seen)
    known = {_REMARK.sub("", name) for _, name in named}
    for eve in terms.eves:
        if eve not in known:
            raise ValueError(
                f"{eve!r} is no day of the calendar of {terms.country}; known are: {', '.join(sorted(known))}"
            )
    return [(day, _REMARK.sub("", name)) for day, name in named if _REMARK.sub("", name) in terms.eves]


def _categories(country: str) -> tuple[str, ...]:
    supported = _calendar_of(country, ("public",), range(2000, 2001)).supported_categories
    return tuple(sorted(set(supported) - {"public", "workday"}))


@lru_cache(maxsize=64)  # several service hours share one calendar, which takes longer than all else here
def _named_days(country: str, categories: tuple[str, ...], years: range) -> tuple[tuple[date, str], ...]:
    if not categories:
        return ()
    calendar = _calendar_of(country, categories, years)
    return tuple((day, name) for day in calendar for name in calendar.get_list(day))


def _calendar_of(country: str, categories: tuple[str, ...], years: range) -> holidays.HolidayBase:
    """Return the package's calendar in the country's own language, whatever that of the machine is."""
    try:
        language = holidays.country_holidays(country).default_language
        return holidays.country_holidays(
            country, years=years, expand=False, categories=categories, language=language
        )
    except NotImplementedError:
        raise ValueError(f"no calendar of holidays is known for the country {country!r}") from None
