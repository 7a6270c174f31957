"""Imported measurements: exact sums, the parts of a whole, and how much of the period they cover."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.core.measuring.told import response_rate
from evaluator.core.outcomes import Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import (
    FIRST_OF_NOVEMBER,
    T1,
    T2,
    WHOLE,
    facts,
    figure,
    interval,
    measure,
    measurement,
    measurements,
)

ALL_HOURS_OF_OCTOBER = 22 * 11 * 3600
"""22 working days of 11 hours at the desk (domain.md 7: 22 in October 2026)."""


def test_a_share_is_the_sum_of_numerators_over_the_sum_of_denominators() -> None:
    # (1 + 90) / (10 + 100): not the mean of 10 % and 90 %.
    middle = "2026-10-16 00:00"
    rows = measurements(measurement(1, 10, end=middle), measurement(90, 100, begin=middle))
    found = figure(small.imported(), facts(measurements=rows))
    assert interval(found) == (Fraction(91, 110), Fraction(91, 110), Fraction(91, 110))
    assert (found.sample_size, found.misses) == (110, 19)
    assert (found.known, found.expected) == (ALL_HOURS_OF_OCTOBER, ALL_HOURS_OF_OCTOBER)


def test_a_share_that_should_be_low_misses_in_what_it_counts() -> None:
    terms = small.imported(target={"to": "7 %"})
    assert figure(terms, facts(measurements=measurements(measurement(9, 100)))).misses == 9


def test_an_index_counts_no_misses() -> None:
    terms = small.imported(unit="index", target={"from": 70})
    assert figure(terms, facts(measurements=measurements(measurement(680, 10)))).misses is None


def test_a_sample_size_stated_is_the_one_taken() -> None:
    rows = measurements(measurement(6800, 100, sample_size=40), measurement(1, 1, measure="other"))
    assert figure(small.imported(unit="index"), facts(measurements=rows)).sample_size == 40


def test_missing_days_lower_completeness_and_take_the_bounds_away() -> None:
    # 1-11 October has 7 working days (1, 2, 5-9): 7 of 22.
    rows = measurements(measurement(9, 10, end="2026-10-12 00:00"))
    found = figure(small.imported(), facts(measurements=rows))
    assert found.completeness == Fraction(7, 22)
    assert interval(found) == (None, Fraction(9, 10), None)


def test_what_is_told_twice_about_the_same_days_is_not_known() -> None:
    # The 6th stands in both: nobody can say which of them holds.
    rows = measurements(
        measurement(1, 1, end="2026-10-07 00:00"),
        measurement(1, 1, begin="2026-10-06 00:00", end="2026-10-12 00:00"),
    )
    found = figure(small.imported(), facts(measurements=rows))
    assert (found.completeness, interval(found)) == (0, (None, 1, None))


def test_an_overlap_with_a_row_before_the_last_is_found_too() -> None:
    rows = measurements(
        measurement(1, 1, end="2026-10-12 00:00"),
        measurement(1, 1, begin="2026-10-02 00:00", end="2026-10-03 00:00"),
        measurement(1, 1, begin="2026-10-06 00:00", end="2026-10-07 00:00"),
    )
    assert figure(small.imported(), facts(measurements=rows)).completeness == 0


def test_days_that_two_units_cover_are_known_once() -> None:
    # 1-6 October has 4 working days (1, 2, 5, 6), 6-11 October 4 (6-9): together 7 of 22.
    rows = measurements(
        measurement(1, 1, end="2026-10-07 00:00", unit="north"),
        measurement(1, 1, begin="2026-10-06 00:00", end="2026-10-12 00:00", unit="south"),
    )
    assert figure(small.imported(), facts(measurements=rows)).completeness == Fraction(7, 22)


def test_services_together_are_known_as_far_as_each_of_them_is() -> None:
    # T1's desk is open 22 x 11 h, T2's office 22 x 10 h; of T2 nobody told.
    terms = small.imported(services=["T1", "T2"], measured="together")
    found = figure(terms, facts(measurements=measurements(measurement(9, 10))), WHOLE)
    assert found.completeness == Fraction(11, 21)


def test_only_measurements_of_the_sources_an_indicator_names_count() -> None:
    rows = measurements(measurement(9, 10), measurement(0, 10, source="mail"))
    assert figure(small.imported(), facts(measurements=rows)).value == Fraction(9, 10)


def test_a_measurement_that_crosses_the_border_of_the_period_is_not_split_by_guess() -> None:
    rows = measurements(measurement(1, 1, begin="2026-09-28 00:00", end="2026-10-05 00:00"))
    found = measure(small.imported(), facts(measurements=rows))
    assert set(found.figures.values()) == {None}


def test_nothing_imported_is_not_measured() -> None:
    found = measure(small.imported(), facts())
    assert found.figures == {(T1, View.AS_MEASURED): None, (T1, View.AFTER_EXCLUSIONS): None}


def test_measurements_without_cases_have_no_value() -> None:
    found = figure(small.imported(), facts(measurements=measurements(measurement(0, 0))))
    assert interval(found) == (None, None, None)


@pytest.mark.parametrize("row", [measurement(9999, 9), measurement(-1, 9)])
def test_a_measurement_that_is_no_share_leaves_nothing_known(row: dict[str, Any]) -> None:
    # 9999 good of 9: the rest of the month, 9 of 10, does not make up for it.
    rest = measurement(9, 10, begin="2026-10-16 00:00")
    rows = measurements(row | {"to_at": rest["from_at"]}, rest)
    found = figure(small.imported(), facts(measurements=rows))
    assert found.completeness == 0
    assert interval(found) == (None, None, None)
    assert (found.sample_size, found.misses) == (0, None)


def test_an_index_may_be_above_one() -> None:
    found = figure(small.imported(unit="index"), facts(measurements=measurements(measurement(9999, 9))))
    assert found.value == 1111


def test_every_view_shows_the_same_sum() -> None:
    found = measure(small.imported(), facts(measurements=measurements(measurement(9, 10))))
    assert found.figures[T1, View.AS_MEASURED] == found.figures[T1, View.AFTER_EXCLUSIONS]


def shares(terms: dict[str, Any], *rows: dict[str, Any]) -> dict[Scope, Fraction | None]:
    found = measure(terms, facts(measurements=measurements(*rows)))
    return {
        scope: None if figure is None else figure.value
        for (scope, view), figure in found.figures.items()
        if view is View.AS_MEASURED
    }


def test_segments_together_are_the_whole_where_nobody_measured_the_whole() -> None:
    found = shares(
        small.imported(), measurement(1, 4, segment="schools"), measurement(3, 4, segment="offices")
    )
    assert found == {
        T1: Fraction(1, 2),
        Scope("T1", "schools"): Fraction(1, 4),
        Scope("T1", "offices"): Fraction(3, 4),
    }


def test_a_whole_that_was_measured_is_not_added_to_its_parts() -> None:
    found = shares(
        small.imported(),
        measurement(6, 10),
        measurement(1, 4, segment="schools"),
        measurement(1, 10, unit="north"),
    )
    schools = Scope("T1", "schools")
    assert found == {
        T1: Fraction(6, 10),
        schools: Fraction(1, 4),
        Scope("T1", "schools", "north"): Fraction(1, 10),
    }


def test_units_together_are_the_whole_where_nobody_measured_the_whole() -> None:
    found = shares(small.imported(), measurement(1, 4, unit="north"), measurement(3, 4, unit="south"))
    # Both are schools, so that together they are all that was told of those as well.
    assert found == {
        T1: Fraction(1, 2),
        Scope("T1", "schools"): Fraction(1, 2),
        Scope("T1", "schools", "north"): Fraction(1, 4),
        Scope("T1", "schools", "south"): Fraction(3, 4),
    }


def test_a_unit_that_is_not_in_the_contract_is_in_no_segment() -> None:
    assert shares(small.imported(), measurement(1, 4, unit="elsewhere")) == {
        T1: Fraction(1, 4),
        Scope("T1", "", "elsewhere"): Fraction(1, 4),
    }


BOTH = small.imported(services=["T1", "T2"])


def test_services_are_summed_each_or_together() -> None:
    rows = (measurement(1, 4), measurement(3, 4, service="T2"), measurement(0, 9, service="T9"))
    assert shares(BOTH, *rows) == {T1: Fraction(1, 4), T2: Fraction(3, 4)}
    assert shares(BOTH | {"measured": "together"}, *rows) == {WHOLE: Fraction(1, 2)}


def test_the_response_rate_is_answers_by_people_asked() -> None:
    answered = measurement(70, 1, segment="schools", sample_size=20, population=100)
    more = measurement(70, 1, segment="offices", sample_size=30, population=100)
    other = measurement(70, 1, service="T9", sample_size=1, population=100)
    found = measure(small.imported(unit="index"), facts(measurements=measurements(answered, more, other)))
    responses = {scope: one.response for (scope, _), one in found.figures.items() if one is not None}
    assert responses == {
        T1: Fraction(1, 4),
        Scope("T1", "schools"): Fraction(1, 5),
        Scope("T1", "offices"): Fraction(3, 10),
    }


def test_nobody_knows_the_response_rate_where_a_number_is_missing() -> None:
    for one in (
        measurement(1, 1, sample_size=20),
        measurement(1, 1, population=20),
        measurement(1, 1, sample_size=0, population=0),
    ):
        assert response_rate(measurements(one)) is None


def test_more_answers_than_people_asked_are_no_response_rate() -> None:
    # 9999 answers of 9 people would be 111,100 % and above any floor.
    row = measurement(9, 10, sample_size=9999, population=9)
    assert figure(small.imported(), facts(measurements=measurements(row))).response is None


def test_a_period_without_open_hours_has_nothing_to_cover() -> None:
    closed = small.hours("07:00", "18:00", closed=[{"first": "2026-10-01", "last": "2026-10-31"}])
    hours = {"desk": closed, "office": small.hours("07:00", "17:00")}
    rows = measurements(measurement(9, 10, end=FIRST_OF_NOVEMBER))
    found = figure(small.imported(), facts(measurements=rows), service_hours=hours)
    assert (found.completeness, found.low) == (None, Fraction(9, 10))
