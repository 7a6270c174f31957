"""Every operation on service hours and working days against a walk along the wall clock."""

import pytest

from tests.evaluator.core.random_calendars import (
    ZONES,
    chance_from,
    differing_cases,
    differing_days,
    random_calendar,
)
from tests.prove.figures import tell

pytestmark = pytest.mark.prove

SEED = 20_261_122
CALENDARS, CASES_OF_A_CALENDAR, DAYS_OF_A_CALENDAR = 1_000, 100, 20


def test_random_cases_on_random_calendars_agree_with_the_wall_clock() -> None:
    chance = chance_from(SEED)
    differing = differing_in_days = windows = 0
    for number in range(CALENDARS):
        calendar = random_calendar(chance, ZONES[number % len(ZONES)])
        windows += len(calendar.walk.windows)
        differing += differing_cases(chance, calendar, CASES_OF_A_CALENDAR)
        differing_in_days += differing_days(chance, calendar, DAYS_OF_A_CALENDAR)
    tell(
        "service hours",
        cases=CALENDARS * CASES_OF_A_CALENDAR,
        operations_a_case=11,
        calendars=CALENDARS,
        zones=len(ZONES),
        windows_walked=windows,
        differing=differing,
    )
    tell("working days", cases=CALENDARS * DAYS_OF_A_CALENDAR, differing=differing_in_days)
    assert (differing, differing_in_days) == (0, 0)
