from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.bands import Range
from evaluator.core.availability.unit_share import measure_unit_share
from evaluator.core.outcomes import Figure

REACHED = Range.model_validate({"from": "99 %"})
NOTHING_KNOWN = Figure(0, 0, 1, None, 0, 100, Fraction(0), Fraction(1))
NO_HOURS = Figure(0, 0, 1, None, 0, 0, None, None)


def unit(percent: int, low: int | None = None, high: int | None = None) -> Figure:
    ends = [Fraction(percent if end is None else end, 100) for end in (low, high)]
    return Figure(percent, 100, 1, None, 100, 100, *ends)


def test_the_share_counts_the_units_that_reached_the_level() -> None:
    found = measure_unit_share([unit(99), unit(100), unit(98), unit(99)], REACHED)
    assert (found.numerator, found.denominator, found.misses) == (3, 4, 1)
    assert (found.low, found.high, found.known, found.expected) == (Fraction(3, 4), Fraction(3, 4), 4, 4)


def test_a_unit_whose_interval_straddles_the_level_is_unknown() -> None:
    # One surely in, one surely out, one at 98 that could be 100.
    found = measure_unit_share([unit(100), unit(90), unit(98, 98, 100)], REACHED)
    assert found.value == Fraction(1, 3)
    assert (found.low, found.high) == (Fraction(1, 3), Fraction(2, 3))
    assert (found.known, found.expected) == (2, 3)


def test_a_unit_of_which_nothing_is_known_only_widens_the_interval() -> None:
    found = measure_unit_share([unit(100), NOTHING_KNOWN], REACHED)
    assert (found.numerator, found.denominator) == (1, 1)
    assert (found.low, found.high, found.completeness) == (Fraction(1, 2), 1, Fraction(1, 2))


def test_a_unit_without_hours_is_not_there() -> None:
    found = measure_unit_share([unit(100), NO_HOURS], REACHED)
    assert (found.denominator, found.expected) == (1, 1)


def test_no_units_at_all_have_no_share() -> None:
    found = measure_unit_share([NO_HOURS], REACHED)
    assert (found.value, found.low, found.high, found.completeness) == (None, None, None, None)


def test_an_interval_around_a_level_with_two_ends_is_unknown() -> None:
    between = Range.model_validate({"from": "50 %", "below": "60 %"})
    found = measure_unit_share([unit(40, 40, 70), unit(40, 40, 50), unit(70, 60, 70), unit(30)], between)
    assert found.known == 2
    assert (found.low, found.high) == (0, Fraction(1, 2))


def test_an_upper_level_is_out_of_reach_from_above() -> None:
    few = Range.model_validate({"to": "7 %"})
    found = measure_unit_share([unit(5), unit(9), unit(9, 6, 9)], few)
    assert (found.numerator, found.known) == (1, 2)


percents = st.integers(0, 100)


@given(st.lists(st.tuples(percents, percents, percents).map(sorted), min_size=1, max_size=6), percents)
def test_the_share_lies_in_its_interval(units: list[list[int]], level: int) -> None:
    figures = [unit(value, low, high) for low, value, high in units]
    found = measure_unit_share(figures, Range.model_validate({"from": f"{level} %"}))
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
