"""Misses, budgets, forecasts and thresholds that are worth an alert."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from evaluator.contract.bands import Range
from evaluator.contract.contract import Contract
from evaluator.contract.triggers import LeadsTo
from evaluator.core.alerts.figures import (
    best_of,
    breaches,
    budget_state,
    burning,
    end_missed,
    forecast_misses,
    forecast_signals,
    is_lost,
    near_from,
    thresholds,
)
from evaluator.core.confidence.prospects import Occasion
from evaluator.core.outcomes import Scope, Verdict, View
from evaluator.decisions.alert_terms import AlertTerms, Severity
from evaluator.results.standing import StandingMonth
from tests.evaluator import small_contract as small
from tests.evaluator.core.alerts.standings import burn, forecast, month, outcome, trigger_state

TERMS = AlertTerms()
CONTRACT = small.contract()
BELOW, ABOVE = Fraction(85, 100), Fraction(95, 100)
PERIOD_END = Occasion.PERIOD_END


def target(**ends: str) -> Range:
    return Range.model_validate({name.rstrip("_"): end for name, end in ends.items()})


def finished(**more: Any) -> StandingMonth:
    return month("2026-10", is_over=True, **more)


def test_a_month_that_is_over_and_missed_its_target_is_a_breach() -> None:
    (found,) = breaches(CONTRACT, finished(outcomes=(outcome(Verdict.MISSED),)), TERMS)
    assert (found.key, found.value, found.limit) == ("breach/2026-10/K/T1/", BELOW, Fraction(9, 10))


@pytest.mark.parametrize("verdict", [Verdict.MET, Verdict.NOT_ASSESSABLE, Verdict.NOT_MEASURED])
def test_no_other_verdict_is_a_breach(verdict: Verdict) -> None:
    assert list(breaches(CONTRACT, finished(outcomes=(outcome(verdict),)), TERMS)) == []


def test_a_miss_of_a_unit_or_of_another_view_is_no_breach() -> None:
    others = (
        outcome(Verdict.MISSED, view=View.AS_MEASURED),
        outcome(Verdict.MISSED, scope=Scope("T1", "schools", "north")),
    )
    assert list(breaches(CONTRACT, finished(outcomes=others), TERMS)) == []


def test_a_miss_without_a_value_has_no_figures() -> None:
    (found,) = breaches(CONTRACT, finished(outcomes=(outcome(Verdict.MISSED, None),)), TERMS)
    assert (found.value, found.limit) == (None, None)


def test_a_running_month_below_target_is_no_breach_while_it_can_recover() -> None:
    running = month(outcomes=(outcome(Verdict.MISSED),), forecasts=(forecast(BELOW, ABOVE, PERIOD_END),))
    assert list(breaches(CONTRACT, running, TERMS)) == []


def test_a_running_month_that_can_no_longer_reach_its_target_is_one() -> None:
    running = month(
        outcomes=(outcome(Verdict.MISSED),), forecasts=(forecast(Fraction(1, 2), BELOW, PERIOD_END),)
    )
    assert [one.key for one in breaches(CONTRACT, running, TERMS)] == ["breach/2026-11/K/T1/"]


@pytest.mark.parametrize(
    ("value", "left", "expected"),
    [
        (None, Fraction(1), "unknown"),
        (Fraction(9, 10), Fraction(0), "kept"),
        (BELOW, Fraction(1, 100), "endangered"),
        (BELOW, Fraction(0), "gone"),
        (BELOW, None, "gone"),
    ],
)
def test_a_share_stands_by_its_value_and_what_is_left_to_miss(
    value: Fraction | None, left: Fraction | None, expected: str
) -> None:
    assert budget_state(value, target(from_="90 %"), left).value == expected


def test_what_nobody_measured_is_not_lost() -> None:
    assert not is_lost(CONTRACT, finished(), ("K", "T1"))


def test_a_forecast_off_target_is_told_with_the_best_that_can_come() -> None:
    told = (
        forecast(Fraction(1, 2), BELOW, on_day=date(2027, 12, 31)),
        forecast(Fraction(1, 2), Fraction(8, 10), Occasion.NOTICE, date(2027, 6, 30)),
    )
    running = month(outcomes=(outcome(Verdict.MET),), forecasts=told)
    (found,) = forecast_signals(CONTRACT, running, TERMS)
    assert (found.on_day, found.value, found.limit) == (date(2027, 6, 30), Fraction(8, 10), Fraction(9, 10))


def test_what_is_lost_already_is_not_told_as_a_forecast() -> None:
    lost = (forecast(Fraction(1, 2), BELOW, PERIOD_END), forecast(Fraction(1, 2), BELOW))
    running = month(outcomes=(outcome(Verdict.MISSED),), forecasts=lost)
    assert list(forecast_signals(CONTRACT, running, TERMS)) == []
    assert forecast_misses(CONTRACT, running) == {("K", "T1"): True}


def test_a_forecast_that_may_still_be_on_target_is_not_told() -> None:
    running = month(forecasts=(forecast(BELOW, ABOVE), forecast(None, None, indicator="K")))
    assert forecast_misses(CONTRACT, running) == {("K", "T1"): False}
    assert list(forecast_signals(CONTRACT, running, TERMS)) == []


def test_what_nothing_is_forecast_of_is_neither() -> None:
    assert forecast_misses(CONTRACT, month(forecasts=(forecast(None, None),))) == {}


def test_a_count_that_can_only_grow_is_forecast_by_its_lowest_end() -> None:
    contract = small.contract(small.count(services=["T1"]))
    running = month(forecasts=(forecast(Fraction(2), None),))
    (found,) = forecast_signals(contract, running, TERMS)
    assert (found.value, found.limit) == (Fraction(2), Fraction(0))


def test_a_forecast_without_an_end_beyond_the_target_has_no_best() -> None:
    with pytest.raises(ValueError, match="no end beyond"):
        best_of(forecast(None, ABOVE), target(from_="90 %"))


@pytest.mark.parametrize(
    ("ends", "value", "expected"),
    [
        ({"from_": "90 %"}, BELOW, Fraction(9, 10)),
        ({"from_": "90 %"}, ABOVE, Fraction(9, 10)),
        ({"to": "5 %"}, BELOW, Fraction(1, 20)),
        ({"from_": "90 %", "to": "92 %"}, BELOW, Fraction(9, 10)),
        ({"from_": "90 %", "to": "92 %"}, ABOVE, Fraction(92, 100)),
    ],
)
def test_the_end_missed_is_the_one_the_value_lies_beyond(
    ends: dict[str, str], value: Fraction, expected: Fraction
) -> None:
    assert end_missed(target(**ends), value) == expected


def test_an_end_that_does_not_belong_to_the_target_is_missed_when_it_is_reached() -> None:
    contract = small.contract(small.time_within_target(target={"above": "90 %"}))
    running = month(
        outcomes=(outcome(Verdict.MISSED),), forecasts=(forecast(None, Fraction(9, 10), PERIOD_END),)
    )
    assert is_lost(contract, running, ("K", "T1"))


def test_a_budget_that_burns_in_both_windows_is_told_by_its_most_urgent_pair() -> None:
    # 10 % may be missed: 720 of 1000 are a rate of 7.2, 150 one of 1.5.
    rates = (burn(1800, 720), burn(21_600, 720), burn(7200, 150), burn(86_400, 400), burn(259_200, 150))
    (found,) = burning(CONTRACT, month(burn_rates=rates), TERMS)
    assert (found.severity, found.window, found.short_window) == (Severity.PAGE, 21_600, 1800)
    assert (found.value, found.limit, found.stage) == (Fraction("7.2"), Fraction(6), 1)


def test_the_same_matter_goes_on_as_a_page_where_it_was_a_ticket() -> None:
    slow = (burn(21_600, 150), burn(259_200, 150))
    (ticket,) = burning(CONTRACT, month(burn_rates=slow), TERMS)
    (page,) = burning(CONTRACT, month(burn_rates=(burn(1800, 720), burn(21_600, 720))), TERMS)
    assert (ticket.severity, page.severity) == (Severity.TICKET, Severity.PAGE)
    assert (ticket.stage, page.stage, ticket.key) == (0, 1, page.key)


def test_a_budget_that_burns_slowly_enough_is_not_told() -> None:
    rates = (burn(21_600, 100), burn(259_200, 100), burn(300, 0, 0), burn(3600, 1000))
    assert list(burning(CONTRACT, month(burn_rates=rates), TERMS)) == []


def with_triggers() -> Contract:
    gives = {"label": small.LABEL, "clause": "9", "leads_to": "right_to_terminate", "gives": small.LABEL}
    return small.contract(
        triggers=[
            {"id": "points", "kind": "points", "points": 50, "months": 3, "of": "contract", **gives},
            {"id": "cap", "kind": "cap", "cap": "service", "months": 2, **gives},
            {
                "id": "often",
                "kind": "indicator",
                "when": "missed",
                "periods": 1,
                "of_periods": 6,
                "not_assessable_breaks_chain": True,
                **gives,
            },
        ]
    )


def test_points_are_near_from_four_fifths_and_months_when_one_is_missing() -> None:
    assert [near_from(one, TERMS) for one in with_triggers().triggers] == [40, 1, 1]


@pytest.mark.parametrize(
    ("state", "stages"),
    [
        (trigger_state("points", 39, 50), []),
        (trigger_state("points", 40, 50), [0]),
        (trigger_state("points", 50, 50), [1]),
        (trigger_state("cap", 0, 2), []),
        (trigger_state("cap", 1, 2), [0]),
        (trigger_state("often", 0, 1), []),
        (trigger_state("points", 50, 50, leads_to=LeadsTo.ACTION_PLAN), []),
        (trigger_state("points", 50, 50, view=View.AS_MEASURED.value), []),
        (trigger_state("taken_out", 50, 50), []),
    ],
)
def test_a_critical_threshold_is_told_when_near_and_anew_when_reached(state: Any, stages: list[int]) -> None:
    found = thresholds(with_triggers(), finished(triggers=(state,)), TERMS)
    assert [one.stage for one in found] == stages
