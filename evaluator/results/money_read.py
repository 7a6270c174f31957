"""Read the money and the thresholds of published evaluations back."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, TypeVar

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.core.money.lines import CreditLine
from evaluator.core.money.month import CreditTotal, MonthMoney
from evaluator.core.money.triggers import TriggerState
from evaluator.results import rows
from evaluator.results.money_rows import line_of, total_of, trigger_of
from evaluator.results.money_tables import CREDIT_LINE, CREDIT_TOTAL, TRIGGER_STATE
from evaluator.results.published import Evaluation
from evaluator.results.querying import read_mappings
from evaluator.results.schema import SERVICE_CREDIT

Read = TypeVar("Read")
_LINE_ORDER = ("service", "view", "kind", "period", "indicator", "measured_on")


def read_past_money(database: Database, evaluations: Sequence[Evaluation]) -> list[MonthMoney]:
    """Return the money of some evaluations, in their order: later months rest on it."""
    numbers = [one.number for one in evaluations]
    credited = _by_evaluation(database, SERVICE_CREDIT, numbers, ("service", "view"), rows.credit_of)
    lines = _by_evaluation(database, CREDIT_LINE, numbers, _LINE_ORDER, line_of)
    totals = _by_evaluation(database, CREDIT_TOTAL, numbers, ("view",), total_of)
    return [
        MonthMoney(
            one.period,
            tuple(credited.get(one.number, ())),
            tuple(lines.get(one.number, ())),
            tuple(totals.get(one.number, ())),
        )
        for one in evaluations
    ]


def read_lines(database: Database, number: int) -> list[CreditLine]:
    """Return the credit lines of an evaluation, by service and view."""
    return _by_evaluation(database, CREDIT_LINE, [number], _LINE_ORDER, line_of).get(number, [])


def read_totals(database: Database, number: int) -> list[CreditTotal]:
    """Return what the month of an evaluation comes to in each view."""
    return _by_evaluation(database, CREDIT_TOTAL, [number], ("view",), total_of).get(number, [])


def read_triggers(database: Database, number: int) -> list[TriggerState]:
    """Return the thresholds of an evaluation, by name, view and what they are of."""
    order = ("trigger", "view", "indicator", "service")
    return _by_evaluation(database, TRIGGER_STATE, [number], order, trigger_of).get(number, [])


def _by_evaluation(
    database: Database,
    table: sa.Table,
    numbers: Sequence[int],
    order: tuple[str, ...],
    read: Callable[[dict[str, Any]], Read],
) -> dict[int, list[Read]]:
    found = read_mappings(database, sa.select(table).where(table.c.evaluation.in_(numbers)))
    by_number: dict[int, list[Read]] = {}
    # Sorted here and not by the database, whose order of words is a matter of its own settings.
    for row in sorted(found, key=itemgetter(*order)):
        by_number.setdefault(row["evaluation"], []).append(read(row))
    return by_number
