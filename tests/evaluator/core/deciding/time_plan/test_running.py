"""Running a plan in every future, and the latest start that is early enough."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.core.deciding.time_plan.futures import Chance, base_future, draw
from evaluator.core.deciding.time_plan.latest_start import (
    in_time,
    latest_days,
    latest_start,
    safe_start,
)
from evaluator.core.deciding.time_plan.passage import during, ending_on, plain
from evaluator.core.deciding.time_plan.plan import Cancellation, Lasting, Plan
from evaluator.core.deciding.time_plan.running import criticality, run
from tests.evaluator.core.deciding.time_plan.plans import CHANCE, HORIZON, appeal, plan, stage


def two_ways() -> Plan:
    """Ask for 10 days, then tender for 20 beside a plan for 5, then move for 7: 37 days."""
    return plan(
        stage("ask", 10),
        stage("tender", 20, ("ask",)),
        stage("plan", 5, ("ask",)),
        stage("move", 7, ("tender", "plan")),
    )


def test_a_stage_begins_when_all_before_it_are_done() -> None:
    runs = run(two_ways(), base_future(two_ways()), 100)
    assert {name: int(days[0]) for name, days in runs.starts.items()} == {
        "ask": 100,
        "tender": 110,
        "plan": 110,
        "move": 130,
    }
    assert runs.done.tolist() == [137]


def test_only_the_longest_way_decides_when_all_is_done() -> None:
    runs = run(two_ways(), base_future(two_ways()), 100)
    assert criticality(two_ways(), runs) == {"ask": 1, "tender": 1, "plan": 0, "move": 1}


def test_two_ways_of_one_length_both_decide() -> None:
    even = plan(stage("a", 4), stage("b", 4), stage("end", 1, ("a", "b")))
    assert criticality(even, run(even, base_future(even), 0)) == {"a": 1, "b": 1, "end": 1}


def test_an_appeal_comes_between_a_stage_and_those_after_it() -> None:
    asked = plan(
        stage("sign", 3), stage("move", 5, ("sign",)), appeal=appeal("sign", Fraction(1), planned=40)
    )
    runs = run(asked, base_future(asked), 0)
    assert (int(runs.ends["sign"][0]), int(runs.starts["move"][0]), int(runs.done[0])) == (3, 43, 48)
    assert criticality(asked, runs) == {"sign": 1, "move": 1}


def test_a_stage_that_is_done_keeps_its_day_and_what_is_left_begins_on_the_start() -> None:
    asked = plan(stage("ask", 10, done_before=50), stage("tender", 20, ("ask",)))
    runs = run(asked, base_future(asked), 80)
    assert (int(runs.ends["ask"][0]), int(runs.starts["tender"][0]), int(runs.done[0])) == (50, 80, 100)
    assert criticality(asked, runs) == {"ask": 0, "tender": 1}


def test_what_may_happen_after_a_stage_is_over_once_the_next_one_is_done() -> None:
    certain = Cancellation("ask", Fraction(1), Lasting(500, 500, 500))
    done = plan(
        stage("ask", 1, done_before=10),
        stage("sign", 1, ("ask",), done_before=20),
        stage("move", 5, ("sign",)),
        cancellation=certain,
    )
    assert set(run(done, draw(done, CHANCE), 30).done.tolist()) == {35}


def test_the_latest_start_of_a_fixed_plan_is_its_length_before_the_deadline() -> None:
    # 37 days that end with day 236 at the latest begin on day 200: 200 + 37 = 237, the first day after it.
    assert latest_start(two_ways(), base_future(two_ways()), 236, 1) == 200


def test_no_start_is_early_enough_where_the_horizon_is_too_short() -> None:
    assert latest_start(two_ways(), base_future(two_ways()), 35, 1) is None
    assert latest_days(two_ways(), 35) == ()


def test_stages_go_backward_from_the_deadline_each_in_time_for_those_after_it() -> None:
    found = {one.stage: (one.begins, one.ends) for one in latest_days(two_ways(), 236)}
    assert found == {"ask": (200, 209), "tender": (210, 229), "plan": (225, 229), "move": (230, 236)}


def test_the_backward_plan_leaves_the_planned_time_for_an_appeal() -> None:
    asked = plan(
        stage("sign", 3), stage("move", 5, ("sign",)), appeal=appeal("sign", Fraction(0), planned=40)
    )
    assert [(one.begins, one.ends) for one in latest_days(asked, 99)] == [(52, 54), (95, 99)]


def test_the_backward_plan_heeds_calendars() -> None:
    marks = np.zeros(HORIZON.count, dtype=np.bool_)
    marks[[40, 60]] = True
    asked = plan(
        stage("decide", 5, passage=ending_on(plain(HORIZON.count), marks)), stage("do", 30, ("decide",))
    )
    # What is done by day 99 begins on day 70; the last meeting before is day 60, prepared from day 56 on.
    assert [(one.begins, one.ends) for one in latest_days(asked, 99)] == [(56, 60), (70, 99)]


def test_stages_that_are_done_have_no_latest_days() -> None:
    asked = plan(stage("ask", 10, done_before=50), stage("tender", 20, ("ask",)))
    assert [one.stage for one in latest_days(asked, 200)] == ["tender"]


def test_the_safe_start_is_the_start_at_which_so_many_futures_are_in_time() -> None:
    asked = plan(stage("a", (10, 40, 100)))
    futures = draw(asked, CHANCE)
    # Nothing but the length matters here, so the start is the deadline less the 80 % quantile of the length.
    quantile = int(np.sort(futures.lasting["a"])[int(0.8 * CHANCE.draws) - 1])
    found = safe_start(asked, futures, 999, Fraction(4, 5))
    assert found.day == 1000 - quantile
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= found.day <= found.latest


def test_a_day_later_than_the_safe_start_is_not_safe() -> None:
    asked = plan(stage("a", (10, 40, 100)), stage("b", (5, 5, 90), ("a",)))
    futures = draw(asked, CHANCE)
    day = safe_start(asked, futures, 999, Fraction(9, 10)).day
    assert day is not None
    assert in_time(asked, futures, day, 999) >= 0.9 * CHANCE.draws > in_time(asked, futures, day + 1, 999)


@given(
    st.lists(st.booleans(), min_size=30, max_size=60),
    st.integers(0, 50),
    st.integers(0, 50),
    st.integers(0, 90),
)
@settings(max_examples=40, deadline=None)
def test_whoever_begins_later_is_never_more_surely_in_time(
    pattern: list[bool], one: int, other: int, deadline: int
) -> None:
    marks = np.resize(np.array([*pattern, True]), HORIZON.count)
    asked = plan(
        stage("a", (1, 5, 20), passage=during(marks)),
        stage("b", (0, 3, 9), ("a",), passage=ending_on(plain(HORIZON.count), marks)),
        appeal=appeal("a", Fraction(1, 3)),
    )
    futures = draw(asked, Chance(1, 200))
    early, late = sorted((one, other))
    assert in_time(asked, futures, early, deadline) >= in_time(asked, futures, late, deadline)


@pytest.mark.parametrize(
    ("days", "probability"), [(5, Fraction(1, 2)), (0, Fraction(9, 10)), (5, Fraction(9, 10))]
)
def test_the_safe_start_never_moves_later_where_more_can_go_wrong(days: int, probability: Fraction) -> None:
    def start(stretch: int, chance: Fraction) -> int:
        asked = plan(stage("a", (10, 40, 100 + stretch)), appeal=appeal("a", chance))
        found = safe_start(asked, draw(asked, CHANCE), 999, Fraction(4, 5)).day
        assert found is not None
        return found

    assert start(days, probability) <= start(0, Fraction(1, 2))
