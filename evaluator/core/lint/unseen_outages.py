"""L06: a percentage that leaves less time for outages than it takes to see one."""

from collections.abc import Iterator
from fractions import Fraction

from evaluator.contract.availability import AvailabilityRules
from evaluator.contract.indicators import Availability, ShareOfUnits
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path, duration, percent

ID = "L06"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield percentages whose budget of a month is smaller than one look, or than an outage that counts."""
    for path, indicator in examined.indicators():
        if isinstance(indicator, Availability):
            place, target = (*path, "target"), indicator.target.lowest
        elif isinstance(indicator, ShareOfUnits):
            place, target = (*path, "unit_target"), indicator.unit_target.lowest
        else:
            continue
        if target is not None and target < 1:
            rules = examined.contract.availability_rules[indicator.rules]
            yield from _too_fine(examined, place, indicator, target, rules)


def _too_fine(
    examined: Examined,
    path: Path,
    indicator: Availability | ShareOfUnits,
    target: Fraction,
    rules: AvailabilityRules,
) -> Iterator[LintFinding]:
    # A month in which a service is closed all the time has no percentage.
    months = {
        name: [one for one in examined.base_seconds(name, rules) if one > 0] for name in indicator.services
    }
    by_service = {name: min(measured) for name, measured in months.items() if measured}
    if not by_service:
        return
    service = min(by_service, key=lambda name: by_service[name])
    base = by_service[service]
    budget = (1 - target) * base
    sum_told = (
        f"{percent(target, 4)} of {duration(base)} ({service}, the shortest month of {examined.span}) leaves"
        f" {duration(budget)}"
    )
    seen, how = _looks(examined, indicator, rules)
    if seen is not None and budget < seen:
        yield LintFinding(
            ID,
            path,
            f"{indicator.id} leaves {duration(budget)} of outage a month, less than one look takes: {how}",
            f"{sum_told}; between two looks lie {duration(seen)}, so that a single failed one may be a miss",
            "Look more often, judge a longer period, or ask for a percentage that can be seen to be kept",
        )
    if rules.shortest_outage > budget:
        yield LintFinding(
            ID,
            path,
            f"{indicator.id} leaves {duration(budget)} of outage a month, and shorter ones do not count",
            f"{sum_told}; an outage counts from {duration(rules.shortest_outage)}: the first one is a miss",
            "Let shorter outages count, or ask for no outage at all where that is meant",
        )


def _looks(
    examined: Examined, indicator: Availability | ShareOfUnits, rules: AvailabilityRules
) -> tuple[int | None, str]:
    """Return the seconds between two looks and where that is said; None where nothing says it."""
    if rules.probe_interval is not None:
        return rules.probe_interval, f"probe_interval is {duration(rules.probe_interval)}"
    gaps = {
        name: gap
        for name in indicator.data
        if name in examined.sources and (gap := examined.sources[name].speaks_for) is not None
    }
    if not gaps:
        return None, ""
    source = min(gaps, key=lambda name: gaps[name])
    return gaps[source], f"a sample of {source} speaks for up to {duration(gaps[source])} (max_gap)"
