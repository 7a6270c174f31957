"""Pairs of windows, burn rates and budgets as tools that keep objectives state them, told by the product."""

from fractions import Fraction
from typing import Any

from evaluator.core.alerts.burn import DAY, MINUTE, BudgetShare, BurnPair, scaled_factors
from evaluator.decisions.alert_kinds import Severity

SEVERITIES = {"page": Severity.PAGE, "ticket": Severity.TICKET}


def exact(number: float) -> Fraction:
    """The number as it is written."""
    return Fraction(str(number))


def allowed(objective_percent: float) -> Fraction:
    """What an objective leaves to miss."""
    return 1 - exact(objective_percent) / 100


def period(days: float) -> int:
    """The seconds of so many days."""
    return int(exact(days) * DAY)


def shares(windows: dict[str, Any]) -> list[BudgetShare]:
    """What may burn in which windows, as a catalogue of windows states it."""
    return [
        BudgetShare(
            SEVERITIES[name.split("_")[0]],
            exact(one["error_budget_percent"]) / 100,
            one["short_window_min"] * MINUTE,
            one["long_window_min"] * MINUTE,
        )
        for name, one in windows.items()
    ]


def pairs_of(found: dict[str, Any]) -> tuple[BurnPair, ...]:
    """The pairs of a case: of the windows it states, or of ours where it states none."""
    days = period(found["slo_period_days"])
    return (
        scaled_factors(days) if found["windows"] is None else scaled_factors(days, shares(found["windows"]))
    )
