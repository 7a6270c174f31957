"""L02: nominal hours a month that no calendar month has."""

from collections.abc import Iterator
from fractions import Fraction

from evaluator.contract.indicators import Availability, MonitoringIndicator
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import SECONDS_AN_HOUR, LintFinding, Path, decimals, duration, mean, percent

ID = "L02"
TOLERANCE = Fraction(10, 100)
"""Nominal hours fit where some month has fewer and some more, and their mean is not further off than this."""


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield nominal hours outside those of every month, or far from their mean."""
    seen: set[tuple[Fraction, str]] = set()
    for path, service, nominal in _nominal(examined):
        months = _open_months(examined, service)
        key = nominal, examined.contract.service(service).hours
        if months and key not in seen and not _fits(nominal, list(months.values())):
            seen.add(key)
            yield _finding(examined, path, service, nominal, months)


def _open_months(examined: Examined, service: str) -> dict[str, int]:
    """Return the open seconds of the months in which a service opens at all."""
    named = zip((month.name for month in examined.months), examined.open_seconds(service), strict=True)
    return {name: open_for for name, open_for in named if open_for > 0}


def _nominal(examined: Examined) -> Iterator[tuple[Path, str, Fraction]]:
    """Yield each nominal month, in seconds, with its place and a service it is of."""
    for path, indicator in examined.indicators():
        if not isinstance(indicator, MonitoringIndicator):
            continue
        hours = examined.contract.availability_rules[indicator.rules].nominal_hours
        derived = indicator.derived_from if isinstance(indicator, Availability) else None
        for service in indicator.services:
            if hours is not None:
                place: Path = ("availability_rules", indicator.rules, "nominal_hours")
                yield place, service, hours * SECONDS_AN_HOUR
            if derived is not None:
                yield (*path, "derived_from", "of"), service, Fraction(derived.of)


def _fits(nominal: Fraction, months: list[int]) -> bool:
    typical = mean(months)
    return min(months) <= nominal <= max(months) and abs(nominal - typical) <= TOLERANCE * typical


def _finding(
    examined: Examined, path: Path, service: str, nominal: Fraction, months: dict[str, int]
) -> LintFinding:
    hours, open_for = examined.contract.service(service).hours, list(months.values())
    told = "they are far from the mean of the months"
    if nominal > max(open_for) or nominal < min(open_for):
        told = "no month has so many" if nominal > max(open_for) else "every month has more"
    by_month = ", ".join(
        f"{name} {decimals(Fraction(one, SECONDS_AN_HOUR), 1)}" for name, one in months.items()
    )
    typical = mean(open_for)
    arithmetic = (
        f"open hours by the calendar: {by_month}; mean {duration(typical)}, and the nominal month is"
        f" {percent(nominal / typical)} of it. 1 % of {duration(nominal)} is {duration(nominal / 100)},"
        f" 1 % of {duration(typical)} is {duration(typical / 100)}"
    )
    return LintFinding(
        ID,
        path,
        f"{duration(nominal)} a month are the nominal hours of {service} ({hours}), and {told}",
        arithmetic,
        "Use the calendar (denominator: service_hours), or agree on nominal hours that months have",
    )
