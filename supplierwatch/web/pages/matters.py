"""Pages of single matters: what stands behind a figure, a ticket, an outage."""

import re
from dataclasses import replace

from collector.errors import NothingFound, ProblemsFound
from collector.store.read import find_ticket, read_horizon
from dashboards.explanation.figures import explain_figure
from dashboards.explanation.parts import Explained
from dashboards.explanation.telling import FigureFacts
from dashboards.figure_keys import SEPARATOR, FigureKind, FigureSubject
from dashboards.pages.blocks import Page
from dashboards.pages.evidence import build_evidence_page
from dashboards.report.context import Context
from evaluator.contract.contract import Contract
from evaluator.core.outcomes import View
from evaluator.explain import TicketExplanation, explain_ticket
from evaluator.explain_outage import OutageExplanation, explain_outage
from evaluator.results.page_evidence import (
    count_tickets,
    read_longest_outages,
    read_worst_tickets,
    tickets_behind,
    with_evidence,
)
from evaluator.results.page_reads import Part
from evaluator.results.present import read_inputs
from supplierwatch.cli.outage_explanation import tell_outage
from supplierwatch.cli.telling import Telling
from supplierwatch.cli.ticket_explanation import tell_ticket
from supplierwatch.explaining import contract_of, maintenance_of, outage_asked_for
from supplierwatch.web.pages.visit import Visit

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])/")
LONGEST_KEY = 300


def evidence(visit: Visit, key: str) -> Page:
    """Return what stands behind `key`, which is a ticket, an outage or a figure, as `explain` takes it.

    Raises NothingFound where there is no such thing, or the viewer may not see it.
    """
    if len(key) > LONGEST_KEY:
        raise NothingFound("no key is that long")
    if find_ticket(visit.database, key):
        return ticket(visit, key)
    if _MONTH.match(key) and "@" not in key:
        told = _figures(visit, key)
    elif "@" in key:
        told = _outages(visit, key)
    else:
        raise NothingFound("there is no such evidence")
    return build_evidence_page(told, key, visit.words, visit.addresses)


def ticket(visit: Visit, key: str) -> Page:
    """Return the line of time of a ticket; raises NothingFound where the viewer may not see it."""
    if len(key) > LONGEST_KEY:
        raise NothingFound("no key is that long")
    found = explain_ticket(visit.database, visit.watch.versions, key, read_horizon(visit.database))
    seen = [one for one in found if _sees_ticket(visit, one)]
    if not seen:
        raise NothingFound("there is no such ticket")
    told = [tell_ticket(one, _telling(visit, one), all_clocks=False) for one in seen]
    return build_evidence_page(told, key, visit.words, visit.addresses)


def _sees_ticket(visit: Visit, found: TicketExplanation) -> bool:
    if not visit.viewer.sees_all_units and found.unit not in visit.viewer.units:
        return False
    if visit.viewer.sees_unsealed:
        return True
    sealed = {one.period for one in visit.months}
    return bool(found.judgements) and all(one.period in sealed for one in found.judgements)


def _outages(visit: Visit, key: str) -> list[Explained]:
    try:
        service, unit, instant = outage_asked_for(key)
    except ProblemsFound:
        raise NothingFound("an outage is asked for by a time with its zone") from None
    if not visit.viewer.sees_unit(unit):
        raise NothingFound("there is no such outage")
    found = explain_outage(visit.database, service, unit, instant, read_horizon(visit.database))
    seen = [one for one in found if visit.viewer.sees_unit(one.unit) and _sees_outage(visit, one)]
    if not seen:
        raise NothingFound("there is no such outage")
    return [tell_outage(one, _telling(visit, one)) for one in seen]


def _sees_outage(visit: Visit, found: OutageExplanation) -> bool:
    seen = {one.period for one in visit.months}
    return visit.viewer.sees_unsealed or all(one.period in seen for one in found.judgements)


def _telling(visit: Visit, found: TicketExplanation | OutageExplanation) -> Telling:
    return Telling(contract_of(visit.watch, found), visit.words, visit.watch.zone)


def _figures(visit: Visit, key: str) -> list[Explained]:
    month = visit.known_month(key.partition(SEPARATOR)[0])
    results = visit.results(month, _part_of(key, visit.contract(month)))
    context = visit.told(results)
    return [_figure(visit, context, subject) for subject in context.keys.find(key)]


def _part_of(key: str, contract: Contract) -> Part:
    """Which part of a month's results the figure `key` is made from."""
    _, kind, *rest = [*key.rstrip(SEPARATOR).split(SEPARATOR), ""]
    if kind == FigureKind.OUTCOME.value:
        kind, *rest = [*rest, ""]
    elif kind in {one.value for one in FigureKind}:
        terms = contract.scorecard
        if kind == FigureKind.SCORE.value and terms is not None:
            return Part(segments=True, exclusions=True, months=terms.months, whole_history=True)
        return Part(exclusions=True)
    units = frozenset(one for one in rest if one)
    return Part(indicator=kind, units=units, segments=True, exclusions=True)


def _figure(visit: Visit, context: Context, subject: FigureSubject) -> Explained:
    evaluation, database = context.results.evaluation, visit.database
    view = visit.chosen("view")
    facts = FigureFacts(
        context=context,
        view=View(view) if view in set(View) else View.AFTER_EXCLUSIONS,
        maintenance=tuple(
            one for one in maintenance_of(database, context, subject) if visit.viewer.sees_unit(one.unit)
        ),
        inputs=tuple(read_inputs(database, evaluation)),
        is_on_page=True,
    )
    if subject.kind is not FigureKind.OUTCOME:
        return explain_figure(facts, subject)
    return explain_figure(_with_evidence(visit, facts, subject), subject)


def _with_evidence(visit: Visit, facts: FigureFacts, subject: FigureSubject) -> FigureFacts:
    results, scope = facts.context.results, subject.scope
    units = None if visit.viewer.sees_all_units else visit.viewer.units
    behind = tickets_behind(subject.name, scope.service, scope.segment, scope.unit, units)
    outages = read_longest_outages(
        visit.database, results.evaluation, indicator=subject.name, service=scope.service, unit=scope.unit
    )
    return replace(
        facts,
        context=visit.told(with_evidence(results, (), outages)),
        tickets=tuple(read_worst_tickets(visit.database, results.evaluation, behind)),
        tickets_in_all=count_tickets(visit.database, results.evaluation, behind),
    )
