"""Rows of credit lines, totals and thresholds, and back."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluator.contract.triggers import LeadsTo
from evaluator.core.money.lines import CreditLine, LineKind
from evaluator.core.money.month import CreditTotal
from evaluator.core.money.triggers import TriggerMonth, TriggerState
from evaluator.results.amounts import amount_of, minor_units

Row = Mapping[str, Any]
_TEXTS = ("service", "view", "indicator", "measured_on", "period", "points")
_STATES = ("trigger", "view", "indicator", "service", "reached", "needed")


def line_row(number: int, line: CreditLine, currency: str) -> dict[str, Any]:
    """Return the row of a credit line."""
    return {
        "evaluation": number,
        **{name: getattr(line, name) for name in _TEXTS},
        "kind": line.kind.value,
        "before_caps": str(line.before_caps),
        "after_caps": str(line.after_caps),
        "currency": currency,
    }


def line_of(row: Row) -> CreditLine:
    """Return the credit line of a row."""
    return CreditLine(
        **{name: row[name] for name in _TEXTS},
        kind=LineKind(row["kind"]),
        before_caps=Fraction(row["before_caps"]),
        after_caps=Fraction(row["after_caps"]),
    )


def total_row(number: int, total: CreditTotal, currency: str) -> dict[str, Any]:
    """Return the row of what a month comes to; money as whole minor units."""
    return {
        "evaluation": number,
        "view": total.view,
        "credited_minor": minor_units(total.credited),
        "given_back_minor": minor_units(total.given_back),
        "to_date_minor": minor_units(total.to_date),
        "currency": currency,
    }


def total_of(row: Row) -> CreditTotal:
    """Return what a month comes to from its row."""
    amounts: dict[str, Decimal] = {
        name: amount_of(row[f"{name}_minor"]) for name in ("credited", "given_back", "to_date")
    }
    return CreditTotal(view=row["view"], **amounts)


def trigger_row(number: int, state: TriggerState) -> dict[str, Any]:
    """Return the row of how far a threshold is reached."""
    return {
        "evaluation": number,
        **{name: getattr(state, name) for name in _STATES},
        "leads_to": state.leads_to.value,
        "is_open": state.is_open,
        "months": "\n".join(f"{one.period} {one.points} {int(one.counts)}" for one in state.months),
    }


def trigger_of(row: Row) -> TriggerState:
    """Return how far a threshold is reached from its row."""
    return TriggerState(
        **{name: row[name] for name in _STATES},
        leads_to=LeadsTo(row["leads_to"]),
        is_open=bool(row["is_open"]),
        months=tuple(_month_of(line.split(" ")) for line in row["months"].splitlines()),
    )


def _month_of(parts: list[str]) -> TriggerMonth:
    period, points, counts = parts
    return TriggerMonth(period, int(points), counts == "1")
