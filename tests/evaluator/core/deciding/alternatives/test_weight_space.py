"""The share of all weights with which each alternative comes first."""

from fractions import Fraction

from evaluator.core.deciding.alternatives.weight_space import SpaceMethod, weight_space_of
from tests.evaluator.core.deciding.alternatives.cases import model


def test_two_criteria_are_reckoned_exactly() -> None:
    # A 80/20 and B 50/60 meet at w = 4/7 of quality: A wins the 3/7 above, B the 4/7 below.
    found = model(
        {"quality": 70, "cost": 30}, {"A": {"quality": 80, "cost": 20}, "B": {"quality": 50, "cost": 60}}
    )
    space = weight_space_of(found, 1000, 1)
    assert space.method is SpaceMethod.EXACT
    assert space.shares == (("A", Fraction(3, 7)), ("B", Fraction(4, 7)))


def test_who_is_never_first_wins_no_share() -> None:
    # C lies under the others everywhere: at 4/7, where they meet, both have 62.86 and C has 40.
    rows = {"A": {"q": 80, "c": 20}, "B": {"q": 50, "c": 60}, "C": {"q": 40, "c": 40}}
    space = weight_space_of(model({"q": 50, "c": 50}, rows), 1000, 1)
    assert dict(space.shares)["C"] == 0


def test_what_two_share_is_won_by_neither() -> None:
    rows = {"A": {"q": 50, "c": 50}, "B": {"q": 50, "c": 50}}
    space = weight_space_of(model({"q": 50, "c": 50}, rows), 1000, 1)
    assert space.shares == (("A", Fraction(0)), ("B", Fraction(0)))


def test_one_criterion_is_won_whole() -> None:
    space = weight_space_of(model({"q": 100}, {"A": {"q": 50}, "B": {"q": 40}}), 1000, 1)
    assert space.shares == (("A", Fraction(1)), ("B", Fraction(0)))


def test_three_criteria_are_drawn_and_come_close_to_what_geometry_says() -> None:
    # A leads where the first weight is more than half: a triangle half as wide as the whole, a quarter of it.
    rows = {"A": {"x": 100, "y": 0, "z": 0}, "B": {"x": 0, "y": 100, "z": 100}}
    space = weight_space_of(model({"x": 34, "y": 33, "z": 33}, rows), 20_000, 7)
    assert space.method is SpaceMethod.DRAWN
    shares = dict(space.shares)
    # One standard deviation of 20,000 draws is 0.31 points; four of them are allowed.
    assert abs(float(shares["A"]) - 0.25) < 0.0125
    assert abs(float(shares["B"]) - 0.75) < 0.0125


def test_the_same_seed_draws_the_same() -> None:
    rows = {"A": {"x": 90, "y": 10, "z": 40}, "B": {"x": 30, "y": 60, "z": 50}}
    found = model({"x": 34, "y": 33, "z": 33}, rows)
    assert weight_space_of(found, 1000, 3) == weight_space_of(found, 1000, 3)
    assert weight_space_of(found, 1000, 3) != weight_space_of(found, 1000, 4)


def test_without_a_complete_alternative_there_is_nothing_to_share() -> None:
    found = model({"x": 34, "y": 33, "z": 33}, {"A": {"x": 90, "y": 10, "z": None}})
    assert weight_space_of(found, 1000, 3).shares == ()
