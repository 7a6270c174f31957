"""The calendar format of the shared cases, read into terms of service hours."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms, Weekday
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.calendar.working_days import WorkingDays, compile_working_days

Calendar = dict[str, Any]
NEVER = "1900-01-01"


def terms_of(calendar: Calendar) -> tuple[ServiceHoursTerms, HolidayTerms | None, ZoneInfo]:
    """Return the terms that say the same as `calendar`, and its zone.

    `extra_working_days` keep the hours of their weekday though they are holidays.
    """
    openings = [
        {"days": [day], "opens": begins, "closes": ends}
        for day, intervals in calendar["weekly"].items()
        for begins, ends in intervals
    ]
    special = {day: _between(intervals) for day, intervals in calendar.get("shifts", {}).items()}
    for day in calendar.get("extra_working_days", []):
        special[day] = _between(calendar["weekly"].get(_weekday(day), []))
    terms = {
        "label": {"sv": "kalender", "en": "calendar"},
        "holidays": "calendar",
        "openings": openings or [{"days": ["mon"], "opens": "00:00", "closes": "24:00"}],
        "only_between": [] if openings else [_only(NEVER)],
        "special_days": [{**_only(day), "openings": hours} for day, hours in special.items()],
        "breaks": [
            {"begins": begins, "ends": ends, "first_day": day, "last_day": day}
            for day, intervals in calendar.get("breaks", {}).items()
            for begins, ends in intervals
        ],
    }
    holidays = {
        "country": None,
        "eves": [],
        "annual": calendar.get("annual_holidays", []),
        "closed": [_only(day) for day in calendar.get("holidays", [])],
    }
    zone = ZoneInfo(calendar["tz"])
    return ServiceHoursTerms.model_validate(terms), HolidayTerms.model_validate(holidays), zone


def hours_of(calendar: Calendar, first: date, end: date) -> ServiceHours:
    """Return the hours of `calendar` from the start of `first` until that of `end`."""
    return compile_hours(*terms_of(calendar), first, end)


def days_of(calendar: Calendar, first: date, end: date) -> WorkingDays:
    """Return the working days of `calendar` from the start of `first` until that of `end`."""
    return compile_working_days(*terms_of(calendar), first, end)


def _between(intervals: list[list[str]]) -> list[dict[str, str]]:
    return [{"opens": begins, "closes": ends} for begins, ends in intervals]


def _only(day: str) -> dict[str, str]:
    return {"first": day, "last": day}


def _weekday(day: str) -> str:
    return tuple(Weekday)[date.fromisoformat(day).weekday()]
