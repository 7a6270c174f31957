"""What is published for showing, beside the results: written whole with an evaluation, and never sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from evaluator.contract.contract import Contract
from evaluator.results.amounts import fraction_text
from evaluator.results.shown_names import (
    card_row,
    decision_rows,
    indicator_rows,
    service_rows,
    trigger_rows,
    unit_rows,
)
from evaluator.results.shown_tables import (
    BURN_RATE,
    CONTRACT_CARD,
    DECISION_DATE,
    MAINTENANCE_WINDOW,
    NAMED_INDICATOR,
    NAMED_SERVICE,
    NAMED_TRIGGER,
    NAMED_UNIT,
    OPEN_CASE,
    OPEN_TICKET,
    TICKET_FLOW,
    TICKET_GROUP,
)
from evaluator.results.standing import BurnRate

Rows = list[dict[str, Any]] | pd.DataFrame


@dataclass(frozen=True, eq=False)
class Shown:
    """Names and dates of the contract as it applied, and frames with the columns of their tables.

    `units` are those that results name. Open cases and burn rates are there while a month runs.
    """

    contract: Contract
    units: frozenset[str]
    groups: pd.DataFrame
    flow: pd.DataFrame
    open_tickets: pd.DataFrame
    open_cases: pd.DataFrame
    maintenance: pd.DataFrame
    burn_rates: tuple[BurnRate, ...] = ()


def shown_rows(number: int, shown: Shown) -> Iterator[tuple[sa.Table, Rows]]:
    """Yield each table made for showing, with the rows it gets for the evaluation `number`."""
    contract = shown.contract
    yield CONTRACT_CARD, _of(number, [card_row(contract)])
    yield DECISION_DATE, _of(number, decision_rows(contract))
    yield NAMED_INDICATOR, _of(number, indicator_rows(contract))
    yield NAMED_SERVICE, _of(number, service_rows(contract))
    yield NAMED_UNIT, _of(number, unit_rows(contract, shown.units))
    yield NAMED_TRIGGER, _of(number, trigger_rows(contract))
    yield BURN_RATE, _of(number, [_burn_row(one) for one in shown.burn_rates])
    frames = {
        TICKET_GROUP: shown.groups,
        TICKET_FLOW: shown.flow,
        OPEN_TICKET: shown.open_tickets,
        OPEN_CASE: shown.open_cases,
        MAINTENANCE_WINDOW: shown.maintenance,
    }
    for table, frame in frames.items():
        if not frame.empty:
            yield table, _plain(table, frame.assign(evaluation=number))


def _of(number: int, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"evaluation": number, **row} for row in rows]


def _burn_row(rate: BurnRate) -> dict[str, Any]:
    names = ("indicator", "service", "window_seconds", "missed", "counted")
    return {name: getattr(rate, name) for name in names} | {"allowed": fraction_text(rate.allowed)}


def _plain(table: sa.Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of `table`: text, and whole numbers, which are missing only where a column allows it."""
    columns = {}
    for column in table.columns:
        values = frame[column.name]
        is_text = isinstance(column.type, sa.Text)
        columns[column.name] = values.astype("str") if is_text else _numbers(values, bool(column.nullable))
    return pd.DataFrame(columns)


def _numbers(values: pd.Series, optional: bool) -> pd.Series:  # noqa: FBT001 - of one column of a table
    return values.astype("Int64" if optional else "int64")
