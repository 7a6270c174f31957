"""Rows of a reconciliation, and back."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.core.outcomes import Verdict
from evaluator.core.reconciliation.found import (
    DifferenceKind,
    Effect,
    Explanation,
    OutageDifference,
    ReconciledFigure,
    ReconciledSource,
    Reconciliation,
    TicketDifference,
)
from evaluator.results.amounts import amount_of, minor_units
from evaluator.results.querying import read_mappings
from evaluator.results.reconciliation_tables import (
    OUTAGE_DIFFERENCE,
    RECONCILED_FIGURE,
    RECONCILED_SOURCE,
    TICKET_DIFFERENCE,
)

Row = Mapping[str, Any]
_SEPARATOR = " "


def reconciliation_rows(
    number: int, found: Reconciliation
) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    """Yield each table of a reconciliation with its rows, in the order found."""
    yield RECONCILED_SOURCE, [_source_row(one) | {"evaluation": number} for one in found.sources]
    for table, rows in (
        (RECONCILED_FIGURE, [_figure_row(one) for one in found.figures]),
        (TICKET_DIFFERENCE, [_ticket_row(one) for one in found.tickets]),
        (OUTAGE_DIFFERENCE, [_outage_row(one) for one in found.outages]),
    ):
        yield table, [row | {"evaluation": number, "position": place} for place, row in enumerate(rows)]


def read_reconciliation(database: Database, number: int) -> Reconciliation:
    """Return the reconciliation that the evaluation `number` published; empty where it had no list."""
    return Reconciliation(
        sources=tuple(_source_of(row) for row in _rows(database, RECONCILED_SOURCE, number, "source")),
        figures=tuple(_figure_of(row) for row in _rows(database, RECONCILED_FIGURE, number, "position")),
        tickets=tuple(_ticket_of(row) for row in _rows(database, TICKET_DIFFERENCE, number, "position")),
        outages=tuple(_outage_of(row) for row in _rows(database, OUTAGE_DIFFERENCE, number, "position")),
    )


def _rows(database: Database, table: sa.Table, number: int, order: str) -> list[dict[str, Any]]:
    found = read_mappings(database, sa.select(table).where(table.c.evaluation == number))
    return sorted(found, key=itemgetter(order))


def _minor(amount: Decimal | None) -> int | None:
    return None if amount is None else minor_units(amount)


def _amount(minor: int | None) -> Decimal | None:
    return None if minor is None else amount_of(minor)


def _source_row(one: ReconciledSource) -> dict[str, Any]:
    return {
        "source": one.source,
        "measured_amount_minor": _minor(one.measured_amount),
        "stated_amount_minor": _minor(one.stated_amount),
        "repeated": one.repeated,
    }


def _source_of(row: Row) -> ReconciledSource:
    return ReconciledSource(
        source=row["source"],
        measured_amount=_amount(row["measured_amount_minor"]),
        stated_amount=_amount(row["stated_amount_minor"]),
        repeated=row["repeated"],
    )


def _figure_row(one: ReconciledFigure) -> dict[str, Any]:
    values = {"measured_value": one.measured_value, "stated_value": one.stated_value}
    row = {name: value for name, value in vars(one).items() if name != "amount"}
    row |= {name: None if value is None else str(value) for name, value in values.items()}
    return row | {
        "measured_verdict": one.measured_verdict.value,
        "stated_verdict": one.stated_verdict.value,
        "amount_minor": _minor(one.amount),
    }


def _figure_of(row: Row) -> ReconciledFigure:
    special: dict[str, Any] = {
        name: None if row[name] is None else Fraction(row[name])
        for name in ("measured_value", "stated_value")
    }
    special |= {name: Verdict(row[name]) for name in ("measured_verdict", "stated_verdict")}
    special["amount"] = _amount(row["amount_minor"])
    return ReconciledFigure(**_plain(row, ReconciledFigure, without=tuple(special)), **special)


def _ticket_row(one: TicketDifference) -> dict[str, Any]:
    row = {name: value for name, value in vars(one).items() if name not in {"effect", "kinds"}}
    flags = ("in_working_days", "measured_missed", "stated_missed")
    row |= {name: None if row[name] is None else int(row[name]) for name in flags}
    return row | _kinds(one.kinds) | _effect(one.effect) | {"explanation": one.explanation.value}


def _ticket_of(row: Row) -> TicketDifference:
    special = ("kinds", "effect", "explanation", "in_working_days", "measured_missed", "stated_missed")
    return TicketDifference(
        **_plain(row, TicketDifference, without=special),
        kinds=_kinds_of(row),
        in_working_days=row["in_working_days"] == 1,
        measured_missed=_flag(row["measured_missed"]),
        stated_missed=_flag(row["stated_missed"]),
        explanation=Explanation(row["explanation"]),
        effect=_effect_of(row),
    )


def _outage_row(one: OutageDifference) -> dict[str, Any]:
    row = {name: value for name, value in vars(one).items() if name not in {"effect", "kinds"}}
    return row | {"stated_planned": int(one.stated_planned)} | _kinds(one.kinds) | _effect(one.effect)


def _outage_of(row: Row) -> OutageDifference:
    return OutageDifference(
        **_plain(row, OutageDifference, without=("kinds", "effect", "stated_planned")),
        kinds=_kinds_of(row),
        stated_planned=row["stated_planned"] == 1,
        effect=_effect_of(row),
    )


def _plain(row: Row, kind: type, without: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in kind.__dataclass_fields__ if name not in without}  # type: ignore[attr-defined]  # of a dataclass


def _kinds(kinds: Sequence[DifferenceKind]) -> dict[str, str]:
    return {"kinds": _SEPARATOR.join(kind.value for kind in kinds)}


def _kinds_of(row: Row) -> tuple[DifferenceKind, ...]:
    return tuple(DifferenceKind(name) for name in row["kinds"].split(_SEPARATOR))


def _flag(value: int | None) -> bool | None:
    return None if value is None else value == 1


def _effect(effect: Effect | None) -> dict[str, Any]:
    return {
        "effect_verdict": None if effect is None else effect.verdict.value,
        "effect_points": None if effect is None else effect.points,
        "effect_amount_minor": None if effect is None else _minor(effect.amount),
    }


def _effect_of(row: Row) -> Effect | None:
    if row["effect_verdict"] is None:
        return None
    return Effect(Verdict(row["effect_verdict"]), row["effect_points"], _amount(row["effect_amount_minor"]))
