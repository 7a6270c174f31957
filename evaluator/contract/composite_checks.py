"""Composite services: made of services that exist, never of themselves, with a state where one is needed."""

from collections.abc import Iterator

from evaluator.contract.availability import Weighting
from evaluator.contract.availability_checks import Misfit
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import MonitoringIndicator, OutageLimits, Outages, ShareOfUnits
from evaluator.contract.services import Combine, MadeOf, Service


def misfits_of_composites(contract: Contract) -> Iterator[Misfit]:
    """Yield what composites name that does not exist or cannot be a part, and what cannot measure them."""
    found = False
    for position, service in enumerate(contract.services):
        if service.made_of is not None:
            for misfit in _misfits(("services", position, "made_of"), service, service.made_of, contract):
                found = True
                yield misfit
    if found:
        return
    for position, indicator in enumerate(contract.indicators):
        if isinstance(indicator, MonitoringIndicator) and indicator.rules in contract.availability_rules:
            yield from _misfits_of_measuring(("indicators", position), indicator, contract)


def _misfits(
    path: tuple[str | int, ...], service: Service, made_of: MadeOf, contract: Contract
) -> Iterator[Misfit]:
    services = {other.id: other for other in contract.services}
    for name in made_of.services:
        if name not in services:
            yield path, f"{name!r} is defined nowhere", ", ".join(sorted(services))
        elif service.id in _inside(name, services):
            yield path, f"{service.id} is made of itself, by {name}", "services that it is no part of"
        elif made_of.combine.has_state and not has_state(name, services):
            found = f"{name} is an average of seconds and has no state that {service.id} could take"
            yield path, found, "an average only inside another average"
    yield from _misfits_of_units(path, made_of, contract)


def _misfits_of_units(path: tuple[str | int, ...], made_of: MadeOf, contract: Contract) -> Iterator[Misfit]:
    units = {unit.id: unit for unit in contract.units}
    composites = {service.id for service in contract.services if service.made_of is not None}
    for member in made_of.members:
        if member.unit is not None and member.unit not in units:
            yield path, f"{member.unit!r} is no unit", ", ".join(sorted(units)) or "no unit is defined"
        if member.unit is not None and member.service in composites:
            found = f"{member.service} is a composite, and one unit of it is named"
            yield path, found, "units of a service that is observed itself"
    asked = made_of.units_of
    if asked is None:
        return
    here = [unit for unit in units.values() if asked.segment in {None, unit.segment}]
    if asked.service in composites:
        yield path, f"{asked.service} is a composite", "units of a service that is observed itself"
    if len(here) < (1 if made_of.at_least is None else made_of.at_least):
        found = f"{len(here)} units of {asked.service} are meant, which are too few"
        yield path, found, "segments: " + ", ".join(sorted(segment.id for segment in contract.segments))
    elif made_of.combine is Combine.WEIGHTED and all(unit.users == 0 for unit in here):
        yield path, f"no unit of {asked.service} has users to weigh by", "units with users"


def _misfits_of_measuring(
    path: tuple[str | int, ...], indicator: MonitoringIndicator, contract: Contract
) -> Iterator[Misfit]:
    services = {service.id: service for service in contract.services}
    by_unit = contract.availability_rules[indicator.rules].weighting is Weighting.UNITS
    about_outages = isinstance(indicator, Outages | OutageLimits)
    if about_outages and by_unit:
        found = f"{indicator.rules} measures each unit, and outages are those of a service"
        yield (*path, "rules"), found, "rules with another weighting"
    for name in indicator.services:
        if name not in services:
            continue
        if about_outages and not has_state(name, services):
            found = f"{name} is an average of seconds, and has no outages of its own"
            yield (*path, "services"), found, "services that are no average"
        if (by_unit or isinstance(indicator, ShareOfUnits)) and _names_units(name, services):
            found = f"{name} is made of single units, and is to be measured unit by unit"
            yield (*path, "services"), found, "services that are made of whole services"


def has_state(name: str, services: dict[str, Service]) -> bool:
    """Return whether the service called `name` has a state of its own at each instant."""
    made_of = services[name].made_of
    return made_of is None or made_of.combine.has_state


def _names_units(name: str, services: dict[str, Service]) -> bool:
    found = [services[one].made_of for one in _inside(name, services)]
    return any(made_of is not None and made_of.names_units for made_of in found)


def _inside(name: str, services: dict[str, Service]) -> set[str]:
    """Return the service and all it is made of, of whatever depth; a circle is gone round once."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        made_of = services[here].made_of if here in services and here not in found else None
        found.add(here)
        waiting += () if made_of is None else made_of.services
    return found
