from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.contract.hours import Landing, ServiceHoursTerms
from evaluator.core.calendar.calendars import holiday_dates
from tests.evaluator.core.calendars_for_tests import (
    STOCKHOLM,
    SWEDISH,
    any_hours,
    compiled_days,
    hours_terms,
    instant,
    opening,
)
from tests.evaluator.core.reference_hours import Door, local

YEAR = compiled_days()


def test_the_working_days_of_2026_by_month() -> None:
    edges = [instant(f"2026-{month:02}-01 00:00") for month in range(1, 13)] + [YEAR.ends_at]
    # From the second before a month until the second before the next; January from its first day,
    # a holiday.
    starts = [edges[0], *(edge - 1 for edge in edges[1:-1])]
    counts = YEAR.count_between(starts, [edge - 1 for edge in edges[1:]])
    assert counts.tolist() == [20, 20, 22, 20, 19, 21, 23, 21, 22, 22, 21, 20]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-10 08:00", "2026-11-10 23:59", 0),  # the same day
        ("2026-11-10 23:59", "2026-11-11 00:00", 1),  # a minute, but the next day
        ("2026-11-13 10:00", "2026-11-15 10:00", 0),  # Friday to Sunday
        ("2026-11-13 10:00", "2026-11-16 10:00", 1),
        ("2026-04-02 10:00", "2026-04-07 10:00", 1),  # over Easter
        ("2026-11-16 10:00", "2026-11-13 10:00", -1),
    ],
)
def test_days_are_counted_from_the_day_after_the_start_to_that_of_the_end(
    start: str, end: str, expected: int
) -> None:
    assert int(YEAR.count_between(instant(start), instant(end))) == expected


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-10 08:00", 1, "2026-11-12 00:00"),
        ("2026-11-13 08:00", 1, "2026-11-17 00:00"),
        ("2026-11-14 08:00", 1, "2026-11-17 00:00"),
        ("2026-04-02 08:00", 5, "2026-04-14 00:00"),  # Tue 7, Wed 8, Thu 9, Fri 10, Mon 13 April
        ("2026-11-14 08:00", 0, "2026-11-15 00:00"),
        ("2026-03-27 08:00", 0, "2026-03-28 00:00"),
        ("2026-10-23 08:00", 1, "2026-10-27 00:00"),
    ],
)
def test_adding_days_gives_the_end_of_the_last_of_them(start: str, days: int, end: str) -> None:
    assert int(YEAR.add_days(instant(start), days)) == instant(end)


def test_around_the_clock_every_day_is_a_working_day() -> None:
    assert compiled_days(None).days.size == 365


def test_days_are_those_of_the_contracts_zone() -> None:
    # 23:30Z on 10 November is 00:30 on the 11th in Stockholm.
    late = instant("2026-11-11 00:30")
    assert int(YEAR.count_between(instant("2026-11-10 12:00"), late)) == 1


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        YEAR.add_days(YEAR.starts_at, -1)


def test_adding_past_the_end_is_refused_with_the_bounds() -> None:
    with pytest.raises(ValueError, match="2025-12-31T23:00:00Z to 2026-12-31T23:00:00Z end before"):
        YEAR.add_days(YEAR.starts_at, 252)


@pytest.mark.parametrize("step", [-1, 1])
def test_instants_outside_the_compiled_time_are_refused(step: int) -> None:
    outside = YEAR.starts_at - 1 if step < 0 else YEAR.ends_at + 1
    with pytest.raises(ValueError, match="outside what working days are compiled for: 2025-12-31"):
        YEAR.count_between(outside, YEAR.ends_at)


HOLIDAYS = set(holiday_dates(SWEDISH, date(2025, 12, 1), date(2027, 2, 1)))


@settings(deadline=None, max_examples=60)
@given(
    terms=any_hours(),
    start=st.integers(instant("2026-03-01 00:00"), instant("2026-12-01 00:00")),
    length=st.integers(0, 30 * 86_400),
)
def test_any_calendar_agrees_with_counting_dates(terms: ServiceHoursTerms, start: int, length: int) -> None:
    first = local(start, STOCKHOLM).date()
    last = local(start + length, STOCKHOLM).date()
    between = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    door = Door(terms, HOLIDAYS, STOCKHOLM)
    expected = sum(any(True for _ in door.openings_on(day)) for day in between)
    assert int(compiled_days(terms).count_between(start, start + length)) == expected


@given(start=st.integers(instant("2026-01-01 00:00"), instant("2026-10-01 00:00")), days=st.integers(1, 40))
def test_the_end_of_the_nth_day_is_the_first_instant_no_longer_on_it(start: int, days: int) -> None:
    end = int(YEAR.add_days(start, days))
    assert int(YEAR.count_between(start, end - 1)) == days
    assert int(YEAR.count_between(start, end - 86_400 - 3600)) == days - 1


FRIDAY_14, SATURDAY_14 = instant("2026-11-13 14:00"), instant("2026-11-14 14:00")


@pytest.mark.parametrize(
    ("landing", "on_tuesday"),
    [
        (Landing.KEEP_CLOCK, "2026-11-17 14:00"),
        (Landing.OPENING, "2026-11-17 07:00"),
        (Landing.CLOSE, "2026-11-17 17:00"),
        (Landing.END_OF_DAY, "2026-11-18 00:00"),
    ],
)
def test_two_days_from_a_friday_or_a_saturday_land_on_tuesday(landing: Landing, on_tuesday: str) -> None:
    assert YEAR.add_days([FRIDAY_14, SATURDAY_14], 2, landing).tolist() == [instant(on_tuesday)] * 2


@pytest.mark.parametrize(
    ("landing", "on_thursday"),
    [
        (Landing.KEEP_CLOCK, "2026-11-12 14:00"),
        (Landing.OPENING, "2026-11-12 07:00"),
        (Landing.CLOSE, "2026-11-12 17:00"),
        (Landing.END_OF_DAY, "2026-11-13 00:00"),
    ],
)
def test_days_before_are_counted_from_the_day_before(landing: Landing, on_thursday: str) -> None:
    # From Saturday: Friday, Thursday. From Friday: Thursday.
    assert (
        YEAR.subtract_days([SATURDAY_14, FRIDAY_14], [2, 1], landing).tolist() == [instant(on_thursday)] * 2
    )


def test_no_days_lead_to_the_start_itself_or_to_its_own_day() -> None:
    assert int(YEAR.add_days(SATURDAY_14, 0, Landing.KEEP_CLOCK)) == SATURDAY_14
    assert int(YEAR.subtract_days(SATURDAY_14, 0, Landing.KEEP_CLOCK)) == SATURDAY_14
    assert int(YEAR.add_days(FRIDAY_14, 0, Landing.CLOSE)) == instant("2026-11-13 17:00")


def test_a_day_that_is_no_working_day_has_no_close_to_land_on() -> None:
    with pytest.raises(ValueError, match="neither opening nor close"):
        YEAR.add_days(SATURDAY_14, 0, Landing.CLOSE)


def test_working_days_tell_whether_they_hold_a_number() -> None:
    assert YEAR.holds(YEAR.starts_at, [251, 252]).tolist() == [True, False]


def test_a_negative_number_of_days_before_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        YEAR.subtract_days(YEAR.ends_at, -1)


def test_subtracting_past_the_start_is_refused_with_the_bounds() -> None:
    with pytest.raises(ValueError, match=r"end before the day is reached: compile more years"):
        YEAR.subtract_days(instant("2026-01-03 12:00"), 2)


EVERY_DAY = compiled_days(None)


def test_a_kept_time_that_the_clock_skips_is_the_end_of_the_skipped_hour() -> None:
    reached = EVERY_DAY.add_days(instant("2026-03-28 02:30"), 1, Landing.KEEP_CLOCK)
    assert int(reached) == instant("2026-03-29 03:00")


def test_a_kept_time_that_comes_twice_is_the_first() -> None:
    reached = EVERY_DAY.add_days(instant("2026-10-24 02:30"), 1, Landing.KEEP_CLOCK)
    assert int(reached) == instant("2026-10-25 02:30")


def test_days_without_end_open_and_close_at_midnight() -> None:
    march_29 = instant("2026-03-28 12:00")
    assert int(EVERY_DAY.add_days(march_29, 1, Landing.OPENING)) == instant("2026-03-29 00:00")
    assert int(EVERY_DAY.add_days(march_29, 1, Landing.CLOSE)) == instant("2026-03-30 00:00")


def test_what_opens_in_the_evening_closes_on_the_next_day() -> None:
    nights = compiled_days(hours_terms(opening(("mon",), "22:00", "06:00")))
    sunday = instant("2026-11-08 12:00")
    assert int(nights.add_days(sunday, 1, Landing.OPENING)) == instant("2026-11-09 22:00")
    assert int(nights.add_days(sunday, 1, Landing.CLOSE)) == instant("2026-11-10 06:00")
