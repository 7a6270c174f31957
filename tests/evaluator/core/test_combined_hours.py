"""Hours and working days made of others."""

from datetime import date

import numpy as np
import pytest

from evaluator.contract.combined_hours import Combination
from evaluator.contract.hours import Landing
from evaluator.core.calendar.combined_hours import combine_days, combine_hours
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from tests.evaluator.core.calendars_for_tests import (
    DESK,
    WEEKDAYS,
    compiled,
    compiled_days,
    hours_terms,
    instant,
    opening,
)

EVENINGS = hours_terms(opening(("mon", "sat"), "17:00", "20:00"))
PARTS = [compiled(DESK), compiled(EVENINGS)]
DAYS = [compiled_days(DESK), compiled_days(EVENINGS)]
MONDAY, SATURDAY = "2026-11-09", "2026-11-14"


def open_between(hours: ServiceHours, day: str) -> list[str]:
    found = hours.open_intervals_between(instant(f"{day} 00:00"), instant(f"{day} 23:00"))
    midnight = instant(f"{day} 00:00")
    return [
        f"{(opens - midnight) // 3600}-{(closes - midnight) // 3600}"
        for opens, closes in zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("combination", "monday", "saturday"),
    [
        (Combination.UNION, ["7-20"], ["17-20"]),
        (Combination.INTERSECTION, ["17-18"], []),
        (Combination.DIFFERENCE, ["7-17"], []),
    ],
)
def test_hours_are_combined(combination: Combination, monday: list[str], saturday: list[str]) -> None:
    combined = combine_hours(combination, PARTS)
    assert (open_between(combined, MONDAY), open_between(combined, SATURDAY)) == (monday, saturday)


def test_a_difference_takes_away_all_the_others() -> None:
    lunch = compiled(hours_terms(opening(WEEKDAYS, "12:00", "13:00")))
    combined = combine_hours(Combination.DIFFERENCE, [*PARTS, lunch])
    assert open_between(combined, MONDAY) == ["7-12", "13-17"]


def test_hours_are_combined_for_the_time_they_have_in_common() -> None:
    early = compiled(DESK, date(2026, 1, 1), date(2026, 7, 1))
    late = compiled(DESK, date(2026, 4, 1), date(2027, 1, 1))
    combined = combine_hours(Combination.UNION, [early, late])
    assert (combined.starts_at, combined.ends_at) == (late.starts_at, early.ends_at)


def test_hours_without_common_time_cannot_be_combined() -> None:
    early = compiled(DESK, date(2026, 1, 1), date(2026, 4, 1))
    late = compiled(DESK, date(2026, 4, 1), date(2027, 1, 1))
    with pytest.raises(ValueError, match="have no time in common"):
        combine_hours(Combination.UNION, [early, late])


def combined_days(combination: Combination) -> WorkingDays:
    return combine_days(combination, DAYS, combine_hours(combination, PARTS))


@pytest.mark.parametrize(
    ("combination", "expected"),
    [
        (Combination.UNION, [True, True, True]),
        (Combination.INTERSECTION, [True, False, False]),
        (Combination.DIFFERENCE, [True, True, False]),
    ],
)
def test_working_days_of_combined_hours(combination: Combination, expected: list[bool]) -> None:
    moments = [instant(f"2026-11-{day} 12:00") for day in ("09", "10", "14")]
    assert combined_days(combination).is_working_day(moments).tolist() == expected


@pytest.mark.parametrize(
    ("combination", "opening_at", "close_at"),
    [
        (Combination.UNION, "07:00", "20:00"),
        (Combination.INTERSECTION, "17:00", "18:00"),
        (Combination.DIFFERENCE, "07:00", "17:00"),
    ],
)
def test_combined_days_land_on_what_is_left_of_them(
    combination: Combination, opening_at: str, close_at: str
) -> None:
    days, friday = combined_days(combination), instant("2026-11-15 12:00")
    assert int(days.add_days(friday, 1, Landing.OPENING)) == instant(f"2026-11-16 {opening_at}")
    assert int(days.add_days(friday, 1, Landing.CLOSE)) == instant(f"2026-11-16 {close_at}")


def test_a_day_of_which_nothing_is_left_is_none() -> None:
    all_day = compiled(hours_terms(opening(("tue",), "00:00", "24:00")))
    parts = [PARTS[0], all_day]
    days = combine_days(
        Combination.DIFFERENCE, [DAYS[0], DAYS[1]], combine_hours(Combination.DIFFERENCE, parts)
    )
    tuesdays = np.array([instant("2026-11-10 12:00"), instant("2026-11-17 12:00")])
    assert not days.is_working_day(tuesdays).any()
