"""Groups at each instant: worked by hand, and held against a slow reference that asks every hour."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.records import ServiceState
from evaluator.contract.availability import AvailabilityRules
from evaluator.core.availability.availability import Availability, measure_readings
from evaluator.core.availability.composites import EVERY_MEMBER
from evaluator.core.availability.readings import Readings, edges_of, read_pieces
from evaluator.core.availability.scenario import Window
from evaluator.core.availability.service_groups import combine
from evaluator.core.availability.timeline import Timeline
from evaluator.core.outcomes import Figure
from tests.evaluator.core.monitored_days import (
    DEGRADED,
    DOWN,
    UNKNOWN,
    UP,
    always,
    hour,
    in_hours,
    observed,
    rules,
    spans,
    states,
    subjects,
    timeline,
)
from tests.evaluator.core.monitored_days import figure as figure_of

DAY = (0.0, 24.0)
ALL = Fraction(1)
EXCLUDE = rules(unknown={"treat_as": "exclude"}, planned_maintenance="exclude")
WEIGHED = {"treat_as": "weight", "weight": "0.5"}


def seen(
    terms: AvailabilityRules, *changes: Any, looked: Any = (DAY,), planned: Any = (), **more: Any
) -> Timeline:
    """A member that was up at midnight but for `changes`."""
    maintenance = spans(*planned)
    return timeline(states((0, UP), *changes), observed(*looked), terms, maintenance=maintenance, **more)


def group(at_least: int, *members: Timeline, **left_out: Any) -> Availability:
    window = Window(hour(0), hour(24))
    return measure_readings(readings(at_least, *members, **left_out), always(), window)


def readings(
    at_least: int, *members: Timeline, excluded: pd.DataFrame | None = None, out: Sequence[Any] = ()
) -> Readings:
    """The readings of a group; `excluded` is time of its own, `out` that of each of its members."""
    window = Window(hour(0), hour(24))
    away, borders = edges_of(spans() if excluded is None else excluded, members[0].subjects, (window,))
    gone = [edges_of(spans(*one), members[0].subjects, ()) for one in out or [()] * len(members)]
    edges = np.concatenate([borders, *(own for _, own in gone)])
    cut = [
        read_pieces(Timeline(**vars(one) | {"pieces": one.pieces.split_at(edges)}), away).leave_out(own)
        for one, (own, _) in zip(members, gone, strict=True)
    ]
    return combine(cut, at_least)


def figure(at_least: int, *members: Timeline, **left_out: Any) -> Figure:
    (only,) = group(at_least, *members, **left_out).figures
    return only


def hours_of(found: Figure) -> object:
    """Hours available, of hours counted."""
    available, counted = in_hours([found.numerator, found.denominator])
    return available, counted


A = ((2, DOWN), (6, UP))
B = ((4, DOWN), (8, UP))
"""Down 2-6 and 4-8: together 2-8, at the same time 4-6."""


@pytest.mark.parametrize(
    ("at_least", "lost"),
    [(EVERY_MEMBER, 6), (2, 6), (1, 2)],
    ids=["worst", "both of two", "best"],
)
def test_a_group_is_as_well_off_as_the_worst_of_its_best_members(at_least: int, lost: int) -> None:
    strict = rules()
    assert hours_of(figure(at_least, seen(strict, *A), seen(strict, *B))) == (24 - lost, 24)


def test_two_of_three_is_down_where_two_are() -> None:
    # A 2-6, B 4-8, C 5-7: two or more from 4 to 7.
    strict = rules()
    found = group(2, seen(strict, *A), seen(strict, *B), seen(strict, (5, DOWN), (7, UP)))
    assert hours_of(found.figures[0]) == (21, 24)
    assert found.outages[["starts_at", "ends_at"]].to_numpy().tolist() == [[hour(4), hour(7)]]


def test_members_that_take_over_from_each_other_make_one_outage() -> None:
    strict = rules(shortest_outage="5 h")
    # Each lasts 4 h and would not count; one after the other they are the 6 h from 2 to 8.
    assert hours_of(figure(EVERY_MEMBER, seen(strict, *A), seen(strict, *B))) == (18, 24)
    assert hours_of(figure(1, seen(strict, *A), seen(strict, *B))) == (24, 24)


def test_two_front_ends_and_a_database_nested() -> None:
    # Front ends down 2-6 and 4-8: both from 4 to 6. The database from 5 to 7. Down in all from 4 to 7.
    strict = rules()
    front = readings(1, seen(strict, *A), seen(strict, *B))
    window = Window(hour(0), hour(24))
    _, edges = edges_of(spans(), front.timeline.subjects, (window,))
    database = seen(strict, (5, DOWN), (7, UP))
    cut = Timeline(**vars(database) | {"pieces": database.pieces.split_at(edges)})
    whole = combine([front, read_pieces(cut, front.away)], EVERY_MEMBER)
    (found,) = measure_readings(whole, always(), window).figures
    assert hours_of(found) == (21, 24)


def test_what_an_unknown_member_cannot_change_is_known() -> None:
    # Nobody looked at B from 10 to 12; A was up. The best is up either way, the worst could be anything.
    terms = rules(unknown={"treat_as": "exclude"})
    blind = ((0, 10), (12, 24))
    best = figure(1, seen(terms), seen(terms, looked=blind))
    assert (hours_of(best), best.low, best.high, best.completeness) == ((24, 24), ALL, ALL, ALL)
    worst = figure(EVERY_MEMBER, seen(terms), seen(terms, looked=blind))
    assert hours_of(worst) == (22, 22)
    assert (worst.low, worst.high, worst.completeness) == (Fraction(22, 24), ALL, Fraction(22, 24))


def test_where_one_is_down_anyway_the_worst_is_known() -> None:
    terms = rules(unknown={"treat_as": "exclude"})
    found = figure(EVERY_MEMBER, seen(terms, (10, DOWN), (12, UP)), seen(terms, looked=((0, 10), (12, 24))))
    assert (hours_of(found), found.low, found.high) == ((22, 24), Fraction(22, 24), Fraction(22, 24))


def test_each_way_to_take_unknown_time_holds_for_members_first() -> None:
    # B is carried forward as up from 10 to 11, then down to 12.
    carried = rules(unknown={"treat_as": "carry_forward", "longest": "1 h", "then": "down"})
    found = figure(EVERY_MEMBER, seen(carried), seen(carried, looked=((0, 10), (12, 24))))
    assert hours_of(found) == (23, 24)
    assert (found.low, found.high) == (Fraction(22, 24), ALL)


def test_a_degraded_best_bounds_what_an_unknown_member_can_lose() -> None:
    # A half down all day, B unknown from 12: the best is between up and half down.
    terms = rules(unknown={"treat_as": "exclude"}, degraded=WEIGHED)
    found = figure(1, seen(terms, (0.0001, DEGRADED)), seen(terms, looked=((0, 12),)))
    assert found.high == 1
    assert found.low is not None
    assert float(found.low) == pytest.approx(0.75, abs=1e-5)


# Maintenance ------------------------------------------------------------------------------------------------


def test_maintenance_of_the_member_that_makes_the_state_is_maintenance_of_the_group() -> None:
    planned = seen(EXCLUDE, (2, DOWN), (6, UP), planned=((2, 6),))
    assert hours_of(figure(EVERY_MEMBER, planned, seen(EXCLUDE))) == (20, 20)
    assert hours_of(figure(1, planned, seen(EXCLUDE))) == (24, 24)


def test_maintenance_of_one_member_excuses_no_fault_of_another() -> None:
    # A is in maintenance from 2 to 6, B fails from 4 to 8.
    for terms, of in ((EXCLUDE, 22), (rules(planned_maintenance="count_up"), 24)):
        planned, fails = seen(terms, *A, planned=((2, 6),)), seen(terms, *B)
        assert hours_of(figure(EVERY_MEMBER, planned, fails)) == (of - 4, of)
        # The best works until B fails too: A was to be down, B was not.
        assert hours_of(figure(1, planned, fails)) == (22, 24)


def test_a_lesser_fault_beside_maintenance_is_lost_by_itself() -> None:
    # A is down in maintenance from 2 to 6, B half down: without the maintenance half would be lost.
    terms = rules(planned_maintenance="exclude", degraded=WEIGHED)
    planned, half = seen(terms, *A, planned=((2, 6),)), seen(terms, (2, DEGRADED), (6, UP))
    assert figure(EVERY_MEMBER, planned, half).value == Fraction(22, 24)


def test_where_maintenance_excuses_nothing_every_member_counts_as_it_was() -> None:
    planned = seen(rules(), *A, planned=((2, 6),))
    assert hours_of(figure(EVERY_MEMBER, planned, seen(rules()))) == (20, 24)
    blind = seen(rules(), planned=((2, 6),), looked=((0, 2), (6, 24)))
    found = figure(EVERY_MEMBER, blind, seen(rules()))
    assert (hours_of(found), found.completeness) == ((20, 24), ALL)


def test_where_only_a_fault_would_leave_the_group_in_maintenance_it_is_not() -> None:
    # B is up in maintenance and A unknown: were A down, all that works were in maintenance.
    blind, planned = seen(EXCLUDE, looked=((0, 2), (6, 24))), seen(EXCLUDE, planned=((2, 6),))
    found = figure(1, blind, planned)
    assert (hours_of(found), found.low, found.high) == ((24, 24), ALL, ALL)


# Lives, exclusions, units -----------------------------------------------------------------------------------


def test_a_member_counts_while_it_lives() -> None:
    # B exists from 12: before, the best of two is A alone, down from 2 to 6.
    strict = rules()
    late = seen(strict, of=subjects(life=(hour(12), hour(24))))
    assert hours_of(figure(1, seen(strict, *A), late)) == (20, 24)
    assert hours_of(figure(2, seen(strict, *A), late)) == (20, 24)


def test_a_member_that_never_lived_is_none() -> None:
    never = seen(rules(), of=subjects(life=(hour(30), hour(30))))
    assert hours_of(figure(1, seen(rules(), *A), never)) == (20, 24)


def test_time_left_out_of_the_group_counts_for_no_member() -> None:
    strict = rules()
    found = figure(EVERY_MEMBER, seen(strict, *A), seen(strict, *B), excluded=spans((2, 5)))
    assert hours_of(found) == (18, 21)


def test_each_unit_is_a_group_of_its_own() -> None:
    strict, both = rules(weighting="units"), subjects("north", "south", users=10)
    looked = pd.concat([observed(DAY, unit=unit) for unit in ("north", "south")], ignore_index=True)

    def member(north: Any, south: Any) -> Timeline:
        told = [states((0, UP), *north, unit="north"), states((0, UP), *south, unit="south")]
        return timeline(pd.concat(told, ignore_index=True), looked, strict, of=both)

    north, south = group(1, member(A, A), member((), B)).figures
    assert (north.value, south.value) == (ALL, Fraction(22, 24))


def test_the_evidence_says_how_bad_it_was_and_whom_it_hit() -> None:
    terms = rules(weighting="users_affected", degraded={"treat_as": "down"})
    of = subjects(users=100)
    half = seen(terms, (2, DEGRADED, 40), (6, UP), of=of)
    (row,) = group(EVERY_MEMBER, half, seen(terms, (3, DOWN, 10), (4, UP), of=of)).outages.to_dict("records")
    assert (row["starts_at"], row["ends_at"]) == (hour(2), hour(6))
    assert (row["state"], row["users_affected"]) == (DEGRADED, 40)
    assert row["lost"] == 40 * 4 * 3600


# Excluded time of members -----------------------------------------------------------------------------------


def test_what_an_excluded_member_could_have_changed_is_left_out() -> None:
    # A down 2-6, B 4-8, A left out 3-7. The worst: 3-4 is left out, B is down until 8. The best: 4-7.
    strict = rules()
    worst = figure(EVERY_MEMBER, seen(strict, *A), seen(strict, *B), out=[((3, 7),), ()])
    assert hours_of(worst) == (23 - 5, 23)
    best = figure(1, seen(strict, *A), seen(strict, *B), out=[((3, 7),), ()])
    assert hours_of(best) == (21, 21)


def test_the_length_of_an_outage_does_not_shrink_by_excluded_time_of_a_member() -> None:
    # Down 2-8 as a whole; 3-4 is left out.
    strict = rules(shortest_outage="6 h")
    found = figure(EVERY_MEMBER, seen(strict, *A), seen(strict, *B), out=[((3, 7),), ()])
    assert (hours_of(found), found.low, found.high) == ((18, 23), Fraction(18, 23), Fraction(18, 23))


def test_excluded_time_of_a_member_in_maintenance_is_left_out_all_the_same() -> None:
    # Counted as up the maintenance would be in the denominator.
    terms = rules(planned_maintenance="count_up")
    planned = seen(terms, *A, planned=((2, 6),))
    assert hours_of(figure(EVERY_MEMBER, planned, seen(terms), out=[((2, 6),), ()])) == (20, 20)


def test_beside_an_unknown_member_excluded_time_leaves_the_ends_apart() -> None:
    # A left out all day and B unseen from 12: known is only that B was up until then, so that A decided.
    terms = rules(unknown={"treat_as": "down"})
    worst = figure(EVERY_MEMBER, seen(terms), seen(terms, looked=((0, 12),)), out=[((0, 24),), ()])
    # Were B down, 12-24 were lost; were it up, left out.
    assert hours_of(worst) == (0, 12)
    assert (worst.low, worst.high) == (Fraction(0), Fraction(1))
    assert worst.completeness == 0


# The reference ----------------------------------------------------------------------------------------------

HOURS = 12
changes = st.lists(
    st.tuples(st.integers(0, HOURS - 1), st.sampled_from(ServiceState)),
    max_size=4,
    unique_by=lambda one: one[0],
)
stretches = st.lists(st.tuples(st.integers(0, HOURS), st.integers(0, HOURS)).map(sorted), max_size=2)
member_days = st.fixed_dictionaries({"seen": changes, "looked": stretches, "planned": stretches})
LOSS = {UP: Fraction(0), DEGRADED: Fraction(1, 2), DOWN: Fraction(1)}


def state_of(day: dict[str, Any], at: int) -> ServiceState:
    if not any(begin <= at < end for begin, end in day["looked"]):
        return UNKNOWN
    before = [change for change in sorted(day["seen"]) if change[0] <= at]
    return before[-1][1] if before else UNKNOWN


def reckon(days: list[dict[str, Any]], at: int, at_least: int) -> tuple[set[Fraction], bool]:
    """All that the group can lose in an hour, and whether it is in maintenance whatever was the case."""
    shown = [state_of(day, at) for day in days]
    planned = [any(begin <= at < end for begin, end in day["planned"]) for day in days]
    options = [
        [state] if state is not UNKNOWN else [DOWN] if agreed else [DOWN, UP]
        for state, agreed in zip(shown, planned, strict=True)
    ]
    found = [lost(list(one), planned, at_least) for one in product(*options)]
    return {loss for loss, _ in found}, all(excused for _, excused in found)


def lost(shown: list[ServiceState], planned: list[bool], at_least: int) -> tuple[Fraction, bool]:
    nth = min(at_least, len(shown)) - 1
    losses = [LOSS[state] for state in shown]
    pairs = list(zip(losses, planned, strict=True))
    whole = sorted(losses)[nth]
    by_faults = sorted(Fraction(0) if agreed else one for one, agreed in pairs)[nth]
    by_maintenance = sorted(one if agreed else Fraction(0) for one, agreed in pairs)[nth]
    counted = max(by_faults, whole - by_maintenance)
    return counted, counted == 0 and (by_maintenance > 0 or all(planned))


@settings(max_examples=50)
@given(
    st.lists(member_days, min_size=1, max_size=3), st.integers(1, 3), st.sampled_from(["count_up", "exclude"])
)
def test_the_ends_are_those_of_all_that_could_have_been(
    days: list[dict[str, Any]], at_least: int, planned_maintenance: str
) -> None:
    # Every way the unknown members could have been, every hour, one by one.
    terms = rules(
        planned_maintenance=planned_maintenance,
        unknown={"treat_as": "exclude"},
        degraded=WEIGHED,
    )
    low = high = counted = Fraction(0)
    for at in range(HOURS):
        losses, planned = reckon(days, at, at_least)
        if planned and planned_maintenance == "exclude":
            continue
        counted += 1
        low, high = low + 1 - max(losses), high + 1 - min(losses)
    found = figure_of_days(days, terms, at_least)
    assert (found.low is None) == (counted == 0)
    if counted > 0:
        assert (found.low, found.high) == (low / counted, high / counted)


@settings(max_examples=12)
@given(
    st.lists(member_days, min_size=1, max_size=3),
    st.integers(1, 3),
    st.sampled_from(["exclude", "count_down"]),
)
def test_the_value_lies_between_its_ends_and_members_come_in_any_order(
    days: list[dict[str, Any]], at_least: int, planned: str
) -> None:
    for treat_as in ("up", "down", "exclude"):
        terms = rules(planned_maintenance=planned, unknown={"treat_as": treat_as}, degraded=WEIGHED)
        found = figure_of_days(days, terms, at_least)
        assert 0 <= found.known <= found.expected
        if found.value is not None and found.low is not None and found.high is not None:
            assert 0 <= found.low <= found.high <= 1
            if treat_as != "exclude":
                assert found.low <= found.value <= found.high
        assert figure_of_days(days[::-1], terms, at_least) == found


@settings(max_examples=40)
@given(
    st.lists(st.tuples(member_days, stretches), min_size=1, max_size=3),
    st.integers(1, 3),
    st.sampled_from(["up", "down"]),
)
def test_excluded_time_of_members_counts_where_they_could_change_nothing(
    given_days: list[tuple[dict[str, Any], Any]], at_least: int, treat_as: str
) -> None:
    # Hour by hour: what the group loses with all excluded members up, and with all of them down.
    days, out = [day | {"planned": []} for day, _ in given_days], [away for _, away in given_days]
    available, counted, none = Fraction(0), Fraction(0), [False] * len(days)
    for at in range(HOURS):
        gone = [any(begin <= at < end for begin, end in away) for away in out]
        shown = [state_of(day, at) for day in days]
        shown = [(UP if treat_as == "up" else DOWN) if state is UNKNOWN else state for state in shown]
        up, down = (
            lost([taken if away else state for away, state in zip(gone, shown, strict=True)], none, at_least)
            for taken in (UP, DOWN)
        )
        if up[0] == down[0]:
            counted, available = counted + 1, available + 1 - up[0]
    found = figure_of_days(days, rules(unknown={"treat_as": treat_as}, degraded=WEIGHED), at_least, out)
    assert hours_of(found) == (available, counted)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(member_days, stretches), min_size=1, max_size=3),
    st.integers(1, 3),
    st.sampled_from(["up", "down"]),
    st.sampled_from(["count_up", "exclude", "count_down"]),
)
def test_the_value_lies_between_its_ends_beside_excluded_time_too(
    given_days: list[tuple[dict[str, Any], Any]], at_least: int, treat_as: str, planned: str
) -> None:
    terms = rules(planned_maintenance=planned, unknown={"treat_as": treat_as}, degraded=WEIGHED)
    found = figure_of_days([day for day, _ in given_days], terms, at_least, [away for _, away in given_days])
    assert 0 <= found.known <= found.expected
    if found.value is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.value <= found.high <= 1


@settings(max_examples=25)
@given(member_days, stretches, st.sampled_from(["count_up", "exclude", "count_down"]))
def test_a_group_of_one_loses_its_excluded_time_as_the_member_alone_does(
    day: dict[str, Any], away: Any, planned_maintenance: str
) -> None:
    for treat_as in ("up", "down", "exclude"):
        terms = rules(
            planned_maintenance=planned_maintenance, unknown={"treat_as": treat_as}, degraded=WEIGHED
        )
        alone = measure_day(day, terms, spans(*away))
        assert figure_of_days([day], terms, 1, [away]) == alone


def measure_day(day: dict[str, Any], terms: AvailabilityRules, away: pd.DataFrame) -> Figure:
    of = subjects(life=(hour(0), hour(HOURS)))
    line = timeline(
        states(*day["seen"]), observed(*day["looked"]), terms, maintenance=spans(*day["planned"]), of=of
    )
    return figure_of(line, excluded=away)


def figure_of_days(
    days: list[dict[str, Any]], terms: AvailabilityRules, at_least: int, out: Sequence[Any] = ()
) -> Figure:
    """A day of twelve hours, each an hour long."""
    of = subjects(life=(hour(0), hour(HOURS)))
    members = [
        timeline(
            states(*day["seen"]), observed(*day["looked"]), terms, maintenance=spans(*day["planned"]), of=of
        )
        for day in days
    ]
    return figure(at_least, *members, out=out)
