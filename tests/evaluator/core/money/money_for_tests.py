"""Credit lines, credits and months of money, for tests to change."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluator.core.money.credits import Cap, ServiceCredit
from evaluator.core.money.lines import CreditLine, LineKind
from evaluator.core.money.month import CreditTotal, MonthMoney
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View


def line(service: str, amount: Fraction | int, **changes: Any) -> CreditLine:
    """A line of points of K on a service, no cap applied."""
    plain = CreditLine(
        service=service,
        view=View.AFTER_EXCLUSIONS.value,
        kind=LineKind.POINTS,
        indicator="K",
        measured_on=service,
        period="2026-10",
        points=1,
        before_caps=Fraction(amount),
        after_caps=Fraction(amount),
    )
    return replace(plain, **changes)


def credit_of(service: str, amount: int, **changes: Any) -> ServiceCredit:
    """A credit of a service with a fee of 100 000."""
    plain = ServiceCredit(
        service=service,
        view=View.AFTER_EXCLUSIONS.value,
        points=1,
        monthly_fee=Decimal(100_000),
        raw_share=Fraction(amount, 100_000),
        share=Fraction(amount, 100_000),
        capped_by=Cap.NONE,
        amount=Decimal(amount),
    )
    return replace(plain, **changes)


def money_of(
    period: str, *found: ServiceCredit, lines: tuple[CreditLine, ...] = (), to_date: int = 0
) -> MonthMoney:
    """The money of a month, in one view."""
    credited = sum((credit.amount for credit in found), Decimal(0))
    total = CreditTotal(View.AFTER_EXCLUSIONS.value, credited, Decimal(0), Decimal(to_date))
    return MonthMoney(period, found, lines, (total,))


def outcome(period: str = "2026-10", points: int = 0, **changes: Any) -> Outcome:
    """An outcome of K on T1 after exclusions: missed at 80 % where it has points, else met at 95 %."""
    value = Fraction(80 if points else 95, 100)
    plain = Outcome(
        indicator="K",
        period=period,
        scope=Scope("T1"),
        view=View.AFTER_EXCLUSIONS,
        figure=figure(value),
        verdict=Verdict.MISSED if points else Verdict.MET,
        points=points,
        repeated=False,
        points_after_repeat=points,
        confidence=None,
    )
    return replace(plain, **changes)


def figure(value: Fraction) -> Figure:
    """A figure of exactly this value, all of it known."""
    return Figure(value.numerator, value.denominator, 100, None, 100, 100, value, value)


def unjudged(period: str, **changes: Any) -> Outcome:
    """An outcome that could not be assessed."""
    return outcome(period, verdict=Verdict.NOT_ASSESSABLE, **changes)


def credit_terms(**changes: Any) -> dict[str, Any]:
    """Credit terms without any price of points, and caps that hold nothing down."""
    return {
        "repeat": {"factor": 2, "not_assessable_breaks_chain": False},
        "service_cap": "100 %",
        "total_cap": "100 %",
        "cap_order": "service_first",
        "rounding": {"to": 1, "method": "half_up"},
        "claim_lapses_after_months": 3,
        **changes,
    }
