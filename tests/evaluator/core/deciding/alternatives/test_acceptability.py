"""How often each alternative comes in each place, and whether that tells them apart."""

from fractions import Fraction

import numpy as np
import pytest

from evaluator.core.deciding.alternatives.acceptability import draw_totals
from evaluator.core.deciding.alternatives.drawing import draw
from evaluator.core.deciding.alternatives.values import Scale, ValueModel
from evaluator.decisions.alternatives import Distribution, Simulation
from tests.evaluator.core.deciding.alternatives.cases import Rows, between, certain, model

SIMULATION = Simulation(seed=1, draws=20_000)
FALLING = Scale(Fraction(100), Fraction(0))


def test_what_is_certain_is_always_in_the_same_place() -> None:
    found, told = draw_totals(model({"x": 100}, {"A": {"x": 60}, "B": {"x": 40}}), SIMULATION, 1, {})
    assert [one.places for one in found] == [(20_000, 0), (0, 20_000)]
    assert told.first == "A"
    assert told.share == 1


def test_two_equal_unknowns_cannot_be_told_apart() -> None:
    rows: Rows = {"A": {"x": between(0, 50, 100)}, "B": {"x": between(0, 50, 100)}}
    found, told = draw_totals(model({"x": 100}, rows), SIMULATION, 1, {})
    assert told.first is None
    assert told.needed == Fraction(4, 5)
    # Each is first in half of the draws; one standard deviation is 0.35 points.
    assert abs(found[0].first_alone / 20_000 - 0.5) < 0.015


def test_how_often_a_triangle_beats_a_certain_value_is_its_area_above_it() -> None:
    # Triangular from 0 over 50 to 100: above 75 lie (25 x 25) / (100 x 50) = 12.5 %.
    rows: Rows = {"A": {"x": between(0, 50, 100)}, "B": {"x": 75}}
    found, told = draw_totals(model({"x": 100}, rows), SIMULATION, 1, {})
    assert abs(found[0].first_alone / 20_000 - 0.125) < 0.01
    assert told.first == "B"


def test_alternatives_that_are_worth_the_same_share_the_better_place_and_none_is_first_alone() -> None:
    found, told = draw_totals(model({"x": 100}, {"A": {"x": 60}, "B": {"x": 60}}), SIMULATION, 1, {})
    assert [one.places for one in found] == [(20_000, 0), (20_000, 0)]
    assert [one.first_alone for one in found] == [0, 0]
    assert told.first is None


def test_nothing_is_told_apart_while_an_alternative_lacks_a_value() -> None:
    # C could be worth anything on x: that A is first of the two that were drawn tells nothing of it.
    rows: Rows = {"A": {"x": 60}, "B": {"x": 40}, "C": {"x": None}}
    found, told = draw_totals(model({"x": 100}, rows), SIMULATION, 1, {})
    assert [one.alternative for one in found] == ["A", "B"]
    assert told.first is None
    assert (told.closest, told.share) == ("A", Fraction(1))


def test_values_drawn_as_one_are_one_unknown() -> None:
    # B is A with two points more on the second criterion: however the first falls, B is ahead.
    rows: Rows = {"A": {"x": between(0, 50, 100), "y": 50}, "B": {"x": between(0, 50, 100), "y": 52}}
    apart = model({"x": 50, "y": 50}, rows)
    shared = {**apart.values, ("B", "x"): apart.values["A", "x"]}
    found, told = draw_totals(ValueModel(apart.alternatives, apart.criteria, shared), SIMULATION, 1, {})
    assert found[1].first_alone == 20_000
    assert told.first == "B"


def test_what_was_drawn_elsewhere_is_taken_as_it_is() -> None:
    rows: Rows = {"A": {"x": between(0, 50, 100)}, "B": {"x": 40}}
    found, _ = draw_totals(model({"x": 100}, rows), SIMULATION, 1, {"A x": np.full(20_000, 41.0)})
    assert found[0].places == (20_000, 0)
    assert found[0].median == 41


def test_another_alternative_changes_no_draw_of_the_rest() -> None:
    rows: Rows = {"A": {"x": between(0, 50, 100)}, "B": {"x": between(20, 50, 90)}}
    before, _ = draw_totals(model({"x": 100}, rows), SIMULATION, 1, {})
    worst: Rows = {**rows, "C": {"x": 0}}
    after, _ = draw_totals(model({"x": 100}, worst), SIMULATION, 1, {})
    assert [one.first_alone for one in after[:2]] == [one.first_alone for one in before]
    assert [one.median for one in after[:2]] == [one.median for one in before]


def test_the_share_of_draws_below_a_floor() -> None:
    # Triangular 0, 50, 100: below 25 lie (25 x 25) / (100 x 50) = 12.5 %; a falling scale turns it round.
    rising = model({"x": 100}, {"A": {"x": between(0, 50, 100)}}, floors={"x": 25})
    falling = model({"x": 100}, {"A": {"x": between(0, 50, 100)}}, FALLING, {"x": 75})
    for found in (rising, falling):
        [one], _ = draw_totals(found, SIMULATION, 1, {})
        assert abs(float(one.beyond_floor) - 0.125) < 0.01


def test_where_no_alternative_is_complete_nothing_is_told() -> None:
    found, told = draw_totals(model({"x": 100}, {"A": {"x": None}}), SIMULATION, 1, {})
    assert found == ()
    assert (told.first, told.closest) == (None, None)
    assert told.share == 0


def test_the_same_seed_gives_the_same_figures() -> None:
    rows: Rows = {"A": {"x": between(0, 50, 100)}, "B": {"x": between(20, 50, 90)}}
    found = model({"x": 100}, rows)
    assert draw_totals(found, SIMULATION, 5, {}) == draw_totals(found, SIMULATION, 5, {})
    assert draw_totals(found, SIMULATION, 5, {}) != draw_totals(found, SIMULATION, 6, {})


@pytest.mark.parametrize(
    ("distribution", "mean"),
    # (0 + 30 + 90) / 3 = 40; PERT (0 + 4 x 30 + 90) / 6 = 35.
    [(Distribution.TRIANGULAR, 40), (Distribution.PERT, 35)],
)
def test_a_drawn_value_has_the_mean_of_its_distribution(distribution: Distribution, mean: int) -> None:
    drawn = draw(between(0, 30, 90), "x", 50_000, 1, distribution)
    assert abs(float(drawn.mean()) - mean) < 0.4
    assert 0 <= drawn.min() <= drawn.max() <= 90


def test_a_certain_value_is_drawn_as_itself() -> None:
    assert set(draw(certain(7), "x", 10, 1, Distribution.PERT)) == {7.0}
