"""The score when one weight is moved by ten points, worked by hand."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.basis.score_sensitivity import MovedWeight, WeightedArea, moved_weights


def area(name: str, weight: int, value: int) -> WeightedArea:
    return WeightedArea(name, weight, Fraction(value), Fraction(value))


def test_the_total_moves_with_the_weight_of_one_area() -> None:
    """60 % of 80 and 40 % of 30 are 60; with 50 and 70 % instead of 60 % it is 55 and 65."""
    found = [one for one in moved_weights([area("a", 60, 80), area("b", 40, 30)]) if one.area == "a"]
    assert found == [
        MovedWeight("a", Fraction(50), Fraction(55), Fraction(55)),
        MovedWeight("a", Fraction(70), Fraction(65), Fraction(65)),
    ]


def test_the_others_keep_their_proportions() -> None:
    """With a at 50 % b and c share the other half 1 to 2: 0.5 * 60 + 1/6 * 90 + 1/3 * 30 = 30 + 15 + 10."""
    found = moved_weights([area("a", 40, 60), area("b", 20, 90), area("c", 40, 30)])
    assert MovedWeight("a", Fraction(50), Fraction(55), Fraction(55)) in found


def test_a_weight_is_never_moved_below_nothing_or_above_all() -> None:
    found = moved_weights([area("a", 95, 80), area("b", 5, 30)])
    assert [(one.area, one.weight) for one in found] == [("a", Fraction(85)), ("b", Fraction(15))]


def test_an_area_with_all_the_weight_is_not_moved_for_nothing_is_left_to_share() -> None:
    assert moved_weights([area("a", 100, 80), area("b", 0, 30)]) == (
        MovedWeight("b", Fraction(10), Fraction(75), Fraction(75)),
    )


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 100)), min_size=2, max_size=6))
def test_the_total_stays_between_the_lowest_and_the_highest_area(areas: list[tuple[int, int]]) -> None:
    found = moved_weights([area(str(place), *one) for place, one in enumerate(areas)])
    values = [value for _, value in areas]
    assert all(min(values) <= one.low <= one.high <= max(values) for one in found)
