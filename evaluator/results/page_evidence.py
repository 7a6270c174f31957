"""Read the evidence one page shows: the worst tickets, the longest outages, counts of units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.schema import TICKET_KEYS
from evaluator.core.outcomes import View
from evaluator.results.published import (
    Evaluation,
    OutageEvidence,
    PeriodResults,
    StatedWindow,
    TicketEvidence,
)
from evaluator.results.querying import read_mappings
from evaluator.results.read import outage_of, ticket_of
from evaluator.results.schema import OUTAGE_EVIDENCE, OUTCOME, TICKET_EVIDENCE
from evaluator.results.shown_tables import MAINTENANCE_WINDOW, TICKET_FLOW

TICKETS_READ = 1000
"""Tickets behind one figure that are read at most, those missed and past their limit by the most first."""

OUTAGES_READ = 500

_FLOW = ("opened", "ended", "reopened", "hand_overs", "open_at_end")


def with_evidence(
    results: PeriodResults, tickets: Sequence[TicketEvidence], outages: Sequence[OutageEvidence]
) -> PeriodResults:
    """Return `results` with the evidence that a page shows of them."""
    return replace(results, tickets=tuple(tickets), outages=tuple(outages))


def count_tickets(database: Database, evaluation: Evaluation, where: "sa.ColumnElement[bool]") -> int:
    """Return how many judged tickets stand behind a figure."""
    query = sa.select(sa.func.count().label("tickets")).select_from(TICKET_EVIDENCE)
    found = read_mappings(database, query.where(TICKET_EVIDENCE.c.evaluation == evaluation.number, where))
    return int(found[0]["tickets"])


def read_worst_tickets(
    database: Database,
    evaluation: Evaluation,
    where: "sa.ColumnElement[bool]",
    at_most: int = TICKETS_READ,
) -> list[TicketEvidence]:
    """Return the judged tickets that `where` names, missed first, then furthest past the limit."""
    columns = TICKET_EVIDENCE.c
    over = (columns.used - sa.func.coalesce(columns.limit_amount, 0)).label("over")
    behind = sa.select(TICKET_EVIDENCE, over).where(columns.evaluation == evaluation.number, where)
    order = (columns.missed.desc(), over.desc(), columns.ticket_id)
    # Names are looked up for the tickets shown, not for all that are behind the figure.
    worst = behind.order_by(*order).limit(at_most).subquery()
    query = (
        sa.select(worst, TICKET_KEYS.c.ticket)
        .join_from(worst, TICKET_KEYS, TICKET_KEYS.c.id == worst.c.ticket_id)
        .order_by(worst.c.missed.desc(), worst.c.over.desc(), worst.c.ticket_id)
    )
    return [ticket_of(row) for row in read_mappings(database, query)]


def tickets_behind(
    indicator: str,
    service: str = "",
    segment: str = "",
    unit: str = "",
    units: frozenset[str] | None = None,
) -> "sa.ColumnElement[bool]":
    """Name the tickets behind an outcome; one of no known service could be of any, and counts in each.

    With `units` only those of these units are named.
    """
    columns = TICKET_EVIDENCE.c
    wanted = [columns.indicator == indicator]
    if service:
        known = (service,) if segment or unit else (service, "")
        wanted.append(columns.service.in_(known))
    wanted += [columns.segment == segment] if segment else []
    wanted += [columns.unit == unit] if unit else []
    wanted += [] if units is None else [columns.unit.in_(units)]
    return sa.and_(*wanted)


def read_longest_outages(
    database: Database,
    evaluation: Evaluation,
    *,
    indicator: str = "",
    service: str = "",
    unit: str = "",
    at_most: int = OUTAGES_READ,
) -> list[OutageEvidence]:
    """Return the outages of an indicator, service or unit, those that count the most first."""
    columns = OUTAGE_EVIDENCE.c
    named = {columns.indicator: indicator, columns.service: service, columns.unit: unit}
    wanted = [column == name for column, name in named.items() if name]
    query = (
        sa.select(OUTAGE_EVIDENCE)
        .where(columns.evaluation == evaluation.number, *wanted)
        .order_by(columns.counted.desc(), columns.starts_at, columns.indicator, columns.unit)
        .limit(at_most)
    )
    return [outage_of(row) for row in read_mappings(database, query)]


@dataclass(frozen=True)
class UnitTally:
    """How many outcomes of a unit have a verdict, leaving out those of too few cases."""

    unit: str
    verdict: str
    outcomes: int


def read_unit_tallies(
    database: Database, evaluation: Evaluation, without_cases: Sequence[str], smallest: int
) -> list[UnitTally]:
    """Return the verdicts of each unit after agreed exclusions.

    An outcome of fewer than `smallest` cases is not among them, unless its indicator is one of those
    `without_cases`.
    """
    columns = OUTCOME.c
    readable = sa.or_(columns.sample_size >= smallest, columns.indicator.in_(without_cases))
    query = (
        sa.select(columns.unit, columns.verdict, sa.func.count().label("outcomes"))
        .where(
            columns.evaluation == evaluation.number,
            columns.unit != "",
            columns.view == View.AFTER_EXCLUSIONS.value,
            readable,
        )
        .group_by(columns.unit, columns.verdict)
    )
    return [UnitTally(**row) for row in read_mappings(database, query)]


def read_maintenance(database: Database, evaluation: Evaluation, service: str) -> list[StatedWindow]:
    """Return the maintenance that was stated for a service in the month of `evaluation`, by its start."""
    columns = MAINTENANCE_WINDOW.c
    query = sa.select(columns.service, columns.unit, columns.starts_at, columns.ends_at).where(
        columns.evaluation == evaluation.number, columns.service == service
    )
    found = [StatedWindow(**row) for row in read_mappings(database, query)]
    return sorted(found, key=lambda one: (one.starts_at, one.unit))


def read_ticket_flow(database: Database, evaluation: Evaluation, unit: str) -> dict[str, int]:
    """Return how many tickets of a unit were opened, ended, reopened, handed over, and are open.

    It is empty for an evaluation that an earlier version of the program made, which counted none.
    """
    columns = TICKET_FLOW.c
    sums = [sa.func.sum(columns[name]).label(name) for name in _FLOW]
    counted = read_mappings(
        database, sa.select(*sums).where(columns.evaluation == evaluation.number, columns.unit == unit)
    )[0]
    return {name: int(found) for name, found in counted.items() if found is not None}
