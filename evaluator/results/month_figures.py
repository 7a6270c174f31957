"""The figures of one evaluation that are of the contract as a whole, read once."""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.core.confidence.prospects import Forecast
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.money.lines import CreditLine
from evaluator.core.money.month import CreditTotal
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Outcome
from evaluator.core.score import Score
from evaluator.results import rows
from evaluator.results.kept import Kept
from evaluator.results.money_read import read_lines, read_totals, read_triggers
from evaluator.results.outlook_rows import forecast_of
from evaluator.results.published import Evaluation, SourceHealth
from evaluator.results.querying import read_mappings, read_whole_outcomes
from evaluator.results.read import read_score
from evaluator.results.schema import FORECAST, SERVICE_CREDIT, SOURCE_HEALTH

MONTHS_KEPT = 8
"""Of each open database: the one that runs, the last that is over, and those that people look at."""


@dataclass(frozen=True)
class MonthFigures:
    """What one evaluation says of its month; `outcomes` are those of whole scopes, in every view."""

    outcomes: tuple[Outcome, ...]
    forecasts: tuple[Forecast, ...]
    credits: tuple[ServiceCredit, ...]
    credit_lines: tuple[CreditLine, ...]
    credit_totals: tuple[CreditTotal, ...]
    triggers: tuple[TriggerState, ...]
    score: Score | None
    health: tuple[SourceHealth, ...]


_KEPT: Kept[MonthFigures] = Kept(MONTHS_KEPT)


def read_month_figures(database: Database, evaluation: Evaluation) -> MonthFigures:
    """Return the figures of an evaluation that is present, or was when it was found."""
    found = _KEPT.read(database, [evaluation], lambda _: {evaluation.number: _read(database, evaluation)})
    return found[evaluation.number]


def _read(database: Database, evaluation: Evaluation) -> MonthFigures:
    number = evaluation.number
    forecasts = _rows(database, FORECAST, number, "indicator", "service", "on_day", "occasion", "option")
    credited = _rows(database, SERVICE_CREDIT, number, "service", "view")
    return MonthFigures(
        outcomes=tuple(read_whole_outcomes(database, evaluation)),
        forecasts=tuple(forecast_of(row) for row in forecasts),
        credits=tuple(rows.credit_of(row) for row in credited),
        credit_lines=tuple(read_lines(database, number)),
        credit_totals=tuple(read_totals(database, number)),
        triggers=tuple(read_triggers(database, number)),
        score=read_score(database, number),
        health=tuple(rows.health_of(row) for row in _rows(database, SOURCE_HEALTH, number, "source")),
    )


def _rows(database: Database, table: sa.Table, number: int, *order: str) -> list[dict[str, Any]]:
    found = read_mappings(database, sa.select(table).where(table.c.evaluation == number))
    # Sorted here and not by the database, whose order of words is a matter of its own settings.
    return sorted(found, key=itemgetter(*order))
