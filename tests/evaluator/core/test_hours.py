from datetime import date, timedelta

import numpy as np
import pytest

from evaluator.contract.hours import ServiceHoursTerms, UsedUp
from evaluator.core.calendar.hours import ServiceHours
from tests.evaluator.core.calendars_for_tests import (
    ALL_DAYS,
    DESK,
    OFFICE,
    WEEKDAYS,
    compiled,
    hours_terms,
    instant,
    opening,
)

HOUR = 3600
NEVER = {"first": date(1990, 1, 1), "last": date(1990, 1, 1)}
YEAR_OFFICE, YEAR_DESK = compiled(OFFICE), compiled(DESK)


def hours_between(hours: ServiceHours, start: str, end: str) -> float:
    return float(hours.elapsed(instant(start), instant(end))) / HOUR


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (None, 8760),  # A, around the clock: 365 x 24
        (hours_terms(opening((*WEEKDAYS, "sat"), "07:00", "22:00")), 4485),  # B: 299 days x 15
        (OFFICE, 2510),  # C: 251 days x 10
        (DESK, 2761),  # desk: 251 days x 11
    ],
)
def test_the_hours_of_2026_are_those_of_the_class(terms: ServiceHoursTerms | None, expected: int) -> None:
    assert compiled(terms).total_seconds == expected * HOUR


def test_vector_9_eight_hours_from_maundy_thursday_16_are_used_up_on_tuesday_at_13() -> None:
    # Thu 16-18: 2 h; Good Friday, the weekend and Easter Monday closed; Tue 07-13: 6 h.
    due = YEAR_DESK.add(instant("2026-04-02 16:00"), 8 * HOUR)
    assert int(due) == instant("2026-04-07 13:00")


def test_vector_9_in_hours_that_close_at_17_is_used_up_at_14() -> None:
    assert int(YEAR_OFFICE.add(instant("2026-04-02 16:00"), 8 * HOUR)) == instant("2026-04-07 14:00")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-10 10:00", "2026-11-10 16:30", 6.5),
        ("2026-11-13 17:00", "2026-11-16 08:00", 2),  # Friday 17-18 and Monday 07-08
        ("2026-11-14 12:00", "2026-11-16 07:30", 0.5),
        ("2026-11-10 19:00", "2026-11-10 23:00", 0),
        ("2026-11-10 16:30", "2026-11-10 10:00", 0),  # the end comes first
    ],
)
def test_elapsed_counts_open_time_only(start: str, end: str, expected: float) -> None:
    assert hours_between(YEAR_DESK, start, end) == expected


@pytest.mark.parametrize(("month", "expected"), [(2, 28 * 24), (3, 743), (4, 720), (10, 745)])
def test_a_month_around_the_clock_is_an_hour_short_in_march_and_long_in_october(
    month: int, expected: int
) -> None:
    always = compiled(None)
    assert hours_between(always, f"2026-{month:02}-01 00:00", f"2026-{month + 1:02}-01 00:00") == expected


NIGHTS = hours_terms(opening(ALL_DAYS, "00:00", "06:00"))


@pytest.mark.parametrize(("night", "expected"), [("2026-03-29", 5), ("2026-10-25", 7), ("2026-10-26", 6)])
def test_a_night_from_00_to_06_has_5_6_or_7_hours(night: str, expected: int) -> None:
    assert hours_between(compiled(NIGHTS), f"{night} 00:00", f"{night} 12:00") == expected


def test_from_half_past_two_to_half_past_two_is_an_hour_when_the_clock_goes_back() -> None:
    start, end = instant("2026-10-25 02:30"), instant("2026-10-25 02:30", fold=1)
    assert int(compiled(None).elapsed(start, end)) == HOUR


HALF_PAST = hours_terms(opening(ALL_DAYS, "02:30", "03:30"))


def test_an_opening_in_the_skipped_hour_begins_when_the_hour_has_been_skipped() -> None:
    # 02:30-03:30 on 2026-03-29: the wall clock shows 03:00 to 03:30 of it, from 01:00 to 01:30 UTC.
    hours = compiled(HALF_PAST, date(2026, 3, 29), date(2026, 3, 30))
    assert hours.opens.tolist() == [instant("2026-03-29 03:00")]
    assert hours.total_seconds == HOUR // 2


def test_an_opening_in_the_doubled_hour_is_open_in_both_of_its_passes() -> None:
    # The wall clock shows 02:30-03:00 twice and 03:00-03:30 once: 1.5 h in two windows.
    hours = compiled(HALF_PAST, date(2026, 10, 25), date(2026, 10, 26))
    assert hours.opens.tolist() == [
        instant("2026-10-25 02:30"),
        instant("2026-10-25 02:30", fold=1),
    ]
    assert hours.total_seconds == HOUR * 3 // 2


NIGHT_SHIFT = hours_terms(opening(WEEKDAYS, "22:00", "06:00"))


def test_an_overnight_opening_belongs_to_the_day_it_begins_on() -> None:
    hours = compiled(NIGHT_SHIFT)
    assert hours_between(hours, "2026-11-09 23:00", "2026-11-10 02:00") == 3
    assert hours_between(hours, "2026-11-13 23:00", "2026-11-14 12:00") == 7  # Friday night to Saturday 06
    assert hours_between(hours, "2026-11-15 23:00", "2026-11-16 06:00") == 0  # Sunday has no opening


def test_an_overnight_opening_before_a_holiday_lasts_and_that_of_the_holiday_falls_out() -> None:
    hours = compiled(NIGHT_SHIFT)
    assert hours_between(hours, "2026-04-02 22:00", "2026-04-03 12:00") == 8
    assert hours_between(hours, "2026-04-03 12:00", "2026-04-04 12:00") == 0


def test_what_opened_the_evening_before_the_first_day_is_still_open_on_it() -> None:
    hours = compiled(NIGHT_SHIFT, date(2026, 11, 10), date(2026, 11, 11))
    assert hours.total_seconds == 8 * HOUR  # 00-06 and 22-24


def test_an_opening_that_ends_when_it_begins_lasts_a_whole_day() -> None:
    hours = compiled(hours_terms(opening(("mon",), "08:00", "08:00")))
    assert hours_between(hours, "2026-11-09 00:00", "2026-11-12 00:00") == 24


def test_an_opening_to_24_meets_the_next_day_in_one_window() -> None:
    hours = compiled(hours_terms(opening(ALL_DAYS, "00:00", "24:00"), holidays=None), holidays=None)
    assert (hours.opens.tolist(), hours.closes.tolist()) == ([hours.starts_at], [hours.ends_at])


def test_school_hours_are_open_in_term_and_closed_in_breaks() -> None:
    school = hours_terms(
        opening(WEEKDAYS, "07:30", "16:30"),
        only_between=[{"first": date(2026, 8, 17), "last": date(2026, 12, 18)}],
        closed=[{"first": date(2026, 10, 26), "last": date(2026, 10, 30), "reason": "höstlov"}],
    )
    hours = compiled(school)
    assert hours_between(hours, "2026-08-14 00:00", "2026-08-17 24:00".replace("17 24", "18 00")) == 9
    assert hours_between(hours, "2026-10-24 00:00", "2026-11-01 00:00") == 0
    # 17 Aug - 18 Dec is 18 weeks of 5 days, less one of break: 85 days x 9 h
    assert hours.total_seconds == 85 * 9 * HOUR


def test_hours_that_never_open_have_no_windows_and_count_nothing() -> None:
    never = hours_terms(
        opening(ALL_DAYS, "07:00", "17:00"), closed=[{"first": date(2025, 1, 1), "last": date(2028, 1, 1)}]
    )
    hours = compiled(never)
    assert (hours.opens.size, int(hours.open_seconds(hours.ends_at))) == (0, 0)
    with pytest.raises(ValueError, match=r"never open within .*: mend their openings and closed days"):
        hours.next_opening(hours.starts_at)


def test_time_used_up_at_a_close_is_used_up_at_that_close() -> None:
    assert int(YEAR_DESK.add(instant("2026-11-13 16:00"), 2 * HOUR)) == instant("2026-11-13 18:00")


def test_no_seconds_have_passed_at_the_start_itself_even_while_closed() -> None:
    saturday = instant("2026-11-14 12:00")
    assert int(YEAR_DESK.add(saturday, 0)) == saturday


def test_each_start_can_have_seconds_of_its_own() -> None:
    starts = [instant("2026-11-09 07:00"), instant("2026-11-14 12:00")]
    due = YEAR_DESK.add(starts, [HOUR, 0])
    assert due.tolist() == [instant("2026-11-09 08:00"), starts[1]]


def test_negative_seconds_cannot_be_added() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        YEAR_DESK.add(YEAR_DESK.starts_at, -1)


def test_adding_past_the_end_is_refused_with_the_bounds() -> None:
    with pytest.raises(ValueError, match="2025-12-31T23:00:00Z to 2026-12-31T23:00:00Z end before"):
        YEAR_DESK.add(YEAR_DESK.starts_at, YEAR_DESK.total_seconds + 1)


def test_the_next_opening_is_the_instant_itself_while_open() -> None:
    moments = [instant("2026-11-13 12:00"), instant("2026-11-13 18:00"), instant("2026-11-14 03:00")]
    monday = instant("2026-11-16 07:00")
    assert YEAR_DESK.next_opening(moments).tolist() == [moments[0], monday, monday]


def test_open_includes_the_opening_and_not_the_close() -> None:
    moments = [instant(f"2026-11-13 {time}") for time in ("06:59", "07:00", "17:59", "18:00")]
    assert YEAR_DESK.is_open(moments).tolist() == [False, True, True, False]


@pytest.mark.parametrize("offset", [-1, None])
def test_instants_outside_the_compiled_time_are_refused_with_its_bounds(offset: int | None) -> None:
    outside = YEAR_DESK.starts_at - 1 if offset is not None else YEAR_DESK.ends_at + 1
    for ask in (YEAR_DESK.open_seconds, YEAR_DESK.is_open, YEAR_DESK.next_opening):
        with pytest.raises(ValueError, match=f"instant {outside} .*2025-12-31T23:00:00Z"):
            ask([YEAR_DESK.starts_at, outside])


def test_the_end_of_the_bounds_may_end_an_interval() -> None:
    assert int(YEAR_DESK.open_seconds(YEAR_DESK.ends_at)) == YEAR_DESK.total_seconds


def test_no_instants_give_no_answers() -> None:
    assert (
        YEAR_DESK.open_seconds([]).size == YEAR_DESK.elapsed([], []).size == YEAR_DESK.is_open([]).size == 0
    )


def test_answers_have_the_shape_of_the_question() -> None:
    moments = np.full((3, 2), YEAR_DESK.starts_at)
    assert YEAR_DESK.open_seconds(moments).shape == (3, 2)
    assert YEAR_DESK.elapsed(YEAR_DESK.starts_at, moments).shape == (3, 2)
    assert YEAR_DESK.open_seconds(YEAR_DESK.starts_at).shape == ()


def test_a_year_is_the_sum_of_its_days() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    total = sum(compiled(DESK, day, day + timedelta(days=1)).total_seconds for day in days[60:120])
    assert total == compiled(DESK, days[60], days[120]).total_seconds


def test_signed_elapsed_is_negative_where_the_end_comes_first() -> None:
    start, end = instant("2026-11-10 16:30"), instant("2026-11-10 10:00")
    assert YEAR_DESK.signed_elapsed([start, end], [end, start]).tolist() == [-6.5 * HOUR, 6.5 * HOUR]


FRIDAY_CLOSE, MONDAY_OPENING = instant("2026-11-13 18:00"), instant("2026-11-16 07:00")


def test_time_used_up_at_a_close_can_be_due_at_the_next_opening() -> None:
    starts = [instant("2026-11-13 16:00")] * 2
    due = YEAR_DESK.add(starts, [2 * HOUR, HOUR], UsedUp.NEXT_OPENING)
    assert due.tolist() == [MONDAY_OPENING, instant("2026-11-13 17:00")]


def test_no_seconds_are_due_at_the_next_opening_where_the_contract_says_so() -> None:
    moments = [FRIDAY_CLOSE, instant("2026-11-14 12:00"), instant("2026-11-13 12:00")]
    due = YEAR_DESK.add(moments, 0, UsedUp.NEXT_OPENING)
    assert due.tolist() == [MONDAY_OPENING, MONDAY_OPENING, moments[2]]


def test_subtracting_leads_back_over_closed_time() -> None:
    # Monday 09:00 less 4 h: 2 h on Monday, 2 h on Friday
    assert int(YEAR_DESK.subtract(instant("2026-11-16 09:00"), 4 * HOUR)) == instant("2026-11-13 16:00")


def test_time_used_up_at_an_opening_leads_to_it_or_to_the_close_before() -> None:
    monday_9 = instant("2026-11-16 09:00")
    assert int(YEAR_DESK.subtract(monday_9, 2 * HOUR)) == MONDAY_OPENING
    assert int(YEAR_DESK.subtract(monday_9, 2 * HOUR, UsedUp.NEXT_OPENING)) == FRIDAY_CLOSE


def test_subtracting_nothing_leads_nowhere_or_to_the_close_before() -> None:
    saturday = instant("2026-11-14 12:00")
    assert int(YEAR_DESK.subtract(saturday, 0)) == saturday
    assert int(YEAR_DESK.subtract(saturday, 0, UsedUp.NEXT_OPENING)) == FRIDAY_CLOSE


def test_negative_seconds_cannot_be_subtracted() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        YEAR_DESK.subtract(YEAR_DESK.ends_at, -1)


@pytest.mark.parametrize("used_up", UsedUp)
def test_subtracting_past_the_start_is_refused_with_the_bounds(used_up: UsedUp) -> None:
    with pytest.raises(ValueError, match=r"2025-12-31T23:00:00Z .* begin after the time is used up: compile"):
        YEAR_DESK.subtract(YEAR_DESK.ends_at, YEAR_DESK.total_seconds + 1, used_up)


def test_time_used_up_at_the_last_close_has_no_next_opening() -> None:
    assert int(YEAR_DESK.add(YEAR_DESK.starts_at, YEAR_DESK.total_seconds)) == instant("2026-12-30 18:00")
    with pytest.raises(ValueError, match="end before the time is used up"):
        YEAR_DESK.add(YEAR_DESK.starts_at, YEAR_DESK.total_seconds, UsedUp.NEXT_OPENING)


def test_hours_tell_whether_they_hold_an_amount() -> None:
    amounts = [YEAR_DESK.total_seconds, YEAR_DESK.total_seconds + 1]
    assert YEAR_DESK.holds(YEAR_DESK.starts_at, amounts).tolist() == [True, False]


def test_the_next_closing_ends_the_window_one_is_in_or_the_next() -> None:
    moments = [instant("2026-11-13 12:00"), FRIDAY_CLOSE, MONDAY_OPENING]
    monday_close = instant("2026-11-16 18:00")
    assert YEAR_DESK.next_closing(moments).tolist() == [FRIDAY_CLOSE, monday_close, monday_close]


def test_the_previous_opening_began_the_window_one_is_in_or_the_one_before() -> None:
    friday_opening = instant("2026-11-13 07:00")
    moments = [friday_opening, instant("2026-11-13 12:00"), instant("2026-11-14 12:00"), MONDAY_OPENING]
    expected = [friday_opening, friday_opening, friday_opening, MONDAY_OPENING]
    assert YEAR_DESK.previous_opening(moments).tolist() == expected


def test_the_previous_closing_is_the_instant_itself_where_it_was_open_until_then() -> None:
    friday_noon = instant("2026-11-13 12:00")
    moments = [friday_noon, FRIDAY_CLOSE, instant("2026-11-14 12:00"), MONDAY_OPENING]
    expected = [friday_noon, FRIDAY_CLOSE, FRIDAY_CLOSE, FRIDAY_CLOSE]
    assert YEAR_DESK.previous_closing(moments).tolist() == expected


def test_before_the_first_opening_there_is_no_previous_one() -> None:
    with pytest.raises(ValueError, match="do not open before"):
        YEAR_DESK.previous_opening(YEAR_DESK.starts_at)
    with pytest.raises(ValueError, match="do not open before"):
        YEAR_DESK.previous_closing(YEAR_DESK.starts_at)


def test_after_the_last_close_there_is_no_next_opening() -> None:
    for ask in (YEAR_DESK.next_opening, YEAR_DESK.next_closing):
        with pytest.raises(ValueError, match=r"do not open again: compile more years"):
            ask(YEAR_DESK.ends_at)


def test_open_intervals_are_cut_at_the_instants_between_which_they_are_asked_for() -> None:
    found = YEAR_DESK.open_intervals_between(instant("2026-11-13 16:00"), instant("2026-11-16 08:00"))
    assert found.starts.tolist() == [instant("2026-11-13 16:00"), MONDAY_OPENING]
    assert found.ends.tolist() == [FRIDAY_CLOSE, instant("2026-11-16 08:00")]


def test_between_an_end_and_its_start_nothing_is_open() -> None:
    found = YEAR_DESK.open_intervals_between(instant("2026-11-13 16:00"), instant("2026-11-13 12:00"))
    assert (found.starts.size, found.ends.size) == (0, 0)


def test_hours_that_never_open_say_so_whatever_is_asked() -> None:
    never = compiled(hours_terms(opening(WEEKDAYS, "07:00", "17:00"), only_between=[NEVER]))
    for amount in (never.add, never.subtract):
        with pytest.raises(ValueError, match="the service hours never open within"):
            amount(never.starts_at, 1)
    for edge in (never.next_closing, never.previous_opening):
        with pytest.raises(ValueError, match="the service hours never open within"):
            edge(never.starts_at)
    for nothing in (never.add, never.subtract):
        assert int(nothing(never.starts_at, 0)) == never.starts_at
    assert not never.holds(never.starts_at, 1)


def test_one_value_is_answered_like_many() -> None:
    friday = instant("2026-11-13 16:00")
    answers = [
        YEAR_DESK.add(friday, HOUR),
        YEAR_DESK.subtract(friday, HOUR),
        YEAR_DESK.next_opening(friday),
        YEAR_DESK.previous_closing(friday),
        YEAR_DESK.signed_elapsed(friday, friday),
        YEAR_DESK.is_open(friday),
    ]
    assert [np.shape(answer) for answer in answers] == [()] * 6
