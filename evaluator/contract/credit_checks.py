"""What credits and thresholds name must be defined, and be what their scheme needs."""

from collections.abc import Iterable, Iterator

from evaluator.contract.clocks import ClockCondition
from evaluator.contract.contract import Contract
from evaluator.contract.credit_schemes import (
    AtRiskScheme,
    CreditScheme,
    Over,
    PointsScheme,
    ShortfallScheme,
    StartedScheme,
    UserShareScheme,
)
from evaluator.contract.credits import CreditTerms
from evaluator.contract.indicator_terms import Consequence
from evaluator.contract.indicators import AnyIndicator, Count, MonthOf, TimeWithinTarget
from evaluator.contract.triggers import IndicatorTrigger

Misfit = tuple[tuple[str | int, ...], str, str]


def misfits_of_credits(contract: Contract) -> Iterator[Misfit]:
    """Yield what schemes and bonuses of indicators use that the credit terms do not define, or cannot use."""
    if contract.credits is None:
        return
    for position, indicator in enumerate(contract.indicators):
        path = ("indicators", position, "credit")
        if indicator.consequence is Consequence.CREDIT:
            yield from ((path, *found) for found in _scheme(indicator, contract.credits))
            yield from ((path, *found) for found in _affected(indicator, contract.indicators))
        if indicator.bonus is not None and contract.credits.bonus is None:
            found = f"{indicator.id} has a bonus, and credits.bonus is null"
            yield ("indicators", position, "bonus"), found, "credits.bonus with the most it gives"


def misfits_of_triggers(contract: Contract) -> Iterator[Misfit]:
    """Yield thresholds on indicators that are not there, or on credits that there are none of."""
    defined = [indicator.id for indicator in contract.indicators]
    for position, trigger in enumerate(contract.triggers):
        path = ("triggers", position)
        if isinstance(trigger, IndicatorTrigger):
            yield from (((*path, "indicators"), *found) for found in _undefined(trigger.indicators, defined))
        elif contract.credits is None:
            yield path, f"{trigger.id} looks at points or caps, and credits is null", "credit terms"


def _scheme(indicator: AnyIndicator, terms: CreditTerms) -> Iterator[tuple[str, str]]:
    scheme: CreditScheme = indicator.credit
    match scheme:
        case PointsScheme():
            if not terms.prices_points:
                yield (
                    f"{indicator.id} costs by points, and no rate is given",
                    "credits.per_point or point_steps",
                )
        case AtRiskScheme():
            if terms.at_risk is None:
                yield f"{indicator.id} draws on an amount at risk, and none is given", "credits.at_risk"
            elif scheme.pool is not None:
                yield from _undefined([scheme.pool], terms.at_risk.pools)
        case ShortfallScheme():
            if not indicator.is_share:
                yield f"the value of {indicator.id} is no share, so it falls short of no percent", "a share"
        case StartedScheme():
            yield from _undefined([scheme.base], terms.base_amounts)
            yield from _steps(indicator, scheme)
        case _:
            return


def _steps(indicator: AnyIndicator, scheme: StartedScheme) -> Iterator[tuple[str, str]]:
    if scheme.over is Over.CASES:
        if not _has_late_cases(indicator):
            yield (
                f"{indicator.id} has no cases that are late by a time and counted in full when they end",
                "time_within_target with limits in time, or a count with a clock, and month_of: stopped",
            )
    elif scheme.each_part is not None and not (indicator.target.highest or 0) > 0:
        yield (
            f"the target of {indicator.id} permits nothing to take a part of",
            "a target with an end above 0",
        )


def _has_late_cases(indicator: AnyIndicator) -> bool:
    """Whether its cases have a time used and a limit, and are counted once, when they end."""
    if isinstance(indicator, TimeWithinTarget):
        return indicator.month_of is MonthOf.STOPPED and not indicator.within.in_working_days
    if isinstance(indicator, Count):
        on_clock = any(isinstance(condition, ClockCondition) for condition in indicator.that)
        return on_clock and indicator.month_of is MonthOf.STOPPED
    return False


def _affected(indicator: AnyIndicator, others: Iterable[AnyIndicator]) -> Iterator[tuple[str, str]]:
    if not isinstance(indicator.credit, UserShareScheme):
        return
    name = indicator.credit.affected.indicator
    shares = {other.id: other for other in others if other.is_share}
    yield from _undefined([name], shares)
    if name in shares and shares[name].period is not indicator.period:
        yield f"{name} is not judged over the same period as {indicator.id}", f"period: {indicator.period}"


def _undefined(used: Iterable[str], defined: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = sorted(defined)
    for name in used:
        if name not in known:
            yield f"{name!r} is defined nowhere", ", ".join(known) or "nothing is defined yet"
