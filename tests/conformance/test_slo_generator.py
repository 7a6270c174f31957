"""Shares, smallest samples and budgets, as the tests of slo-generator state them."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.core.alerts.burn import is_above
from evaluator.core.confidence.budget import Budget, budget_of
from evaluator.core.outcomes import Figure, Verdict
from evaluator.core.verdicts import judge
from tests.conformance.harness import cases, wrong_in
from tests.conformance.shares import counted, same_within, target_of
from tests.evaluator import small_contract as small

FILE = "slo_generator"
NO_DATA = -1
ASSESSED = {Verdict.MET, Verdict.MISSED}


@pytest.mark.parametrize("case", cases(FILE))
def test_a_report_has_the_figures_of_slo_generator(case: Any) -> None:
    assert wrong_in(FILE, case, slo_report, same_within(1e-9)) == {}


def slo_report(found: dict[str, Any]) -> dict[str, Any]:
    measured = _figure(found)
    minimum = {"size": found["min_valid_events"], "below": "not_assessable"}
    terms = small.imported(target={"from": found["goal"]}, minimum_sample=minimum)
    if judge(measured, small.contract(terms).indicators[0]).verdict not in ASSESSED or measured is None:
        return {"valid": False}
    budget = budget_of(measured, target_of(found["goal"]))
    assert measured.value is not None
    assert budget is not None
    return {
        "valid": True,
        "sli": measured.value,
        "gap": measured.value - Fraction(str(found["goal"])),
        "alert": is_above(budget.consumed_share, Fraction(str(found["burn_rate_threshold"]))),
        **_in_minutes(budget, Fraction(found["window_seconds"], 60 * measured.denominator)),
    }


def _figure(found: dict[str, Any]) -> Figure | None:
    """What was counted; a share alone is a measurement written as one number."""
    if found["sli"] is not None:
        share = Fraction(str(found["sli"]))
        return counted(share.numerator, share.denominator)
    events = [found["good"], found["bad"]]
    if all(number in (None, NO_DATA) for number in events):
        return None
    good, bad = (0 if number == NO_DATA else number for number in events)
    return counted(good, good + bad)


def _in_minutes(budget: Budget, minutes_a_case: Fraction) -> dict[str, Fraction | None]:
    """Their budget counts cases as if each were as long a part of the window."""
    return {
        "burn_rate": budget.consumed_share,
        "error_minutes": budget.consumed * minutes_a_case,
        "error_budget_minutes": budget.initial * minutes_a_case,
        "error_budget_remaining_minutes": budget.remaining * minutes_a_case,
    }
