"""Which month and which instant people mean."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from collector.errors import ProblemsFound
from supplierwatch.periods_asked import find_period, last_finished_month, read_as_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp())


def test_a_date_means_its_last_second_in_the_contracts_zone() -> None:
    assert read_as_of("2026-11-09", STOCKHOLM) == at("2026-11-09T23:59:59+01:00")


def test_the_day_of_a_clock_change_ends_when_it_ends() -> None:
    # 2026-10-25 has 25 hours; at its end winter time applies.
    assert read_as_of("2026-10-25", STOCKHOLM) == at("2026-10-25T23:59:59+01:00")


@pytest.mark.parametrize("text", ["2026-11-09T06:00:00+01:00", "2026-11-09T05:00:00Z"])
def test_a_time_with_its_zone_means_itself(text: str) -> None:
    assert read_as_of(text, STOCKHOLM) == at("2026-11-09T05:00:00+00:00")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="names no time zone"):
        read_as_of("2026-11-09T06:00:00", STOCKHOLM)


@pytest.mark.parametrize("text", ["yesterday", "", "2026-02-30", "9999-12-31T25:00:00Z"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ProblemsFound, match="is no time"):
        read_as_of(text, STOCKHOLM)


def test_the_last_finished_month_is_counted_in_the_contracts_zone() -> None:
    # 23:30 in UTC on 31 October is half past midnight on 1 November in Stockholm: October is over there.
    assert last_finished_month(at("2026-10-31T23:30:00+00:00"), STOCKHOLM) == "2026-10"
    assert last_finished_month(at("2026-10-31T22:30:00+00:00"), STOCKHOLM) == "2026-09"


def test_a_period_that_is_not_named_is_the_last_finished_month() -> None:
    assert find_period(None, at("2026-01-15T12:00:00+01:00"), STOCKHOLM).name == "2025-12"


def test_a_period_that_is_named_is_that_month() -> None:
    assert find_period("2026-10", 0, STOCKHOLM).name == "2026-10"
