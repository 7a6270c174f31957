"""The exact weight of a criterion at which two alternatives change places."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.alternatives.tipping import Tip, holds_of, tipping_of, tipping_weight
from tests.evaluator.core.deciding.alternatives.cases import model


def test_two_criteria_by_hand() -> None:
    # A is worth 80 and 20, B 50 and 60. They are equal at 80w + 20(1-w) = 50w + 60(1-w): 70w = 40, w = 4/7.
    found = model(
        {"quality": 70, "cost": 30}, {"A": {"quality": 80, "cost": 20}, "B": {"quality": 50, "cost": 60}}
    )
    assert tipping_of(found, "A", "B", "quality") == Fraction(4, 7)
    assert tipping_of(found, "A", "B", "cost") == Fraction(3, 7)


def test_the_other_weights_keep_their_proportions() -> None:
    # Cost 20, quality 50, risk 30. A leads on quality by 20 and risk by 10, B on cost by 40.
    # On the rest A leads by (50 x 20 + 30 x 10) / 80 = 16.25; w = 16.25 / (16.25 + 40) = 13/45.
    found = model(
        {"cost": 20, "quality": 50, "risk": 30},
        {"A": {"cost": 30, "quality": 70, "risk": 60}, "B": {"cost": 70, "quality": 50, "risk": 50}},
    )
    assert tipping_of(found, "A", "B", "cost") == Fraction(13, 45)


def test_who_leads_everywhere_is_tipped_by_no_weight() -> None:
    found = model({"x": 50, "y": 50}, {"A": {"x": 60, "y": 60}, "B": {"x": 40, "y": 50}})
    assert tipping_of(found, "A", "B", "x") is None


def test_the_same_lead_on_the_criterion_as_on_the_rest_is_a_lead_at_every_weight() -> None:
    found = model({"x": 50, "y": 50}, {"A": {"x": 60, "y": 60}, "B": {"x": 50, "y": 50}})
    assert tipping_of(found, "A", "B", "x") is None


def test_a_criterion_with_all_the_weight_leaves_no_proportions() -> None:
    points = {"x": Fraction(1), "y": Fraction(2)}
    weights = {"x": Fraction(1), "y": Fraction(0)}
    assert tipping_weight(points, {"x": Fraction(2), "y": Fraction(1)}, weights, "x") is None


def test_the_first_place_holds_between_the_nearest_crossings() -> None:
    # A 80/20, B 50/60, C 20/62 at 70/30: 62, 53, 32.6. A meets B at 4/7 and C at 42/102 = 7/17 of quality.
    found = model(
        {"quality": 70, "cost": 30},
        {
            "A": {"quality": 80, "cost": 20},
            "B": {"quality": 50, "cost": 60},
            "C": {"quality": 20, "cost": 62},
        },
    )
    quality, cost = holds_of(found, "A")
    assert quality.below == Tip(Fraction(4, 7), "B")
    assert quality.above is None
    assert cost.above == Tip(Fraction(3, 7), "B")
    assert cost.below is None


def test_a_first_place_is_tried_by_some_weight_up_and_down() -> None:
    found = model(
        {"quality": 70, "cost": 30}, {"A": {"quality": 80, "cost": 20}, "B": {"quality": 50, "cost": 60}}
    )
    quality, cost = holds_of(found, "A")
    # 70 % may fall to 4/7 = 57.1 %: ten points hold, thirteen do not.
    assert quality.holds_within(Fraction(10, 100))
    assert not quality.holds_within(Fraction(13, 100))
    assert cost.holds_within(Fraction(10, 100))
    assert not cost.holds_within(Fraction(13, 100))


POINTS = st.lists(st.integers(0, 100).map(Fraction), min_size=4, max_size=4)
NAMES = ["a", "b", "c", "d"]


@given(POINTS, POINTS, st.lists(st.integers(1, 50), min_size=4, max_size=4))
def test_at_the_tipping_weight_both_are_worth_the_same_and_the_order_differs_on_its_sides(
    ours: list[Fraction], theirs: list[Fraction], raw: list[int]
) -> None:
    mine, other = dict(zip(NAMES, ours, strict=True)), dict(zip(NAMES, theirs, strict=True))
    weights = {name: Fraction(weight, sum(raw)) for name, weight in zip(NAMES, raw, strict=True)}

    def lead(weight: Fraction) -> Fraction:
        scale = (1 - weight) / (1 - weights["a"])
        shares = {name: share * scale for name, share in weights.items()} | {"a": weight}
        return sum((shares[name] * (mine[name] - other[name]) for name in NAMES), Fraction(0))

    found = tipping_weight(mine, other, weights, "a")
    if found is None:
        # One of them leads from end to end, or they are the same.
        assert lead(Fraction(0)) * lead(Fraction(1)) >= 0
        return
    assert lead(found) == 0
    assert lead(found / 2) * lead((1 + found) / 2) < 0
