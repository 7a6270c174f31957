"""L01: a percentage and hours of outage on the same service that ask for two different things.

The domain's example is a city's common services: 99 % beside 12 h or 24 h a month, which no hours agree with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.availability import AvailabilityRules, Denominator
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import AnyIndicator, Availability, OutageLimits, Outages
from evaluator.contract.outage_indicators import OutageMeasure
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path, duration, mean, percent

ID = "L01"
TOLERANCE = Fraction(5, 100)
"""They agree where the hours that both leave differ by at most this share of the greater."""

_MONTHS = {
    PeriodLength.MONTH: 1,
    PeriodLength.QUARTER: 3,
    PeriodLength.HALF_YEAR: 6,
    PeriodLength.ROLLING_12_MONTHS: 12,
}
_SPANS = {1: "a month", 3: "a quarter", 6: "a half year", 12: "twelve months"}
_BASES = {
    Denominator.SERVICE_HOURS: "service hours",
    Denominator.WALL_CLOCK: "hours around the clock",
    Denominator.NOMINAL: "nominal hours",
}


@dataclass(frozen=True)
class _Hours:
    """Seconds of outage that an indicator permits over so many months."""

    path: Path
    indicator: OutageLimits | Outages
    seconds: Fraction
    months: int


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield each percentage that permits more or fewer hours of outage than another term does."""
    limits = [limit for path, one in examined.indicators() for limit in _limits_of(path, one)]
    for _, indicator in examined.indicators():
        if isinstance(indicator, Availability) and indicator.target.lowest is not None:
            for limit in limits:
                for service in _in_common(examined, indicator, limit):
                    yield from _compared(examined, indicator, indicator.target.lowest, limit, service)


def _limits_of(path: Path, indicator: AnyIndicator) -> Iterator[_Hours]:
    if isinstance(indicator, OutageLimits):
        for position, limit in enumerate(indicator.limits):
            if limit.measure is OutageMeasure.TOTAL:
                place = (*path, "limits", position)
                yield _Hours(place, indicator, limit.at_most, _MONTHS[limit.over.length])
    elif isinstance(indicator, Outages) and indicator.measure is OutageMeasure.TOTAL:
        highest, months = indicator.target.highest, _MONTHS.get(indicator.period)
        if highest is not None and months is not None:
            yield _Hours((*path, "target"), indicator, highest, months)


def _in_common(examined: Examined, indicator: Availability, limit: _Hours) -> list[str]:
    """Return the services that both are about, one for each hours they have."""
    both = [name for name in indicator.services if name in limit.indicator.services]
    return list({examined.contract.service(name).hours: name for name in reversed(both)}.values())


def _compared(
    examined: Examined, indicator: Availability, target: Fraction, limit: _Hours, service: str
) -> Iterator[LintFinding]:
    rules = examined.contract.availability_rules[indicator.rules]
    of_month = mean(examined.base_seconds(service, rules))
    left, permitted = (1 - target) * of_month * limit.months, limit.seconds
    # Hours that never open in these months have no percentage.
    if of_month == 0 or abs(left - permitted) <= TOLERANCE * max(left, permitted):
        return
    span = _SPANS[limit.months]
    binding = indicator.id if left < permitted else limit.indicator.id
    found = (
        f"{service}: {indicator.id} asks for {percent(target, 4)} and {limit.indicator.id} permits"
        f" {duration(permitted)} of outage over {span}; {binding} binds, and the other never does"
    )
    told = _arithmetic(examined, rules, target, limit, of_month)
    told += f" They would agree within {percent(TOLERANCE)} of the hours."
    yield LintFinding(ID, limit.path, found, told + _other_base(examined, limit, rules), _remedy(left))


def _arithmetic(
    examined: Examined, rules: AvailabilityRules, target: Fraction, limit: _Hours, of_month: Fraction
) -> str:
    base, times = of_month * limit.months, "" if limit.months == 1 else f" x {limit.months}"
    share = max(1 - limit.seconds / base, Fraction(0))
    return (
        f"{percent(target, 4)} of {duration(of_month)}{times} ({_BASES[rules.denominator]} a month, mean of"
        f" {examined.span}) leaves {duration((1 - target) * base)}; the limit allows"
        f" {duration(limit.seconds)} = {percent(share)}."
        f" Of a month around the clock {percent(target, 4)} would leave"
        f" {duration((1 - target) * _clock_month(examined))}."
    )


def _other_base(examined: Examined, limit: _Hours, rules: AvailabilityRules) -> str:
    other = examined.contract.availability_rules[limit.indicator.rules]
    if other.denominator is rules.denominator:
        return ""
    return (
        f" The two are of different bases: the percentage of {_BASES[rules.denominator]}, the outages of"
        f" {_BASES[other.denominator]}."
    )


def _clock_month(examined: Examined) -> Fraction:
    return mean(month.ends_at - month.starts_at for month in examined.months)


def _remedy(left: Fraction) -> str:
    return (
        f"Agree on one of them and derive the other from it ({duration(left)} goes with the percentage), or"
        " say which one stands; name the base in both"
    )
