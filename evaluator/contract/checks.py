"""Names that a contract uses must be names that it defines."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evaluator.contract.availability import Weighting
from evaluator.contract.availability_checks import misfits_of_availability, nominal_months_cut
from evaluator.contract.clocks import ClockCondition
from evaluator.contract.composite_checks import misfits_of_composites
from evaluator.contract.contract import Contract
from evaluator.contract.credit_checks import misfits_of_credits, misfits_of_triggers
from evaluator.contract.hours_checks import misfits_of_hours
from evaluator.contract.indicator_terms import Consequence
from evaluator.contract.indicators import (
    AnyIndicator,
    CountTerms,
    LeadTimeTerms,
    Mean,
    MeasurementVolume,
    MonitoringIndicator,
    Percentile,
    PeriodicDuty,
    Rate,
    Share,
    ShareOfUnits,
    TimeWithinTarget,
)

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """Something in a contract that does not fit the rest of it; `path` leads there by key and position."""

    path: Path
    found: str
    allowed: str


def find_misfits(contract: Contract, sources: Iterable[str] | None = None) -> list[Finding]:
    """Return every name used but not defined or defined twice, and users, fees and weights that are missing.

    With `sources` (the names in the sources file) also every indicator measured from a source that
    does not exist.
    """
    findings = [*_doubled(contract), *_unknown(contract), *_misfits_in_scorecard(contract)]
    findings += [Finding(*misfit) for misfit in misfits_of_availability(contract, sources)]
    findings += [Finding(*misfit) for misfit in nominal_months_cut(contract)]
    findings += [Finding(*misfit) for misfit in misfits_of_composites(contract)]
    findings += [Finding(*misfit) for misfit in misfits_of_credits(contract)]
    findings += [Finding(*misfit) for misfit in misfits_of_triggers(contract)]
    findings += _without_fee(contract)
    if sources is not None and contract.credits is not None and contract.credits.invoiced is not None:
        findings += _missing(("credits", "invoiced", "data"), contract.credits.invoiced.data, sources)
    for position, indicator in enumerate(contract.indicators):
        findings += _unknown_in_indicator(("indicators", position), indicator, contract)
        findings += _without_users(("indicators", position), indicator, contract)
        if sources is not None:
            findings += _missing(("indicators", position, "data"), indicator.data, sources)
            if isinstance(indicator, Rate) and isinstance(indicator.volume, MeasurementVolume):
                path: Path = ("indicators", position, "volume", "data")
                findings += _missing(path, indicator.volume.data, sources)
    return findings


def _doubled(contract: Contract) -> Iterator[Finding]:
    lists: dict[Path, list[str]] = {
        ("segments",): [segment.id for segment in contract.segments],
        ("units",): [unit.id for unit in contract.units],
        ("services",): [service.id for service in contract.services],
        ("indicators",): [indicator.id for indicator in contract.indicators],
        ("triggers",): [trigger.id for trigger in contract.triggers],
        ("term", "options"): [option.id for option in contract.term.options],
    }
    for path, names in lists.items():
        for name, times in Counter(names).items():
            if times > 1:
                last = len(names) - 1 - names[::-1].index(name)
                yield Finding((*path, last, "id"), f"{name} is defined {times} times", "each id once")


def _unknown(contract: Contract) -> Iterator[Finding]:
    segments = [segment.id for segment in contract.segments]
    hours = [*contract.service_hours, "service", "always"]
    for position, unit in enumerate(contract.units):
        yield from _missing(("units", position, "segment"), [unit.segment], segments)
    for misfit in misfits_of_hours(contract):
        yield Finding(*misfit)
    yield from _missing(("working_days",), [contract.working_days], contract.service_hours)
    for position, service in enumerate(contract.services):
        yield from _missing(("services", position, "hours"), [service.hours], contract.service_hours)
        if service.part_of is not None:
            billed = [other.id for other in contract.services if other.part_of is None]
            yield from _missing(("services", position, "part_of"), [service.part_of], billed)
    for name, clock in contract.clocks.items():
        yield from _missing(("clocks", name, "hours"), [str(clock.hours)], hours)


def _unknown_in_indicator(path: Path, indicator: AnyIndicator, contract: Contract) -> Iterator[Finding]:
    hours = [*contract.service_hours, "service", "always"]
    services = [service.id for service in contract.services]
    yield from _missing((*path, "services"), indicator.services, services)
    if isinstance(indicator, TimeWithinTarget):
        yield from _missing((*path, "clock"), [indicator.clock], contract.clocks)
    if isinstance(indicator, MonitoringIndicator):
        yield from _missing((*path, "rules"), [indicator.rules], contract.availability_rules)
    if isinstance(indicator, ShareOfUnits):
        segments = [segment.id for segment in contract.segments]
        yield from _missing((*path, "segment"), [indicator.segment], segments)
    if isinstance(indicator, CountTerms | Share):
        used = [condition.clock for condition in indicator.that if isinstance(condition, ClockCondition)]
        yield from _missing((*path, "that"), used, contract.clocks)
        named = [] if indicator.clock is None else [indicator.clock]
        yield from _missing((*path, "clock"), named, contract.clocks)
    if isinstance(indicator, Mean | Percentile):
        if indicator.of.clock is not None:
            yield from _missing((*path, "of", "clock"), [indicator.of.clock], contract.clocks)
        if indicator.of.hours is not None:
            yield from _missing((*path, "of", "hours"), [indicator.of.hours], hours)
    if isinstance(indicator, LeadTimeTerms | PeriodicDuty):
        yield from _missing((*path, "hours"), [indicator.hours], hours)


def _without_fee(contract: Contract) -> Iterator[Finding]:
    """Services whose misses are to lead to credits, with no fee to take them from."""
    if contract.credits is None:
        return
    for position, service in enumerate(contract.services):
        billed = {other.id for other in contract.services if other.billed_as == service.id}
        charged = [
            indicator.id
            for indicator in contract.indicators
            if indicator.consequence is Consequence.CREDIT and billed.intersection(indicator.services)
        ]
        if charged and service.monthly_fee is None:
            found = f"{service.id} has no monthly_fee, and a miss of {charged[0]} leads to a credit on it"
            allowed = "a monthly_fee, or indicators with consequence: none"
            yield Finding(("services", position), found, allowed)


def _without_users(path: Path, indicator: AnyIndicator, contract: Contract) -> Iterator[Finding]:
    """Services whose outages are to weigh by the users hit, of how many nobody says."""
    if not isinstance(indicator, MonitoringIndicator) or isinstance(indicator, ShareOfUnits):
        return
    rules = contract.availability_rules.get(indicator.rules)
    if rules is None or rules.weighting is not Weighting.USERS_AFFECTED:
        return
    for service in contract.services:
        if service.id in indicator.services and service.users is None:
            found = f"{indicator.rules} weighs by users affected, and {service.id} has no users"
            yield Finding((*path, "rules"), found, "a service with users, or rules with another weighting")


def _misfits_in_scorecard(contract: Contract) -> Iterator[Finding]:
    if contract.scorecard is None:
        return
    indicators = [indicator.id for indicator in contract.indicators]
    weightless = {indicator.id for indicator in contract.indicators if indicator.weight == 0}
    segments = [segment.id for segment in contract.segments]
    for position, area in enumerate(contract.scorecard.areas):
        for place, measure in enumerate(area.measures):
            path: Path = ("scorecard", "areas", position, "measures", place)
            yield from _missing((*path, "indicators"), measure.indicators, indicators)
            if measure.segment is not None:
                yield from _missing((*path, "segment"), [measure.segment], segments)
            if set(measure.indicators) <= weightless:
                found = "every indicator of this measure has weight 0, so that it could never have a score"
                yield Finding((*path, "indicators"), found, "at least one indicator of weight 1 or more")


def _missing(path: Path, used: Iterable[str], defined: Iterable[str]) -> Iterator[Finding]:
    known = sorted(defined)
    for name in used:
        if name not in known:
            yield Finding(path, f"{name!r} is defined nowhere", ", ".join(known) or "nothing is defined yet")
