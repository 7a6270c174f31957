"""Credits: from points to money, with caps in the contract's order."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.credits import CreditRounding, CreditTerms, RoundingMethod


class Cap(StrEnum):
    """Which cap held a credit down."""

    NONE = "none"
    SERVICE = "service"
    TOTAL = "total"


@dataclass(frozen=True)
class ServiceCredit:
    """The calculated credit of one service for one month and view.

    `raw_share` is points times the rate, `share` what is left of it after the service cap (both of
    the monthly fee); `amount` is after all caps and rounding.
    """

    service: str
    view: str
    points: int
    monthly_fee: Decimal
    raw_share: Fraction
    share: Fraction
    capped_by: Cap
    amount: Decimal


def calculate_credits(
    points: Mapping[str, int], fees: Mapping[str, Decimal], terms: CreditTerms, view: str
) -> tuple[ServiceCredit, ...]:
    """Return the credit of each service that has a monthly fee, in the order of `fees`.

    `points` are a month's points by service, after the repeat rule; those of an indicator of all
    services stand on each of them. In this order: points times the rate, the service cap, the total cap
    shared in proportion to what is left, rounding. Rounding may lift one service's credit over its cap
    by less than a step, but never the sum over the total cap: where it would, all are rounded down.

    Raises ValueError where a service without a monthly fee has points.
    """
    _refuse_points_without_fee(points, fees)
    raw = {service: points.get(service, 0) * terms.per_point for service in fees}
    shares = {service: min(share, terms.service_cap) for service, share in raw.items()}
    capped = {service: shares[service] * Fraction(fee) for service, fee in fees.items()}
    highest = terms.total_cap * sum((Fraction(fee) for fee in fees.values()), Fraction(0))
    total = sum(capped.values(), Fraction(0))
    exceeds = total > highest
    due = {service: amount * highest / total if exceeds else amount for service, amount in capped.items()}
    amounts = _round_all(due, terms.rounding, highest)
    return tuple(
        ServiceCredit(
            service=service,
            view=view,
            points=points.get(service, 0),
            monthly_fee=fee,
            raw_share=raw[service],
            share=shares[service],
            capped_by=_capped_by(raw[service], shares[service], total_cap_binds=exceeds),
            amount=amounts[service],
        )
        for service, fee in fees.items()
    )


def round_amount(amount: Fraction, rounding: CreditRounding) -> Decimal:
    """Return `amount`, not below 0, as a whole number of the steps that `rounding` names."""
    steps = amount / Fraction(rounding.to)
    whole = steps.__floor__()
    rest = steps - whole
    half = Fraction(1, 2)
    if rounding.method is not RoundingMethod.DOWN and (
        rest > half or (rest == half and (rounding.method is RoundingMethod.HALF_UP or whole % 2 == 1))
    ):
        whole += 1
    return whole * rounding.to


def _round_all(
    due: Mapping[str, Fraction], rounding: CreditRounding, highest: Fraction
) -> dict[str, Decimal]:
    rounded = {service: round_amount(amount, rounding) for service, amount in due.items()}
    if sum((Fraction(amount) for amount in rounded.values()), Fraction(0)) <= highest:
        return rounded
    down = rounding.model_copy(update={"method": RoundingMethod.DOWN})
    return {service: round_amount(amount, down) for service, amount in due.items()}


def _capped_by(raw: Fraction, share: Fraction, *, total_cap_binds: bool) -> Cap:
    if share == 0:
        return Cap.NONE
    if total_cap_binds:
        return Cap.TOTAL
    return Cap.SERVICE if share < raw else Cap.NONE


def _refuse_points_without_fee(points: Mapping[str, int], fees: Mapping[str, Decimal]) -> None:
    missing = sorted(service for service, count in points.items() if count > 0 and service not in fees)
    if missing:
        raise ValueError(
            f"points without a monthly fee to take them from: {', '.join(missing)}; give these services a "
            "monthly_fee, or let their indicators have consequence: none"
        )
