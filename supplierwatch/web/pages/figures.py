"""Pages of figures: the overview, an indicator, a service, units."""

from collections.abc import Iterable

from collector.errors import NothingFound
from dashboards.pages.blocks import Page
from dashboards.pages.indicator import build_indicator
from dashboards.pages.overview import build_overview
from dashboards.pages.service import build_service
from dashboards.pages.units import UnitCount, build_unit, build_units
from evaluator.contract.indicators import MonitoringIndicator
from evaluator.core.outcomes import Verdict
from evaluator.results.page_evidence import (
    UnitTally,
    read_longest_outages,
    read_maintenance,
    read_ticket_flow,
    read_unit_tallies,
    read_worst_tickets,
    tickets_behind,
    with_evidence,
)
from evaluator.results.page_reads import Part
from supplierwatch.web.pages.attention import read_attention
from supplierwatch.web.pages.visit import Visit

EVIDENCE_SHOWN = 25


def overview(visit: Visit) -> Page:
    """Return the overview of the month asked for."""
    context = visit.context(visit.month, Part(exclusions=True))
    earlier = [one.period for one in visit.months if one.period < visit.month]
    finished = earlier[-1] if earlier and not context.is_over else ""
    attention = read_attention(visit)
    return build_overview(context, visit.viewer, visit.addresses, attention, finished, visit.today)


def indicator(visit: Visit, name: str) -> Page:
    """Return the page of an indicator; raises NothingFound where the contract has none so called."""
    month, service = visit.month, visit.chosen("service")
    terms = next((one for one in visit.contract(month).indicators if one.id == name), None)
    if terms is None:
        raise NothingFound("the contract has no such indicator")
    part = Part(indicator=name, service=service, segments=True, all_units=True)
    evaluation = visit.evaluation(month)
    behind = tickets_behind(name, service, units=_units(visit))
    tickets = read_worst_tickets(visit.database, evaluation, behind, EVIDENCE_SHOWN)
    outages = read_longest_outages(
        visit.database, evaluation, indicator=name, service=service, at_most=EVIDENCE_SHOWN
    )
    results = with_evidence(visit.results(month, part), tickets, outages)
    return build_indicator(visit.told(results), terms, visit.addresses)


def _units(visit: Visit) -> frozenset[str] | None:
    """The units whose tickets are shown; None is all."""
    return None if visit.viewer.sees_all_units else visit.viewer.units


def service(visit: Visit, name: str) -> Page:
    """Return the page of a service; raises NothingFound where the contract has none so called."""
    month = visit.month
    if name not in {one.id for one in visit.contract(month).services}:
        raise NothingFound("the contract has no such service")
    evaluation = visit.evaluation(month)
    outages = read_longest_outages(visit.database, evaluation, service=name)
    results = with_evidence(visit.results(month, Part()), (), outages)
    stated = read_maintenance(visit.database, evaluation, name)
    maintenance = [one for one in stated if visit.viewer.sees_unit(one.unit)]
    return build_service(visit.told(results), name, maintenance, visit.addresses)


def units(visit: Visit) -> Page:
    """Return the units, and those of one indicator where one was chosen."""
    month, chosen = visit.month, visit.chosen("indicator")
    contract = visit.contract(month)
    known = chosen if chosen in {one.id for one in contract.indicators} else ""
    part = Part(indicator=known, all_units=True) if known else Part(months=1)
    context = visit.context(month, part)
    monitored = [one.id for one in contract.indicators if isinstance(one, MonitoringIndicator)]
    smallest = contract.reporting.smallest_group
    tallies = read_unit_tallies(visit.database, visit.evaluation(month), monitored, smallest)
    return build_units(context, _counts(tallies), visit.viewer, visit.addresses, known)


def _counts(tallies: Iterable[UnitTally]) -> list[UnitCount]:
    found: dict[str, dict[str, int]] = {}
    for one in tallies:
        counted = found.setdefault(one.unit, {})
        counted[one.verdict] = counted.get(one.verdict, 0) + one.outcomes
    return [
        UnitCount(unit, counted.get(Verdict.MET.value, 0), counted.get(Verdict.MISSED.value, 0))
        for unit, counted in found.items()
    ]


def unit(visit: Visit, name: str) -> Page:
    """Return the page of a unit; raises NothingFound for one that is not there or not for the viewer."""
    month = visit.month
    known = {one.id for one in visit.contract(month).units}
    if name not in known or not visit.viewer.sees_unit(name):
        raise NothingFound("there is no such unit")
    evaluation = visit.evaluation(month)
    outages = read_longest_outages(visit.database, evaluation, unit=name, at_most=EVIDENCE_SHOWN)
    part = Part(units=frozenset({name}), months=1)
    results = with_evidence(visit.results(month, part), (), outages)
    flow = read_ticket_flow(visit.database, evaluation, name)
    return build_unit(visit.told(results), name, flow, visit.addresses)
