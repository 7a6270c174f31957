"""Credit lines: what each missed indicator costs each service, so that every krona has a source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.contract.credit_schemes import PointsScheme, UserShareScheme
from evaluator.contract.credits import CreditTerms
from evaluator.contract.indicator_terms import Consequence
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.money.schemes import Miss, cost_of, share_of_points
from evaluator.core.outcomes import Outcome, Scope, Verdict, View


class LineKind(StrEnum):
    """What a line comes from: a scheme of the contract, a bonus, or a credit given back."""

    POINTS = "points"
    AT_RISK = "at_risk"
    TIERS = "tiers"
    SHORTFALL = "shortfall"
    DAYS = "days"
    USER_SHARE = "user_share"
    PER_STARTED = "per_started"
    BONUS = "bonus"
    EARN_BACK = "earn_back"

    @property
    def gives_back(self) -> bool:
        """Whether it is money to the supplier: it stands beside the credits and lowers none of them."""
        return self in {LineKind.BONUS, LineKind.EARN_BACK}


@dataclass(frozen=True)
class CreditLine:
    """What one indicator costs one billed service in one view.

    `measured_on` is the service that was measured (a part of the billed one, or empty for several together),
    `period` the month it is for: an earlier one where a credit is given back. `points` are after the repeat
    rule. `before_caps` and `after_caps` are exact amounts in the currency, below 0 where they go to the
    supplier; what is left after caps adds up to the service's credit before rounding.
    """

    service: str
    view: str
    kind: LineKind
    indicator: str
    measured_on: str
    period: str
    points: int
    before_caps: Fraction
    after_caps: Fraction


StartedSteps = Mapping[tuple[str, Scope, View], int]
"""How many started steps the cases of an indicator make, where its scheme counts cases."""


def credit_lines(
    contract: Contract, terms: CreditTerms, outcomes: Sequence[Outcome], steps: StartedSteps
) -> list[CreditLine]:
    """Return a line for each miss that leads to a credit, from the outcomes of one view, caps not applied.

    An indicator measured over several services together stands on each of them; a service that is part of
    another on that one. Raises ValueError where a miss that costs something has no monthly fee to take it
    from.
    """
    fees, misses = monthly_fees(contract), [one for one in outcomes if _costs(contract, one)]
    lines = []
    for outcome in misses:
        indicator = contract.indicator(outcome.indicator)
        for service in charged_services(contract, indicator, outcome.scope):
            if service not in fees:
                _refuse_without_fee(indicator, outcome, service)
                continue
            miss = _miss(indicator, outcome, fees[service], outcomes, steps)
            lines.append(_line(outcome, indicator, service, cost_of(miss, terms)))
    return _price_points(lines, fees, terms)


def monthly_fees(contract: Contract) -> dict[str, Decimal]:
    """Return the monthly fee of each service that has one."""
    return {one.id: one.monthly_fee for one in contract.services if one.monthly_fee is not None}


def charged_services(contract: Contract, indicator: AnyIndicator, scope: Scope) -> list[str]:
    """Return the billed services on which an outcome's points and credits stand, each once."""
    services = [scope.service] if scope.service else list(indicator.services)
    return list(dict.fromkeys(contract.service(service).billed_as for service in services))


def points_by_service(lines: Iterable[CreditLine]) -> dict[str, int]:
    """Return the points of each billed service, after the repeat rule."""
    points: dict[str, int] = {}
    for line in lines:
        points[line.service] = points.get(line.service, 0) + line.points
    return points


def _costs(contract: Contract, outcome: Outcome) -> bool:
    is_missed = outcome.verdict is Verdict.MISSED and outcome.scope.is_whole
    return is_missed and contract.indicator(outcome.indicator).consequence is Consequence.CREDIT


def _miss(
    indicator: AnyIndicator,
    outcome: Outcome,
    fee: Decimal,
    outcomes: Sequence[Outcome],
    steps: StartedSteps,
) -> Miss:
    assert outcome.figure is not None  # noqa: S101 - what is missed was measured
    assert outcome.figure.value is not None  # noqa: S101 - as above
    return Miss(
        indicator=indicator,
        value=outcome.figure.value,
        fee=fee,
        started_steps=steps.get((outcome.indicator, outcome.scope, outcome.view), 0),
        affected=_affected(indicator, outcome, outcomes),
    )


def _affected(indicator: AnyIndicator, outcome: Outcome, outcomes: Sequence[Outcome]) -> Fraction | None:
    """The share of users hit, as the indicator says that the scheme names for it."""
    if not isinstance(indicator.credit, UserShareScheme):
        return None
    asked = indicator.credit.affected
    for other in outcomes:
        if (other.indicator, other.scope) == (asked.indicator, outcome.scope) and other.figure is not None:
            value = other.figure.value
            return value if value is None or asked.value_is == "affected" else 1 - value
    return None


def _line(outcome: Outcome, indicator: AnyIndicator, service: str, cost: Fraction) -> CreditLine:
    return CreditLine(
        service=service,
        view=outcome.view.value,
        kind=LineKind(indicator.credit.scheme),
        indicator=outcome.indicator,
        measured_on=outcome.scope.service,
        period=outcome.period,
        points=outcome.points_after_repeat if isinstance(indicator.credit, PointsScheme) else 0,
        before_caps=cost,
        after_caps=cost,
    )


def _price_points(
    lines: Sequence[CreditLine], fees: Mapping[str, Decimal], terms: CreditTerms
) -> list[CreditLine]:
    """The lines with what their points cost: of all points of their service, in proportion to their own."""
    points = points_by_service(lines)
    priced = {
        service: Fraction(fees[service]) * share_of_points(count, terms) / count
        for service, count in points.items()
        if count > 0
    }
    return [
        line
        if line.points == 0
        else replace(line, before_caps=(cost := line.points * priced[line.service]), after_caps=cost)
        for line in lines
    ]


def _refuse_without_fee(indicator: AnyIndicator, outcome: Outcome, service: str) -> None:
    if isinstance(indicator.credit, PointsScheme) and outcome.points_after_repeat == 0:
        return
    raise ValueError(
        f"a miss without a monthly fee to take it from: {service} ({outcome.indicator}); give it a "
        "monthly_fee, or let its indicators have consequence: none"
    )


def bonus_lines(contract: Contract, terms: CreditTerms, outcomes: Iterable[Outcome]) -> Iterator[CreditLine]:
    """Yield what values far on target give the supplier, from the outcomes of one view; below 0, cap applied.

    All bonuses of the month together stop at their cap, shared in proportion.
    """
    if terms.bonus is None:
        return
    fees = monthly_fees(contract)
    lines = [line for outcome in outcomes for line in _bonuses(contract, outcome, fees)]
    total = -sum((line.before_caps for line in lines), Fraction(0))
    highest = terms.bonus.at_most * sum((Fraction(fee) for fee in fees.values()), Fraction(0))
    kept = Fraction(1) if total <= highest else highest / total
    yield from (replace(line, after_caps=line.before_caps * kept) for line in lines)


def _bonuses(contract: Contract, outcome: Outcome, fees: Mapping[str, Decimal]) -> Iterator[CreditLine]:
    indicator = contract.indicator(outcome.indicator)
    figure, bonus = outcome.figure, indicator.bonus
    if bonus is None or outcome.verdict is not Verdict.MET or not outcome.scope.is_whole:
        return
    if figure is None or figure.value is None or not bonus.value.holds(figure.value):
        return
    for service in charged_services(contract, indicator, outcome.scope):
        if service in fees:
            amount = -bonus.share * Fraction(fees[service])
            yield CreditLine(
                service=service,
                view=outcome.view.value,
                kind=LineKind.BONUS,
                indicator=outcome.indicator,
                measured_on=outcome.scope.service,
                period=outcome.period,
                points=0,
                before_caps=amount,
                after_caps=amount,
            )
