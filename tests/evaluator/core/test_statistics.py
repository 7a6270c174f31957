import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from evaluator.contract.indicators import PercentileMethod
from evaluator.core.confidence.prospects import Direction, Trend
from evaluator.core.confidence.statistics import (
    mann_kendall,
    percentile,
    slope_bounds,
    theil_sen,
    trend,
    wilson,
)

LINEAR, NEAREST = PercentileMethod.LINEAR, PercentileMethod.NEAREST_RANK
numbers = st.lists(st.integers(-5, 5), min_size=2, max_size=9)


def whole(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def fractions(values: list[int]) -> list[Fraction]:
    return [Fraction(value) for value in values]


# --- Wilson


def test_eighteen_of_twenty_lie_between_70_and_97_percent() -> None:
    # (0.9 + 1.9208/20) / (1 + 3.8416/20) = 0.8355..., less and plus 0.1365...
    found = wilson(18, 20)
    assert found is not None
    assert found == pytest.approx((0.69896, 0.97213), abs=1e-4)


def test_no_cases_have_no_confidence() -> None:
    assert wilson(0, 0) is None


def test_a_perfect_sample_is_not_certain() -> None:
    none, every = wilson(0, 20), wilson(20, 20)
    assert none is not None
    assert every is not None
    assert none[0] == 0.0 < none[1] < 1.0
    assert 0.0 < every[0] < every[1] == 1.0


@pytest.mark.parametrize(("successes", "cases"), [(-1, 3), (4, 3)])
def test_more_or_less_than_the_cases_is_no_share(successes: int, cases: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(successes, cases)


@given(st.integers(1, 5000).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases))))
def test_wilson_is_that_of_scipy(case: tuple[int, int]) -> None:
    theirs = stats.binomtest(*case).proportion_ci(0.95, method="wilson")
    ours = wilson(*case, z=float(stats.norm.ppf(0.975)))
    assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-12)


# --- Percentiles


@pytest.mark.parametrize(
    ("method", "share", "expected"),
    [
        (LINEAR, "0.5", Fraction(25)),  # between 20 and 30
        (LINEAR, "0.95", Fraction(385, 10)),  # place 2.85 from 0: 30 + 0.85 x 10
        (LINEAR, "0", Fraction(10)),
        (LINEAR, "1", Fraction(40)),
        (NEAREST, "0.5", Fraction(20)),
        (NEAREST, "0.51", Fraction(30)),
        (NEAREST, "0.95", Fraction(40)),
        (NEAREST, "0", Fraction(10)),
        (NEAREST, "1", Fraction(40)),
    ],
)
def test_percentiles_of_four_values(method: PercentileMethod, share: str, expected: Fraction) -> None:
    assert percentile(whole(40, 10, 30, 20), Fraction(share), method) == expected


def test_no_values_have_no_percentile() -> None:
    assert percentile(whole(), Fraction(1, 2), LINEAR) is None


def test_percentiles_are_exact_beyond_what_a_float_holds() -> None:
    assert percentile(whole(2**53, 2**53 + 1), Fraction(1, 2), LINEAR) == 2**53 + Fraction(1, 2)


@given(numbers, st.integers(0, 20))
def test_percentiles_are_those_of_numpy(values: list[int], twentieths: int) -> None:
    share = Fraction(twentieths, 20)
    for method, theirs in ((LINEAR, "linear"), (NEAREST, "inverted_cdf")):
        found = percentile(whole(*values), share, method)
        assert found is not None
        # NumPy's own arithmetic is inexact at the steps of the inverted distribution.
        if method is LINEAR or (share * len(values)).denominator != 1:
            assert float(found) == pytest.approx(np.quantile(values, float(share), method=theirs))


# --- Trend


def test_the_slope_is_the_median_of_all_slopes() -> None:
    # Slopes 1, 4/2, 3/3, 3, 2/2, -1: in order -1, 1, 1, 1, 2, 3.
    assert theil_sen(fractions([0, 1, 4, 3])) == 1


def test_one_value_has_no_slope() -> None:
    with pytest.raises(ValueError, match="two values"):
        theil_sen(fractions([1]))


def test_six_values_that_only_rise_are_one_order_of_720_and_so_are_those_that_only_fall() -> None:
    assert mann_kendall(fractions([1, 2, 3, 4, 5, 6])) == (15, 2 / 720)


def test_the_bounds_of_a_slope_are_two_of_the_slopes() -> None:
    # Of 720 orders of six values 6 have at most one falling pair (0.8 %), 20 at most two (2.8 %).
    # Of 0, 1, 4, 9, 16, 25 the slopes between places i and j are i + j: 1, 2, 3, 3, 4, 5, ... 6, 7, 7, 8, 9.
    assert slope_bounds(fractions([0, 1, 4, 9, 16, 25])) == (2, 8)


def test_four_values_have_no_bounds_of_their_slope() -> None:
    with pytest.raises(ValueError, match="five values"):
        slope_bounds(fractions([1, 2, 3, 4]))


@given(st.lists(st.integers(-50, 50), min_size=5, max_size=12))
def test_the_slope_lies_within_its_bounds(values: list[int]) -> None:
    low, high = slope_bounds(fractions(values))
    assert low <= theil_sen(fractions(values)) <= high


@given(numbers)
def test_the_slope_is_that_of_scipy(values: list[int]) -> None:
    theirs = stats.theilslopes(values, range(len(values))).slope
    assert float(theil_sen(fractions(values))) == pytest.approx(theirs)


@given(st.permutations(range(8)))
def test_without_ties_the_probability_is_that_of_scipy(values: list[int]) -> None:
    _, ours = mann_kendall(fractions(values))
    theirs = stats.kendalltau(range(8), values, method="exact").pvalue
    assert ours == pytest.approx(theirs, abs=1e-12)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 2), min_size=2, max_size=6))
def test_with_ties_the_probability_is_that_of_all_orders(values: list[int]) -> None:
    score, probability = mann_kendall(fractions(values))
    scores = [_score(order) for order in itertools.permutations(values)]
    assert score == _score(tuple(values))
    assert probability == pytest.approx(sum(abs(one) >= abs(score) for one in scores) / len(scores))


def _score(values: tuple[int, ...]) -> int:
    return sum((later > earlier) - (later < earlier) for earlier, later in itertools.combinations(values, 2))


def test_fewer_than_six_values_have_no_trend() -> None:
    assert trend(fractions([1, 2, 3, 4, 5]), higher_is_better=True) == Trend(Direction.UNKNOWN, None, None, 5)


def test_periods_without_a_value_are_no_values() -> None:
    gaps = [Fraction(1), None, Fraction(2), Fraction(3), None, Fraction(4), Fraction(5)]
    assert trend(gaps, higher_is_better=True).direction is Direction.UNKNOWN


def test_a_gap_keeps_its_place_in_time() -> None:
    # One a period throughout; without the gap's place the step over it would look like two.
    gaps = [Fraction(1), Fraction(2), None, Fraction(4), Fraction(5), Fraction(6), Fraction(7)]
    assert trend(gaps, higher_is_better=True).slope == 1


@pytest.mark.parametrize(
    ("values", "higher_is_better", "direction"),
    [
        ([1, 2, 3, 4, 5, 6], True, Direction.IMPROVED),
        ([1, 2, 3, 4, 5, 6], False, Direction.WORSENED),
        ([6, 5, 4, 3, 2, 1], True, Direction.WORSENED),
        ([6, 5, 4, 3, 2, 1], False, Direction.IMPROVED),
        ([1, 3, 2, 1, 3, 2], True, Direction.UNCHANGED),
        ([4, 4, 4, 4, 4, 4], True, Direction.UNCHANGED),
    ],
)
def test_where_an_indicator_is_going(
    values: list[int], direction: Direction, *, higher_is_better: bool
) -> None:
    assert trend(fractions(values), higher_is_better=higher_is_better).direction is direction


@given(st.lists(st.integers(0, 20), min_size=6, max_size=12))
def test_the_same_values_with_the_sign_turned_go_the_other_way(values: list[int]) -> None:
    turned = {Direction.IMPROVED: Direction.WORSENED, Direction.WORSENED: Direction.IMPROVED}
    plain = trend(fractions(values), higher_is_better=True)
    other = trend(fractions([-value for value in values]), higher_is_better=True)
    assert other.direction is turned.get(plain.direction, plain.direction)
    assert plain.slope is not None
    assert (other.slope, other.p_value) == (-plain.slope, plain.p_value)
