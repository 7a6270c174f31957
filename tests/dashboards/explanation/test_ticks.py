"""Marks of time axes stand at round local times, through changes of the clock too."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboards.explanation.ticks import find_ticks, local_time

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR = 3600


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp())


def labels(starts: str, ends: str) -> list[str]:
    return [tick.label for tick in find_ticks(at(starts), at(ends), STOCKHOLM)]


def test_an_hour_that_comes_twice_has_a_mark_in_each_pass() -> None:
    # 25 October 2026, 01:00 to 04:00 local is four hours
    assert labels("2026-10-25T01:00", "2026-10-25T04:00")[::2] == [
        "25/10 01:00",
        "02:00 (UTC+0200)",
        "02:00 (UTC+0100)",
        "03:00",
        "04:00",
    ]


def test_an_hour_that_is_skipped_has_none() -> None:
    # 29 March 2026, 00:00 to 06:00 local is five hours
    assert labels("2026-03-29T00:00", "2026-03-29T06:00") == [
        "29/3 00:00",
        "01:00",
        "03:00",
        "04:00",
        "05:00",
        "06:00",
    ]


def test_a_month_has_marks_at_local_midnights() -> None:
    found = find_ticks(at("2026-10-01T00:00"), at("2026-11-01T00:00"), STOCKHOLM)
    assert [tick.label for tick in found] == ["1/10", "8/10", "15/10", "22/10", "29/10"]
    # four weeks and the hour the clocks were set back
    assert found[4].at - found[0].at == 28 * 24 * HOUR + HOUR


def test_minutes_and_years_have_marks_too() -> None:
    assert labels("2026-10-05T10:02", "2026-10-05T10:21") == ["5/10 10:05", "10:10", "10:15", "10:20"]
    assert len(labels("2016-01-01T00:00", "2026-01-01T00:00")) == 11
    assert len(labels("2026-01-01T12:00", "2026-12-01T00:00")) == 4


def test_a_time_in_the_doubled_hour_names_its_pass() -> None:
    first = at("2026-10-25T02:30")
    assert local_time(first, STOCKHOLM) == "02:30 (UTC+0200)"
    assert local_time(first + HOUR, STOCKHOLM) == "02:30 (UTC+0100)"
    assert local_time(first + 2 * HOUR, STOCKHOLM) == "03:30"
