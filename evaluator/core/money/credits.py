"""Credits: what the caps of the contract leave of a month's credit lines, in its order, rounded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.credits import CapOrder, CreditRounding, CreditTerms, RoundingMethod
from evaluator.core.money.lines import CreditLine, LineKind, points_by_service


class Cap(StrEnum):
    """Which cap held a credit down."""

    NONE = "none"
    AT_RISK = "at_risk"
    SERVICE = "service"
    TOTAL = "total"
    QUARTER = "quarter"
    YEAR = "year"
    TERM = "term"


@dataclass(frozen=True)
class ServiceCredit:
    """The calculated credit of one service for one month and view.

    `raw_share` is what its lines come to, `share` what the caps leave of it (both of the monthly fee, 0 where
    there is none), and `capped_by` the last cap that lowered it; `amount` is rounded. `reached` names every
    cap that the credit came up to, whether it lowered it or not.
    """

    service: str
    view: str
    points: int
    monthly_fee: Decimal
    raw_share: Fraction
    share: Fraction
    capped_by: Cap
    amount: Decimal
    reached: tuple[Cap, ...] = ()


@dataclass(frozen=True)
class Spent:
    """What earlier months have used of the caps over a longer time: rounded credits of the same view."""

    quarter: Mapping[str, Decimal] = field(default_factory=dict)
    year: Decimal = Decimal(0)
    term: Decimal = Decimal(0)


NOTHING_SPENT = Spent()


def calculate_credits(
    lines: Sequence[CreditLine],
    fees: Mapping[str, Decimal],
    terms: CreditTerms,
    view: str,
    spent: Spent = NOTHING_SPENT,
) -> tuple[tuple[ServiceCredit, ...], tuple[CreditLine, ...]]:
    """Return the credit of each service that has a fee, in the order of `fees`, and the lines after caps.

    In this order: what is at risk stops at the amount at risk, the service cap and the total cap follow each
    other as the contract says, then the caps of the quarter, the year and the term. A cap of all services is
    shared in proportion. Then each credit is rounded: that may lift it over its own cap by less than a step,
    but never the sum over a cap of all services: where it would, all are rounded down.

    Source: domain.md 5.4 (12) and 8.5.
    """
    held = _at_risk_held(lines, fees, terms)
    due = _Due(_sums(held, fees), dict.fromkeys(fees, Cap.NONE), dict.fromkeys(fees, ()))
    due = _marked_at_risk(due, lines, held)
    limits = list(_limits(fees, terms, spent))
    for limit in limits:
        due = _held_to(limit, due)
    amounts = _round_all(due.amounts, terms.rounding, [one.together for one in limits])
    raw, points = _raw(lines, fees), points_by_service(lines)
    found = tuple(
        ServiceCredit(
            service=service,
            view=view,
            points=points.get(service, 0),
            monthly_fee=fee,
            raw_share=_share(raw[service], fee),
            share=_share(due.amounts[service], fee),
            capped_by=due.capped_by[service],
            amount=amounts[service],
            reached=due.reached[service],
        )
        for service, fee in fees.items()
    )
    return found, _shared_out(held, due.amounts)


@dataclass(frozen=True)
class _Due:
    """What is due of each service so far, the last cap that lowered it, and those it came up to."""

    amounts: Mapping[str, Fraction]
    capped_by: Mapping[str, Cap]
    reached: Mapping[str, tuple[Cap, ...]]


@dataclass(frozen=True)
class _Limit:
    """A cap on each service, or on all together; the other is None."""

    cap: Cap
    each: Mapping[str, Fraction] | None = None
    together: Fraction | None = None


def _limits(fees: Mapping[str, Decimal], terms: CreditTerms, spent: Spent) -> Iterator[_Limit]:
    all_fees = sum((Fraction(fee) for fee in fees.values()), Fraction(0))
    of_service = _Limit(
        Cap.SERVICE, each={one: terms.service_cap * Fraction(fee) for one, fee in fees.items()}
    )
    of_month = _Limit(Cap.TOTAL, together=terms.total_cap * all_fees)
    yield from (of_service, of_month) if terms.cap_order is CapOrder.SERVICE_FIRST else (of_month, of_service)
    if terms.quarter_cap is not None:
        used = {service: Fraction(spent.quarter.get(service, 0)) for service in fees}
        most = {service: terms.quarter_cap * 3 * Fraction(fee) for service, fee in fees.items()}
        yield _Limit(Cap.QUARTER, each={service: _left(most[service], used[service]) for service in fees})
    if terms.yearly_cap is not None:
        yield _Limit(Cap.YEAR, together=_left(terms.yearly_cap.share * 12 * all_fees, Fraction(spent.year)))
    if terms.term_cap is not None:
        most_ever = terms.term_cap.share * Fraction(terms.term_cap.contract_sum)
        yield _Limit(Cap.TERM, together=_left(most_ever, Fraction(spent.term)))


def _left(highest: Fraction, used: Fraction) -> Fraction:
    return max(highest - used, Fraction(0))


def _held_to(limit: _Limit, due: _Due) -> _Due:
    amounts = due.amounts
    if limit.each is not None:
        lowered = {one: min(amount, limit.each[one]) for one, amount in amounts.items()}
        reached = {one for one, amount in amounts.items() if amount >= limit.each[one]}
    else:
        assert limit.together is not None  # noqa: S101 - a limit has one of the two
        total = sum(amounts.values(), Fraction(0))
        kept = Fraction(1) if total <= limit.together else limit.together / total
        lowered = {one: amount * kept for one, amount in amounts.items()}
        reached = set(amounts) if total >= limit.together else set()
    return _Due(
        lowered,
        {one: limit.cap if lowered[one] < amounts[one] else due.capped_by[one] for one in amounts},
        {
            one: (*due.reached[one], limit.cap) if one in reached and amounts[one] > 0 else due.reached[one]
            for one in amounts
        },
    )


def _at_risk_held(
    lines: Iterable[CreditLine], fees: Mapping[str, Decimal], terms: CreditTerms
) -> list[CreditLine]:
    """The lines, those at risk lowered where a service's together are more than its amount at risk."""
    found = list(lines)
    if terms.at_risk is None:
        return found
    at_risk = _sums([line for line in found if line.kind is LineKind.AT_RISK], fees)
    kept = {
        service: min(Fraction(1), terms.at_risk.share * Fraction(fees[service]) / amount)
        for service, amount in at_risk.items()
        if amount > 0
    }
    return [
        replace(line, after_caps=line.before_caps * kept.get(line.service, 1))
        if line.kind is LineKind.AT_RISK
        else line
        for line in found
    ]


def _marked_at_risk(due: _Due, lines: Sequence[CreditLine], held: Sequence[CreditLine]) -> _Due:
    lowered = {new.service for old, new in zip(lines, held, strict=True) if new.after_caps < old.before_caps}
    return _Due(
        due.amounts,
        {one: Cap.AT_RISK if one in lowered else cap for one, cap in due.capped_by.items()},
        {one: (Cap.AT_RISK,) if one in lowered else caps for one, caps in due.reached.items()},
    )


def _shared_out(held: Iterable[CreditLine], amounts: Mapping[str, Fraction]) -> tuple[CreditLine, ...]:
    """The lines with what is left of each: in proportion to what it was before the caps of its service."""
    found = list(held)
    before = _sums(found, amounts)
    return tuple(
        line
        if before[line.service] == 0
        else replace(line, after_caps=line.after_caps * amounts[line.service] / before[line.service])
        for line in found
    )


def _sums(lines: Iterable[CreditLine], services: Iterable[str]) -> dict[str, Fraction]:
    sums = dict.fromkeys(services, Fraction(0))
    for line in lines:
        sums[line.service] += line.after_caps
    return sums


def _raw(lines: Iterable[CreditLine], services: Iterable[str]) -> dict[str, Fraction]:
    sums = dict.fromkeys(services, Fraction(0))
    for line in lines:
        sums[line.service] += line.before_caps
    return sums


def _share(amount: Fraction, fee: Decimal) -> Fraction:
    return Fraction(0) if fee == 0 else amount / Fraction(fee)


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
    due: Mapping[str, Fraction], rounding: CreditRounding, limits: Iterable[Fraction | None]
) -> dict[str, Decimal]:
    rounded = {service: round_amount(amount, rounding) for service, amount in due.items()}
    total = sum((Fraction(amount) for amount in rounded.values()), Fraction(0))
    if all(highest is None or total <= highest for highest in limits):
        return rounded
    down = rounding.model_copy(update={"method": RoundingMethod.DOWN})
    return {service: round_amount(amount, down) for service, amount in due.items()}
