"""Other limits and targets: around an indicator's own, and refused where it cannot have them."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from evaluator.contract.clocks import ClockCondition, TimeLimit
from evaluator.contract.indicators import AnyIndicator, Count, Share
from evaluator.core.follow_up.targets import (
    in_seconds,
    level_beyond,
    own_limits,
    target_end,
    usual_ends,
    usual_limits,
    with_limit,
    with_target,
)
from tests.evaluator import small_contract as small

HOUR = 3600
DAYS = {"within": {"limit": {"working_days": 5}}}
BY_PRIORITY = {"within": {"limit_by": "priority", "limits": {"P1": {"time": "4 h"}, "P2": {"time": "8 h"}}}}


def terms(content: dict[str, Any]) -> AnyIndicator:
    found: AnyIndicator = TypeAdapter[AnyIndicator](AnyIndicator).validate_python(content)
    return found


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (small.time_within_target(), [in_seconds(8 * HOUR)]),
        (small.time_within_target(**BY_PRIORITY), [in_seconds(4 * HOUR), in_seconds(8 * HOUR)]),
        (small.lead_time(), [TimeLimit(working_days=5)]),
        (small.periodic_duty(), [TimeLimit(working_days=5)]),
        (small.count(), [in_seconds(4 * HOUR)]),
        (small.share(), []),
        (small.mean(), []),
    ],
)
def test_the_limits_of_an_indicator_are_those_of_its_kind(
    content: dict[str, Any], limits: list[TimeLimit]
) -> None:
    assert list(own_limits(terms(content))) == limits


def test_usual_limits_of_time_lie_around_the_own_one() -> None:
    # 8 h: half, three quarters, the same, a quarter more, half more.
    found = [limit.time for limit in usual_limits(terms(small.time_within_target()))]
    assert found == [4 * HOUR, 6 * HOUR, 8 * HOUR, 10 * HOUR, 12 * HOUR]


def test_usual_limits_in_working_days_are_whole_days_each_once() -> None:
    # 5 days: 2.5 and 3.75 are 2 and 4; 6.25 and 7.5 are 6 and 8.
    assert [limit.working_days for limit in usual_limits(terms(small.lead_time()))] == [2, 4, 5, 6, 8]
    none = small.lead_time(within={"limit": {"working_days": 0}})
    assert [limit.working_days for limit in usual_limits(terms(none))] == [0]


def test_several_limits_and_none_have_no_usual_ones() -> None:
    assert usual_limits(terms(small.time_within_target(**BY_PRIORITY))) == ()
    assert usual_limits(terms(small.mean())) == ()


def test_usual_targets_hold_the_own_one_in_order() -> None:
    found = usual_ends(terms(small.time_within_target(target={"from": "93 %"})))
    assert Fraction(93, 100) in found
    assert list(found) == sorted(found)
    assert usual_ends(terms(small.imported(target={"to": "7 %"})))[0] == Fraction(1, 100)
    assert usual_ends(terms(small.count())) == tuple(Fraction(number) for number in range(6))
    # A mean of at most 8 h.
    assert usual_ends(terms(small.mean()))[2] == 8 * HOUR


def test_the_end_of_a_target_is_the_one_it_has() -> None:
    assert target_end(terms(small.time_within_target())) == Fraction(9, 10)
    assert target_end(terms(small.count())) == 0
    with pytest.raises(ValueError, match="K has a target with two ends"):
        target_end(terms(small.imported(target={"from": "1 %", "to": "7 %"})))


@pytest.mark.parametrize("side", ["from", "above", "to", "below"])
def test_another_target_stays_on_the_side_of_the_own_one(side: str) -> None:
    found = with_target(terms(small.imported(target={side: "90 %"})), Fraction(1, 2))
    ends = found.target
    given = {"from": ends.from_value, "above": ends.above, "to": ends.to, "below": ends.below}
    assert {name for name, end in given.items() if end == Fraction(1, 2)} == {side}
    assert found.bands == ()


def test_another_limit_stands_for_every_ticket() -> None:
    found = with_limit(terms(small.time_within_target(**BY_PRIORITY)), in_seconds(HOUR))
    assert own_limits(found) == (in_seconds(HOUR),)
    days = TimeLimit(working_days=7)
    assert own_limits(with_limit(terms(small.periodic_duty()), days)) == (days,)


def test_another_limit_of_a_condition_leaves_the_others_as_they_are() -> None:
    that = [{"clock": "around_the_clock", "longer_than": "4 h"}, {"field": "team", "changes_at_most": 0}]
    found = with_limit(terms(small.count(that=that)), in_seconds(HOUR))
    assert own_limits(found) == (in_seconds(HOUR),)
    assert isinstance(found, Count)
    assert len(found.that) == 2
    within = with_limit(
        terms(small.share(that=[{"clock": "around_the_clock", "at_most": "4 h"}])), in_seconds(HOUR)
    )
    assert isinstance(within, Share)
    [condition] = within.that
    assert isinstance(condition, ClockCondition)
    assert condition.at_most == HOUR


def test_a_limit_that_an_indicator_cannot_have_is_refused() -> None:
    with pytest.raises(ValueError, match="K has no limit of time"):
        with_limit(terms(small.mean()), in_seconds(HOUR))
    with pytest.raises(ValueError, match="the limits of K are working days, and lengths of time are others"):
        with_limit(terms(small.lead_time()), in_seconds(HOUR))
    with pytest.raises(ValueError, match="the limits of K are lengths of time, and working days are others"):
        with_limit(terms(small.time_within_target()), TimeLimit(working_days=1))


def test_the_level_beyond_a_target_is_halfway_to_the_best() -> None:
    assert level_beyond(terms(small.time_within_target()), Fraction(9, 10)) == Fraction(95, 100)
    assert level_beyond(terms(small.imported(target={"to": "7 %"})), Fraction(4, 100)) == Fraction(2, 100)
