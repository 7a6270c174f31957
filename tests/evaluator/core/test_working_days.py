from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.contract.hours import ServiceHoursTerms
from evaluator.core.calendars import holiday_dates
from tests.evaluator.core import reference
from tests.evaluator.core.calendars_for_tests import (
    STOCKHOLM,
    SWEDISH,
    any_hours,
    compiled_days,
    instant,
)

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
    first = reference.local(start, STOCKHOLM).date()
    last = reference.local(start + length, STOCKHOLM).date()
    between = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    expected = sum(
        any(reference.opens_on(day, opening, terms, HOLIDAYS) for opening in terms.openings)
        for day in between
    )
    assert int(compiled_days(terms).count_between(start, start + length)) == expected


@given(start=st.integers(instant("2026-01-01 00:00"), instant("2026-10-01 00:00")), days=st.integers(1, 40))
def test_the_end_of_the_nth_day_is_the_first_instant_no_longer_on_it(start: int, days: int) -> None:
    end = int(YEAR.add_days(start, days))
    assert int(YEAR.count_between(start, end - 1)) == days
    assert int(YEAR.count_between(start, end - 86_400 - 3600)) == days - 1
