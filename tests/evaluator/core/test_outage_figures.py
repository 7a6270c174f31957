"""Outages counted, the longest and the total: a window of 24 hours from midnight, worked by hand."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.records import ServiceState
from evaluator.contract.outage_indicators import OutageMeasure, OutageMonth
from evaluator.core.availability.outage_figures import OutageTerms, measure_outages, reach_of
from evaluator.core.availability.readings import read_window
from evaluator.core.availability.scenario import Window
from evaluator.core.outcomes import Figure
from tests.evaluator.core.monitored_days import (
    DEGRADED,
    DOWN,
    UP,
    always,
    hour,
    observed,
    rules,
    spans,
    states,
    subjects,
    timeline,
)

COUNT, LONGEST, TOTAL = OutageMeasure
STARTS, TOUCHES = OutageMonth
EXCLUDE = rules(unknown={"treat_as": "exclude"})
HOUR = 3600


def found(
    measure: OutageMeasure,
    *changes: Any,
    month_of: OutageMonth | None = None,
    terms: Any = EXCLUDE,
    looked: Any = ((-24, None),),
    begins: tuple[float, ServiceState] = (-24, UP),
    excluded: Any = (),
    **more: Any,
) -> Figure:
    window = Window(hour(0), hour(24))
    seen = timeline(states(begins, *changes), observed(*looked), terms, **{"known_at": 48} | more)
    readings = read_window(seen, spans(*excluded), window, reach_of(window, seen.known_at))
    month = (STARTS if month_of is None else month_of) if measure is not TOTAL else None
    return measure_outages(readings, always(), window, OutageTerms(measure, month))


def ends(figure: Figure) -> tuple[object, object, object]:
    return figure.low, figure.value, figure.high


def alike(value: int) -> tuple[int, int, int]:
    return value, value, value


TWO = ((2, DOWN), (3, UP), (10, DOWN), (14, UP))
"""One hour and four hours."""


@pytest.mark.parametrize(("measure", "value"), [(COUNT, 2), (LONGEST, 4 * HOUR), (TOTAL, 5 * HOUR)])
def test_two_outages_of_one_and_four_hours(measure: OutageMeasure, value: int) -> None:
    figure = found(measure, *TWO)
    assert ends(figure) == alike(value)
    assert (figure.sample_size, figure.known, figure.expected) == (2, 24 * HOUR, 24 * HOUR)
    assert figure.misses == (2 if measure is COUNT else None)


@pytest.mark.parametrize("measure", list(OutageMeasure))
def test_without_outages_the_value_is_nought(measure: OutageMeasure) -> None:
    assert ends(found(measure)) == alike(0)


def test_outages_that_are_too_short_count_for_nothing() -> None:
    terms = rules(unknown={"treat_as": "exclude"}, shortest_outage="90 min")
    assert [found(measure, *TWO, terms=terms).value for measure in OutageMeasure] == [1, 4 * HOUR, 4 * HOUR]


@pytest.mark.parametrize(
    ("month_of", "count", "longest"),
    [(STARTS, 1, 6 * HOUR), (TOUCHES, 2, 6 * HOUR)],
    ids=["starts", "touches"],
)
def test_an_outage_over_a_border_belongs_somewhere_as_a_whole(
    month_of: OutageMonth, count: int, longest: int
) -> None:
    # From -3 to 1 (4 h, 1 of them inside) and from 22 to 28 (6 h, 2 of them inside).
    over = ((-3, DOWN), (1, UP), (22, DOWN), (28, UP))
    assert ends(found(COUNT, *over, month_of=month_of)) == alike(count)
    assert ends(found(LONGEST, *over, month_of=month_of)) == alike(longest)
    assert ends(found(TOTAL, *over)) == alike(3 * HOUR)


def test_the_longest_that_only_touches_keeps_its_whole_length() -> None:
    over = ((-3, DOWN), (1, UP))
    assert found(LONGEST, *over, month_of=TOUCHES).value == 4 * HOUR
    assert found(LONGEST, *over, month_of=STARTS).value == 0


def test_an_outage_still_on_counts_until_what_is_known_and_may_go_on() -> None:
    still = ((22, DOWN),)
    assert ends(found(COUNT, *still)) == alike(1)
    assert ends(found(LONGEST, *still)) == (26 * HOUR, 26 * HOUR, None)
    assert ends(found(TOTAL, *still)) == alike(2 * HOUR)
    # The day is not over: what is still to come of it may be lost too.
    assert ends(found(TOTAL, *still, known_at=23)) == (HOUR, HOUR, None)


def test_an_outage_that_ends_with_the_life_of_the_service_does_not_go_on() -> None:
    ended = subjects(life=(0, hour(23)))
    assert ends(found(LONGEST, (22, DOWN), known_at=23, of=ended)) == alike(HOUR)


def test_excluded_time_and_maintenance_shorten_outages() -> None:
    assert [found(one, *TWO, excluded=((2, 3), (10, 11))).value for one in OutageMeasure] == [
        1,
        3 * HOUR,
        3 * HOUR,
    ]
    terms = rules(unknown={"treat_as": "exclude"}, planned_maintenance="exclude")
    assert found(COUNT, *TWO, terms=terms, maintenance=spans((10, 14))).value == 1


def test_the_total_is_what_an_availability_loses() -> None:
    # Degraded for two hours at a quarter, and 40 of 100 users without the service for one hour.
    weight = rules(unknown={"treat_as": "exclude"}, degraded={"treat_as": "weight", "weight": "0.25"})
    assert found(TOTAL, (2, DEGRADED), (4, UP), terms=weight).value == HOUR // 2
    by_users = rules(unknown={"treat_as": "exclude"}, weighting="users_affected")
    hit = found(TOTAL, (2, DOWN, 40), (3, UP), terms=by_users, of=subjects(users=100))
    assert hit.value == Fraction(2, 5) * HOUR


# Unknown time -----------------------------------------------------------------------------------------------


def test_unknown_time_hides_any_number_of_outages() -> None:
    figure = found(COUNT, *TWO, looked=((-24, 16), (18, None)))
    assert ends(figure) == (2, 2, None)
    assert figure.completeness == Fraction(22, 24)


def test_unknown_time_between_two_outages_may_make_them_one() -> None:
    # Down 2-3 and 4-14, nobody looked from 3 to 4: one of 12 h, or one of 1 h and one of 10 h.
    told = ((2, DOWN), (14, UP))
    looked = ((-24, 3), (4, None))
    assert ends(found(COUNT, *told, looked=looked)) == (1, 2, None)
    assert ends(found(LONGEST, *told, looked=looked)) == (10 * HOUR, 10 * HOUR, 12 * HOUR)
    assert ends(found(TOTAL, *told, looked=looked)) == (11 * HOUR, 11 * HOUR, 12 * HOUR)


def test_an_outage_that_may_have_begun_before_does_not_surely_start_here() -> None:
    # Nobody looked from -2 to 0; down from 0 to 3.
    looked = ((-24, -2), (0, None))
    told = ((0, DOWN), (3, UP))
    assert ends(found(COUNT, *told, looked=looked)) == (0, 1, 1)
    assert ends(found(COUNT, *told, looked=looked, month_of=TOUCHES)) == alike(1)
    assert ends(found(LONGEST, *told, looked=looked)) == (0, 3 * HOUR, 5 * HOUR)


def test_unknown_at_the_end_may_be_an_outage_that_goes_on() -> None:
    assert ends(found(LONGEST, *TWO, looked=((-24, 20),))) == (4 * HOUR, 4 * HOUR, None)


def test_a_window_without_hours_has_no_value() -> None:
    figure = found(COUNT, excluded=((0, 24),))
    assert (figure.value, figure.expected, figure.low, figure.high) == (None, 0, None, None)


SINCE_YESTERDAY = subjects(life=(hour(-24), hour(100)))
changes = st.lists(
    st.tuples(st.integers(-12, 35), st.sampled_from(ServiceState)), max_size=6, unique_by=lambda one: one[0]
)
looks = st.lists(st.tuples(st.integers(-12, 36), st.integers(-12, 36)).map(sorted), min_size=1, max_size=4)


@settings(max_examples=25)
@given(changes, looks, st.sampled_from(OutageMeasure), st.sampled_from(OutageMonth), st.integers(0, 3))
def test_the_value_lies_in_its_interval_whatever_was_seen(
    told: Any, looked: Any, measure: OutageMeasure, month_of: OutageMonth, shortest: int
) -> None:
    for treat_as in ("up", "down", "exclude"):
        terms = rules(
            unknown={"treat_as": treat_as}, shortest_outage=f"{shortest} h", degraded={"treat_as": "down"}
        )
        figure = found(measure, *told, looked=looked, terms=terms, month_of=month_of, of=SINCE_YESTERDAY)
        assert figure.value is not None
        assert figure.low is not None
        assert 0 <= figure.low <= figure.value
        assert figure.high is None or figure.value <= figure.high
