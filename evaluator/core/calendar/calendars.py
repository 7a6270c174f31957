"""Calendars: which days are holidays, and which days have a name."""

import re
from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays
import numpy as np
import numpy.typing as npt

from evaluator.contract.hours import DateRange, HolidayTerms, Weekday
from evaluator.core.calendar.zones import day_number

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
    weekdays). Raises ValueError for a country, a part of it or an eve that the `holidays` package does not
    know.
    """
    years = range(first_day.year, end_day.year + 1)
    named = [(day, name) for part in terms.closed for day, name in _each_day(part)]
    named += [(day, day_of_year) for day_of_year in terms.annual for day in _in_years(day_of_year, years)]
    named += list(named_dates(terms, terms.eves, first_day, end_day).items())
    if terms.country is not None:
        named += _named_days(terms.country, terms.subdivision, ("public",), years)
    return dict(sorted((day, name) for day, name in named if first_day <= day < end_day))


def named_dates(
    terms: HolidayTerms, names: tuple[str, ...], first_day: date, end_day: date
) -> dict[date, str]:
    """Return the dates from `first_day` until `end_day` that the country's calendar calls one of `names`.

    Remarks in brackets are no part of a name. Raises ValueError for a name that this calendar does not know.
    """
    if not names:
        return {}
    if terms.country is None:
        raise ValueError(f"{names[0]!r} is the name of a day, and these holidays are of no country")
    years = range(first_day.year, end_day.year + 1)
    seen = range(years.start, years.start + max(len(years), _YEARS_THAT_SHOW_ALL_NAMES))
    found = _all_named_days(terms.country, terms.subdivision, seen)
    known = {name for _, name in found}
    for name in names:
        if name not in known:
            names_known = ", ".join(sorted(known))
            raise ValueError(
                f"{name!r} is no day of the calendar of {terms.country}; known are: {names_known}"
            )
    return {day: name for day, name in found if name in names and first_day <= day < end_day}


def listed_days(country: str, subdivision: str | None, first_day: date, end_day: date) -> dict[date, str]:
    """Return the days from `first_day` until `end_day` that the country's own calendar names, eves too.

    Raises ValueError for a country, or a part of it, that the `holidays` package does not know.
    """
    found = _all_named_days(country, subdivision, range(first_day.year, end_day.year + 1))
    return {day: name for day, name in found if first_day <= day < end_day}


def holiday_numbers(terms: HolidayTerms | None, first_day: date, end_day: date) -> Days:
    """Return the holidays from `first_day` until `end_day` as day numbers; none where no terms are given."""
    if terms is None:
        return np.empty(0, dtype=np.int64)
    return np.array([day_number(day) for day in holiday_dates(terms, first_day, end_day)], dtype=np.int64)


def _each_day(part: DateRange) -> list[tuple[date, str]]:
    length = (part.last - part.first).days + 1
    return [(part.first + timedelta(days=number), part.reason) for number in range(length)]


def _in_years(day_of_year: str, years: range) -> list[date]:
    month, day = (int(part) for part in day_of_year.split("-"))
    return [date(year, month, day) for year in years if (month, day) != (2, 29) or isleap(year)]


def _all_named_days(country: str, subdivision: str | None, years: range) -> list[tuple[date, str]]:
    calendar = _calendar_of(country, subdivision, ("public",), range(2000, 2001))
    categories = tuple(sorted(set(calendar.supported_categories) - {"workday"}))
    named = _named_days(country, subdivision, categories, years)
    return [(day, _REMARK.sub("", name)) for day, name in named]


@lru_cache(maxsize=64)  # several service hours share one calendar, which takes longer than all else here
def _named_days(
    country: str, subdivision: str | None, categories: tuple[str, ...], years: range
) -> tuple[tuple[date, str], ...]:
    calendar = _calendar_of(country, subdivision, categories, years)
    return tuple((day, name) for day in calendar for name in calendar.get_list(day))


def _calendar_of(
    country: str, subdivision: str | None, categories: tuple[str, ...], years: range
) -> holidays.HolidayBase:
    """Return the package's calendar in the country's own language, whatever that of the machine is."""
    try:
        language = holidays.country_holidays(country).default_language
    except NotImplementedError:
        raise ValueError(f"no calendar of holidays is known for the country {country!r}") from None
    try:
        return holidays.country_holidays(
            country, subdiv=subdivision, years=years, expand=False, categories=categories, language=language
        )
    except NotImplementedError:
        known = ", ".join(holidays.country_holidays(country).subdivisions) or "none"
        raise ValueError(
            f"{country} has no calendar for the subdivision {subdivision!r}; known are: {known}"
        ) from None
