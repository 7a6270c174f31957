"""Bootstrap intervals: of means by resampling, of percentiles by the binomial that resampling tends to."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.indicators import PercentileMethod
from evaluator.core.confidence.bootstrap import (
    MOST_RESAMPLED,
    bootstrap_ranks,
    mean_interval,
    percentile_bootstrap,
)
from evaluator.core.confidence.order_statistics import interval_ranks
from evaluator.core.confidence.prospects import FEWEST_FOR_A_MEAN, smallest_sample
from evaluator.core.confidence.statistics import percentile

HALF = Fraction(1, 2)
NEAREST, LINEAR = PercentileMethod.NEAREST_RANK, PercentileMethod.LINEAR


def of(*values: int) -> tuple[int, int] | None:
    return mean_interval(np.array(values, dtype=np.int64))


# --- Means


def test_the_interval_of_a_mean_of_two_values_follows_from_how_many_of_each_are_drawn() -> None:
    # Of ten draws k are 100: P(k <= 1) = 11/1024 = 1.1 %, P(k <= 2) = 56/1024 = 5.5 %: the 2.5 % point is
    # k = 2, with the mean 20 and the standard deviation 40: (20 - 50) / 40 = -0.75. The sample's own is 50:
    # 50 -/+ 0.75 x 50 = 12.5 to 87.5, rounded outwards.
    assert of(*[0] * 5, *[100] * 5) == (12, 88)


def test_few_cases_have_no_interval_of_their_mean() -> None:
    values = list(range(FEWEST_FOR_A_MEAN))
    assert of(*values) is not None
    assert of(*values[1:]) is None
    assert of() is None


def test_equal_cases_do_not_show_how_far_times_lie_apart() -> None:
    assert of(*[3600] * 50) is None
    assert of(*[3600] * 500) is None


@pytest.mark.parametrize("rare", [0, 100])
def test_one_value_that_many_resamples_do_not_hold_leaves_the_interval_boundless(rare: int) -> None:
    # 0.9^10 = 35 % of the resamples hold only the usual value.
    assert of(rare, *[100 - rare] * 9) is None


def test_no_time_is_below_nothing() -> None:
    # 0.8^10 = 11 % of the resamples hold no zero: 100 of every second, hardly apart, and far above the mean.
    found = of(0, 0, *[1000, 1001] * 4)
    assert found is not None
    assert found[0] == 0


def test_many_cases_have_the_normal_interval() -> None:
    # 400 cases, mean 50, standard deviation 50: 50 -/+ 1.96 x 50 / 20 = 45.1 to 54.9.
    assert of(*[0, 100] * 200) == (45, 55)


def test_skewness_moves_the_interval_of_many_cases_to_where_the_long_times_are() -> None:
    # A quarter is 100: mean 25, deviation 43.3, skewness 0.5 / 0.433 = 1.155.
    # Shift 1.155 x (2 x 3.84 + 1) / (6 x 20) = 0.0836; 25 - 1.876 x 2.165 = 20.9, 25 + 2.044 x 2.165 = 29.4.
    assert of(*[0, 0, 0, 100] * 100) == (20, 30)


def test_resampling_and_its_limit_agree_where_one_takes_over_from_the_other() -> None:
    # Quantiles of an exponential of mean 1 h; a standard error is 3600 / 14.2 = 254 s.
    def times(count: int) -> tuple[int, int]:
        places = (np.arange(count) + 0.5) / count
        return mean_interval((-3600 * np.log(1 - places)).astype(np.int64)) or (0, 0)

    assert times(MOST_RESAMPLED) == pytest.approx(times(MOST_RESAMPLED + 1), abs=0.2 * 254)


@pytest.mark.parametrize("count", [FEWEST_FOR_A_MEAN, 30, 300])
def test_of_a_hundred_skewed_samples_about_95_hold_the_true_mean(count: int) -> None:
    # 400 samples of an exponential with a mean of 10 h: 380 expected, and a standard deviation of 4.4.
    drawn = np.random.default_rng(20261001).exponential(36_000, (400, count)).astype(np.int64)
    intervals = [mean_interval(sample) or (0, 0) for sample in drawn]
    held = sum(low <= 36_000 <= high for low, high in intervals)
    assert 368 <= held <= 392


@given(st.permutations([7, 11, 11, 60, 61, 90, 300, 301, 3600, 86_400, 90_000]))
def test_the_order_of_cases_does_not_change_the_interval_of_their_mean(values: list[int]) -> None:
    assert of(*values) == of(*sorted(values))


@given(st.lists(st.integers(0, 10**8), min_size=10, max_size=40))
def test_the_interval_of_a_mean_holds_the_mean(values: list[int]) -> None:
    found = of(*values)
    assert found is None or found[0] <= Fraction(sum(values), len(values)) <= found[1]


# --- Percentiles


def test_the_median_of_ten_resampled_lies_between_the_second_and_the_eighth() -> None:
    # The fifth of a resample is at most the k-th where five draws are: of ten draws with k/10, P(B >= 5) is
    # 0.2 % for k = 1, 3.3 % for 2; 95.3 % for 7, 99.4 % for 8.
    values = np.array([50, 10, 30, 20, 40, 60, 70, 80, 90, 100])
    assert percentile_bootstrap(values, HALF, NEAREST) == (20, 80)
    # Interpolated, it lies between the fifth and the sixth; P(B >= 6) is 96.7 % for k = 8, 99.8 % for 9.
    assert percentile_bootstrap(values, HALF, LINEAR) == (20, 90)


def test_every_resample_of_six_counted_out_gives_the_same() -> None:
    values = np.array([3, 14, 15, 92, 65, 35])
    drawn = np.sort(np.array(list(itertools.product(values, repeat=6))), axis=1)
    low, high = percentile_bootstrap(values, HALF, NEAREST) or (0, 0)
    third = drawn[:, 2]
    assert np.mean(third < low) <= 0.025 < np.mean(third <= low)
    assert np.mean(third > high) <= 0.025 < np.mean(third >= high)


def test_an_interpolated_percentile_is_bounded_with_room() -> None:
    values = np.array([3, 14, 15, 92, 65, 35])
    drawn = np.array(list(itertools.product(values, repeat=6)))
    low, high = percentile_bootstrap(values, HALF, LINEAR) or (0, 0)
    medians = np.median(drawn, axis=1)
    assert np.mean(medians < low) <= 0.025
    assert np.mean(medians > high) <= 0.025


@pytest.mark.parametrize("share", [HALF, Fraction(9, 10)])
def test_the_smallest_sample_is_that_of_the_exact_bounds(share: Fraction) -> None:
    size = smallest_sample(share) or 0
    assert bootstrap_ranks(size, share, NEAREST) is not None
    assert bootstrap_ranks(size - 1, share, NEAREST) is None
    assert percentile_bootstrap(np.array([], dtype=np.int64), share, LINEAR) is None


def test_the_longest_time_of_all_has_no_bootstrap_interval() -> None:
    assert bootstrap_ranks(1000, Fraction(1), NEAREST) is None


@given(st.integers(400, 20_000), st.sampled_from([HALF, Fraction(9, 10), Fraction(1, 10)]))
def test_in_large_samples_the_bootstrap_is_the_exact_interval(count: int, share: Fraction) -> None:
    exact = interval_ranks(count, share) or (0, 0)
    # A twentieth of the distance between the two ends and the percentile, and a rank or two.
    near = 2 + 0.05 * (exact[1] - exact[0])
    assert bootstrap_ranks(count, share, NEAREST) == pytest.approx(exact, abs=math.ceil(near))


@given(st.lists(st.integers(0, 1000), min_size=36, max_size=80), st.sampled_from([NEAREST, LINEAR]))
def test_a_resampled_percentile_holds_that_of_the_sample(values: list[int], method: PercentileMethod) -> None:
    share = Fraction(9, 10)
    low, high = percentile_bootstrap(np.array(values), share, method) or (0, 0)
    assert low <= (percentile(np.array(values), share, method) or 0) <= high
    assert percentile_bootstrap(np.array(sorted(values)), share, method) == (low, high)
