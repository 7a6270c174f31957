"""Days on which a stage can go on or end, and how it gets through them."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.time_plan.horizon import Horizon, Marks, horizon_of
from evaluator.core.deciding.time_plan.passage import during, ending_on, plain, through_standstill
from evaluator.core.deciding.time_plan.plan_calendars import (
    KnownDays,
    breaks_between,
    known_days,
    marks_of,
    next_marked,
)
from evaluator.decisions.time_plan_calendars import PlanCalendarTerms
from evaluator.decisions.time_plan_stages import Sending

LABEL = {"sv": "Lov", "en": "Breaks"}
YEAR = horizon_of(date(2027, 1, 1), date(2027, 12, 31))


def marked(content: dict[str, object], horizon: Horizon, breaks: KnownDays | None = None) -> list[date]:
    terms = PlanCalendarTerms.model_validate({"label": LABEL, **content})
    marks = marks_of(terms, known_days(terms, breaks), horizon)
    return [horizon.day(int(number)) for number in np.flatnonzero(marks)]


def test_days_beyond_the_horizon_have_the_number_of_its_end() -> None:
    assert YEAR.number(date(2027, 1, 2)) == 1
    assert YEAR.number(date(2030, 1, 1)) == 365
    assert YEAR.number(date(2020, 1, 1)) == 0


def test_a_council_that_meets_on_the_last_monday_has_no_meeting_in_july() -> None:
    meetings = marked({"monthly": {"weekday": "mon", "not_in": [7]}}, YEAR)
    assert len(meetings) == 11
    assert meetings[0] == date(2027, 1, 25)
    assert date(2027, 5, 31) in meetings
    assert not [one for one in meetings if one.month == 7]


def test_meetings_already_fixed_hold_until_the_last_of_them_and_what_recurs_from_then_on() -> None:
    meetings = marked({"days": ["2027-02-01", "2027-05-24"], "monthly": {"weekday": "mon", "week": 4}}, YEAR)
    # The fourth Mondays: 25 January, then, after 24 May, 28 June.
    assert meetings[:4] == [date(2027, 1, 25), date(2027, 2, 1), date(2027, 5, 24), date(2027, 6, 28)]


def test_days_of_the_year_may_run_over_new_year() -> None:
    days = marked({"yearly": [{"first": "12-20", "last": "01-08"}]}, YEAR)
    assert days[:8] == [date(2027, 1, 1) + timedelta(days=one) for one in range(8)]
    assert days[8:] == [date(2027, 12, 20) + timedelta(days=one) for one in range(12)]


def test_the_leap_day_is_the_28th_in_other_years() -> None:
    two_years = horizon_of(date(2027, 1, 1), date(2028, 12, 31))
    days = marked({"yearly": [{"first": "02-29", "last": "02-29"}]}, two_years)
    assert days == [date(2027, 2, 28), date(2028, 2, 29)]


def test_breaks_are_at_least_a_week_without_openings() -> None:
    first = date(2027, 3, 1)
    # Open on working days; 8 to 12 March is a week off, with the weekends beside it nine days.
    open_days = [
        day
        for day in (first + timedelta(days=one) for one in range(31))
        if day.weekday() < 5 and not 8 <= day.day <= 12
    ]
    found = breaks_between(open_days, first, date(2027, 3, 31))
    assert sorted(found.days) == [date(2027, 3, 6) + timedelta(days=one) for one in range(9)]


def test_breaks_of_the_hours_hold_as_long_as_terms_are_known() -> None:
    breaks = KnownDays(date(2027, 1, 1), date(2027, 6, 30), frozenset({date(2027, 3, 8)}))
    days = marked(
        {
            "yearly": [{"first": "06-12", "last": "08-14"}],
            "dates": [{"first": "2027-05-10", "last": "2027-05-11"}],
        },
        YEAR,
        breaks,
    )
    assert days[:4] == [date(2027, 3, 8), date(2027, 5, 10), date(2027, 5, 11), date(2027, 7, 1)]
    assert days[-1] == date(2027, 8, 14)


def test_known_days_outside_the_horizon_are_left_out() -> None:
    assert marked(
        {"days": ["2026-12-01", "2027-03-01", "2029-01-01"], "yearly": [{"first": "01-01", "last": "01-02"}]},
        YEAR,
    ) == [date(2027, 3, 1)]


def numbers(*found: int) -> np.ndarray:
    return np.array(found, dtype=np.int64)


#         0      1      2     3     4      5     6
MARKS = np.array([False, True, True, False, False, True, False])


def test_the_next_marked_day_is_the_end_where_none_follows() -> None:
    assert next_marked(MARKS).tolist() == [1, 1, 2, 5, 5, 5, 7, 7]


@pytest.mark.parametrize(
    ("start", "lasting", "after"),
    [(0, 0, 0), (0, 1, 2), (0, 2, 3), (2, 1, 3), (2, 2, 6), (3, 1, 6), (0, 4, 7), (6, 1, 7), (7, 1, 7)],
)
def test_work_that_goes_on_only_on_some_days_counts_those_alone(start: int, lasting: int, after: int) -> None:
    assert during(MARKS)(numbers(start), numbers(lasting)).tolist() == [after]


@pytest.mark.parametrize(
    # A day of work on day 0 is done then, and decided on day 1; two days from 2 on end on 3, decided on 5.
    ("start", "lasting", "after"),
    [(0, 1, 2), (2, 1, 3), (2, 2, 6), (5, 0, 6), (5, 1, 6), (6, 1, 7), (7, 3, 7)],
)
def test_what_is_decided_at_meetings_ends_on_the_next_one(start: int, lasting: int, after: int) -> None:
    passage = ending_on(plain(len(MARKS)), MARKS)
    assert passage(numbers(start), numbers(lasting)).tolist() == [after]


def test_a_standstill_takes_what_the_law_says() -> None:
    april = horizon_of(date(2019, 4, 1), date(2019, 6, 30))
    passage = through_standstill(april, Sending.ELECTRONIC, frozenset({date(2019, 5, 1)}))
    assert [april.day(int(one)) for one in passage(numbers(0, 17), numbers(0, 0))] == [
        date(2019, 4, 12),
        date(2019, 4, 30),
    ]


@given(
    st.lists(st.booleans(), min_size=1, max_size=40),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 20),
)
def test_no_stage_ends_earlier_for_a_later_start(
    marks: list[bool], one: int, other: int, lasting: int
) -> None:
    known: Marks = np.array(marks)
    early, late = sorted((min(one, len(marks)), min(other, len(marks))))
    for passage in (plain(len(marks)), during(known), ending_on(plain(len(marks)), known)):
        ends = passage(numbers(early, late), numbers(lasting, lasting))
        assert ends[0] <= ends[1]
        assert ends[0] >= early
