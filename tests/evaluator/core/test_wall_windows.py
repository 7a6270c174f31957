"""What each key of service hours opens and cuts, by hand."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from collector.instants import format_instant
from evaluator.contract.hours import ServiceHoursTerms
from tests.evaluator.core.calendars_for_tests import (
    ALL_DAYS,
    WEEKDAYS,
    compiled,
    compiled_days,
    hours_terms,
    instant,
    opening,
)

HOUR = 3600
OFFICE = opening(WEEKDAYS, "07:00", "17:00")


def open_hours(terms: ServiceHoursTerms, first: str, end: str) -> float:
    """The open hours from the start of one day until that of another."""
    return float(compiled(terms).elapsed(instant(f"{first} 00:00"), instant(f"{end} 00:00"))) / HOUR


def office(**more: Any) -> ServiceHoursTerms:
    return hours_terms(OFFICE, **more)


def on(first: str, last: str | None = None) -> dict[str, str]:
    return {"first": first, "last": last or first}


LUNCH = {"begins": "12:00", "ends": "13:00"}


def test_a_break_is_cut_out_of_every_day() -> None:
    # Monday to Friday 9-13 November: 5 x (10 h - 1 h)
    assert open_hours(office(breaks=[LUNCH]), "2026-11-09", "2026-11-16") == 45


def test_a_break_can_hold_on_one_day_of_the_week_or_on_one_date() -> None:
    on_fridays = {**LUNCH, "days": ["fri"]}
    once = {**LUNCH, "first_day": "2026-11-10", "last_day": "2026-11-10"}
    assert open_hours(office(breaks=[on_fridays]), "2026-11-09", "2026-11-16") == 49
    assert open_hours(office(breaks=[once]), "2026-11-09", "2026-11-16") == 49


def test_a_break_over_midnight_is_cut_out_of_both_days() -> None:
    always = hours_terms(
        opening(ALL_DAYS, "00:00", "24:00"), holidays=None, breaks=[{"begins": "23:00", "ends": "01:00"}]
    )
    # Tuesday loses 00-01 (Monday's break) and 23-24.
    assert open_hours(always, "2026-11-10", "2026-11-11") == 22


def test_breaks_that_overlap_are_cut_out_once() -> None:
    later = {"begins": "12:30", "ends": "13:30"}
    assert open_hours(office(breaks=[LUNCH, later]), "2026-11-10", "2026-11-11") == 8.5


def test_a_break_in_the_skipped_hour_takes_nothing_and_one_in_the_doubled_hour_twice_as_much() -> None:
    always = hours_terms(
        opening(ALL_DAYS, "00:00", "24:00"), holidays=None, breaks=[{"begins": "02:15", "ends": "02:45"}]
    )
    assert open_hours(always, "2026-03-29", "2026-03-30") == 23
    assert open_hours(always, "2026-10-25", "2026-10-26") == 24  # 25 h less twice half an hour


def test_special_days_replace_the_hours_of_the_week() -> None:
    terms = office(special_days=[{**on("2026-11-10"), "openings": [{"opens": "10:00", "closes": "14:00"}]}])
    assert open_hours(terms, "2026-11-10", "2026-11-11") == 4
    assert open_hours(terms, "2026-11-11", "2026-11-12") == 10


def test_special_days_open_where_it_would_be_closed() -> None:
    # A Saturday; Epiphany; a day of a closed range; all outside `only_between`.
    saturday, epiphany, closed = "2026-11-14", "2026-01-06", "2026-07-06"
    openings = [{"opens": "10:00", "closes": "12:00"}, {"opens": "13:00", "closes": "14:00"}]
    terms = office(
        closed=[on(closed)],
        only_between=[on("2026-12-01", "2026-12-31")],
        special_days=[{**on(day), "openings": openings} for day in (saturday, epiphany, closed)],
    )
    assert compiled(terms).elapsed(instant("2026-01-01 00:00"), instant("2026-12-01 00:00")) == 9 * HOUR


def test_special_days_without_openings_are_closed() -> None:
    assert (
        open_hours(office(special_days=[{**on("2026-11-10"), "openings": []}]), "2026-11-10", "2026-11-11")
        == 0
    )


def test_a_special_day_may_run_over_midnight() -> None:
    special = {**on("2026-11-13"), "openings": [{"opens": "20:00", "closes": "02:00"}]}
    assert open_hours(office(special_days=[special]), "2026-11-13", "2026-11-15") == 6


def test_a_closure_is_cut_out_from_one_local_time_to_another() -> None:
    closure = {"begins": "2026-11-10T15:00:00", "ends": "2026-11-12T09:00:00", "reason": "flytt"}
    # Tuesday 07-15, nothing on Wednesday, Thursday 09-17
    assert open_hours(office(closures=[closure]), "2026-11-10", "2026-11-13") == 16


def test_short_days_named_by_the_calendar_keep_a_part() -> None:
    # Maundy Thursday 2026 is 2 April: 07-12 is left.
    short = {"named": ["Skärtorsdagen"], "opens": "07:00", "closes": "12:00"}
    assert open_hours(office(short_days=[short]), "2026-04-02", "2026-04-03") == 5
    assert open_hours(office(short_days=[short]), "2026-04-01", "2026-04-02") == 10


def test_short_days_before_a_holiday_keep_a_part() -> None:
    # National Day, 6 June: the 5th is a Friday in 2026.
    short = {"before": ["Nationaldagen"], "opens": "07:00", "closes": "12:00"}
    assert open_hours(office(short_days=[short]), "2026-06-05", "2026-06-06") == 5


def test_a_short_day_that_is_closed_stays_closed() -> None:
    # Epiphany Eve 2025 is a Sunday.
    short = {"named": ["Trettondagsafton"], "opens": "07:00", "closes": "12:00"}
    hours = compiled(office(short_days=[short]), date(2025, 1, 1), date(2025, 1, 10))
    assert hours.elapsed(instant("2025-01-05 00:00"), instant("2025-01-06 00:00")) == 0


def test_short_days_by_date_need_no_holidays() -> None:
    terms = hours_terms(
        OFFICE,
        holidays=None,
        short_days=[{"dates": [on("2026-11-10")], "opens": "10:00", "closes": "12:00"}],
    )
    hours = compiled(terms, holidays=None)
    assert hours.elapsed(instant("2026-11-10 00:00"), instant("2026-11-12 00:00")) == 12 * HOUR


def test_a_day_shortened_twice_keeps_what_both_leave() -> None:
    until_12 = {"dates": [on("2026-11-10")], "opens": "00:00", "closes": "12:00"}
    from_9 = {"dates": [on("2026-11-10")], "opens": "09:00", "closes": "24:00"}
    assert open_hours(office(short_days=[until_12, from_9]), "2026-11-10", "2026-11-11") == 3


def test_hours_on_holidays_hold_instead_of_closing() -> None:
    terms = office(on_holidays=[opening(ALL_DAYS, "10:00", "14:00")])
    # Good Friday to Easter Monday: 4 h, a Saturday (closed), a Sunday that is a holiday (4 h), 4 h
    assert open_hours(terms, "2026-04-03", "2026-04-07") == 12
    assert open_hours(office(), "2026-04-03", "2026-04-07") == 0


def test_openings_hold_from_and_to_their_dates() -> None:
    terms = hours_terms(
        {**OFFICE, "last_day": "2026-06-30"},
        {**opening(WEEKDAYS, "08:00", "16:00"), "first_day": "2026-07-01"},
    )
    # Tuesday 30 June 10 h, Wednesday 1 July 8 h
    assert open_hours(terms, "2026-06-30", "2026-07-01") == 10
    assert open_hours(terms, "2026-07-01", "2026-07-02") == 8


EXAMS = [{"name": "exams", "dates": [on("2026-05-11", "2026-05-15"), on("2026-10-05", "2026-10-09")]}]


def test_critical_periods_have_longer_hours() -> None:
    terms = hours_terms(OFFICE, {**opening(WEEKDAYS, "17:00", "21:00"), "only_in": ["exams"]}, periods=EXAMS)
    assert open_hours(terms, "2026-10-05", "2026-10-12") == 70
    assert open_hours(terms, "2026-10-12", "2026-10-19") == 50


def test_critical_periods_can_have_hours_of_their_own() -> None:
    terms = hours_terms(
        {**OFFICE, "not_in": ["exams"]},
        {**opening(WEEKDAYS, "09:00", "15:00"), "only_in": ["exams"]},
        periods=EXAMS,
    )
    assert open_hours(terms, "2026-10-05", "2026-10-12") == 30
    assert open_hours(terms, "2026-10-12", "2026-10-19") == 50


def test_an_own_time_zone_moves_the_hours_but_not_the_time_compiled() -> None:
    helsinki = office(time_zone="Europe/Helsinki")
    hours, own = compiled(helsinki), compiled(office())
    assert (hours.starts_at, hours.ends_at) == (own.starts_at, own.ends_at)
    assert format_instant(int(hours.next_opening(instant("2026-11-10 00:00")))) == "2026-11-10T05:00:00Z"
    assert hours.total_seconds == own.total_seconds


def test_days_of_an_own_time_zone_are_dates_of_that_zone() -> None:
    # 07:00 on Tuesday in Auckland is 18:00Z on Monday, 19:00 in Stockholm.
    auckland = compiled_days(office(time_zone="Pacific/Auckland"))
    assert auckland.is_working_day(instant("2026-11-15 19:00"))  # Monday in Auckland, Sunday in Stockholm
    assert not auckland.is_working_day(instant("2026-11-13 19:00"))  # Saturday there


@pytest.mark.parametrize(
    ("name", "first", "end", "expected"),
    [
        ("Australia/Lord_Howe", date(2026, 4, 5), date(2026, 4, 6), 24.5),  # back by half an hour
        ("Australia/Lord_Howe", date(2026, 10, 4), date(2026, 10, 5), 23.5),
        ("Africa/Casablanca", date(2026, 2, 15), date(2026, 2, 16), 25),  # Ramadan: to UTC
        ("Africa/Casablanca", date(2026, 3, 22), date(2026, 3, 23), 23),
    ],
)
def test_a_day_around_the_clock_in_other_zones(name: str, first: date, end: date, expected: float) -> None:
    assert compiled(None, first, end, zone=ZoneInfo(name)).total_seconds == expected * HOUR


def test_a_day_whose_openings_are_cut_out_whole_is_no_working_day() -> None:
    closure = {"begins": "2026-11-10T06:00:00", "ends": "2026-11-10T18:00:00"}
    days = compiled_days(office(closures=[closure]))
    assert not days.is_working_day(instant("2026-11-10 12:00"))
    assert int(days.count_between(instant("2026-11-09 12:00"), instant("2026-11-11 12:00"))) == 1
