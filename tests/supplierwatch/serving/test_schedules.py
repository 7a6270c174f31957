"""When schedules are due, over clock changes, held against a reference that walks every minute."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.periods import Period
from supplierwatch.serving.schedules import (
    Calendar,
    Daily,
    Every,
    Off,
    OnWorkingDay,
    last_occurrence,
    next_occurrence,
    occurrences,
    read_schedule,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2030, 12, 31, tzinfo=UTC)


def weekday_after(period: Period, number: int) -> date:
    """The n-th day of Monday to Friday after a month, counted one by one."""
    day = period.end_day
    while True:
        if day.weekday() < 5:
            number -= 1
        if number == 0:
            return day
        day += timedelta(days=1)


CALENDAR = Calendar(STOCKHOLM, weekday_after)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp())


def local(instant: int) -> str:
    return datetime.fromtimestamp(instant, STOCKHOLM).strftime("%Y-%m-%d %H:%M %Z")


def first_minute_at_or_past(day: date, minutes: int) -> int:
    """Walk every minute of a local day, and return the first that shows the time, or is past it."""
    begins = datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM).astimezone(UTC)
    for passed in range(26 * 60):
        instant = begins + timedelta(minutes=passed)
        shown = instant.astimezone(STOCKHOLM)
        if shown.hour * 60 + shown.minute >= minutes and shown.date() == day:
            return int(instant.timestamp())
    raise AssertionError("a day shows every time or goes past it")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("off", Off()),
        ("every 15 min", Every(900, "every 15 min")),
        ("every 1 h", Every(3600, "every 1 h")),
        ("daily 02:30", Daily(9000, "daily 02:30")),
        ("on working day 5 at 07:00", OnWorkingDay(5, 25_200, "on working day 5 at 07:00")),
    ],
)
def test_a_schedule_is_read_as_it_is_written(text: str, expected: object) -> None:
    assert read_schedule(text) == expected
    assert str(read_schedule(text)) == text


NO_SCHEDULES = [
    *("", "15 min", "every", "every 0 s", "every 1 s", "daily 25:00", "daily 2:30", 15, None, "OFF"),
    *("on working day 0 at 07:00", "on working day 21 at 07:00", "on working day 5"),
]


@pytest.mark.parametrize("found", NO_SCHEDULES)
def test_what_is_no_schedule_is_refused(found: object) -> None:
    with pytest.raises(
        ValueError, match=r"a schedule is|a job is done|a length of time|a time of day|a report"
    ):
        read_schedule(found)


def test_a_day_without_half_past_two_has_its_run_when_the_skipped_hour_ends() -> None:
    found = occurrences(
        read_schedule("daily 02:30"), at("2026-03-28 12:00"), at("2026-03-30 12:00"), CALENDAR
    )
    assert [local(one.at) for one in found] == ["2026-03-29 03:00 CEST", "2026-03-30 02:30 CEST"]


def test_a_day_with_two_times_half_past_two_has_one_run_at_the_first() -> None:
    found = occurrences(
        read_schedule("daily 02:30"), at("2026-10-24 12:00"), at("2026-10-26 12:00"), CALENDAR
    )
    assert [local(one.at) for one in found] == ["2026-10-25 02:30 CEST", "2026-10-26 02:30 CET"]


@given(
    day=st.dates(date(2024, 1, 2), date(2030, 12, 30)),
    minutes=st.integers(0, 24 * 60 - 1),
    near_change=st.sampled_from([None, date(2025, 3, 30), date(2025, 10, 26), date(2028, 3, 26)]),
)
def test_every_local_day_has_one_run_where_the_clock_first_shows_its_time(
    day: date, minutes: int, near_change: date | None
) -> None:
    day = near_change or day
    begins = int(datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM).timestamp())
    following = day + timedelta(days=1)
    ends = int(datetime(following.year, following.month, following.day, tzinfo=STOCKHOLM).timestamp())
    schedule = Daily(minutes * 60, "")
    [found] = occurrences(schedule, begins - 1, ends - 1, CALENDAR)
    assert (found.name, found.at) == (day.isoformat(), first_minute_at_or_past(day, minutes))


SCHEDULES = st.sampled_from(
    [read_schedule(text) for text in ("every 90 min", "daily 02:30", "on working day 5 at 02:30", "off")]
)
INSTANTS = st.integers(int(FIRST.timestamp()), int(LAST.timestamp()))


@given(schedule=SCHEDULES, start=INSTANTS, cuts=st.lists(st.integers(1, 40 * 86_400), min_size=1, max_size=5))
def test_looking_in_steps_finds_what_one_look_finds(
    schedule: Daily | Every | OnWorkingDay | Off, start: int, cuts: list[int]
) -> None:
    borders = [start]
    for cut in cuts:
        borders.append(borders[-1] + cut)
    in_steps = [
        one
        for since, until in itertools.pairwise(borders)
        for one in occurrences(schedule, since, until, CALENDAR)
    ]
    whole = list(occurrences(schedule, borders[0], borders[-1], CALENDAR))
    assert in_steps == whole
    assert [one.at for one in whole] == sorted({one.at for one in whole})
    assert len({one.name for one in whole}) == len(whole)


@given(schedule=SCHEDULES, now=INSTANTS)
def test_the_last_and_the_next_occurrence_are_neighbours(
    schedule: Daily | Every | OnWorkingDay | Off, now: int
) -> None:
    last, following = last_occurrence(schedule, now, CALENDAR), next_occurrence(schedule, now, CALENDAR)
    if isinstance(schedule, Off):
        assert (last, following) == (None, None)
        return
    assert last is not None
    assert following is not None
    assert last.at <= now < following.at
    assert occurrences(schedule, last.at, following.at, CALENDAR) == (following,)


def test_each_month_has_its_report_on_its_working_day() -> None:
    schedule = read_schedule("on working day 5 at 07:00")
    found = occurrences(schedule, at("2026-01-01 00:00"), at("2026-12-31 00:00"), CALENDAR)
    assert [one.name for one in found] == ["2025-12", *(f"2026-{number:02}" for number in range(1, 12))]
    assert local(found[-1].at) == "2026-12-07 07:00 CET"
    assert local(found[3].at) == "2026-04-07 07:00 CEST"
