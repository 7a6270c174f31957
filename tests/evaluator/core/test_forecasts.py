"""Forecasts say no more than the months behind them can tell."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.confidence.forecasts import Bounds, project
from evaluator.core.confidence.prospects import Basis, Projection

OPEN = Bounds(None, None)
SHARE = Bounds(Fraction(0), Fraction(1))


def fractions(values: list[int]) -> list[Fraction | None]:
    return [Fraction(value) for value in values]


def test_a_significant_trend_goes_on_along_its_line() -> None:
    # One more a month, without a step off the line: 6, then 7, 8, 9 three months ahead.
    found = project(fractions([1, 2, 3, 4, 5, 6]), 3, OPEN)
    assert found == Projection(Basis.TREND, 6, Fraction(9), Fraction(9), Fraction(9))


def test_the_interval_is_as_wide_as_values_lay_off_the_line_and_opens_with_its_slope() -> None:
    # 0, 1, 4, 9, 16, 25: slopes i + j, median 5 of 15, bounds 2 and 8 (see the bounds of a slope).
    # Value less 5 times place: 0, -4, -6, -6, -4, 0, median -4. Off the line: 4, 0, -2, -2, 0, 4.
    # The line is at -4 + 5 * 2.5 = 8.5 in the middle, and at 26 at place 6, 3.5 later: there it lies between
    # 8.5 + 2 * 3.5 - 2 = 13.5 and 8.5 + 8 * 3.5 + 4 = 40.5.
    found = project(fractions([0, 1, 4, 9, 16, 25]), 1, OPEN)
    assert found == Projection(Basis.TREND, 6, Fraction(26), Fraction(27, 2), Fraction(81, 2))


def test_a_share_does_not_leave_its_ends() -> None:
    rising: list[Fraction | None] = [Fraction(value, 10) for value in (4, 5, 6, 7, 8, 9)]
    found = project(rising, 4, SHARE)
    assert (found.value, found.low, found.high) == (1, 1, 1)
    falling = project(rising[::-1], 6, SHARE)
    assert (falling.value, falling.low, falling.high) == (0, 0, 0)


def test_without_a_trend_the_range_so_far_is_all_that_is_told() -> None:
    found = project(fractions([3, 1, 2, 3, 1, 2]), 5, OPEN)
    assert found == Projection(Basis.RANGE, 6, None, Fraction(1), Fraction(3))


def test_a_line_is_drawn_no_further_ahead_than_there_are_months_behind_it() -> None:
    values = fractions([1, 2, 3, 4, 5, 6])
    assert project(values, 6, OPEN).basis is Basis.TREND
    assert project(values, 7, OPEN) == Projection(Basis.RANGE, 6, None, Fraction(1), Fraction(6))


def test_four_months_have_a_range_and_three_have_nothing() -> None:
    assert project(fractions([1, 2, 3, 4]), 1, OPEN) == Projection(
        Basis.RANGE, 4, None, Fraction(1), Fraction(4)
    )
    three = [None, Fraction(1), None, Fraction(2), Fraction(3), None]
    assert project(three, 1, OPEN) == Projection(Basis.CANNOT_BE_TOLD, 3, None, None, None)


def test_a_month_that_is_past_has_no_forecast() -> None:
    with pytest.raises(ValueError, match="ahead"):
        project(fractions([1, 2, 3, 4]), 0, OPEN)


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=8), st.integers(1, 30))
def test_fewer_than_four_months_never_tell_anything(values: list[int | None], ahead: int) -> None:
    given_values = [None if value is None else Fraction(value) for value in values]
    found = project(given_values, ahead, OPEN)
    few = sum(value is not None for value in values) < 4
    assert (found.basis is Basis.CANNOT_BE_TOLD) == few
    assert (found.low is None) == few
    # Only a trend of six months or more names a single value.
    assert found.value is None or found.periods >= 6


@given(st.lists(st.integers(0, 50), min_size=6, max_size=15), st.integers(1, 6))
def test_the_value_lies_in_its_interval(values: list[int], ahead: int) -> None:
    found = project(fractions(values), ahead, OPEN)
    assert found.low is not None
    assert found.high is not None
    assert found.value is None or found.low <= found.value <= found.high
