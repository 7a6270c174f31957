from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.outcomes import Judgement, Verdict
from evaluator.core.verdicts import judge, judge_value
from tests.evaluator.core.indicators_for_tests import (
    K09C,
    UK,
    higher_is_better,
    number_of_misses,
    share,
    share_of_tickets,
)

MET = Judgement(Verdict.MET, 0)
NOT_ASSESSABLE = Judgement(Verdict.NOT_ASSESSABLE, 0)
SMALL = {"size": 20, "below": "count_misses", "points_by_misses": [0, 1, 2, 3, 4]}


def missed(points: int) -> Judgement:
    return Judgement(Verdict.MISSED, points)


def test_no_figure_is_not_measured() -> None:
    assert judge(None, UK) == Judgement(Verdict.NOT_MEASURED, 0)


def test_a_value_on_target_is_met() -> None:
    assert judge(share(99, 100), UK) == MET


@pytest.mark.parametrize(
    ("tenths", "points"), [(989, 1), (980, 1), (979, 2), (970, 2), (969, 3), (960, 3), (959, 4), (0, 4)]
)
def test_a_value_below_target_has_the_points_of_its_band(tenths: int, points: int) -> None:
    assert judge(share(tenths, 1000), UK) == missed(points)


def test_the_value_is_compared_unrounded() -> None:
    # 98.99...9 % rounds to 99 % at any number of decimals that people read, and misses.
    assert judge(share(99 * 10**9 - 1, 100 * 10**9), UK) == missed(1)


def test_a_count_beyond_the_last_band_stays_in_it() -> None:
    one_each = [judge_value(Fraction(count), number_of_misses()).points for count in range(7)]
    assert one_each == [0, 1, 2, 3, 4, 4, 4]


def test_facts_less_complete_than_the_floor_are_not_assessable() -> None:
    assert judge(share(50, 100, known=89, expected=100), UK) == NOT_ASSESSABLE
    assert judge(share(50, 100, known=90, expected=100), UK) == missed(4)


def test_a_period_without_cases_is_what_the_contract_says() -> None:
    assert judge(share(0, 0), number_of_misses()) == MET
    assert judge(share(0, 0), UK) == NOT_ASSESSABLE


def test_cases_of_which_nothing_is_known_are_no_period_without_cases() -> None:
    terms = higher_is_better("99 %", completeness_floor="0", empty_period="met")
    assert judge(share(0, 0, known=0, expected=7), terms) == NOT_ASSESSABLE


@pytest.mark.parametrize(("misses", "points"), [(0, 0), (1, 1), (3, 3), (4, 4), (9, 4)])
def test_a_sample_below_the_minimum_is_judged_by_its_misses(misses: int, points: int) -> None:
    terms = share_of_tickets("99 %", "98 %", minimum_sample=SMALL)
    assert judge(share(19 - misses, 19), terms) == (MET if points == 0 else missed(points))


def test_a_sample_of_the_minimum_is_judged_by_its_share() -> None:
    terms = share_of_tickets("99 %", "98 %", minimum_sample=SMALL)
    assert judge(share(19, 20), terms) == missed(2)


def test_a_sample_below_the_minimum_may_be_not_assessable() -> None:
    terms = higher_is_better("99 %", minimum_sample={"size": 20, "below": "not_assessable"})
    assert judge(share(19, 19), terms) == NOT_ASSESSABLE


def test_counting_misses_where_there_are_none_to_count_is_refused() -> None:
    terms = share_of_tickets("99 %", "98 %", minimum_sample=SMALL)
    with pytest.raises(ValueError, match="no single misses"):
        judge(share(1, 2, misses=None), terms)


def test_an_indicator_without_bands_misses_with_no_points() -> None:
    assert judge(share(1, 2), higher_is_better("99 %")) == missed(0)


def test_a_value_that_neither_target_nor_band_holds_is_refused() -> None:
    closed = higher_is_better("99 %", bands=[{"from": "98 %", "below": "99 %", "points": 1}])
    with pytest.raises(ValueError, match="let the outermost band be open"):
        judge(share(1, 2), closed)


def test_vector_7_a_class_b_availability_of_99_28_gives_one_point() -> None:
    class_b = higher_is_better("99.5 %", "99.25 %", "99 %", "98 %")
    assert judge(share(9928, 10_000), class_b) == missed(1)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_better_value_never_has_more_points(one: int, other: int) -> None:
    worse, better = sorted((one, other))
    assert judge(share(better, 1000), K09C).points <= judge(share(worse, 1000), K09C).points
