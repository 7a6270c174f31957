"""Shares of counted events, as tools that keep objectives state them, measured and judged by the product."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

from collector.instants import from_datetime
from evaluator.contract.bands import Range
from evaluator.core.confidence.budget import Budget, budget_of
from evaluator.core.outcomes import Figure
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import facts, figure, measurement, measurements

OCTOBER = {"begin": "2026-10-01 00:00", "end": "2026-11-01 00:00"}


def target_of(share: float | str) -> Range:
    """The target a case writes as 0.95, or as a percentage: at least 95 %."""
    return Range.model_validate({"from": share})


def counted(good: int, total: int) -> Figure:
    """The figure of a share that somebody else counted for a whole month."""
    row = measurement(good, total, **OCTOBER)
    return figure(small.imported(), facts(measurements=measurements(row)))


def as_shares(budget: Budget | None, extent: int) -> dict[str, Fraction | None]:
    """A budget as the peers write it: the first as a share of all, the others as shares of the first."""
    if budget is None:
        return {"initial": None, "consumed": None, "remaining": None}
    return {
        "initial": budget.initial / extent,
        "consumed": budget.consumed_share,
        "remaining": budget.remaining_share,
    }


def budget_for(found: dict[str, Any]) -> dict[str, Fraction | None]:
    """The budget of a case that states `good`, `total`, `target` and perhaps the slices of its window."""
    measured = counted(found["good"], found["total"])
    whole = found.get("window_slices")
    budget = budget_of(measured, target_of(found["target"]), whole)
    return as_shares(budget, measured.denominator if whole is None else whole)


def instant_of(text: str) -> int:
    """The instant of an ISO time with its offset."""
    return from_datetime(datetime.fromisoformat(text))


def same_within(tolerance: float) -> Callable[[Any, Any], bool]:
    """Whether numbers are equal but for the tolerance that their file states, and all else exactly."""

    def same(ours: Any, theirs: Any) -> bool:
        if ours is None or isinstance(theirs, bool) or not isinstance(theirs, int | float):
            return bool(ours == theirs)
        return abs(Fraction(ours) - Fraction(str(theirs))) <= Fraction(str(tolerance))

    return same
