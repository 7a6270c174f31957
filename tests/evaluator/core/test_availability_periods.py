"""Many periods at once give what one window at a time gives."""

from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.instants import FAR_FUTURE
from collector.records import ServiceState
from evaluator.contract.hours import ServiceHoursTerms
from evaluator.core.availability.availability import measure_availability, measure_readings
from evaluator.core.availability.periods_at_once import are_plain, measure_periods, measure_periods_of
from evaluator.core.availability.readings import read_window
from evaluator.core.availability.scenario import Window
from evaluator.core.availability.state_sums import StateRows, sum_states
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.intervals import AXIS, Intervals
from tests.evaluator.core.monitored_days import (
    DEGRADED,
    DOWN,
    UNKNOWN,
    UP,
    always,
    hour,
    observed,
    rules,
    spans,
    states,
    subjects,
    timeline,
    together,
)
from tests.evaluator.core.test_availability_laws import (
    QUARTER,
    QUARTERS,
    changes,
    degraded_terms,
    lawful,
    looks,
    quarters,
    windows,
)

NONE = Intervals(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
plain_rules = st.builds(
    lambda planned, unknown, degraded, denominator: rules(
        planned_maintenance=planned, unknown={"treat_as": unknown}, degraded=degraded, denominator=denominator
    ),
    st.sampled_from(["count_down", "count_up", "exclude"]),
    st.sampled_from(["down", "up", "exclude"]),
    degraded_terms,
    st.sampled_from(["service_hours", "wall_clock"]),
)
unit_days = st.tuples(changes, looks, windows)


def rows(*of_subjects: list[tuple[int, int]]) -> StateRows:
    flat = [row for of_subject in of_subjects for row in of_subject]
    return StateRows(
        np.cumsum([0, *map(len, of_subjects)]),
        np.array([at for at, _ in flat]),
        np.array([state for _, state in flat], dtype=np.int8),
    )


def desk() -> ServiceHours:
    openings = [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "01:10", "closes": "04:20"}]
    label = {"sv": "kort", "en": "short"}
    terms = ServiceHoursTerms.model_validate({"label": label, "holidays": None, "openings": openings})
    return compile_hours(terms, None, ZoneInfo("UTC"), date(2026, 11, 1), date(2026, 12, 1))


all_hours = st.deferred(lambda: st.sampled_from([desk(), always()]))


@lawful
@given(
    st.lists(unit_days, min_size=1, max_size=3),
    plain_rules,
    st.sets(quarters, min_size=2),
    all_hours,
    st.lists(windows, max_size=4),
)
def test_every_period_has_the_amounts_of_its_own_window(
    days: list[Any], terms: Any, at: set[int], hours: ServiceHours, left_out: list[Any]
) -> None:
    names = [f"unit{number}" for number in range(len(days))]
    line = timeline(
        together(*(states(*seen, unit=name) for (seen, _, _), name in zip(days, names, strict=True))),
        together(*(observed(*looked, unit=name) for (_, looked, _), name in zip(days, names, strict=True))),
        terms,
        of=subjects(*names),
        maintenance=together(
            *(spans(*planned, unit=name) for (_, _, planned), name in zip(days, names, strict=True))
        ),
        known_at=6,
    )
    borders = [place * QUARTER for place in sorted(at)]
    excluded_of = zip(left_out, [*names, None], strict=False)
    out = together(spans(), *(spans(*away, unit=name) for away, name in excluded_of))
    found = measure_periods_of(line, out, hours, np.array([hour(border) for border in borders]))
    for period, window in enumerate(pairwise(borders)):
        if window[0] * 4 < QUARTERS:  # nothing is known yet of what begins when knowledge ends
            one = Window(hour(window[0]), hour(window[1]))
            expected = measure_readings(read_window(line, out, one), hours, one)
            every = range(len(names))
            assert tuple(found.amounts(number, period) for number in every) == expected.amounts
            by_choice = measure_availability(line, out, hours, one)
            assert by_choice.amounts == expected.amounts
            pd.testing.assert_frame_equal(by_choice.outages, expected.outages)


def test_a_subject_counts_within_its_life_and_up_to_what_is_known() -> None:
    line = timeline(
        states((0, UP), (10, DOWN), (12, UP)),
        observed((0, None)),
        rules(),
        of=subjects(life=(hour(6), hour(30))),
        known_at=24,
    )
    found = measure_periods_of(line, spans(), always(), np.array([hour(0), hour(12), hour(48)]))
    # 06-12 of which 10-12 is down; then 12-24, as the rest of the life is not known yet.
    assert found.denominator.tolist() == [[6 * 3600, 12 * 3600]]
    assert found.available.tolist() == [[4 * 3600, 12 * 3600]]


def test_a_subject_whose_life_has_not_begun_counts_nothing() -> None:
    line = timeline(
        states((0, UP)), observed((0, None)), rules(), of=subjects(life=(hour(30), FAR_FUTURE)), known_at=24
    )
    found = measure_periods_of(line, spans(), always(), np.array([hour(0), hour(24)]))
    assert found.denominator.tolist() == found.expected.tolist() == [[0]]


@pytest.mark.parametrize(
    "changed",
    [
        {"shortest_outage": "1 s"},
        {"unknown": {"treat_as": "carry_forward", "longest": "1 h", "then": "down"}},
        {"denominator": "nominal", "nominal_hours": "720"},
        {"weighting": "units"},
    ],
)
def test_rules_that_look_at_more_than_seconds_by_state_are_refused(changed: dict[str, Any]) -> None:
    terms = rules(**changed)
    assert not are_plain(terms)
    with pytest.raises(ValueError, match="only where the rules ask for no more than seconds by state"):
        measure_periods(rows([(0, UP)]), NONE, terms, always(), np.array([[0, 9]]))


def test_seconds_of_each_state_are_read_off_for_each_subject_and_period() -> None:
    seen = rows([(0, UNKNOWN), (10, UP), (30, DOWN), (50, UP)], [(0, UP), (20, DEGRADED), (70, DOWN)])
    planned = Intervals(np.array([25, 45, AXIS + 60]), np.array([35, 55, AXIS + 80]))
    sums = sum_states(seen, planned, None, np.array([[0, 40, 100], [10, 40, 100]]))
    # By state: unknown, up, degraded, down.
    assert sums.seconds.tolist() == [[[10, 20, 0, 10], [0, 50, 0, 10]], [[0, 10, 20, 0], [0, 0, 30, 30]]]
    # Of the first: 25-30 up, 30-35 down; 45-50 down, 50-55 up. Of the second: 60-70 degraded, 70-80 down.
    assert sums.planned.tolist() == [[[0, 5, 0, 5], [0, 5, 0, 5]], [[0, 0, 0, 0], [0, 0, 10, 10]]]


def test_a_border_inside_a_window_of_maintenance_parts_it() -> None:
    planned = Intervals(np.array([10]), np.array([50]))
    sums = sum_states(rows([(0, DOWN)]), planned, None, np.array([[20, 30, 60]]))
    assert sums.planned[..., DOWN].tolist() == [[10, 20]]


def test_more_rows_than_a_block_holds_give_the_same() -> None:
    chance = np.random.default_rng(1)
    count, each = 300, 1000  # 300,000 rows: three blocks
    at = np.sort(chance.integers(0, 10_000, (count, each)), axis=1)
    at[:, 0] = 0
    state = chance.integers(0, 4, (count, each)).astype(np.int8)
    many = StateRows(np.arange(count + 1) * each, at.ravel(), state.ravel())
    borders = np.tile([0, 3_000, 9_500], (count, 1))
    sums = sum_states(many, NONE, None, borders)
    lasts = np.diff(np.minimum(at, 3_000), axis=1, append=3_000)
    for number in ServiceState:
        assert np.array_equal(sums.seconds[:, 0, number], (lasts * (state == number)).sum(axis=1))


@pytest.mark.parametrize(
    ("of", "borders", "said"),
    [
        ([[(5, UP), (3, DOWN)]], [[5, 9]], "rows of states must be in order"),
        ([[(5, UP)]], [[9, 5]], "borders of periods must be in order"),
        ([[(5, UP)]], [[4, 9]], "a state at or before its first border"),
        ([[(5, UP)], []], [[5, 9], [5, 9]], "a state at or before its first border"),
        ([[(5, UP)]], [[5]], "two or more"),
        ([[(5, UP)]], [[5, 9], [5, 9]], "two or more"),
        ([[(5, UP)]], [5, 9], "two or more"),
    ],
)
def test_misfits_are_refused(of: Any, borders: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        sum_states(rows(*of), NONE, None, np.array(borders))
