"""What is left of a budget, and when it burns too fast, as Sloth derives it."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.core.alerts.burn import error_rate, fires, pairs_for
from evaluator.core.confidence.budget import budget_of
from evaluator.decisions.alert_terms import BurnPreset, Severity
from tests.conformance.alerts import allowed, exact, pairs_of, period
from tests.conformance.harness import cases, wrong_in
from tests.conformance.shares import counted, same_within, target_of

FILE = "sloth_burn_rates"
PAIRS = ("page_quick", "page_slow", "ticket_quick", "ticket_slow")
WINDOWS = {"5m": 300, "30m": 1800, "1h": 3600, "6h": 21_600}


@pytest.mark.parametrize("case", cases(FILE, "budget_remaining"))
def test_what_is_left_of_a_budget_is_that_of_sloth(case: Any) -> None:
    assert wrong_in(FILE, case, budget_left, same_within(1e-9)) == {}


@pytest.mark.parametrize("case", cases(FILE, "burn_rate_alerts"))
def test_pairs_of_windows_have_the_factors_of_sloth(case: Any) -> None:
    assert wrong_in(FILE, case, factors, _same_in_depth) == {}


@pytest.mark.parametrize("case", cases(FILE, "page_alert"))
def test_a_page_is_raised_where_sloth_raises_it(case: Any) -> None:
    assert wrong_in(FILE, case, page_fires) == {}


def factors(found: dict[str, Any]) -> dict[str, Any]:
    left = allowed(found["objective_percent"])
    try:
        pairs = pairs_of(found)
    except ValueError:
        return {"error": "no windows for this period"}
    told = {
        name: {"burn_rate_factor": one.factor, "error_ratio_threshold": error_rate(left, one.factor)}
        for name, one in zip(PAIRS, pairs, strict=True)
    }
    return {"error_budget_percent": left * 100, "error": "none", **told}


def page_fires(found: dict[str, Any]) -> dict[str, Any]:
    left = allowed(found["objective_percent"])
    rates = {WINDOWS[name]: exact(ratio) / left for name, ratio in found["error_ratio"].items()}
    pairs = pairs_for(BurnPreset.SLOTH, period(found["slo_period_days"]))
    return {"fires": any(fires(one, rates) for one in pairs if one.severity is Severity.PAGE)}


def _same_in_depth(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, dict):
        return all(_same_in_depth(ours[key], value) for key, value in theirs.items())
    return same_within(1e-9)(ours, theirs)


def budget_left(found: dict[str, Any]) -> dict[str, Any]:
    errors = Fraction(str(found["period_error_ratio"]))
    measured = counted(errors.denominator - errors.numerator, errors.denominator)
    budget = budget_of(measured, target_of(f"{found['objective_percent']} %"))
    assert budget is not None
    return {"burn_rate": budget.consumed_share, "remaining": budget.remaining_share}
