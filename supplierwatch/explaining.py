"""Explaining one subject of a watch: a ticket by its key, or an outage by service and time."""

from collections.abc import Sequence
from datetime import datetime

from collector.errors import Problem, ProblemsFound
from collector.instants import from_datetime, to_datetime
from collector.store.database import Database
from collector.store.read import find_ticket, read_horizon
from evaluator.contract.contract import Contract
from evaluator.explain import TicketExplanation, explain_ticket, judging_contract
from evaluator.explain_outage import OutageExplanation, explain_outage
from supplierwatch.watch import Watch

Explanations = Sequence[TicketExplanation] | Sequence[OutageExplanation]


def explain_subject(watch: Watch, database: Database, subject: str) -> Explanations:
    """Return the explanations of `subject`: a ticket's key, `SERVICE@TIME` or `SERVICE/UNIT@TIME`.

    A ticket is looked for first, as keys may hold any character. Raises NothingFound where there is neither,
    and ProblemsFound for an outage whose time names no zone.
    """
    horizon = read_horizon(database)
    if "@" not in subject or find_ticket(database, subject):
        return explain_ticket(database, watch.versions, subject, horizon)
    place, _, time = subject.rpartition("@")
    service, _, unit = place.partition("/")
    return explain_outage(database, service, unit, _read_time(time), horizon)


def contract_of(watch: Watch, explanation: TicketExplanation | OutageExplanation) -> Contract:
    """Return the contract that judges a ticket, or that of the month in which an outage began."""
    if isinstance(explanation, TicketExplanation):
        opened_at = explanation.opened_at
        last = max((event.at for event in explanation.events), default=opened_at)
        return judging_contract(watch.versions, opened_at, last, explanation.judgements)
    first_day = to_datetime(explanation.starts_at).astimezone(watch.zone).date().replace(day=1)
    return watch.versions.in_force(max(first_day, watch.versions.versions[0].first_day)).contract


def _read_time(text: str) -> int:
    try:
        return from_datetime(datetime.fromisoformat(text))
    except ValueError as error:
        allowed = "a time with its zone, such as T2@2026-10-05T08:30:00+02:00"
        raise ProblemsFound([Problem(f"{text!r} is no time with a zone", allowed, path="SUBJECT")]) from error
