"""Lists of published results, in parts: for programs that read them over an interface."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.schema import TICKET_KEYS
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.outcomes import Outcome, View
from evaluator.results import rows
from evaluator.results.published import OutageEvidence, SourceHealth, TicketEvidence
from evaluator.results.querying import read_mappings
from evaluator.results.read import outage_of, ticket_of
from evaluator.results.schema import (
    OUTAGE_EVIDENCE,
    OUTCOME,
    SERVICE_CREDIT,
    SOURCE_HEALTH,
    TICKET_EVIDENCE,
)


class Extent(StrEnum):
    """Of what outcomes are listed: of whole scopes, which the contract judges, or of their parts."""

    WHOLE = "whole"
    SEGMENTS = "segments"
    UNITS = "units"


@dataclass(frozen=True)
class Wanted:
    """Which outcomes are listed; None is every one. `units` are those that may be seen, None: all."""

    extent: Extent = Extent.WHOLE
    indicator: str | None = None
    service: str | None = None
    unit: str | None = None
    view: View = View.AFTER_EXCLUSIONS
    units: frozenset[str] | None = None


def read_listed_outcomes(database: Database, numbers: Sequence[int], wanted: Wanted) -> list[Outcome]:
    """Return the outcomes of some evaluations that are wanted, by period, indicator and scope."""
    columns = OUTCOME.c
    named = {
        columns.indicator: wanted.indicator,
        columns.service: wanted.service,
        columns.unit: wanted.unit,
    }
    conditions = [column == name for column, name in named.items() if name is not None]
    conditions += [columns.view == wanted.view.value, *_extent(wanted.extent)]
    if wanted.units is not None:
        conditions.append(columns.unit.in_(["", *sorted(wanted.units)]))
    query = sa.select(OUTCOME).where(columns.evaluation.in_(numbers), *conditions)
    order = itemgetter("period", "indicator", "service", "segment", "unit")
    return [rows.outcome_of(row) for row in sorted(read_mappings(database, query), key=order)]


def _extent(extent: Extent) -> "list[sa.ColumnElement[bool]]":
    columns = OUTCOME.c
    if extent is Extent.UNITS:
        return [columns.unit != ""]
    if extent is Extent.SEGMENTS:
        return [columns.unit == "", columns.segment != ""]
    return [columns.unit == "", columns.segment == ""]


def read_listed_credits(
    database: Database, numbers: Sequence[int], view: View
) -> list[tuple[int, ServiceCredit, str]]:
    """Return evaluation, credit and currency of every service in some evaluations."""
    columns = SERVICE_CREDIT.c
    query = sa.select(SERVICE_CREDIT).where(columns.evaluation.in_(numbers), columns.view == view.value)
    found = sorted(read_mappings(database, query), key=itemgetter("evaluation", "service"))
    return [(row["evaluation"], rows.credit_of(row), row["currency"]) for row in found]


def read_listed_health(database: Database, number: int) -> list[SourceHealth]:
    """Return how well each source was heard up to the horizon of an evaluation."""
    query = sa.select(SOURCE_HEALTH).where(SOURCE_HEALTH.c.evaluation == number)
    found = sorted(read_mappings(database, query), key=itemgetter("source"))
    return [rows.health_of(row) for row in found]


@dataclass(frozen=True)
class EvidenceWanted:
    """Which evidence of one evaluation is listed: after which, how many at most, of which units.

    `units` None is every unit; else those of other units, and of none, are left out.
    """

    number: int
    indicator: str
    after: Any = None
    at_most: int = 100
    missed_only: bool = False
    units: frozenset[str] | None = None


def read_listed_tickets(database: Database, wanted: EvidenceWanted) -> list[tuple[int, TicketEvidence]]:
    """Return the tickets judged for an indicator with their numbers in the store, in the order of these.

    `wanted.after` is the number of the last one of the part before. Of several cycles of one ticket all come
    in the same part, which may so hold a few more than asked for.
    """
    columns = TICKET_EVIDENCE.c
    conditions = [columns.evaluation == wanted.number, columns.indicator == wanted.indicator]
    conditions += [columns.ticket_id > wanted.after] if wanted.after is not None else []
    conditions += [columns.missed == 1] if wanted.missed_only else []
    conditions += [] if wanted.units is None else [columns.unit.in_(sorted(wanted.units))]
    ids = sa.select(columns.ticket_id).distinct().where(*conditions)
    part = ids.order_by(columns.ticket_id).limit(wanted.at_most).subquery()
    query = (
        sa.select(TICKET_EVIDENCE, TICKET_KEYS.c.ticket)
        .join_from(TICKET_EVIDENCE, TICKET_KEYS, TICKET_KEYS.c.id == columns.ticket_id)
        .where(*conditions, columns.ticket_id.in_(sa.select(part.c.ticket_id)))
        .order_by(columns.ticket_id, columns.opened_at, columns.used)
    )
    return [(row["ticket_id"], ticket_of(row)) for row in read_mappings(database, query)]


def read_listed_outages(database: Database, wanted: EvidenceWanted) -> list[OutageEvidence]:
    """Return the outages counted for an indicator, by begin, service and unit.

    `wanted.after` is begin, service and unit of the last one of the part before.
    """
    columns = OUTAGE_EVIDENCE.c
    place = sa.tuple_(columns.starts_at, columns.service, columns.unit)
    conditions = [columns.evaluation == wanted.number, columns.indicator == wanted.indicator]
    if wanted.after is not None:
        conditions.append(place > sa.tuple_(*(sa.literal(one) for one in wanted.after)))
    if wanted.units is not None:
        conditions.append(columns.unit.in_(["", *sorted(wanted.units)]))
    query = sa.select(OUTAGE_EVIDENCE).where(*conditions)
    order = (columns.starts_at, columns.service, columns.unit)
    return [outage_of(row) for row in read_mappings(database, query.order_by(*order).limit(wanted.at_most))]
