"""What holds for any hours, and random hours against a walk along the wall clock."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.contract.combined_hours import Combination
from evaluator.contract.hours import ServiceHoursTerms, UsedUp
from evaluator.core.calendar.combined_hours import combine_hours
from tests.evaluator.core.calendars_for_tests import DESK, any_hours, compiled, compiled_days
from tests.evaluator.core.random_calendars import (
    ZONES,
    chance_from,
    differing_cases,
    differing_days,
    random_calendar,
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(3))
def test_every_operation_on_a_random_calendar_agrees_with_a_walk(zone: str, seed: int) -> None:
    chance = chance_from(seed)
    calendar = random_calendar(chance, zone)
    assert (differing_cases(chance, calendar, 60), differing_days(chance, calendar, 20)) == (0, 0)


@settings(max_examples=100)
@given(terms=any_hours(), data=st.data())
def test_elapsed_splits_at_any_instant_and_add_undoes_it(
    terms: ServiceHoursTerms, data: st.DataObject
) -> None:
    hours = compiled(terms)
    moments = st.integers(hours.starts_at, hours.ends_at)
    start, middle, end = data.draw(st.tuples(moments, moments, moments))
    assert int(hours.signed_elapsed(start, middle) + hours.signed_elapsed(middle, end)) == int(
        hours.signed_elapsed(start, end)
    )
    start, end = min(start, end), max(start, end)
    whole = int(hours.elapsed(start, end))
    due = int(hours.add(start, whole))
    assert start <= due <= end
    assert int(hours.elapsed(start, due)) == whole
    assert due == start or int(hours.elapsed(start, due - 1)) == whole - 1


@settings(max_examples=60)
@given(terms=any_hours(), data=st.data())
def test_subtract_undoes_add_and_add_undoes_subtract(terms: ServiceHoursTerms, data: st.DataObject) -> None:
    hours = compiled(terms)
    start = data.draw(st.integers(hours.starts_at, hours.ends_at))
    seconds = data.draw(st.integers(1, max(1, int(hours.elapsed(start, hours.ends_at)))))
    if not hours.holds(start, seconds):
        return
    due = hours.add(start, seconds)
    assert int(hours.elapsed(hours.subtract(due, seconds), due)) == seconds
    assert int(hours.add(hours.subtract(due, seconds), seconds)) == int(due)
    if int(hours.elapsed(due, hours.ends_at)) > 0:
        late = hours.add(start, seconds, UsedUp.NEXT_OPENING)
        assert bool(hours.is_open(late))
        assert int(late) >= int(due)
        assert int(hours.elapsed(due, late)) == 0


@settings(max_examples=60)
@given(one=any_hours(), other=any_hours())
def test_union_and_intersection_hold_as_much_as_both_and_difference_the_rest(
    one: ServiceHoursTerms, other: ServiceHoursTerms
) -> None:
    parts = [compiled(one), compiled(other)]
    union, both, rest = (combine_hours(way, parts).total_seconds for way in Combination)
    assert union + both == parts[0].total_seconds + parts[1].total_seconds
    assert both + rest == parts[0].total_seconds


@settings(max_examples=40)
@given(one=any_hours(), other=any_hours(), data=st.data())
def test_combined_hours_are_open_as_their_parts_say(
    one: ServiceHoursTerms, other: ServiceHoursTerms, data: st.DataObject
) -> None:
    parts = [compiled(one), compiled(other)]
    moments = np.array(
        data.draw(st.lists(st.integers(parts[0].starts_at, parts[0].ends_at - 1), max_size=30))
    )
    first, second = (part.is_open(moments) for part in parts)
    union, both, rest = (combine_hours(way, parts).is_open(moments) for way in Combination)
    assert union.tolist() == (first | second).tolist()
    assert both.tolist() == (first & second).tolist()
    assert rest.tolist() == (first & ~second).tolist()


PRINT_HOURS = """
from tests.evaluator.core.calendars_for_tests import DESK, compiled, compiled_days
print(compiled(DESK).opens.tolist(), compiled_days(DESK).closes.tolist())
"""


@pytest.mark.parametrize(
    ("zone", "language"), [("Pacific/Auckland", "sv_SE.UTF-8"), ("America/Los_Angeles", "C")]
)
def test_neither_zone_nor_language_of_the_machine_changes_hours(zone: str, language: str) -> None:
    surroundings = {**os.environ, "TZ": zone, "LC_ALL": language, "LANG": language, "LANGUAGE": language}
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_HOURS], env=surroundings, capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == f"{compiled(DESK).opens.tolist()} {compiled_days(DESK).closes.tolist()}"
