"""What is left of a budget, as Sloth derives it; its alerts come with ours."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.core.confidence.budget import budget_of
from tests.conformance.harness import cases, wrong_in
from tests.conformance.shares import counted, same_within, target_of

FILE = "sloth_burn_rates"


@pytest.mark.parametrize("case", cases(FILE, "budget_remaining"))
def test_what_is_left_of_a_budget_is_that_of_sloth(case: Any) -> None:
    assert wrong_in(FILE, case, budget_left, same_within(1e-9)) == {}


def budget_left(found: dict[str, Any]) -> dict[str, Any]:
    errors = Fraction(str(found["period_error_ratio"]))
    measured = counted(errors.denominator - errors.numerator, errors.denominator)
    budget = budget_of(measured, target_of(f"{found['objective_percent']} %"))
    assert budget is not None
    return {"burn_rate": budget.consumed_share, "remaining": budget.remaining_share}
