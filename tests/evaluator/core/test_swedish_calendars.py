"""A Swedish school and a Swedish year, worked by hand."""

from datetime import date
from typing import Any

import pytest

from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms
from evaluator.core.calendar.hours import ServiceHours
from tests.evaluator.core.calendars_for_tests import (
    WEEKDAYS,
    compiled,
    compiled_days,
    hours_terms,
    instant,
    opening,
)

HOUR = 3600


def open_hours(terms: ServiceHoursTerms, first: str, end: str) -> float:
    """The open hours from the start of one day until that of another."""
    return float(compiled(terms).elapsed(instant(f"{first} 00:00"), instant(f"{end} 00:00"))) / HOUR


def on(first: str, last: str | None = None) -> dict[str, str]:
    return {"first": first, "last": last or first}


# A school: two terms, lessons with a lunch break, autumn break, and study days.
SCHOOL: dict[str, Any] = {
    "only_between": [on("2026-01-08", "2026-06-11"), on("2026-08-17", "2026-12-18")],
    "closed": [
        {**on("2026-02-23", "2026-02-27"), "reason": "sportlov"},
        {**on("2026-03-30", "2026-04-02"), "reason": "påsklov"},
        {**on("2026-10-26", "2026-10-30"), "reason": "höstlov"},
        {**on("2026-09-21"), "reason": "studiedag"},
    ],
    "breaks": [{"days": list(WEEKDAYS), "begins": "11:30", "ends": "12:30"}],
    "special_days": [
        {**on("2026-06-11"), "openings": [{"opens": "08:00", "closes": "10:00"}], "reason": "avslutning"}
    ],
}
LESSONS = hours_terms(opening(WEEKDAYS, "08:00", "16:00"), **SCHOOL)


@pytest.mark.parametrize(
    ("first", "end", "expected"),
    [
        ("2026-01-01", "2026-01-08", 0),  # Christmas break
        ("2026-01-08", "2026-01-12", 14),  # Thursday and Friday, 7 h each
        ("2026-02-23", "2026-03-02", 0),  # the winter break
        ("2026-09-21", "2026-09-28", 28),  # a week with a study day: 4 x 7 h
        ("2026-10-26", "2026-11-02", 0),  # the autumn break, the week in which the clock was changed
        ("2026-06-08", "2026-06-15", 23),  # Monday to Wednesday 3 x 7 h, the last day 2 h
        ("2026-06-12", "2026-08-17", 0),  # the summer break
        # Autumn: 18 weeks of 5 days, less 5 of break and 1 of study = 84 days x 7 h
        ("2026-08-01", "2027-01-01", 588),
    ],
)
def test_a_school_is_open_when_lessons_are_given(first: str, end: str, expected: float) -> None:
    assert open_hours(LESSONS, first, end) == expected


def test_days_without_lessons_are_no_working_days_of_the_school() -> None:
    days = compiled_days(LESSONS)
    study_day, day_after = instant("2026-09-21 12:00"), instant("2026-09-22 12:00")
    assert days.is_working_day([study_day, day_after]).tolist() == [False, True]


# The year 2026 in Sweden (fixture G7): minutes of service time by month.
EVES_ONLY = hours_terms(opening(WEEKDAYS, "07:00", "17:00"))
HALF_DAYS = hours_terms(
    opening(WEEKDAYS, "07:00", "17:00"),
    short_days=[
        {
            "named": ["Trettondagsafton", "Skärtorsdagen", "Valborgsmässoafton", "Allahelgonsafton"],
            "before": ["Kristi himmelsfärdsdag", "Nationaldagen"],
            "opens": "07:00",
            "closes": "12:00",
        }
    ],
)
MINUTES_A_DAY = 600
WORKING_DAYS = [20, 20, 22, 20, 19, 21, 23, 21, 22, 22, 21, 20]
# Half days that are weekdays: 5 January; 2 and 30 April; 13 May; 5 June; 30 October - 5 h less each.
HALF_DAYS_BY_MONTH = [1, 0, 0, 2, 1, 1, 0, 0, 0, 1, 0, 0]


def minutes_by_month(hours: ServiceHours) -> list[int]:
    edges = [instant(f"2026-{month:02}-01 00:00") for month in range(1, 13)] + [hours.ends_at]
    return [int(seconds) // 60 for seconds in hours.elapsed(edges[:-1], edges[1:])]


def test_the_minutes_of_each_month_of_a_swedish_year() -> None:
    assert minutes_by_month(compiled(EVES_ONLY)) == [days * MINUTES_A_DAY for days in WORKING_DAYS]


def test_half_days_are_a_choice_of_the_contract() -> None:
    expected = [
        days * MINUTES_A_DAY - halves * 300
        for days, halves in zip(WORKING_DAYS, HALF_DAYS_BY_MONTH, strict=True)
    ]
    assert minutes_by_month(compiled(HALF_DAYS)) == expected


def test_eves_are_a_choice_of_the_contract() -> None:
    without = compiled(EVES_ONLY, holidays=HolidayTerms(country="SE", eves=()))
    pairs = zip(minutes_by_month(without), minutes_by_month(compiled(EVES_ONLY)), strict=True)
    more = [mine - usual for mine, usual in pairs]
    # Midsummer Eve is 19 June, Christmas Eve and New Year's Eve are Thursdays.
    assert more == [0, 0, 0, 0, 0, 600, 0, 0, 0, 0, 0, 1200]


def test_around_the_clock_march_is_an_hour_short_and_october_an_hour_long() -> None:
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    changed = [0, 0, -60, 0, 0, 0, 0, 0, 0, 60, 0, 0]
    assert minutes_by_month(compiled(None)) == [
        number * 1440 + minutes for number, minutes in zip(days, changed, strict=True)
    ]


def test_from_the_day_before_christmas_eve_to_epiphany() -> None:
    # 23, 28, 29, 30 December, 4 and 5 January: 24 and 31 are eves, 25 a holiday, 26-27 and 2-3 weekends,
    # 1 and 6 January holidays.
    hours = compiled(EVES_ONLY, date(2026, 12, 1), date(2027, 2, 1))
    span = instant("2026-12-23 00:00"), instant("2027-01-07 00:00")
    assert int(hours.elapsed(*span)) == 6 * 10 * HOUR


def test_easter_closes_from_good_friday_to_easter_monday() -> None:
    assert open_hours(EVES_ONLY, "2026-04-03", "2026-04-07") == 0
    assert open_hours(EVES_ONLY, "2026-04-02", "2026-04-08") == 20


# A hold from February to August (fixture G9): days of the zone, and seconds to the second.
def test_a_hold_from_february_to_august_has_its_whole_length() -> None:
    start, end = instant("2026-02-02 09:00"), instant("2026-08-03 09:00")
    # 182 days on the wall, an hour less on the clock that runs on
    assert int(compiled(None).elapsed(start, end)) == 182 * 24 * HOUR - HOUR
    # From Monday 2 February 09:00 to Monday 3 August 09:00: the 19 days after the 2nd in February, then
    # 22 + 20 + 19 + 21 + 23 in March to July, and 8 h and 2 h at the ends.
    assert int(compiled(EVES_ONLY).elapsed(start, end)) == (19 + 105) * 10 * HOUR + 10 * HOUR
    assert int(compiled_days(EVES_ONLY).count_between(start, end)) == 19 + 105 + 1
