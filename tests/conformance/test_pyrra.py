"""Pairs of windows scaled from 28 days, as the tests of Pyrra state them."""

from typing import Any

import pytest

from evaluator.core.alerts.burn import (
    MINUTE,
    BurnPair,
    error_rate,
    pairs_for,
    time_to_alert,
    time_to_exhaustion,
)
from evaluator.decisions.alert_terms import BurnPreset, Severity
from tests.conformance.alerts import exact, period
from tests.conformance.harness import cases, wrong_in
from tests.conformance.shares import same_within

FILE = "pyrra_burn_rates"
SEVERITIES = {Severity.PAGE: "critical", Severity.TICKET: "warning"}


@pytest.mark.parametrize("case", cases(FILE, "burn_rate_windows"))
def test_windows_are_scaled_and_factors_stay_as_pyrra_has_them(case: Any) -> None:
    assert wrong_in(FILE, case, windows, _same_rows) == {}


@pytest.mark.parametrize("case", cases(FILE, "absent_alert_after"))
def test_missing_everything_is_told_as_soon_as_by_pyrra(case: Any) -> None:
    assert wrong_in(FILE, case, minutes_to_alert) == {}


def windows(found: dict[str, Any]) -> dict[str, Any]:
    days = period(found["slo_period_days"])
    left = 1 - exact(found.get("objective", 0))
    return {"windows": [_row(one, left, days) for one in pairs_for(BurnPreset.PYRRA, days)]}


def _row(pair: BurnPair, left: Any, days: int) -> dict[str, Any]:
    return {
        "severity": SEVERITIES[pair.severity],
        "short_min": pair.short_window // MINUTE,
        "long_min": pair.long_window // MINUTE,
        "for_min": pair.hold_for // MINUTE,
        "factor": pair.factor,
        "error_ratio_threshold": error_rate(left, pair.factor),
        "exhausts_budget_in_min": time_to_exhaustion(days, pair.factor) / MINUTE,
    }


def minutes_to_alert(found: dict[str, Any]) -> dict[str, Any]:
    pairs = pairs_for(BurnPreset.PYRRA, period(found["slo_period_days"]))
    soonest = min(time_to_alert(one, 1 - exact(found["objective"]), exact(1)) for one in pairs)
    return {"minutes": round(soonest / MINUTE)}


def _same_rows(ours: Any, theirs: Any) -> bool:
    same = same_within(1e-9)
    pairs = zip(ours, theirs, strict=True)
    return all(same(mine[key], value) for mine, one in pairs for key, value in one.items())
