"""Ranges and bands: their ends, what they hold, and whether together they leave anything out."""

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.bands import Clash, Range, describe_range, find_gaps_and_overlaps
from tests.evaluator.contract.refusals import refusal


def ranges(*terms: dict[str, Any]) -> list[Range]:
    return [Range.model_validate(one) for one in terms]


def found(*terms: dict[str, Any], whole_numbers: bool = False) -> list[str]:
    clashes = find_gaps_and_overlaps(ranges(*terms), whole_numbers=whole_numbers)
    return [clash.found for clash in clashes]


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"from": 1, "above": 1}, "write the lower end as from or as above, not both"),
        ({"to": 1, "below": 1}, "write the upper end as to or as below, not both"),
        ({"from": 2, "to": 1}, "the lower end is not below the upper end"),
        ({"from": 1, "below": 1}, "the lower end is not below the upper end"),
        ({"above": 1, "to": 1}, "the lower end is not below the upper end"),
        ({}, "name at least one end: from, above, to or below"),
    ],
)
def test_a_range_that_can_hold_nothing_or_everything_is_refused(terms: dict[str, Any], message: str) -> None:
    assert message in refusal(Range, terms)


def test_from_and_to_belong_to_a_range_and_above_and_below_do_not() -> None:
    closed, opened = ranges({"from": 1, "to": 2}, {"above": 1, "below": 2})
    assert [closed.holds(Fraction(value)) for value in (1, 2)] == [True, True]
    assert [opened.holds(Fraction(value)) for value in (1, 2)] == [False, False]
    assert opened.holds(Fraction(3, 2))


def test_a_range_may_be_one_value() -> None:
    (one,) = ranges({"from": 1, "to": 1})
    assert one.holds(Fraction(1))
    assert not one.holds(Fraction(1_000_001, 1_000_000))


def test_values_are_compared_as_they_are_and_not_rounded() -> None:
    # 99.951 against 99.95 and 100 (field.md G11).
    reached, perfect = ranges({"from": "99.95 %"}, {"from": "100 %"})
    assert reached.holds(Fraction(99_951, 100_000))
    assert not perfect.holds(Fraction(99_951, 100_000))


def test_an_end_left_out_is_open() -> None:
    below, above = ranges({"below": 1}, {"above": 1})
    assert below.holds(Fraction(-(10**9)))
    assert above.holds(Fraction(10**9))
    assert (below.lowest, above.highest) == (None, None)


def test_half_open_bands_that_meet_leave_nothing_out() -> None:
    assert found({"from": "90 %"}, {"from": "85 %", "below": "90 %"}, {"below": "85 %"}) == []


def test_bands_of_lower_is_better_own_their_upper_end() -> None:
    # K03 of the example contract: (lower, upper].
    assert found({"to": "7 %"}, {"above": "7 %", "to": "9 %"}, {"above": "9 %"}) == []


def test_two_bands_that_both_hold_a_value_overlap() -> None:
    assert found({"from": 1, "to": 2}, {"from": 2}) == ["from 1 to 2 and from 2 overlap"]


def test_a_band_inside_another_overlaps_it() -> None:
    assert found({"from": 0, "below": 10}, {"from": 3, "below": 4}) == [
        "from 0 below 10 and from 3 below 4 overlap"
    ]


def test_two_bands_open_to_the_same_side_overlap() -> None:
    assert found({"below": 1}, {"below": 2}) == ["below 1 and below 2 overlap"]
    assert found({"from": 1}, {"from": 2}) == ["from 1 and from 2 overlap"]


def test_values_between_bands_are_a_gap() -> None:
    assert found({"from": "90 %"}, {"below": "85 %"}) == [
        "no band holds values between below 0.85 and from 0.9"
    ]


def test_a_single_value_that_neither_band_holds_is_a_gap() -> None:
    assert found({"below": 1}, {"above": 1}) == ["no band holds values between below 1 and above 1"]


def test_whole_numbers_touch_without_sharing_an_end() -> None:
    counts = ({"to": 0}, {"from": 1, "to": 1}, {"from": 2})
    assert found(*counts, whole_numbers=True) == []
    assert len(found(*counts)) == 2


@pytest.mark.parametrize(
    ("lower", "upper", "touch"),
    [
        ({"to": 1}, {"above": 1}, True),
        ({"to": 1}, {"above": "1.5"}, True),
        ({"to": 1}, {"above": 2}, False),
        ({"to": 1}, {"from": 3}, False),
        ({"below": 2}, {"above": 1}, False),
        ({"below": 2}, {"from": 2}, True),
        ({"below": 2}, {"above": 2}, False),
        ({"below": "1.5"}, {"from": 2}, True),
    ],
)
def test_of_whole_numbers_only_whole_ones_can_be_missing(
    lower: dict[str, Any], upper: dict[str, Any], *, touch: bool
) -> None:
    assert (found(lower, upper, whole_numbers=True) == []) == touch


def test_a_range_is_described_as_it_is_written() -> None:
    (band,) = ranges({"from": "85 %", "below": "90 %"})
    assert describe_range(band) == "from 0.85 below 0.9"
    assert describe_range(band, shares=True) == "from 85 % below 90 %"


def test_a_range_is_described_with_all_its_digits() -> None:
    (fine,) = ranges({"from": "99.9999 %", "to": "100 %"})
    assert describe_range(fine, shares=True) == "from 99.9999 % to 100 %"
    (large,) = ranges({"from": 3_600_000})
    assert describe_range(large) == "from 3600000"


def test_of_two_ranges_that_clash_the_one_given_later_is_named() -> None:
    target, wrong, right = ranges({"from": "90 %"}, {"below": "82 %"}, {"from": "80 %", "below": "90 %"})
    [clash] = find_gaps_and_overlaps([target, wrong, right], whole_numbers=False, shares=True)
    assert clash == Clash(2, "below 82 % and from 80 % below 90 % overlap", "81 % lies in both")


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        # The bands as they are often published: 98.0-98.9 and 97.0-97.9.
        (
            ({"from": "97 %", "to": "97.9 %"}, {"from": "98 %", "to": "98.9 %"}),
            "97.95 % lies in none of them",
        ),
        (({"to": "90 %"}, {"from": "90 %"}), "90 % lies in both"),
        (({"below": "90 %"}, {"above": "90 %"}), "90 % lies in none of them"),
        (({"below": "80 %"}, {"below": "90 %"}), "40 % lies in both"),
        (({"from": "80 %"}, {"from": "90 %"}), "90 % lies in both"),
        (({"above": "80 %"}, {"above": "90 %"}), "95 % lies in both"),
    ],
)
def test_a_clash_names_a_value_that_lies_in_both_or_in_none(
    terms: tuple[dict[str, Any], ...], told: str
) -> None:
    [clash] = find_gaps_and_overlaps(ranges(*terms), whole_numbers=False, shares=True)
    assert clash.arithmetic == told


def test_of_whole_numbers_a_whole_one_is_named() -> None:
    [clash] = find_gaps_and_overlaps(ranges({"from": 1, "to": 2}, {"from": 4}), whole_numbers=True)
    assert clash.arithmetic == "3 lies in none of them"


def test_a_range_is_written_back_with_the_words_of_the_file() -> None:
    (band,) = ranges({"from": "85 %", "below": 2})
    assert sorted(band.model_dump(exclude_none=True)) == ["below", "from"]


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=5, unique=True), st.fractions(-60, 60))
def test_bands_without_gaps_and_overlaps_hold_every_value_exactly_once(
    ends: list[int], value: Fraction
) -> None:
    rising = sorted(ends)
    inner = [{"from": low, "below": high} for low, high in itertools.pairwise(rising)]
    terms = [{"below": rising[0]}, *inner, {"from": rising[-1]}]
    assert found(*terms) == []
    assert sum(one.holds(value) for one in ranges(*terms)) == 1
