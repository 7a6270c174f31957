"""L12: days on which half of the people work, and the contract does not say whether they are full ones."""

from collections.abc import Iterator
from datetime import date, timedelta

from evaluator.contract.hours import HalfDays, HolidayTerms, ServiceHoursTerms
from evaluator.core.calendar.calendars import holiday_dates, named_dates
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding
from evaluator.core.periods import start_of_day

ID = "L12"

_DAY_BEFORE = (
    "Trettondedag jul",
    "Långfredagen",
    "Första maj",
    "Kristi himmelsfärdsdag",
    "Nationaldagen",
    "Alla helgons dag",
)
"""Swedish holidays before which local agreements shorten the day; before the three eves they do not."""

_EVES = ("Påskafton", "Pingstafton", "Midsommarafton", "Julafton", "Nyårsafton")


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield Swedish calendars that say nothing of half days, with those that some hours have in full."""
    for name, terms in examined.contract.holidays.items():
        if terms.country != "SE" or terms.half_days is HalfDays.FULL:
            continue
        days = _half_days(examined, terms)
        told = {hours: _open(examined, hours, days) for hours in _silent_hours(examined, name)}
        touched = sorted({day for opened in told.values() for day in opened})
        if touched:
            yield _finding(name, {day: days[day] for day in touched}, told, examined.span)


def _silent_hours(examined: Examined, calendar: str) -> list[str]:
    """Return the service hours on a calendar that have no short days of their own."""
    return [
        name
        for name, terms in examined.contract.service_hours.items()
        if isinstance(terms, ServiceHoursTerms) and terms.holidays == calendar and not terms.short_days
    ]


def _half_days(examined: Examined, terms: HolidayTerms) -> dict[date, str]:
    first, end = examined.months[0].first_day, examined.months[-1].end_day
    day = timedelta(days=1)
    before = {
        holiday - day: f"before {called}"
        for holiday, called in holiday_dates(terms, first, end + day).items()
        if called in _DAY_BEFORE
    }
    eves = {
        date_of: called
        for date_of, called in named_dates(terms, _EVES, first, end).items()
        if called not in terms.eves
    }
    return {one: called for one, called in {**before, **eves}.items() if first <= one < end}


def _open(examined: Examined, hours: str, days: dict[date, str]) -> list[date]:
    working, zone = examined.calendars.working_days[hours], examined.contract.contract.zone
    return [day for day in days if bool(working.is_working_day(start_of_day(day, zone)))]


def _finding(name: str, days: dict[date, str], told: dict[str, list[date]], span: str) -> LintFinding:
    dates = ", ".join(f"{day} ({called})" for day, called in days.items())
    hours = ", ".join(f"{one} on {len(opened)}" for one, opened in told.items() if opened)
    return LintFinding(
        ID,
        ("holidays", name),
        f"nothing is said of half days: {len(days)} of them have the usual hours",
        f"in {span}: {dates}; open as on any other day: {hours}",
        "Write short_days with the hours that are left, the eves as holidays, or half_days: full where full"
        " days were agreed",
    )
