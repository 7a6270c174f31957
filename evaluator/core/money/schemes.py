"""What one miss costs before caps, by the scheme of its indicator. Exact: nothing is rounded here."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from evaluator.contract.bands import Range
from evaluator.contract.credit_schemes import (
    AtRiskScheme,
    Counting,
    DayScheme,
    Over,
    PointsScheme,
    ShortfallScheme,
    StartedScheme,
    Tier,
    TierScheme,
    UserShareScheme,
    beyond,
)
from evaluator.contract.credits import CreditTerms
from evaluator.contract.indicator_terms import IndicatorTerms


@dataclass(frozen=True)
class Miss:
    """A missed outcome on one billed service.

    `value` is the indicator's, `fee` the service's of the month. `started_steps` are those of its cases, for
    a scheme that counts cases; `affected` is the share of the users who were hit, None where nobody knows.
    """

    indicator: IndicatorTerms
    value: Fraction
    fee: Decimal
    started_steps: int = 0
    affected: Fraction | None = None


def cost_of(miss: Miss, terms: CreditTerms) -> Fraction:
    """Return what a miss costs before any cap, in the currency.

    0 for the scheme of points: what these cost follows from all points of the service (`share_of_points`).
    Raises ValueError where no tier holds the value. Sources: domain.md 5.3c, d, e.
    """
    scheme = miss.indicator.credit
    if isinstance(scheme, StartedScheme):
        return base_amount(scheme.base, miss.fee, terms) * scheme.share * _started_steps(scheme, miss)
    match scheme:
        case PointsScheme():
            share = Fraction(0)
        case AtRiskScheme():
            share = _at_risk_share(scheme, terms)
        case TierScheme():
            share = _tier_share(scheme.tiers, miss)
        case ShortfallScheme():
            share = beyond(miss.indicator.target, miss.value)
        case DayScheme():
            share = Fraction(_days(scheme, miss), scheme.days_in_month)
        case UserShareScheme():
            share = _tier_share(scheme.tiers, miss) * _affected(scheme, miss)
        case _:
            assert_never(scheme)
    return share * Fraction(miss.fee)


def share_of_points(points: int, terms: CreditTerms) -> Fraction:
    """Return the share of the monthly fee that all points of a service in a month cost.

    By steps it is that of the highest step reached, 0 below the first (domain.md 5.3b). Raises ValueError
    where the terms do not say what points cost.
    """
    if terms.per_point is not None:
        return points * terms.per_point
    if not terms.point_steps:
        raise ValueError(
            "an indicator leads to credits by points, and neither per_point nor point_steps is given"
        )
    reached = [step.share for step in terms.point_steps if step.at_least <= points]
    return reached[-1] if reached else Fraction(0)


def base_amount(name: str, fee: Decimal, terms: CreditTerms) -> Fraction:
    """Return what one started step costs: a share of the month's or quarter's cost, not below its minimum."""
    base = terms.base_amounts[name]
    return max(base.share * base.of.months * Fraction(fee), Fraction(base.at_least))


def started(beyond_permitted: Fraction, step: Fraction) -> int:
    """Return how many steps were started: one from the first second on, none on the limit itself."""
    return (beyond_permitted / step).__ceil__()


def step_of(scheme: StartedScheme, permitted: Fraction) -> Fraction:
    """Return the length of a step, where it is a part of what is permitted."""
    if scheme.each is not None:
        return scheme.each
    assert scheme.each_part is not None  # noqa: S101 - the contract's own check
    return scheme.each_part * permitted


def _at_risk_share(scheme: AtRiskScheme, terms: CreditTerms) -> Fraction:
    assert terms.at_risk is not None  # noqa: S101 - the contract's own check
    pool = Fraction(1) if scheme.pool is None else terms.at_risk.pools[scheme.pool]
    return terms.at_risk.share * pool * scheme.allocation


def _tier_share(tiers: tuple[Tier, ...], miss: Miss) -> Fraction:
    for tier in tiers:
        if tier.holds(miss.value):
            return tier.share
    raise ValueError(
        f"{miss.indicator.id}: neither the target nor any tier holds {miss.value} "
        f"(about {float(miss.value):g}); let the outermost tier be open"
    )


def _days(scheme: DayScheme, miss: Miss) -> int:
    days = beyond(miss.indicator.target, miss.value) / scheme.day
    count = days.__floor__() if scheme.counting is Counting.WHOLE else days.__ceil__()
    return count if scheme.at_most is None else min(count, scheme.at_most)


def _affected(scheme: UserShareScheme, miss: Miss) -> Fraction:
    if miss.affected is None:
        return Fraction(1 if scheme.affected.if_unknown == "all" else 0)
    return miss.affected


def _started_steps(scheme: StartedScheme, miss: Miss) -> int:
    if scheme.over is Over.CASES:
        return miss.started_steps
    target: Range = miss.indicator.target
    step = step_of(scheme, target.highest if target.highest is not None else Fraction(0))
    return started(beyond(target, miss.value), step)
