"""Bounds of a percentile: two values of the sample, by the exact binomial."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.confidence.order_statistics import interval_ranks, percentile_interval
from evaluator.core.confidence.prospects import smallest_sample

HALF = Fraction(1, 2)
SHARES = [HALF, Fraction(3, 4), Fraction(9, 10), Fraction(95, 100), Fraction(1, 10)]


def binomial(count: int, share: Fraction) -> list[Fraction]:
    """The exact probabilities of 0, 1, ... successes."""
    return [
        comb(count, successes) * share**successes * (1 - share) ** (count - successes)
        for successes in range(count + 1)
    ]


def test_of_six_values_the_lowest_and_highest_bound_the_median() -> None:
    # P(all six on one side) = 1/64 = 1.6 % on either side; the second would leave out 7/64 = 10.9 %.
    assert interval_ranks(6, HALF) == (1, 6)


def test_of_ten_values_the_second_and_ninth_bound_the_median() -> None:
    # P(B < 2) = 11/1024 = 1.1 %, P(B < 3) = 56/1024 = 5.5 %.
    values = np.array([50, 10, 30, 20, 40, 60, 70, 80, 90, 100])
    assert percentile_interval(values, HALF) == (20, 90)


def test_too_small_a_sample_has_no_bounds() -> None:
    # P(all five on one side) = 1/32 = 3.1 %.
    assert interval_ranks(5, HALF) is None
    assert percentile_interval(np.array([], dtype=np.int64), HALF) is None


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1)])
def test_the_ends_of_a_distribution_have_no_bounds(share: Fraction) -> None:
    assert interval_ranks(1000, share) is None
    assert smallest_sample(share) is None


@pytest.mark.parametrize(
    ("share", "size"),
    # 0.5^6, 0.75^13, 0.9^36, 0.95^72 and 0.99^368 are the first below 2.5 %.
    [
        (HALF, 6),
        (Fraction(3, 4), 13),
        (Fraction(9, 10), 36),
        (Fraction(95, 100), 72),
        (Fraction(99, 100), 368),
    ],
)
def test_the_smallest_sample_that_has_bounds(share: Fraction, size: int) -> None:
    assert smallest_sample(share) == size
    assert smallest_sample(1 - share) == size


@given(st.integers(1, 150), st.sampled_from(SHARES))
def test_the_bounds_hold_the_percentile_with_95_percent_and_closer_ones_would_not(
    count: int, share: Fraction
) -> None:
    probability = binomial(count, share)
    tail = Fraction(25, 1000)
    lower = max((rank for rank in range(1, count + 1) if sum(probability[:rank]) <= tail), default=None)
    upper = min((rank for rank in range(1, count + 1) if sum(probability[rank:]) <= tail), default=None)
    ranks = interval_ranks(count, share)
    if lower is None or upper is None:
        assert ranks is None
    else:
        assert ranks == (lower, upper)
        assert sum(probability[lower:upper]) >= Fraction(95, 100)


@given(st.lists(st.integers(0, 1000), min_size=6, max_size=60))
def test_the_order_of_the_values_does_not_matter(values: list[int]) -> None:
    shuffled = sorted(values, reverse=True)
    assert percentile_interval(np.array(values), HALF) == percentile_interval(np.array(shuffled), HALF)


def test_a_million_values_have_bounds_close_to_the_percentile() -> None:
    # Normal approximation: 950,000 -/+ 1.96 * sqrt(1,000,000 * 0.95 * 0.05) = 427.
    lower, upper = interval_ranks(1_000_000, Fraction(95, 100)) or (0, 0)
    assert lower == pytest.approx(950_000 - 427, abs=2)
    assert upper == pytest.approx(950_000 + 428, abs=2)
