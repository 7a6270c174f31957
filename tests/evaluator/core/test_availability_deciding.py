"""Who decides where several probers looked: three of them, an hour at a time."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.core.outcomes import Figure
from tests.evaluator.core.monitored_days import (
    DEGRADED,
    DOWN,
    UNKNOWN,
    UP,
    figure,
    measure,
    observed,
    rules,
    states,
    subjects,
    timeline,
    together,
)

# A: down 1-5. B: down 2-4. C: down 3-4, and looks from 2 only.
SEEN = together(
    states((0, UP), (1, DOWN), (5, UP), prober="A"),
    states((0, UP), (2, DOWN), (4, UP), prober="B"),
    states((2, UP), (3, DOWN), (4, UP), prober="C"),
)
LOOKED = together(observed((0, 24), prober="A"), observed((0, 24), prober="B"), observed((2, 24), prober="C"))


def found(probers: dict[str, Any] | None, **terms: Any) -> Figure:
    return figure(timeline(SEEN, LOOKED, rules(probers=probers, **terms)))


@pytest.mark.parametrize(
    ("probers", "down"),
    [
        (None, 4),
        ({"decides": "worst"}, 4),
        # C is not there at 1, B is up: all that looked saw it down at 3 only.
        ({"decides": "best"}, 1),
        ({"decides": "order", "order": ["A", "B"]}, 4),
        ({"decides": "order", "order": ["B", "A"]}, 2),
        # Until 2 C does not look and A decides: down 1-2 by A, 3-4 by C.
        ({"decides": "order", "order": ["C", "A"]}, 2),
        ({"decides": "at_least", "at_least": 3}, 1),
    ],
)
def test_the_state_is_that_of_those_who_decide(probers: dict[str, Any] | None, down: int) -> None:
    value = found(probers)
    assert value.value == Fraction(24 - down, 24)
    assert value.completeness == 1


def test_so_many_must_have_seen_it_at_the_same_time_and_who_did_not_look_may_have() -> None:
    # 2-4 is confirmed by A and B. At 1 only A saw it; C, had it looked, could have been the second.
    value = found({"decides": "at_least", "at_least": 2}, unknown={"treat_as": "exclude"})
    assert value.value == Fraction(23 - 2, 23)
    assert (value.low, value.high) == (Fraction(21, 24), Fraction(22, 24))


def test_one_is_enough_and_may_be_the_one_that_did_not_look() -> None:
    # Until 2 C did not look: 0-1 is unknown, 1-5 is down as A saw it.
    value = found({"decides": "at_least", "at_least": 1}, unknown={"treat_as": "exclude"})
    assert value.value == Fraction(19, 23)


def test_fewer_probers_than_must_agree_never_confirm_an_outage() -> None:
    value = found({"decides": "at_least", "at_least": 5})
    assert (value.value, value.completeness) == (Fraction(1), Fraction(1))


def test_where_nobody_looked_nobody_decides() -> None:
    for probers in (
        None,
        {"decides": "best"},
        {"decides": "at_least", "at_least": 1},
        {"decides": "at_least", "at_least": 3},
        {"decides": "order", "order": ["A"]},
    ):
        line = timeline(states((0, UP), prober="A"), observed((0, 6), prober="A"), rules(probers=probers))
        assert figure(line).completeness == Fraction(6, 24)


def test_a_service_without_any_facts_is_unknown_whoever_decides() -> None:
    for probers in (
        {"decides": "best"},
        {"decides": "at_least", "at_least": 2},
        {"decides": "order", "order": ["A"]},
    ):
        terms = rules(probers=probers, unknown={"treat_as": "exclude"})
        value = figure(timeline(states(), observed(), terms))
        assert value.value is None
        assert (value.low, value.high) == (Fraction(0), Fraction(1))


def test_probers_that_the_order_does_not_name_decide_nothing() -> None:
    value = found({"decides": "order", "order": ["C"]}, unknown={"treat_as": "exclude"})
    # C looked 22 hours and saw one of them down.
    assert value.value == Fraction(21, 22)


def test_confirmed_by_two_means_the_second_worst_state() -> None:
    # A says down, B degraded: two saw it degraded at least. Half an hour of one is lost.
    seen = together(
        states((0, UP), (1, DOWN), (2, UP), prober="A"), states((0, UP), (1, DEGRADED), (2, UP), prober="B")
    )
    looked = together(observed((0, 24), prober="A"), observed((0, 24), prober="B"))
    terms = rules(
        probers={"decides": "at_least", "at_least": 2}, degraded={"treat_as": "weight", "weight": "50 %"}
    )
    assert figure(timeline(seen, looked, terms)).value == 1 - Fraction(1, 48)


def test_the_users_hit_are_the_most_that_any_of_those_heard_state() -> None:
    seen = together(
        states((0, UP), (1, DOWN, 30), (3, UP), prober="A"),
        states((0, UP), (1, DOWN, 10), (3, UP), prober="B"),
    )
    looked = together(observed((0, 24), prober="A"), observed((0, 24), prober="B"))
    for probers, hit in (({"decides": "best"}, 30), ({"decides": "order", "order": ["B"]}, 10)):
        line = timeline(
            seen, looked, rules(probers=probers, weighting="users_affected"), of=subjects(users=100)
        )
        assert figure(line).value == 1 - Fraction(2 * hit, 24 * 100)
        assert measure(line).outages["users_affected"].tolist() == [hit]


def test_what_a_prober_says_is_unknown_is_not_carried_forward() -> None:
    # Up until 4, said to be unknown 4-8, not looked at 10-12: only the last is carried.
    carry = {"treat_as": "carry_forward", "longest": "6 h", "then": "exclude"}
    seen = states((0, UP), (4, UNKNOWN), (8, UP))
    value = figure(timeline(seen, observed((0, 10), (12, 24)), rules(unknown=carry)))
    assert (value.numerator, value.denominator) == (20 * 3600, 20 * 3600)
    assert (value.low, value.high) == (Fraction(18, 24), Fraction(1))


def test_one_prober_that_knows_outweighs_another_that_says_it_does_not() -> None:
    seen = together(states((0, UP), (4, UNKNOWN), prober="A"), states((0, UP), prober="B"))
    looked = together(observed((0, 24), prober="A"), observed((0, 24), prober="B"))
    assert figure(timeline(seen, looked, rules())).completeness == 1
