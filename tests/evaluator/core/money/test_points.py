from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.credits import RepeatRule
from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.core.money.points import RepeatedPoints, repeat_points
from evaluator.core.verdicts import judge_value
from tests.evaluator.core.indicators_for_tests import K09C, UK

DOUBLE = RepeatRule(factor=2, not_assessable_breaks_chain=False)
STRICT = RepeatRule(factor=2, not_assessable_breaks_chain=True)


def sequence(base: list[int | None], rule: RepeatRule = DOUBLE) -> list[int]:
    """Points after the repeat rule, period by period; None periods have none."""
    return [
        0 if points is None else repeat_points(points, base[:place][::-1], rule).points
        for place, points in enumerate(base)
    ]


@pytest.mark.parametrize(
    ("indicator", "percentages", "expected"),
    [
        (UK, ["98.5", "96.5", "96.5"], [1, 6, 6]),  # domain.md 5.3, vector 8
        (UK, ["96.5", "98.5", "96.5"], [3, 2, 6]),  # domain.md 5.3
        (K09C, ["98.5", "96.5", "96.5"], [1, 8, 8]),  # vector 8 with K09c's bands
    ],
)
def test_published_sequences(indicator: IndicatorTerms, percentages: list[str], expected: list[int]) -> None:
    points: list[int | None] = [judge_value(Fraction(value) / 100, indicator).points for value in percentages]
    assert sequence(points) == expected


def test_the_first_miss_is_no_repeat() -> None:
    assert repeat_points(2, [], DOUBLE) == RepeatedPoints(2, repeated=False)


def test_a_miss_after_a_miss_is_a_repeat() -> None:
    assert repeat_points(2, [1], DOUBLE) == RepeatedPoints(4, repeated=True)


def test_a_fourth_period_doubles_and_does_not_multiply_further() -> None:
    assert sequence([1, 1, 1, 1]) == [1, 2, 2, 2]


def test_a_period_on_target_ends_the_chain() -> None:
    assert sequence([1, 0, 1]) == [1, 0, 1]


def test_no_points_are_never_a_repeat() -> None:
    assert repeat_points(0, [4], DOUBLE) == RepeatedPoints(0, repeated=False)


def test_a_period_not_assessable_neither_repeats_nor_ends_the_chain() -> None:
    assert sequence([1, None, None, 1]) == [1, 0, 0, 2]
    assert sequence([0, None, 1]) == [0, 0, 1]
    assert sequence([None, 1]) == [0, 1]


def test_a_period_not_assessable_ends_the_chain_where_the_contract_says_so() -> None:
    assert sequence([1, None, 1], STRICT) == [1, 0, 1]


def test_a_factor_of_one_repeats_without_more_points() -> None:
    once = RepeatRule(factor=1, not_assessable_breaks_chain=False)
    assert repeat_points(3, [3], once) == RepeatedPoints(3, repeated=True)


@given(st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=12))
def test_points_are_the_base_or_its_double(base: list[int | None]) -> None:
    for points, after in zip(base, sequence(base), strict=True):
        assert after in (points or 0, 2 * (points or 0))
