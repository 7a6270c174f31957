"""What a seal fixes of an evaluation's results, and what stands beside that.

Fixed are integers, decimals as text, and text: outcomes, credits, score, statements, and the evidence by the
ticket's key. Confidence, trends and forecasts are rounded and may differ between machines: they stand beside,
where only the record of one store holds them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from collector.store.bulk import read_table
from collector.store.database import Database
from collector.store.frames import optional_numbers, text
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.results.money_tables import CREDIT_LINE, CREDIT_TOTAL, TRIGGER_STATE
from evaluator.results.querying import read_mappings
from evaluator.results.schema import (
    AREA_SCORE,
    COMPARED_STATEMENT,
    EVALUATION,
    OUTAGE_EVIDENCE,
    OUTCOME,
    RESULTS,
    SCORE,
    SERVICE_CREDIT,
    TICKET_EVIDENCE,
)
from evaluator.results.seal_tables import TABLES_OF_SEALS
from evaluator.results.shown import Rows
from evaluator.results.shown_tables import SHOWN
from evaluator.results.store import content_rows

SEALED: dict[sa.Table, frozenset[str]] = {
    OUTCOME: frozenset(
        {
            "confidence_low",
            "confidence_high",
            "trend_direction",
            "trend_slope",
            "trend_p_value",
            "trend_periods",
        }
    ),
    SERVICE_CREDIT: frozenset(),
    CREDIT_LINE: frozenset(),
    CREDIT_TOTAL: frozenset(),
    TRIGGER_STATE: frozenset(),
    SCORE: frozenset(),
    AREA_SCORE: frozenset(),
    COMPARED_STATEMENT: frozenset(),
}
"""Tables whose rows a seal fixes, with their columns that stand beside."""

EVIDENCE = (TICKET_EVIDENCE, OUTAGE_EVIDENCE)
"""Tables of which a seal fixes a digest of all rows, as they may be a million."""

_TURN = "turn"
Sheet = dict[str, Any]
"""The rows of one table: `columns`, `rows` in the order of their keys, and how many columns are keys."""


@dataclass(frozen=True, eq=False)
class Content:
    """The results that a seal fixes: rows of tables by name, and frames of evidence by name."""

    sheets: Mapping[str, Sheet]
    evidence: Mapping[str, pd.DataFrame]


def content_of(results: PeriodEvaluation, currency: str) -> Content:
    """Return the content of what the core says of a month."""
    return _content(dict(content_rows(0, currency, results)))


def read_content(database: Database, evaluation: int) -> Content:
    """Return the content of an evaluation as the store holds it."""
    found: dict[sa.Table, Rows] = {table: _read_rows(database, table, evaluation) for table in SEALED}
    found |= {table: _read_frame(database, table, evaluation) for table in EVIDENCE}
    return _content(found)


def read_beside(database: Database, evaluation: int) -> dict[str, Sheet]:
    """Return what stands beside the content: rounded figures, forecasts, health, and what was used."""
    tables = [one for one in RESULTS.sorted_tables if one not in (*EVIDENCE, *SHOWN, *TABLES_OF_SEALS)]
    return {
        table.name: sheet_of(table, _read_rows(database, table, evaluation), _left(table)) for table in tables
    }


def sheet_of(table: sa.Table, found: Iterable[Mapping[str, Any]], left: Iterable[str]) -> Sheet:
    """Return rows of `table` as a sheet, without the number of the evaluation and the columns `left`."""
    keys = [column.name for column in table.primary_key.columns if column.name != "evaluation"]
    others = [column.name for column in table.columns if column.name not in {"evaluation", *keys, *left}]
    names = [*keys, *others]
    values = sorted(
        ([_plain(row[name]) for name in names] for row in found), key=lambda row: row[: len(keys)]
    )
    return {"columns": names, "keys": len(keys), "rows": values}


def _content(found: Mapping[sa.Table, Rows]) -> Content:
    sheets = {table.name: sheet_of(table, _listed(found.get(table)), left) for table, left in SEALED.items()}
    evidence = {table.name: _frame(found.get(table)) for table in EVIDENCE}
    return Content(sheets, evidence)


def _listed(found: Rows | None) -> list[dict[str, Any]]:
    return found if isinstance(found, list) else []


def _frame(found: Rows | None) -> pd.DataFrame:
    return found.drop(columns="evaluation") if isinstance(found, pd.DataFrame) else pd.DataFrame()


def _left(table: sa.Table) -> set[str]:
    """The columns of `table` that its content holds already, or that change while nothing else does."""
    if table is EVALUATION:
        return {_TURN}
    outside = SEALED.get(table)
    if outside is None:
        return set()
    keys = {column.name for column in table.primary_key.columns}
    return {column.name for column in table.columns} - outside - keys


def _read_rows(database: Database, table: sa.Table, evaluation: int) -> list[dict[str, Any]]:
    number = EVALUATION.c.number if table is EVALUATION else table.c.evaluation
    return read_mappings(database, sa.select(table).where(number == evaluation))


def _read_frame(database: Database, table: sa.Table, evaluation: int) -> pd.DataFrame:
    found = read_table(database, sa.select(table).where(table.c.evaluation == evaluation))
    return pd.DataFrame(
        {
            column.name: text(found[column.name])
            if isinstance(column.type, sa.Text)
            else optional_numbers(found[column.name])
            for column in table.columns
        }
    )


def _plain(value: Any) -> Any:
    """Rounded numbers as the shortest text that gives them; enumerations as their text."""
    if isinstance(value, float):
        return repr(value)
    return str(value) if isinstance(value, str) else value
