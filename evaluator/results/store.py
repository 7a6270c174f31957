"""Save results: everything an evaluation publishes, under its number, in one transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from collector.store.database import Database
from collector.store.staging import append
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.results import rows
from evaluator.results.outlook_rows import forecast_row
from evaluator.results.provenance import Provenance
from evaluator.results.published import Evaluation
from evaluator.results.schema import (
    AREA_SCORE,
    CALENDAR_USED,
    COMPARED_STATEMENT,
    EVALUATION,
    EVALUATION_INPUT,
    EXCLUSION_USED,
    FORECAST,
    OUTAGE_EVIDENCE,
    OUTCOME,
    RESULTS,
    SCORE,
    SERVICE_CREDIT,
    SOURCE_HEALTH,
    TICKET_EVIDENCE,
)

IDENTITY = ("period", "contract_version", "exclusions_version", "horizon", "program_version", "inputs")


def save_results(database: Database, provenance: Provenance, results: PeriodEvaluation) -> Evaluation:
    """Save an evaluation and return it with its number.

    One whose identity (contract, exclusions, horizon, program, the evaluations it rests on) is there
    already stays as it was written: the same inputs give the same figures. Others of the same period at
    an earlier horizon, on which no evaluation rests and nobody asked for as of a moment, are replaced
    (design, Results). An evaluation as of a past moment replaces nothing.
    """
    with database.writing() as connection:
        number = _find(connection, provenance)
        if number is None:
            number = _save_new(connection, provenance, results)
        if not provenance.is_as_of:
            _make_present(connection, provenance, number)
        row = connection.execute(sa.select(EVALUATION).where(EVALUATION.c.number == number)).mappings().one()
    return rows.evaluation_of(dict(row))


def _find(connection: sa.Connection, provenance: Provenance) -> int | None:
    row = rows.evaluation_row(0, provenance)
    same = sa.and_(*(EVALUATION.c[name] == row[name] for name in IDENTITY))
    return connection.execute(sa.select(EVALUATION.c.number).where(same)).scalar_one_or_none()


def _save_new(connection: sa.Connection, provenance: Provenance, results: PeriodEvaluation) -> int:
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(EVALUATION.c.number), 0))).scalar_one()
    number = int(last) + 1
    connection.execute(sa.insert(EVALUATION).values(rows.evaluation_row(number, provenance)))
    inputs = [{"evaluation": number, "earlier": earlier} for earlier in provenance.earlier]
    _insert(connection, EVALUATION_INPUT, inputs)
    _insert(connection, CALENDAR_USED, rows.calendar_rows(number, provenance.calendars))
    _insert(connection, EXCLUSION_USED, rows.exclusion_rows(number, provenance.exclusions))
    _insert(connection, SOURCE_HEALTH, rows.health_rows(number, provenance.health))
    _save_content(connection, number, provenance.currency, results)
    return number


def _save_content(connection: sa.Connection, number: int, currency: str, results: PeriodEvaluation) -> None:
    _insert(connection, OUTCOME, [rows.outcome_row(number, outcome) for outcome in results.outcomes])
    _insert(connection, FORECAST, [forecast_row(number, one) for one in results.forecasts])
    _insert(connection, SERVICE_CREDIT, [rows.credit_row(number, one, currency) for one in results.credits])
    _insert(connection, COMPARED_STATEMENT, [rows.statement_row(number, one) for one in results.statements])
    if results.score is not None:
        _insert(connection, SCORE, [rows.score_row(number, results.score)])
        _insert(connection, AREA_SCORE, rows.area_rows(number, results.score))
    if not results.tickets.empty:
        _save_frame(connection, TICKET_EVIDENCE, rows.ticket_frame(number, results.tickets))
    if not results.outages.empty:
        _save_frame(connection, OUTAGE_EVIDENCE, rows.outage_frame(number, results.outages))


def _make_present(connection: sa.Connection, provenance: Provenance, number: int) -> None:
    """Make an evaluation the present result of its period, and delete those it replaces."""
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(EVALUATION.c.turn), 0))).scalar_one()
    connection.execute(sa.update(EVALUATION).where(EVALUATION.c.number == number).values(turn=int(last) + 1))
    replaced = sa.select(EVALUATION.c.number).where(
        EVALUATION.c.period == provenance.period,
        EVALUATION.c.number != number,
        EVALUATION.c.horizon <= provenance.horizon,
        EVALUATION.c.turn > 0,
        EVALUATION.c.number.not_in(sa.select(EVALUATION_INPUT.c.earlier)),
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
    append(connection, table.name, frame[[column.name for column in table.columns]])
