"""Save results: everything an evaluation publishes, under its number, in one transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from collector.store.database import Database
from collector.store.staging import staged
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.results import rows
from evaluator.results.provenance import Provenance
from evaluator.results.published import Evaluation
from evaluator.results.schema import (
    AREA_SCORE,
    CALENDAR_USED,
    COMPARED_STATEMENT,
    EVALUATION,
    EVALUATION_INPUT,
    EXCLUSION_USED,
    OUTAGE_EVIDENCE,
    OUTCOME,
    RESULTS,
    SCORE,
    SERVICE_CREDIT,
    SOURCE_HEALTH,
    TICKET_EVIDENCE,
)


def save_results(database: Database, provenance: Provenance, results: PeriodEvaluation) -> Evaluation:
    """Save an evaluation and return it with its number.

    One with the same identity is written anew under its own number. Others of the same period at an
    earlier horizon, on which no later evaluation rests, are replaced (design, Results).
    """
    with database.writing() as connection:
        number = _take_number(connection, provenance)
        inputs = [{"evaluation": number, "earlier": earlier} for earlier in provenance.earlier]
        _insert(connection, EVALUATION_INPUT, inputs)
        _insert(connection, CALENDAR_USED, rows.calendar_rows(number, provenance.calendars))
        _insert(connection, EXCLUSION_USED, rows.exclusion_rows(number, provenance.exclusions))
        _insert(connection, SOURCE_HEALTH, rows.health_rows(number, provenance.health))
        _save_content(connection, number, provenance.currency, results)
        _delete_replaced(connection, provenance, number)
    return Evaluation(
        number=number,
        period=provenance.period,
        contract_version=provenance.contract_version,
        exclusions_version=provenance.exclusions_version,
        horizon=provenance.horizon,
        known_at=provenance.known_at,
        program_version=provenance.program_version,
        evaluated_at=provenance.evaluated_at,
    )


def _save_content(connection: sa.Connection, number: int, currency: str, results: PeriodEvaluation) -> None:
    _insert(connection, OUTCOME, [rows.outcome_row(number, outcome) for outcome in results.outcomes])
    _insert(connection, SERVICE_CREDIT, [rows.credit_row(number, one, currency) for one in results.credits])
    _insert(connection, COMPARED_STATEMENT, [rows.statement_row(number, one) for one in results.statements])
    if results.score is not None:
        _insert(connection, SCORE, [rows.score_row(number, results.score)])
        _insert(connection, AREA_SCORE, rows.area_rows(number, results.score))
    if not results.tickets.empty:
        _save_frame(connection, TICKET_EVIDENCE, rows.ticket_frame(number, results.tickets))
    if not results.outages.empty:
        _save_frame(connection, OUTAGE_EVIDENCE, rows.outage_frame(number, results.outages))


def _take_number(connection: sa.Connection, provenance: Provenance) -> int:
    """Return the number of the evaluation, new or that of its identity, whose former content goes."""
    row = rows.evaluation_row(0, provenance)
    identity = ("period", "contract_version", "exclusions_version", "horizon", "program_version")
    same = sa.and_(*(EVALUATION.c[name] == row[name] for name in identity))
    number = connection.execute(sa.select(EVALUATION.c.number).where(same)).scalar_one_or_none()
    if number is None:
        last = connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(EVALUATION.c.number), 0))
        ).scalar_one()
        connection.execute(sa.insert(EVALUATION).values({**row, "number": last + 1}))
        return int(last) + 1
    _delete_content(connection, [number])
    connection.execute(
        sa.update(EVALUATION).where(EVALUATION.c.number == number).values({**row, "number": number})
    )
    return int(number)


def _delete_replaced(connection: sa.Connection, provenance: Provenance, number: int) -> None:
    used = sa.select(EVALUATION_INPUT.c.earlier)
    replaced = sa.select(EVALUATION.c.number).where(
        EVALUATION.c.period == provenance.period,
        EVALUATION.c.number != number,
        EVALUATION.c.horizon <= provenance.horizon,
        EVALUATION.c.number.not_in(used),
    )
    numbers = list(connection.execute(replaced).scalars())
    _delete_content(connection, numbers)
    connection.execute(sa.delete(EVALUATION).where(EVALUATION.c.number.in_(numbers)))


def _delete_content(connection: sa.Connection, numbers: list[int]) -> None:
    for table in reversed(RESULTS.sorted_tables):
        if table is not EVALUATION:
            connection.execute(sa.delete(table).where(table.c.evaluation.in_(numbers)))


def _insert(connection: sa.Connection, table: sa.Table, values: Iterable[Mapping[str, Any]]) -> None:
    many = [dict(row) for row in values]
    if many:
        connection.execute(sa.insert(table), many)


def _save_frame(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    ordered = frame[[column.name for column in table.columns]]
    with staged(connection, table.name, ordered) as stage:
        connection.execute(sa.insert(table).from_select(list(table.columns), sa.select(stage)))
