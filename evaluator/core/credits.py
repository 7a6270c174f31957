"""Credits: from points to money, with caps in the contract's order."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.credits import CapOrder, CreditRounding, CreditTerms, RoundingMethod


class Cap(StrEnum):
    """Which cap held a credit down."""

    NONE = "none"
    SERVICE = "service"
    TOTAL = "total"


@dataclass(frozen=True)
class ServiceCredit:
    """The calculated credit of one service for one month and view.

    `raw_share` is points times the rate, `share` what the caps leave of it (both of the monthly fee), and
    `capped_by` the last cap that lowered it; `amount` is rounded.
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
    services stand on each of them. Points times the rate are held to the two caps in the contract's
    order, the total shared in proportion, and then rounded. Rounding may lift one service's credit over
    its cap by less than a step, but never the sum over the total cap: where it would, all are rounded down.

    Raises ValueError where a service without a monthly fee has points.
    """
    _refuse_points_without_fee(points, fees)
    raw = {service: points.get(service, 0) * terms.per_point for service in fees}
    shares, caps = _capped(raw, fees, terms)
    due = {service: shares[service] * Fraction(fee) for service, fee in fees.items()}
    amounts = _round_all(due, terms.rounding, _highest(fees, terms))
    return tuple(
        ServiceCredit(
            service=service,
            view=view,
            points=points.get(service, 0),
            monthly_fee=fee,
            raw_share=raw[service],
            share=shares[service],
            capped_by=caps[service],
            amount=amounts[service],
        )
        for service, fee in fees.items()
    )


def _capped(
    raw: Mapping[str, Fraction], fees: Mapping[str, Decimal], terms: CreditTerms
) -> tuple[dict[str, Fraction], dict[str, Cap]]:
    """The shares of the fees after both caps, and the last cap that lowered each."""
    shares, caps = dict(raw), dict.fromkeys(raw, Cap.NONE)
    order = [Cap.SERVICE, Cap.TOTAL]
    for cap in order if terms.cap_order is CapOrder.SERVICE_FIRST else reversed(order):
        lowered = _at_service_cap(shares, terms) if cap is Cap.SERVICE else _at_total_cap(shares, fees, terms)
        caps |= {service: cap for service, share in lowered.items() if share < shares[service]}
        shares = lowered
    return shares, caps


def _at_service_cap(shares: Mapping[str, Fraction], terms: CreditTerms) -> dict[str, Fraction]:
    return {service: min(share, terms.service_cap) for service, share in shares.items()}


def _at_total_cap(
    shares: Mapping[str, Fraction], fees: Mapping[str, Decimal], terms: CreditTerms
) -> dict[str, Fraction]:
    total = sum((shares[service] * Fraction(fee) for service, fee in fees.items()), Fraction(0))
    highest = _highest(fees, terms)
    if total <= highest:
        return dict(shares)
    return {service: share * highest / total for service, share in shares.items()}


def _highest(fees: Mapping[str, Decimal], terms: CreditTerms) -> Fraction:
    return terms.total_cap * sum((Fraction(fee) for fee in fees.values()), Fraction(0))


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


def _refuse_points_without_fee(points: Mapping[str, int], fees: Mapping[str, Decimal]) -> None:
    missing = sorted(service for service, count in points.items() if count > 0 and service not in fees)
    if missing:
        raise ValueError(
            f"points without a monthly fee to take them from: {', '.join(missing)}; give these services a "
            "monthly_fee, or let their indicators have consequence: none"
        )
