"""The contract's calendars by name: which hours are whose, and how far they reach."""

from typing import Any

import pandas as pd
import pytest

from evaluator.core.calendar.contract_calendars import Calendars, compile_calendars
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant

HOUR = 3600
EASTER = instant("2026-04-02 16:00"), instant("2026-04-07 08:00")
"""Maundy Thursday 16:00 to Tuesday 08:00; Friday and Monday are holidays."""


def calendars() -> Calendars:
    hours = {
        "desk": small.hours("07:00", "18:00"),
        "office": small.hours("07:00", "17:00"),
        "open_on_holidays": small.hours("07:00", "18:00", holidays=None),
    }
    contract = small.contract(service_hours=hours)
    return compile_calendars(contract, instant("2026-04-01 00:00"), instant("2026-05-01 00:00"))


def open_hours(found: Calendars, services: list[str | None], named: str) -> list[int]:
    hours, days, groups = found.groups(pd.Series(services, dtype="str"), named)
    assert len(hours) == len(days)
    assert all(of is found.contract_days for of in days)
    return [int(hours[group].elapsed(*EASTER)) // HOUR for group in groups]


def test_each_service_has_its_own_hours() -> None:
    # Desk: 16-18 and 07-08; office: 16-17 and 07-08.
    assert open_hours(calendars(), ["T2", "T1", "T2"], "service") == [2, 3, 2]


def test_a_service_the_contract_does_not_name_is_always_open() -> None:
    # Thursday 16:00 to Tuesday 08:00 is 112 h.
    assert open_hours(calendars(), ["T9", None], "service") == [112, 112]


def test_hours_named_are_the_same_for_all_services() -> None:
    assert open_hours(calendars(), ["T1", "T9"], "office") == [2, 2]
    assert open_hours(calendars(), ["T1", "T9"], "always") == [112, 112]


def test_hours_without_holidays_are_open_at_easter() -> None:
    # 2 h, 11 h on Friday and on Monday, 1 h.
    assert open_hours(calendars(), ["T1"], "open_on_holidays") == [25]


def test_working_days_are_those_of_the_hours_named() -> None:
    found = calendars()
    begin, end = instant("2026-04-02 16:00"), instant("2026-04-07 08:00")
    assert found.days("service", "T1").count_between([begin], [end]).tolist() == [1]
    assert found.days("open_on_holidays", "T1").count_between([begin], [end]).tolist() == [3]
    assert found.days("always", "T1").count_between([begin], [end]).tolist() == [5]


def test_calendars_reach_a_whole_year_beyond_the_facts() -> None:
    found = calendars().of_service("T1")
    begin, end = instant("2025-01-01 00:00"), instant("2027-12-31 23:00")
    assert int(found.elapsed(begin, end)) > 0


def combined(combine: str, *of: str) -> dict[str, Any]:
    return {"label": small.LABEL, "combine": combine, "of": of}


def test_combined_hours_are_compiled_after_what_they_are_made_of() -> None:
    hours = {
        "before": combined("difference", "both", "office"),
        "both": combined("union", "desk", "office"),
        "desk": small.hours("07:00", "18:00"),
        "office": small.hours("07:00", "17:00"),
    }
    found = compile_calendars(small.contract(service_hours=hours), *EASTER)
    # What the desk has beyond the office: Thursday 17-18
    assert int(found.hours["before"].elapsed(*EASTER)) == HOUR
    assert int(found.working_days["both"].count_between(*EASTER)) == 1


def test_hours_made_of_themselves_cannot_be_compiled() -> None:
    circle = {"one": combined("union", "two", "desk"), "two": combined("union", "one", "desk")}
    hours = {**small.CONTENT["service_hours"], **circle}
    with pytest.raises(ValueError, match="the hours 'one' are made of themselves"):
        compile_calendars(small.contract(service_hours=hours), *EASTER)
