"""Credit lines, totals and thresholds as JSON holds them."""

from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboards.figure_keys import FigureKind, credit_key
from evaluator.core.money.triggers import TriggerState
from evaluator.results.published import PeriodResults


def money_document(results: PeriodResults) -> dict[str, Any]:
    """Return what each credit is made of, what the month comes to, and how far thresholds are reached."""
    return {
        "credit_lines": [_plain(asdict(one)) for one in results.credit_lines],
        "credit_totals": [_plain(asdict(one)) for one in results.credit_totals],
        "triggers": [
            trigger_document(one)
            | {"explain": credit_key(results.period.name, FigureKind.TRIGGER, one.trigger)}
            for one in results.triggers
        ],
    }


def trigger_document(state: TriggerState) -> dict[str, Any]:
    """Return how far one threshold is reached, with the months behind it."""
    return asdict(state) | {"leads_to": state.leads_to.value}


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in found.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Fraction):
        return {"numerator": value.numerator, "denominator": value.denominator}
    return str(value) if isinstance(value, Decimal) else value
