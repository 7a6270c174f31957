"""Shares, budgets and windows, as the tests of Kibana's objectives state them."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from collector.instants import format_instant
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.alerts.figures import BudgetState, budget_state
from evaluator.core.periods import Period, month, month_name_before, months_before, period_ending_with
from tests.conformance.harness import cases, wrong_in
from tests.conformance.shares import budget_for, counted, instant_of, same_within, target_of

FILE = "kibana_slo"
SAME = same_within(2e-6)
ZONE = ZoneInfo("UTC")
NO_DATA = -1
STATES = {
    BudgetState.UNKNOWN: "NO_DATA",
    BudgetState.KEPT: "HEALTHY",
    BudgetState.ENDANGERED: "DEGRADING",
    BudgetState.GONE: "VIOLATED",
}
LENGTHS = {"1M": "month", "1Q": "quarter", "1w": "week", "2w": "two_weeks", "30d": "thirty_days"}


@pytest.mark.parametrize("case", cases(FILE, "sli"))
def test_a_share_is_that_of_kibana(case: Any) -> None:
    assert wrong_in(FILE, case, share_of_events, SAME) == {}


@pytest.mark.parametrize("case", cases(FILE, "error_budget"))
def test_a_budget_is_that_of_kibana(case: Any) -> None:
    assert wrong_in(FILE, case, budget_for, SAME) == {}


@pytest.mark.parametrize("case", cases(FILE, "burn_rate"))
def test_a_burn_rate_is_the_consumed_share_of_the_budget(case: Any) -> None:
    assert wrong_in(FILE, case, lambda found: {"burn_rate": budget_for(found)["consumed"]}, SAME) == {}


@pytest.mark.parametrize("case", cases(FILE, "calendar_window"))
def test_a_calendar_window_is_that_of_kibana(case: Any) -> None:
    assert wrong_in(FILE, case, period_holding) == {}


@pytest.mark.parametrize("case", cases(FILE, "rolling_window"))
def test_a_rolling_window_is_that_of_kibana(case: Any) -> None:
    assert wrong_in(FILE, case, months_until) == {}


@pytest.mark.parametrize("case", cases(FILE, "status"))
def test_how_a_share_stands_is_told_as_by_kibana(case: Any) -> None:
    assert wrong_in(FILE, case, status_of) == {}


def status_of(found: dict[str, Any]) -> dict[str, Any]:
    value = None if found["sli"] == NO_DATA else Fraction(str(found["sli"]))
    left = Fraction(str(found["budget_remaining"]))
    return {"status": STATES[budget_state(value, target_of(found["target"]), left)]}


def share_of_events(found: dict[str, Any]) -> dict[str, Any]:
    value = counted(found["good"], found["total"]).value
    return {"sli": NO_DATA if value is None else value}


def period_holding(found: dict[str, Any]) -> dict[str, Any]:
    """The period that holds the instant of the case."""
    name = month_of(found["now"])
    length = length_of(found["duration"])
    if length is None:
        return {"error": "no such period"}
    first = datetime.fromisoformat(found["first_start"]).date()
    ends = (
        period_ending_with(month(month_name_before(name, -more), ZONE), length, ZONE, first)
        for more in range(3)
    )
    return as_window(next(end for end in ends if end is not None))


def months_until(found: dict[str, Any]) -> dict[str, Any]:
    """The whole months that are over at the instant of the case, as many as the window is long."""
    length = length_of(found["duration"])
    if length is None:
        return {"error": "no such period"}
    count = {PeriodLength.MONTH: 1, PeriodLength.QUARTER: 3}[length]
    last = month(month_name_before(month_of(found["now"])), ZONE)
    months = months_before(last, count, ZONE)
    return {**as_window(months[0]), "to": as_window(months[-1])["to"]}


def length_of(duration: str) -> PeriodLength | None:
    """The length of a period as a contract names it; None where it knows none such."""
    try:
        return PeriodLength(LENGTHS[duration])
    except ValueError:
        return None


def month_of(text: str) -> str:
    return datetime.fromtimestamp(instant_of(text), UTC).strftime("%Y-%m")


def as_window(period: Period) -> dict[str, str]:
    return {"from": format_instant(period.starts_at), "to": format_instant(period.ends_at)}
