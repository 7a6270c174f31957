"""Reconcile a month: read the supplier's lists up to the horizon, and let the core compare them."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from collector.instants import to_datetime
from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_lasting
from collector.store.schema import TICKET_KEYS
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.periods import Period
from evaluator.core.reconciliation.effects import VIEW
from evaluator.core.reconciliation.found import Reconciliation
from evaluator.core.reconciliation.month import Lists, reconcile_month
from evaluator.inputs import EvaluationInputs
from evaluator.judging import judging_of, measuring_month
from evaluator.read_facts import AROUND, lists_needed_since
from evaluator.removed import refuse_removed
from evaluator.results.schema import EVALUATION, TICKET_EVIDENCE

_AT_ONCE = 5_000


def reconcile_inputs(
    database: Database, inputs: EvaluationInputs, evaluation: PeriodEvaluation, earlier: Sequence[int]
) -> Reconciliation:
    """Return what the supplier's lists, known at the horizon of `inputs`, say beside `evaluation`.

    `earlier` are the numbers of the evaluations of earlier months, in which tickets of the lists may have
    been counted. Empty where the supplier has delivered no list. Raises FactsRemoved where lists may have
    been removed after their time of keeping.
    """
    period = inputs.period
    if PeriodLength.MONTH not in inputs.facts:
        return Reconciliation()
    zone = inputs.contract.contract.zone
    refuse_removed(database, lists_needed_since(period.starts_at), period.name, zone)
    tickets = _read_stated_tickets(database, inputs.horizon, period, inputs)
    outages = read_lasting(database, FactKind.STATED_OUTAGE, inputs.horizon)
    if not (tickets["period"] == period.name).any() and outages.empty:
        return Reconciliation()
    measured = evaluation.tickets
    ids = measured["ticket_id"].unique().tolist() if not measured.empty else []
    keys = _read_keys(database, ids)
    here = tickets.loc[tickets["period"] == period.name, "ticket"]
    lists = Lists(tickets, outages, keys, _read_counted(database, here, keys["ticket"], earlier))
    judging, measuring = judging_of(inputs, evaluation), measuring_month(inputs)
    return reconcile_month(judging, evaluation, measuring, inputs.left_out[VIEW], lists)


def _read_stated_tickets(
    database: Database, horizon: int, period: Period, inputs: EvaluationInputs
) -> pd.DataFrame:
    """The tickets stated for the month and those around it, with the name of the month each is stated for."""
    window = (period.starts_at - AROUND, period.ends_at + AROUND)
    found = read_lasting(database, FactKind.STATED_TICKET, horizon, window)
    # A period belongs to the month in which it ends.
    codes, ends = pd.factorize(found["to_at"])
    zone = inputs.contract.contract.zone
    names = [to_datetime(int(end) - 1).astimezone(zone).strftime("%Y-%m") for end in ends]
    return found.assign(period=pd.Series(names, dtype="str").take(codes).set_axis(found.index))


def _read_keys(database: Database, ticket_ids: Sequence[int]) -> pd.DataFrame:
    query = sa.select(TICKET_KEYS.c.id, TICKET_KEYS.c.ticket)
    rows: list[tuple[Any, ...]] = []
    with database.reading() as connection:
        for part in _parts(ticket_ids):
            rows += [tuple(row) for row in connection.execute(query.where(TICKET_KEYS.c.id.in_(part)))]
    return pd.DataFrame(
        {
            "ticket_id": pd.Series([row[0] for row in rows], dtype="int64"),
            "ticket": pd.Series([row[1] for row in rows], dtype="str"),
        }
    )


def _read_counted(
    database: Database, stated: pd.Series, measured: pd.Series, earlier: Sequence[int]
) -> pd.DataFrame:
    """In which earlier months, and for which indicators, tickets of the list count that do not in this one.

    A key is looked for as it is written, and in capitals and small letters throughout.
    """
    own = set(measured.str.strip().str.casefold())
    lone = stated.loc[~stated.str.strip().str.casefold().isin(own)].str.strip().unique().tolist()
    written = sorted({form for key in lone for form in (key, key.upper(), key.lower())})
    evidence = TICKET_EVIDENCE.c
    query = (
        sa.select(TICKET_KEYS.c.ticket, evidence.indicator, EVALUATION.c.period)
        .join_from(TICKET_EVIDENCE, TICKET_KEYS, TICKET_KEYS.c.id == evidence.ticket_id)
        .join(EVALUATION, EVALUATION.c.number == evidence.evaluation)
        .where(evidence.evaluation.in_(list(earlier)))
    )
    rows: list[tuple[Any, ...]] = []
    with database.reading() as connection:
        for part in _parts(written):
            rows += [tuple(row) for row in connection.execute(query.where(TICKET_KEYS.c.ticket.in_(part)))]
    # The latest month first: a ticket reopened counts in several.
    rows.sort(key=lambda row: (row[2], row[1], row[0]), reverse=True)
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return pd.DataFrame(
        {
            name: pd.Series(values, dtype="str")
            for name, values in zip(("ticket", "indicator", "period"), columns, strict=True)
        }
    )


def _parts(values: Sequence[int] | Sequence[str]) -> Iterable[Sequence[int] | Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
