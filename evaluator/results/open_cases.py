"""Open cases of a running month: how many are about to miss or overdue, and which of them to tell one by one.

A case is overdue once its limit has run out. It is about to miss where the limit runs out within the time
that the terms of alerts say, in a priority they name. Thousands may be open: the database counts them.
"""

from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.schema import TICKET_KEYS
from evaluator.decisions.alert_terms import AlertTerms
from evaluator.results.querying import read_mappings
from evaluator.results.shown_tables import OPEN_CASE
from evaluator.results.standing import CaseCount, OpenCase

_CASE = OPEN_CASE.c


def count_cases(database: Database, evaluation: int, now: int, terms: AlertTerms) -> tuple[CaseCount, ...]:
    """Return how many cases of each indicator and service with any open are near or past their limit."""
    query = (
        sa.select(
            _CASE.indicator,
            _CASE.service,
            _sum_of(_about_to_miss(now, terms)).label("about_to_miss"),
            _sum_of(_overdue(now)).label("overdue"),
        )
        .where(_CASE.evaluation == evaluation)
        .group_by(_CASE.indicator, _CASE.service)
    )
    found = sorted(read_mappings(database, query), key=itemgetter("indicator", "service"))
    return tuple(CaseCount(**row) for row in found)


def read_about_to_miss(
    database: Database, evaluation: int, now: int, terms: AlertTerms
) -> tuple[OpenCase, ...]:
    """Return the cases that miss soon if nothing happens, by indicator, ticket and cycle."""
    query = (
        sa.select(OPEN_CASE, TICKET_KEYS.c.ticket)
        .join_from(OPEN_CASE, TICKET_KEYS, TICKET_KEYS.c.id == _CASE.ticket_id)
        .where(_CASE.evaluation == evaluation, _about_to_miss(now, terms))
    )
    found = sorted(read_mappings(database, query), key=itemgetter("indicator", "ticket", "cycle"))
    return tuple(_case_of(row) for row in found)


def count_all_cases(database: Database, evaluation: int) -> tuple[int, int]:
    """Return how many cases were open when the facts of an evaluation were known, and overdue by then."""
    query = sa.select(sa.func.count(), _sum_of(_CASE.missed == 1)).where(_CASE.evaluation == evaluation)
    with database.reading() as connection:
        cases, overdue = connection.execute(query).one()
    return int(cases), int(overdue)


def _overdue(now: int) -> "sa.ColumnElement[bool]":
    return sa.or_(_CASE.missed == 1, _CASE.due_at < now)


def _about_to_miss(now: int, terms: AlertTerms) -> "sa.ColumnElement[bool]":
    soon = sa.and_(_CASE.missed == 0, _CASE.due_at >= now, _CASE.due_at <= now + terms.ticket_within)
    return sa.and_(soon, _CASE.priority.in_(terms.ticket_priorities)) if terms.ticket_priorities else soon


def _sum_of(condition: "sa.ColumnElement[bool]") -> "sa.ColumnElement[int]":
    counted: sa.ColumnElement[int] = sa.func.count(sa.case((condition, 1)))
    return counted


def _case_of(row: dict[str, Any]) -> OpenCase:
    same: dict[str, Any] = {name: row[name] for name in OpenCase.__dataclass_fields__ if name in row}
    flags = {name: bool(row[name]) for name in ("in_working_days", "missed")}
    return OpenCase(**(same | flags), limit=row["limit_amount"])
