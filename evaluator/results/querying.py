"""Rows of results as plain dictionaries, and the outcomes that later months rest on."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.core.outcomes import Outcome, View
from evaluator.results import rows
from evaluator.results.published import Evaluation
from evaluator.results.schema import OUTCOME


def read_mappings(database: Database, query: "sa.Select[Any]") -> list[dict[str, Any]]:
    """Return rows as plain dictionaries: thousands of them are read for one report."""
    with database.reading() as connection:
        result = connection.execute(query)
        names = tuple(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result]


def read_outcomes(database: Database, evaluation: Evaluation) -> list[Outcome]:
    """Return the outcomes of one evaluation, by indicator, scope and view."""
    return _outcomes(database, OUTCOME.c.evaluation == evaluation.number)


def read_whole_outcomes(database: Database, evaluation: Evaluation) -> list[Outcome]:
    """Return the outcomes of one evaluation that are of no segment and no unit, in every view."""
    columns = OUTCOME.c
    whole = sa.and_(columns.segment == "", columns.unit == "")
    return _outcomes(database, sa.and_(columns.evaluation == evaluation.number, whole))


def read_history(database: Database, evaluations: Sequence[Evaluation]) -> list[Outcome]:
    """Return the outcomes of some evaluations that later months rest on, oldest period first."""
    numbers = [one.number for one in evaluations]
    return _outcomes(database, OUTCOME.c.evaluation.in_(numbers) & rested_on())


def rested_on() -> "sa.ColumnElement[bool]":
    """The outcomes that later months rest on: those the contract judges, of segments after exclusions."""
    columns = OUTCOME.c
    return sa.and_(
        columns.unit == "",
        sa.or_(columns.segment == "", columns.view == View.AFTER_EXCLUSIONS.value),
    )


def _outcomes(database: Database, where: "sa.ColumnElement[bool]") -> list[Outcome]:
    found = read_mappings(database, sa.select(OUTCOME).where(where))
    order = itemgetter("period", "indicator", "service", "segment", "unit", "view")
    return [rows.outcome_of(row) for row in sorted(found, key=order)]
