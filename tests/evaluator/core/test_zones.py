from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.calendar.zones import compile_zone, day_number
from tests.evaluator.core.calendars_for_tests import STOCKHOLM, instant
from tests.evaluator.core.reference_hours import local

YEAR = compile_zone(STOCKHOLM, date(2026, 1, 1), date(2027, 1, 1))


def test_summer_time_begins_and_ends_at_one_o_clock_utc_on_the_last_sundays() -> None:
    # 2026-03-29T01:00Z = 1774746000, 2026-10-25T01:00Z = 1792890000
    assert YEAR.starts[1:].tolist() == [1_774_746_000, 1_792_890_000]
    assert YEAR.offsets.tolist() == [3600, 7200, 3600]


def test_a_zone_with_half_hours_is_found_to_the_second() -> None:
    # Lord Howe Island moves by half an hour, from +11:00 to +10:30 and back.
    year = compile_zone(ZoneInfo("Australia/Lord_Howe"), date(2026, 1, 1), date(2027, 1, 1))
    assert year.offsets.tolist() == [39_600, 37_800, 39_600]


def test_a_zone_without_changes_has_one_offset() -> None:
    assert compile_zone(ZoneInfo("UTC"), date(2026, 1, 1), date(2027, 1, 1)).offsets.tolist() == [0]


@given(st.integers(instant("2026-01-01 00:00"), instant("2026-12-31 23:59")))
def test_local_days_are_those_of_the_wall_calendar(moment: int) -> None:
    assert int(YEAR.local_days(moment)) == day_number(local(moment, STOCKHOLM).date())


def test_instants_before_the_first_offset_take_the_first() -> None:
    assert int(YEAR.local_seconds(0)) == 3600


def test_a_day_has_23_24_or_25_hours() -> None:
    days = [day_number(date(2026, *day)) for day in ((3, 28), (3, 29), (10, 25))]
    ends = YEAR.ends_of_days(np.array(days))
    starts = YEAR.ends_of_days(np.array(days) - 1)
    assert ((ends - starts) / 3600).tolist() == [24, 23, 25]


def test_a_day_that_begins_in_a_skipped_hour_begins_when_the_hour_has_been_skipped() -> None:
    # In Cairo summer time began at midnight on 2026-04-24: 00:00 to 01:00 was skipped.
    cairo = compile_zone(ZoneInfo("Africa/Cairo"), date(2026, 4, 1), date(2026, 5, 1))
    start = cairo.start_of_day(date(2026, 4, 24))
    assert local(start, ZoneInfo("Africa/Cairo")).isoformat() == "2026-04-24T01:00:00+03:00"


def test_a_day_skipped_whole_has_no_instants() -> None:
    # Samoa crossed the date line: 2011-12-30 did not happen there.
    apia = compile_zone(ZoneInfo("Pacific/Apia"), date(2011, 12, 1), date(2012, 1, 31))
    assert apia.start_of_day(date(2011, 12, 30)) == apia.start_of_day(date(2011, 12, 31))
