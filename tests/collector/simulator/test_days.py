"""The simulated calendar: Swedish holidays, working days, school days, open hours."""

from datetime import date

import numpy as np
import pytest

from collector.simulator.days import DAY, Days, build_days, build_hours
from collector.simulator.season import busyness, strain
from collector.simulator.traits import Traits


@pytest.fixture(scope="module")
def days() -> Days:
    return build_days("2026-01", 12)


def position(day: str) -> int:
    return (date.fromisoformat(day) - date(2026, 1, 1)).days


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01",
        "2026-01-06",
        "2026-04-03",
        "2026-04-06",
        "2026-05-14",
        "2026-06-19",
        "2026-12-24",
        "2026-12-31",
    ],
)
def test_holidays_and_the_three_eves_are_no_working_days(days: Days, day: str) -> None:
    assert not days.working[position(day)]


def test_2026_has_251_working_days(days: Days) -> None:
    assert np.count_nonzero(days.working[: days.simulated]) == 251


def test_the_working_day_after_maundy_thursday_is_tuesday(days: Days) -> None:
    """2026-04-03 is Good Friday and 2026-04-06 Easter Monday."""
    start = np.array([position("2026-04-02")])
    assert days.working_day(start, np.array([1])).tolist() == [position("2026-04-07")]


def test_schools_are_closed_in_breaks_and_in_summer(days: Days) -> None:
    found = [
        bool(days.school[position(day)]) for day in ("2026-06-11", "2026-06-12", "2026-08-17", "2026-10-28")
    ]
    assert found == [True, False, True, False]


def test_open_seconds_count_only_time_inside_the_hours(days: Days) -> None:
    """Friday 2026-01-02 16:00 to Monday 2026-01-05 08:00 in 07-17: one hour and one hour."""
    hours = build_hours(days).class_c
    ends = (
        days.starts_at(np.array([position("2026-01-02"), position("2026-01-05")])) + np.array([16, 8]) * 3600
    )
    assert np.diff(hours.before(ends)).tolist() == [7200]


def test_at_is_the_inverse_of_before(days: Days) -> None:
    for hours in vars(build_hours(days)).values():
        open_seconds = np.arange(0, 40 * DAY, 7919, dtype=np.int64)
        assert (hours.before(hours.at(open_seconds)) == open_seconds).all()


def test_no_open_second_lies_before_the_first_opening(days: Days) -> None:
    assert build_hours(days).desk.before(days.starts_at(np.array([0]))).tolist() == [0]


def test_months_outside_the_simulation_have_numbers_too(days: Days) -> None:
    assert [days.month_number(name) for name in ("2025-12", "2026-01", "2027-01")] == [-1, 0, 12]


def test_school_start_and_december_are_busy_and_strained_and_july_quiet(days: Days) -> None:
    chosen = [position(day) for day in ("2026-08-20", "2026-12-10", "2026-03-10", "2026-07-15", "2026-03-15")]
    assert busyness(days, Traits())[chosen].tolist() == [1.7, 1.25, 1.0, 0.5, 0.04]
    assert strain(days)[chosen].tolist() == [1.0, 0.5, 0.0, 0.0, 0.0]
