from datetime import date
from itertools import accumulate

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.contract.hours import ServiceHoursTerms
from evaluator.core.calendars import holiday_dates
from tests.evaluator.core import reference
from tests.evaluator.core.calendars_for_tests import (
    STOCKHOLM,
    SWEDISH,
    WEEKDAYS,
    any_hours,
    compiled,
    hours_terms,
    instant,
    opening,
)

MARCH, OCTOBER = (
    (instant("2026-03-20 00:00"), instant("2026-04-08 00:00")),
    (
        instant("2026-10-17 00:00"),
        instant("2026-11-05 00:00"),
    ),
)
HOLIDAYS = set(holiday_dates(SWEDISH, date(2025, 12, 1), date(2027, 2, 1)))


@settings(deadline=None, max_examples=60)
@given(terms=any_hours(), data=st.data())
def test_any_calendar_agrees_with_a_walk_by_the_wall_clock(
    terms: ServiceHoursTerms, data: st.DataObject
) -> None:
    low, high = data.draw(st.sampled_from([MARCH, OCTOBER]))
    start, end = sorted([data.draw(st.integers(low, high)), data.draw(st.integers(low, high))])
    expected = reference.open_seconds(start, end, terms, HOLIDAYS, STOCKHOLM)
    hours = compiled(terms)
    assert int(hours.elapsed(start, end)) == expected
    assert bool(hours.is_open(start)) == reference.is_open(start, terms, HOLIDAYS, STOCKHOLM)


@settings(deadline=None, max_examples=100)
@given(terms=any_hours(), data=st.data())
def test_elapsed_splits_at_any_instant_and_add_undoes_it(
    terms: ServiceHoursTerms, data: st.DataObject
) -> None:
    hours = compiled(terms)
    moments = st.integers(hours.starts_at, hours.ends_at)
    start, middle, end = sorted(data.draw(st.tuples(moments, moments, moments)))
    whole = int(hours.elapsed(start, end))
    assert int(hours.elapsed(start, middle) + hours.elapsed(middle, end)) == whole
    due = int(hours.add(start, whole))
    assert start <= due <= end
    assert int(hours.elapsed(start, due)) == whole
    assert due == start or int(hours.elapsed(start, due - 1)) == whole - 1


def test_twenty_thousand_tickets_agree_with_the_wall_clock_to_the_second() -> None:
    terms = hours_terms(opening(WEEKDAYS, "07:00", "18:00"), opening(("sat", "sun"), "22:30", "02:30"))
    hours = compiled(terms)
    cells = range(hours.starts_at, hours.ends_at, 900)
    is_open = [reference.is_open(cell, terms, HOLIDAYS, STOCKHOLM) for cell in cells]
    before = [0, *accumulate(900 * cell for cell in is_open)]

    def open_until(moment: int) -> int:
        cell, rest = divmod(moment - hours.starts_at, 900)
        return before[cell] + (rest if rest and is_open[cell] else 0)

    generator = np.random.default_rng(20_000)
    moments = np.sort(generator.integers(hours.starts_at, hours.ends_at, (20_000, 2)))
    expected = [open_until(int(end)) - open_until(int(start)) for start, end in moments]
    assert hours.elapsed(moments[:, 0], moments[:, 1]).tolist() == expected
