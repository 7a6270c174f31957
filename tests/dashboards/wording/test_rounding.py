"""Rounding for people, never across a target."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.wording.rounding import digits_needed, round_beside, round_half_up, round_percentage
from evaluator.contract.bands import Range

AT_LEAST_90 = Range.model_validate({"from": 90})
AT_MOST_7 = Range.model_validate({"to": 7})
BELOW_7 = Range.model_validate({"below": 7})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(5, 100), "0.1"),
        (Fraction(-5, 100), "-0.1"),
        (Fraction(4, 100), "0.0"),
        (Fraction(2, 3), "0.7"),
    ],
)
def test_a_half_goes_away_from_zero(value: Fraction, expected: str) -> None:
    assert str(round_half_up(value, 1)) == expected


def test_a_value_just_below_its_target_is_not_shown_as_reaching_it() -> None:
    # 89.96 would round to 90.0, which meets the target
    assert round_beside(Fraction(8996, 100), 1, AT_LEAST_90) == Decimal("89.9")


def test_a_value_just_above_an_upper_limit_is_not_shown_as_keeping_it() -> None:
    assert round_beside(Fraction(7001, 1000), 1, AT_MOST_7) == Decimal("7.1")


def test_a_value_that_meets_its_target_is_not_shown_as_missing_it() -> None:
    # 6.96 would round to 7.0, which is not below 7
    assert round_beside(Fraction(696, 100), 1, BELOW_7) == Decimal("6.9")


def test_digits_are_added_where_the_target_is_finer_than_the_digits() -> None:
    # with one decimal 9.2 keeps "at most 9.25" and 9.3 does not; 9.26 misses it, so 9.3 it is
    target = Range.model_validate({"to": "9.25"})
    assert round_beside(Fraction(926, 100), 1, target) == Decimal("9.3")
    # between 9.25 and 9.26 no value with one decimal lies; 9.255 needs a third
    narrow = Range.model_validate({"from": "9.25", "to": "9.26"})
    assert round_beside(Fraction(9255, 1000), 1, narrow) == Decimal("9.26")


def test_a_value_away_from_its_target_is_rounded_to_the_nearest() -> None:
    assert round_beside(Fraction(8567, 100), 1, AT_LEAST_90) == Decimal("85.7")


@given(
    value=st.fractions(min_value=0, max_value=100),
    end=st.fractions(min_value=0, max_value=100, max_denominator=100),
    kind=st.sampled_from(["from", "above", "to", "below"]),
)
def test_what_is_shown_is_on_the_side_of_the_target_where_the_value_is(
    value: Fraction, end: Fraction, kind: str
) -> None:
    target = Range.model_validate({kind: end})
    assert target.holds(Fraction(round_beside(value, 1, target))) == target.holds(value)


@given(
    value=st.fractions(min_value=0, max_value=100),
    end=st.fractions(min_value=0, max_value=100, max_denominator=100),
    kind=st.sampled_from(["from", "above", "to", "below"]),
)
def test_a_percentage_stays_off_the_ends_and_on_its_side_of_the_target(
    value: Fraction, end: Fraction, kind: str
) -> None:
    target = Range.model_validate({kind: end})
    shown = Fraction(round_percentage(value, 1, target))
    if shown in {0, 100}:
        assert shown == value
    else:
        assert target.holds(shown) == target.holds(value)


def test_a_percentage_between_a_fine_target_and_the_end_has_more_digits() -> None:
    # 99.99995 and 100 are both on target with up to four decimals; 99.9999 is not.
    target = Range.model_validate({"above": "99.9999"})
    assert round_percentage(Fraction(9_999_995, 100_000), 1, target) == Decimal("99.99995")


@given(value=st.fractions(), digits=st.integers(0, 4))
def test_a_rounded_value_is_at_most_half_a_unit_away(value: Fraction, digits: int) -> None:
    assert abs(Fraction(round_half_up(value, digits)) - value) <= Fraction(1, 2 * 10**digits)


def test_a_value_that_no_digits_part_from_its_target_is_still_shown() -> None:
    third = Range.model_validate({"from": Fraction(1, 3), "to": Fraction(1, 3)})
    assert round_beside(Fraction(1, 3), 1, third) == Decimal("0.333333333")


@pytest.mark.parametrize(
    ("value", "digits"), [(Fraction(90), 0), (Fraction(9925, 100), 2), (Fraction(1, 3), 4)]
)
def test_a_value_needs_as_many_digits_as_write_it_exactly(value: Fraction, digits: int) -> None:
    assert digits_needed(value) == digits
