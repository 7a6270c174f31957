"""Values on fixed scales, and what they add up to."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.alternatives.values import Estimate, Scale, order_of, totals_of
from tests.evaluator.core.deciding.alternatives.cases import model


def test_a_value_is_worth_its_share_of_a_fixed_scale() -> None:
    # From 80 % (worth 0) to 100 % (worth 100), 95 % lies three quarters up.
    assert Scale(Fraction(80), Fraction(100)).points(Fraction(95)) == 75


def test_on_a_scale_that_falls_less_is_worth_more() -> None:
    # From 750 to 500 million: 625 lies half way.
    assert Scale(Fraction(750), Fraction(500)).points(Fraction(625)) == 50


def test_beyond_the_ends_of_a_scale_nothing_more_is_lost_or_won() -> None:
    scale = Scale(Fraction(80), Fraction(100))
    assert scale.points(Fraction(70)) == 0
    assert scale.points(Fraction(110)) == 100


def test_an_estimate_comes_in_order() -> None:
    with pytest.raises(ValueError, match="order"):
        Estimate(Fraction(2), Fraction(1), Fraction(3))


def test_a_total_is_the_sum_of_weights_times_points() -> None:
    # 60 % of 80 and 40 % of 50: 48 + 20 = 68.
    [total] = totals_of(model({"quality": 60, "cost": 40}, {"prolong": {"quality": 80, "cost": 50}}))
    assert total.contributions == (("quality", Fraction(48)), ("cost", Fraction(20)))
    assert total.total == 68


def test_what_nobody_stated_is_not_zero_but_unknown() -> None:
    # 60 % of 80 is known: 48. The other 40 points of weight may be worth anything from 0 to 40.
    [total] = totals_of(model({"quality": 60, "cost": 40}, {"prolong": {"quality": 80, "cost": None}}))
    assert total.total is None
    assert (total.low, total.high) == (Fraction(48), Fraction(88))
    assert total.contributions[1] == ("cost", None)


def test_an_alternative_with_a_value_missing_has_no_place() -> None:
    found = model({"quality": 100}, {"prolong": {"quality": 50}, "own": {"quality": None}})
    assert order_of(totals_of(found)) == (("prolong",),)


def test_alternatives_that_are_worth_the_same_share_a_place() -> None:
    found = model({"quality": 100}, {"a": {"quality": 50}, "b": {"quality": 50}, "c": {"quality": 60}})
    assert order_of(totals_of(found)) == (("c",), ("a", "b"))


def test_below_the_floor_is_shown_and_not_dropped() -> None:
    found = model({"quality": 100}, {"a": {"quality": 39}, "b": {"quality": 40}}, floors={"quality": 40})
    first, second = totals_of(found)
    assert first.beyond_floor == ("quality",)
    assert first.total == 39
    assert second.beyond_floor == ()


def test_where_less_is_better_the_floor_is_the_most_accepted() -> None:
    falling = Scale(Fraction(100), Fraction(0))
    found = model({"cost": 100}, {"a": {"cost": 81}, "b": {"cost": 80}}, falling, {"cost": 80})
    assert [one.beyond_floor for one in totals_of(found)] == [("cost",), ()]


def test_a_floor_says_nothing_of_a_value_that_is_missing() -> None:
    [total] = totals_of(model({"quality": 100}, {"a": {"quality": None}}, floors={"quality": 40}))
    assert total.beyond_floor == ()


def test_the_trap_of_relative_prices_does_not_exist_here() -> None:
    """Domain 4.5: with price points of lowest price / own price, a third bid turns A and B round."""
    prices = {"A": 300, "B": 340, "C": 180}
    quality = {"A": Fraction(70, 100), "B": Fraction(87, 100), "C": Fraction(0)}

    def relative(names: str) -> dict[str, Fraction]:
        lowest = min(prices[name] for name in names)
        return {name: 60 * Fraction(lowest, prices[name]) + 40 * quality[name] for name in names}

    # 60 x 300/300 + 40 x 0.70 = 88.00 against 60 x 300/340 + 40 x 0.87 = 87.74; with C 64.00 against 66.56.
    assert relative("AB")["A"] > relative("AB")["B"]
    assert relative("ABC")["A"] < relative("ABC")["B"]

    def fixed(names: str) -> list[str]:
        scale = Scale(Fraction(400), Fraction(100))
        points = {
            name: {"price": int(scale.points(Fraction(prices[name]))), "quality": int(quality[name] * 100)}
            for name in names
        }
        places = order_of(totals_of(model({"price": 60, "quality": 40}, points)))
        return [name for place in places for name in place if name != "C"]

    assert fixed("AB") == fixed("ABC")


POINTS = st.lists(st.integers(0, 100), min_size=3, max_size=3)


@given(st.lists(POINTS, min_size=2, max_size=5), POINTS, st.lists(st.integers(1, 50), min_size=3, max_size=3))
def test_another_alternative_never_changes_the_order_of_the_rest(
    rows: list[list[int]], another: list[int], weights: list[int]
) -> None:
    names = ["x", "y", "z"]
    weighed = dict(zip(names, weights, strict=True))
    stated = {f"a{number}": dict(zip(names, row, strict=True)) for number, row in enumerate(rows)}
    before = totals_of(model(weighed, {**stated}))
    after = totals_of(model(weighed, {**stated, "irrelevant": dict(zip(names, another, strict=True))}))
    assert after[: len(before)] == before
