"""The published table of burn rates and what follows from it."""

from collections.abc import Callable
from typing import Any

import pytest

from evaluator.core.alerts.burn import (
    DAY,
    HOUR,
    MINUTE,
    BurnPair,
    budget_spent,
    error_rate,
    pairs_for,
    time_to_alert,
    time_to_exhaustion,
)
from evaluator.decisions.alert_terms import BurnPreset, Severity
from tests.conformance.alerts import SEVERITIES, allowed, exact, period
from tests.conformance.harness import cases, wrong_in
from tests.conformance.shares import same_within

FILE = "sre_workbook"


@pytest.mark.parametrize("case", cases(FILE))
def test_burn_rates_have_the_consequences_of_the_workbook(case: Any) -> None:
    asked: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "recommended_alert": recommended,
        "time_to_exhaustion": exhaustion,
        "error_rate": errors,
        "detection_time": detection,
        "budget_spent_at_alert": spent,
    }

    def answer(found: dict[str, Any]) -> dict[str, Any]:
        return asked[found["op"]](found)

    assert wrong_in(FILE, case, answer, same_within(1e-6)) == {}


def recommended(found: dict[str, Any]) -> dict[str, Any]:
    days = period(found["slo_period_days"])
    (pair,) = (
        one
        for one in pairs_for(BurnPreset.SLOTH, days)
        if one.severity is SEVERITIES[found["severity"]]
        and one.long_window == found["long_window_min"] * MINUTE
    )
    return {
        "short_window_min": pair.short_window // MINUTE,
        "burn_rate": pair.factor,
        "budget_consumed_percent": budget_spent(days, pair.long_window, pair.factor) * 100,
    }


def exhaustion(found: dict[str, Any]) -> dict[str, Any]:
    seconds = time_to_exhaustion(period(found["slo_period_days"]), exact(found["burn_rate"]))
    return {"days": seconds / DAY}


def errors(found: dict[str, Any]) -> dict[str, Any]:
    left = allowed(found["objective_percent"])
    return {"error_percent": error_rate(left, exact(found["burn_rate"])) * 100}


def detection(found: dict[str, Any]) -> dict[str, Any]:
    pair = BurnPair(Severity.PAGE, HOUR, found["window_min"] * MINUTE, exact(found["burn_rate"]))
    left, missed = allowed(found["objective_percent"]), exact(found["error_percent"]) / 100
    return {"minutes": time_to_alert(pair, left, missed) / MINUTE}


def spent(found: dict[str, Any]) -> dict[str, Any]:
    days, window = period(found["slo_period_days"]), found["window_min"] * MINUTE
    return {"percent": budget_spent(days, window, exact(found["burn_rate"])) * 100}
