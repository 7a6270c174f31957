"""How easily chance alone makes a supplier miss a target, or reach it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evaluator.contract.bands import Range
from evaluator.core.confidence.false_alarm import miss_probability
from evaluator.core.confidence.prospects import SMALLEST_CHANCE, chance_of_miss


def target(**ends: str) -> Range:
    return Range.model_validate(ends)


AT_LEAST_95 = target(**{"from": "95 %"})


def test_one_of_two_cases_going_wrong_misses_a_target_above_half() -> None:
    # Both must go well: 1 - 0.9 x 0.9.
    assert miss_probability(Fraction(9, 10), 2, AT_LEAST_95) == pytest.approx(0.19, abs=1e-12)


@pytest.mark.parametrize(
    ("ends", "missed"),
    [
        # Two cases at 1/2: none, one, both good with 1/4, 1/2, 1/4. Shares 0, 1/2, 1.
        ({"from": "50 %"}, 0.25),
        ({"above": "50 %"}, 0.75),
        ({"to": "50 %"}, 0.25),
        ({"below": "50 %"}, 0.75),
        ({"from": "50 %", "to": "50 %"}, 0.5),
    ],
)
def test_an_end_of_the_target_is_inside_or_outside_as_it_is_written(
    ends: dict[str, str], missed: float
) -> None:
    assert miss_probability(Fraction(1, 2), 2, target(**ends)) == pytest.approx(missed, abs=1e-12)


@pytest.mark.parametrize(("level", "missed"), [(0, 1.0), (1, 0.0)])
def test_a_supplier_who_never_or_always_succeeds_is_certain(level: int, missed: float) -> None:
    assert miss_probability(Fraction(level), 12, AT_LEAST_95) == missed


@pytest.mark.parametrize("level", [Fraction(-1, 10), Fraction(11, 10)])
def test_a_level_outside_0_to_1_is_refused(level: Fraction) -> None:
    with pytest.raises(ValueError, match="is no share from 0 to 1"):
        miss_probability(level, 12, AT_LEAST_95)


def test_no_cases_have_no_share_to_miss_with() -> None:
    with pytest.raises(ValueError, match="at least one case, not 0"):
        miss_probability(Fraction(97, 100), 0, AT_LEAST_95)


@given(st.integers(1, 400), st.integers(1, 99), st.integers(1, 99))
def test_the_probability_is_that_of_the_binomial_distribution(cases: int, level: int, percent: int) -> None:
    allowed = -(-percent * cases // 100) - 1  # the most good cases that still miss
    theirs = float(stats.binom.cdf(allowed, cases, level / 100))
    ours = miss_probability(Fraction(level, 100), cases, target(**{"from": f"{percent} %"}))
    assert ours == pytest.approx(theirs, abs=1e-12, rel=1e-9)


# --- How often a supplier somewhat better than the target misses it


def test_with_twelve_cases_a_supplier_halfway_to_all_still_misses_in_a_quarter_of_them() -> None:
    # Truly at 97.5 %; 11 of 12 are 91.7 %, so that all must go well: 1 - 0.975^12 = 26.2 %.
    found = chance_of_miss(AT_LEAST_95, 12)
    assert found is not None
    assert (found.level, found.best) == (Fraction(975, 1000), Fraction(1))
    assert found.probability == pytest.approx(0.262, abs=5e-4)


def test_where_low_is_good_the_supplier_is_halfway_to_none() -> None:
    found = chance_of_miss(target(to="5 %"), 12)
    assert found is not None
    assert (found.level, found.best) == (Fraction(25, 1000), Fraction(0))
    assert found.probability == pytest.approx(0.262, abs=5e-4)


@pytest.mark.parametrize("cases", [0, 1, 200, 10_000_000])
def test_where_chance_seldom_decides_nothing_is_told(cases: int) -> None:
    # One case of one misses with 2.5 %; of 200 more than 10 must fail where 5 are expected: 1.2 %.
    assert chance_of_miss(AT_LEAST_95, cases) is None


@pytest.mark.parametrize("ends", [{"from": "100 %"}, {"to": 0}, {"from": "90 %", "to": "95 %"}])
def test_a_target_that_leaves_nothing_better_has_no_such_supplier(ends: dict[str, str]) -> None:
    assert chance_of_miss(target(**ends), 12) is None


@given(st.integers(1, 3000), st.sampled_from(["80 %", "95 %", "99 %"]))
def test_what_is_not_told_is_rare(cases: int, percent: str) -> None:
    aim = target(**{"from": percent})
    level = (1 + (aim.lowest or 0)) / 2
    told = chance_of_miss(aim, cases)
    chance = miss_probability(Fraction(level), cases, aim)
    assert (told is None) == (chance < SMALLEST_CHANCE)
