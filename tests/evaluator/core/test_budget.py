"""Budgets of a share: what may be missed, what was, what is left."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.bands import Range
from evaluator.core.confidence.budget import Budget, budget_of
from tests.evaluator.core.indicators_for_tests import share


def target(**ends: str) -> Range:
    return Range.model_validate(ends)


AT_LEAST_95 = target(**{"from": "95 %"})
AT_MOST_5 = target(to="5 %")


def test_a_target_of_95_percent_of_100_cases_allows_five_misses() -> None:
    found = budget_of(share(97, 100), AT_LEAST_95)
    assert found == Budget(initial=Fraction(5), consumed=Fraction(3))
    assert found.remaining == 2
    assert (found.consumed_share, found.remaining_share) == (Fraction(3, 5), Fraction(2, 5))


def test_what_was_missed_too_much_is_left_below_nothing() -> None:
    # 5 allowed, 8 missed.
    found = budget_of(share(92, 100), AT_LEAST_95)
    assert found is not None
    assert (found.remaining, found.remaining_share) == (-3, Fraction(-3, 5))


def test_seconds_of_a_month_that_is_not_over_have_the_budget_of_the_whole_month() -> None:
    # 99.9 % of 30 days: 2592 s may be missed; 10 days are over with 600 s missed.
    counted = 10 * 86_400
    found = budget_of(share(counted - 600, counted), target(**{"from": "99.9 %"}), whole=30 * 86_400)
    assert found is not None
    assert (found.initial, found.consumed, found.remaining) == (2592, 600, 1992)


def test_the_fraction_of_a_case_stays_exact() -> None:
    found = budget_of(share(770, 777), target(**{"from": "99.9 %"}))
    assert found is not None
    assert (found.initial, found.remaining) == (Fraction(777, 1000), Fraction(777, 1000) - 7)


def test_a_share_that_must_stay_low_uses_up_its_own_budget() -> None:
    # At most 5 % reopened: 5 of 100 allowed, 2 were.
    assert budget_of(share(2, 100), AT_MOST_5) == Budget(initial=Fraction(5), consumed=Fraction(2))


def test_a_target_of_all_leaves_no_budget_and_no_part_of_it() -> None:
    found = budget_of(share(99, 100), target(**{"from": "100 %"}))
    assert found == Budget(initial=Fraction(0), consumed=Fraction(1))
    assert found.remaining == -1
    assert (found.consumed_share, found.remaining_share) == (None, None)


def test_nothing_counted_has_no_budget_unless_the_whole_is_known() -> None:
    assert budget_of(share(0, 0), AT_LEAST_95) is None
    assert budget_of(share(0, 0), AT_LEAST_95, whole=100) == Budget(Fraction(5), Fraction(0))


@pytest.mark.parametrize("good", [-1, 101])
def test_what_is_no_share_has_no_budget(good: int) -> None:
    assert budget_of(share(good, 100), AT_LEAST_95) is None


def test_a_target_with_two_ends_has_no_single_budget() -> None:
    assert budget_of(share(97, 100), target(**{"from": "95 %", "to": "99 %"})) is None


def test_a_whole_smaller_than_what_was_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="a whole of 99 is less than the 100 that were counted"):
        budget_of(share(97, 100), AT_LEAST_95, whole=99)


shares = st.integers(1, 500).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases)))
percentages = st.integers(1, 99).map(lambda percent: f"{percent} %")


@given(shares, percentages, st.sampled_from(["from", "above", "to", "below"]))
def test_a_target_is_kept_exactly_while_its_budget_lasts(
    counted: tuple[int, int], percent: str, end: str
) -> None:
    terms = target(**{end: percent})
    found = budget_of(share(*counted), terms)
    assert found is not None
    kept = found.remaining >= 0 if end in ("from", "to") else found.remaining > 0
    assert terms.holds(Fraction(*counted)) == kept
