"""Drawing futures."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evaluator.core.deciding.time_plan.futures import Chance, base_future, draw, triangular
from evaluator.core.deciding.time_plan.plan import Cancellation, Lasting
from tests.evaluator.core.deciding.time_plan.plans import CHANCE, appeal, plan, stage


def test_the_base_plan_has_likely_times_the_planned_appeal_and_no_cancellation() -> None:
    asked = plan(
        stage("a", (1, 2, 9)),
        appeal=appeal("a", Fraction(0), planned=6),
        cancellation=Cancellation("a", Fraction(1), Lasting(50, 50, 50)),
    )
    base = base_future(asked)
    assert (base.lasting["a"].tolist(), base.delays["a"].tolist()) == ([2], [6])
    assert base_future(plan(stage("a", 3))).delays == {}


def test_days_follow_the_triangular_distribution_rounded_up() -> None:
    # By hand for 0, 10, 20: a half lies below the likely value, an eighth below its half.
    assert triangular(Lasting(0, 10, 20), np.array([0.0, 0.125, 0.5, 0.875, 1.0])).tolist() == [
        0,
        5,
        10,
        15,
        20,
    ]
    chances = np.linspace(0.001, 0.999, 97)
    expected = stats.triang(c=0.25, loc=100, scale=40).ppf(chances)
    assert (
        triangular(Lasting(100, 110, 140), chances).tolist() == np.ceil(expected - 1e-9).astype(int).tolist()
    )


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.floats(0, 1))
def test_no_draw_is_shorter_than_the_least_or_longer_than_the_most(
    low: int, rise: int, tail: int, chance: float
) -> None:
    lasting = Lasting(low, low + rise, low + rise + tail)
    (days,) = triangular(lasting, np.array([chance]))
    assert lasting.low <= days <= lasting.high


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    asked = plan(stage("a", (1, 50, 900)))
    first, again = (draw(asked, Chance(3, 1000)).lasting["a"].tobytes() for _ in range(2))
    assert first == again
    assert draw(asked, Chance(4, 1000)).lasting["a"].tobytes() != first


def test_a_stage_more_leaves_the_draws_of_the_others_as_they_were() -> None:
    alone = draw(plan(stage("a", (1, 50, 900))), CHANCE).lasting["a"]
    beside = draw(plan(stage("a", (1, 50, 900)), stage("b", (1, 2, 3))), CHANCE).lasting["a"]
    assert alone.tolist() == beside.tolist()


def test_an_appeal_takes_the_first_court_and_where_it_goes_on_the_next_one_too() -> None:
    delays = draw(plan(stage("a", 1), appeal=appeal("a", Fraction(1, 4))), CHANCE).delays["a"]
    assert sorted(set(delays.tolist())) == [0, 10, 30]
    # A quarter is appealed, an eighth goes on: 4000 draws have a standard error of 0.7 and 0.5 points.
    assert np.mean(delays > 0) == pytest.approx(0.25, abs=0.03)
    assert np.mean(delays == 30) == pytest.approx(0.125, abs=0.02)


def test_what_happens_after_one_stage_adds_up() -> None:
    certain = Cancellation("a", Fraction(1), Lasting(100, 100, 100))
    both = draw(plan(stage("a", 1), appeal=appeal("a", Fraction(1)), cancellation=certain), CHANCE)
    assert set(both.delays["a"].tolist()) == {110, 130}
    alone = draw(plan(stage("a", 1), cancellation=certain), CHANCE)
    assert set(alone.delays["a"].tolist()) == {100}


def test_where_all_moves_together_every_stage_is_as_slow_as_the_others() -> None:
    asked = plan(stage("a", (0, 50, 100)), stage("b", (0, 50, 100)))
    together = draw(asked, Chance(3, 500, Fraction(1))).lasting
    assert together["a"].tolist() == together["b"].tolist()
    apart = draw(asked, Chance(3, 500)).lasting
    assert abs(np.corrcoef(apart["a"], apart["b"])[0, 1]) < 0.15
