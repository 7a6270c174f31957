"""Thresholds over several months (domain.md 5.3a and 8.5)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.triggers import LeadsTo
from evaluator.core.money.chains import Chains
from evaluator.core.money.credits import Cap
from evaluator.core.money.month import MonthMoney
from evaluator.core.money.triggers import TriggerState, critical_and_open, trigger_states
from evaluator.core.outcomes import Outcome, Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.money.money_for_tests import credit_of, line, money_of, outcome, unjudged

MONTHS = ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]
BANDS = small.falling_bands("90 %", "85 %", "80 %", "70 %")
"""1, 2, 3, and 4 points below 70 %."""


def trigger(kind: str, **more: Any) -> dict[str, Any]:
    """A threshold with a right to terminate, as a contract file states it."""
    return {
        "id": "T",
        "label": small.LABEL,
        "clause": "9.1",
        "leads_to": "right_to_terminate",
        "gives": {"sv": "en rätt", "en": "a right"},
        "kind": kind,
        **more,
    }


def states(
    terms: dict[str, Any],
    money: MonthMoney,
    *past: MonthMoney,
    now: tuple[Outcome, ...] = (),
    earlier: tuple[Outcome, ...] = (),
) -> list[TriggerState]:
    agreed = small.contract(small.share(bands=BANDS, consequence="credit"), triggers=[terms])
    shown = now or (outcome(),)
    return list(trigger_states(agreed, shown, money, past, Chains(agreed, earlier)))


def points(period: str, count: int, *, service: str = "T1") -> MonthMoney:
    return money_of(period, credit_of(service, 0, points=count))


# Points ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("last", "is_open"), [(19, False), (20, True), (21, True)])
def test_fifty_points_in_three_months(last: int, *, is_open: bool) -> None:
    terms = trigger("points", points=50, months=3, of="contract")
    [found] = states(terms, points("2026-10", last), points("2026-08", 12), points("2026-09", 18))
    assert (found.is_open, found.reached, found.needed) == (is_open, 30 + last, 50)
    assert [(one.period, one.points) for one in found.months] == [
        ("2026-08", 12),
        ("2026-09", 18),
        ("2026-10", last),
    ]


def test_points_of_a_month_before_the_window_do_not_count() -> None:
    terms = trigger("points", points=50, months=3, of="contract")
    [found] = states(terms, points("2026-10", 1), points("2026-07", 90))
    assert (found.is_open, found.reached) == (False, 1)


def test_points_of_each_service_stand_alone_and_the_nearest_is_told() -> None:
    terms = trigger("points", points=10, months=2, of="service")
    now = money_of("2026-10", credit_of("T1", 0, points=6), credit_of("T2", 0, points=7))
    [found] = states(terms, now, points("2026-09", 3))
    assert (found.service, found.reached, found.is_open) == ("T1", 9, False)
    [found] = states(terms, now, points("2026-09", 3, service="T2"))
    assert (found.service, found.reached, found.is_open) == ("T2", 10, True)


def test_points_of_indicators_count_once_however_many_services_they_stand_on() -> None:
    # K12 of all services gives 2 points to T1 and to T2; K gives 3 on T1: 5 and not 7.
    lines = (
        line("T1", 1, indicator="K12", measured_on="", points=2),
        line("T2", 1, indicator="K12", measured_on="", points=2),
        line("T1", 1, points=3),
    )
    now = money_of("2026-10", credit_of("T1", 0, points=5), credit_of("T2", 0, points=2), lines=lines)
    assert states(trigger("points", points=9, months=1, of="indicators"), now)[0].reached == 5
    assert states(trigger("points", points=9, months=1, of="contract"), now)[0].reached == 7


def test_a_contract_without_services_that_cost_has_no_state_of_services() -> None:
    assert states(trigger("points", points=9, months=1, of="service"), MonthMoney("2026-10")) == []


# Caps --------------------------------------------------------------------------------------------------


def at_cap(period: str, *caps: Cap) -> MonthMoney:
    return money_of(period, credit_of("T1", 0, points=24, reached=caps))


def test_the_service_cap_in_two_months_running() -> None:
    terms = trigger("cap", cap="service", months=2)
    [found] = states(terms, at_cap("2026-10", Cap.SERVICE), at_cap("2026-09", Cap.SERVICE))
    assert (found.is_open, found.service, found.reached) == (True, "T1", 2)
    [found] = states(terms, at_cap("2026-10", Cap.SERVICE), at_cap("2026-09"))
    assert (found.is_open, found.reached) == (False, 1)


def test_a_month_that_was_not_evaluated_ends_the_run() -> None:
    terms = trigger("cap", cap="service", months=2)
    [found] = states(terms, at_cap("2026-10", Cap.SERVICE), at_cap("2026-08", Cap.SERVICE))
    assert (found.is_open, [one.period for one in found.months]) == (False, ["2026-10"])


def test_the_total_cap_is_of_no_service() -> None:
    [found] = states(trigger("cap", cap="total", months=1), at_cap("2026-10", Cap.TOTAL))
    assert (found.is_open, found.service) == (True, "")


# Indicators --------------------------------------------------------------------------------------------


def below(**more: Any) -> dict[str, Any]:
    rule = {"when": "lowest_band", "periods": 3, "of_periods": 6, "not_assessable_breaks_chain": True}
    return trigger("indicator", **(rule | more))


def of_indicator(terms: dict[str, Any], *months: Outcome) -> TriggerState:
    [found] = states(terms, money_of("2026-10"), now=(months[-1],), earlier=months[:-1])
    return found


def run(*counts: int | None) -> list[Outcome]:
    """Months up to October with so many points; None could not be assessed."""
    names = MONTHS[-len(counts) :]
    return [
        unjudged(name) if count is None else outcome(name, count)
        for name, count in zip(names, counts, strict=True)
    ]


@pytest.mark.parametrize(
    ("counts", "is_open", "reached"),
    [
        ((4, 0, 4, 0, 0, 4), True, 3),
        ((4, 0, 4, 0, 0, 3), False, 2),
        ((4, 4, 4, 0, 0, 0), True, 3),
        ((0, 4, 4), False, 2),
    ],
)
def test_the_same_indicator_below_in_three_of_six(
    counts: tuple[int, ...], *, is_open: bool, reached: int
) -> None:
    found = of_indicator(below(), *run(*counts))
    assert (found.is_open, found.reached, found.indicator, found.service) == (is_open, reached, "K", "T1")


def test_doubled_points_do_not_make_a_band_the_lowest() -> None:
    # 2 points doubled are 4, and its band is the second one.
    doubled = [outcome(name, 2, points_after_repeat=4, repeated=True) for name in MONTHS]
    assert of_indicator(below(), *doubled).reached == 0


def test_points_after_doubling_count_for_an_action_plan() -> None:
    terms = below(when="points", points=3, periods=1, of_periods=1, leads_to="action_plan")
    assert of_indicator(terms, outcome("2026-10", 2, points_after_repeat=4)).is_open
    assert not of_indicator(terms, outcome("2026-10", 2)).is_open


@pytest.mark.parametrize(
    ("counts", "breaks", "is_open"),
    [
        ((1, 1), True, True),
        ((1, 0), True, False),
        ((1, None, 1), True, False),
        ((1, None, 1), False, True),
        ((0, None, 1), False, False),
    ],
)
def test_missed_in_two_periods_running(
    counts: tuple[int | None, ...], *, breaks: bool, is_open: bool
) -> None:
    terms = below(when="missed", periods=2, of_periods=2, not_assessable_breaks_chain=breaks)
    assert of_indicator(terms, *run(*counts)).is_open is is_open


def test_an_indicator_without_bands_has_no_lowest_one() -> None:
    agreed = small.contract(small.share(), triggers=[below(periods=1, of_periods=1)])
    now = (outcome(points=1),)
    [found] = trigger_states(agreed, now, money_of("2026-10"), (), Chains(agreed, ()))
    assert not found.is_open


def test_a_threshold_on_named_indicators_looks_at_no_other() -> None:
    terms = below(indicators=["OTHER"])
    assert states(terms, money_of("2026-10"), now=(outcome(points=4),)) == []


def test_segments_reach_no_threshold() -> None:
    terms = below(periods=1, of_periods=1)
    assert states(terms, money_of("2026-10"), now=(outcome(points=4, scope=Scope("T1", "schools")),)) == []


def test_every_subject_that_reaches_a_threshold_is_told() -> None:
    terms = below(periods=1, of_periods=1)
    now = (outcome(points=4), outcome(points=4, scope=Scope("T2")), outcome(scope=Scope("T3")))
    found = states(terms, money_of("2026-10"), now=now)
    assert [(one.service, one.is_open) for one in found] == [("T1", True), ("T2", True)]


def test_each_view_has_its_own_states() -> None:
    terms = below(periods=1, of_periods=1)
    now = (outcome(points=4), outcome(view=View.AS_MEASURED))
    found = states(terms, money_of("2026-10"), now=now)
    assert [(one.view, one.is_open) for one in found] == [("after_exclusions", True), ("as_measured", False)]


def test_open_rights_to_terminate_after_exclusions_are_critical() -> None:
    terms = below(periods=1, of_periods=1)
    now = (outcome(points=4), outcome(points=4, scope=Scope("T2")), outcome(points=4, view=View.AS_MEASURED))
    assert critical_and_open(states(terms, money_of("2026-10"), now=now)) == ("T",)
    plan = {**terms, "leads_to": "action_plan"}
    assert critical_and_open(states(plan, money_of("2026-10"), now=now)) == ()
    as_measured = states(
        terms, money_of("2026-10"), now=(outcome(points=4, view=View.AS_MEASURED), outcome())
    )
    assert critical_and_open(as_measured) == ()
    assert {one.leads_to for one in as_measured} == {LeadsTo.RIGHT_TO_TERMINATE}


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6), st.integers(0, 5))
def test_one_more_miss_never_closes_a_threshold(counts: list[int], place: int) -> None:
    worse = [4 if position == place % len(counts) else count for position, count in enumerate(counts)]
    before, after = of_indicator(below(), *run(*counts)), of_indicator(below(), *run(*worse))
    assert after.reached >= before.reached
