"""Explaining one subject of a watch: a ticket, an outage by service and time, or a figure by its key."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from collector.errors import Problem, ProblemsFound
from collector.instants import from_datetime, to_datetime
from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import find_ticket, read_horizon, read_lasting
from dashboards.explanation.telling import FigureFacts, MaintenanceWindow
from dashboards.figure_keys import SEPARATOR, FigureKind, FigureSubject
from dashboards.report.context import Context, context_of
from dashboards.wording import wording
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import MonitoringIndicator
from evaluator.core.outcomes import View
from evaluator.evaluate import read_results
from evaluator.explain import TicketExplanation, explain_ticket, judging_contract
from evaluator.explain_outage import OutageExplanation, explain_outage
from evaluator.results.present import read_inputs
from evaluator.results.published import TicketEvidence
from evaluator.results.read import read_tickets_of
from supplierwatch.watch import Watch

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])(?=/|$)")


@dataclass(frozen=True)
class FigureExplanation:
    """A figure of a report by its key, and what stands behind it."""

    key: str
    subject: FigureSubject
    facts: FigureFacts


Explanations = Sequence[TicketExplanation] | Sequence[OutageExplanation] | Sequence[FigureExplanation]


@dataclass(frozen=True)
class Asked:
    """How figures are explained: in which view and language, with all evidence or the worst of it."""

    view: View
    language: str
    shows_all: bool


def explain_subject(watch: Watch, database: Database, subject: str, asked: Asked) -> Explanations:
    """Return the explanations of `subject`.

    It is a ticket's key, a figure (`2026-10/INDICATOR/SERVICE`), or an outage (`SERVICE@TIME`,
    `SERVICE/UNIT@TIME`). A ticket is looked for first, as keys may hold any character. Raises NothingFound
    where there is none of these, and ProblemsFound for an outage whose time names no zone.
    """
    horizon = read_horizon(database)
    if find_ticket(database, subject):
        return explain_ticket(database, watch.versions, subject, horizon)
    if _MONTH.match(subject) and "@" not in subject:
        return list(_explain_figures(watch, database, subject, asked))
    if "@" not in subject:
        return explain_ticket(database, watch.versions, subject, horizon)
    return explain_outage(database, *outage_asked_for(subject), horizon)


def outage_asked_for(subject: str) -> tuple[str, str, int]:
    """Return the service, the unit (empty for all) and the instant that `SERVICE/UNIT@TIME` names.

    Raises ProblemsFound for a time without a zone.
    """
    place, _, time = subject.rpartition("@")
    service, _, unit = place.partition(SEPARATOR)
    return service, unit, _read_time(time)


def contract_of(watch: Watch, explanation: TicketExplanation | OutageExplanation) -> Contract:
    """Return the contract that judges a ticket, or that of the month in which an outage began."""
    if isinstance(explanation, TicketExplanation):
        opened_at = explanation.opened_at
        last = max((event.at for event in explanation.events), default=opened_at)
        return judging_contract(watch.versions, opened_at, last, explanation.judgements)
    first_day = to_datetime(explanation.starts_at).astimezone(watch.zone).date().replace(day=1)
    return watch.versions.in_force(max(first_day, watch.versions.versions[0].first_day)).contract


def _explain_figures(watch: Watch, database: Database, key: str, asked: Asked) -> Iterator[FigureExplanation]:
    results = read_results(database, watch.versions, key.partition(SEPARATOR)[0])
    context = context_of(results, wording(asked.language))
    inputs = tuple(read_inputs(database, results.evaluation))
    for subject in context.keys.find(key):
        facts = FigureFacts(
            context=context,
            view=asked.view,
            tickets=_tickets(database, context, subject),
            maintenance=maintenance_of(database, context, subject),
            inputs=inputs,
            shows_all=asked.shows_all,
        )
        yield FigureExplanation(context.keys.keys[subject], subject, facts)


def _tickets(database: Database, context: Context, subject: FigureSubject) -> tuple[TicketEvidence, ...]:
    if subject.kind is not FigureKind.OUTCOME:
        return ()
    return tuple(read_tickets_of(database, context.results.evaluation, subject.name))


def maintenance_of(
    database: Database, context: Context, subject: FigureSubject
) -> tuple[MaintenanceWindow, ...]:
    """The windows stated for the period of a monitored indicator, as they were known to the evaluation."""
    if not isinstance(context.indicators.get(subject.name), MonitoringIndicator):
        return ()
    period, horizon = context.results.period, context.results.evaluation.horizon
    window = (period.starts_at, period.ends_at)
    stated = read_lasting(database, FactKind.MAINTENANCE, horizon, window)
    columns = (stated[name].tolist() for name in ("service", "unit", "starts_at", "ends_at"))
    return tuple(
        MaintenanceWindow(service, unit if isinstance(unit, str) else "", int(starts_at), int(ends_at))
        for service, unit, starts_at, ends_at in zip(*columns, strict=True)
    )


def _read_time(text: str) -> int:
    try:
        instant = from_datetime(datetime.fromisoformat(text))
        to_datetime(instant)  # at the ends of the calendar a zone can lead out of it
    except (ValueError, OverflowError) as error:
        allowed = "a time with its zone, such as T2@2026-10-05T08:30:00+02:00"
        raise ProblemsFound([Problem(f"{text!r} is no time with a zone", allowed, path="SUBJECT")]) from error
    return instant
