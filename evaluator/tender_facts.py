"""Read what the annex to tender documents is made from: results of many months, and when tickets opened."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_facts
from collector.store.retention import read_removals
from collector.store.schema import FACT_TABLES
from evaluator.core.outcomes import Outcome
from evaluator.results.present import read_latest
from evaluator.results.published import Evaluation
from evaluator.results.querying import read_history, read_mappings
from evaluator.results.schema import OUTAGE_EVIDENCE, TICKET_EVIDENCE
from evaluator.results.shown_tables import TICKET_FLOW

_FLOW = ("service", "segment", "unit", "priority", "kind", "opened")
_TIMES = (
    "indicator",
    "service",
    "priority",
    "ended_at",
    "used",
    "limit_amount",
    "in_working_days",
    "unknown",
    "left_out_by",
)
_OUTAGES = ("indicator", "service", "unit", "starts_at", "counted", "left_out_by")


@dataclass(frozen=True, eq=False)
class TenderResults:
    """The present results of some months: which evaluations, their outcomes, and frames with `period`.

    `flow` has what opened, `times` the evidence of tickets and `outages` that of outages.
    """

    evaluations: tuple[Evaluation, ...]
    outcomes: tuple[Outcome, ...]
    flow: pd.DataFrame
    times: pd.DataFrame
    outages: pd.DataFrame


def read_tender_results(database: Database, months: Sequence[str]) -> TenderResults:
    """Return the present results of `months`, oldest first; a month without any is not among them."""
    latest = [read_latest(database, month) for month in months]
    evaluations = tuple(one for one in latest if one is not None)
    times = _frame(database, TICKET_EVIDENCE, _TIMES, evaluations)
    return TenderResults(
        evaluations,
        tuple(read_history(database, evaluations)),
        _frame(database, TICKET_FLOW, _FLOW, evaluations),
        times.rename(columns={"limit_amount": "limit"}),
        _frame(database, OUTAGE_EVIDENCE, _OUTAGES, evaluations),
    )


def read_opened(database: Database, horizon: int, starts_at: int, ends_at: int) -> npt.NDArray[np.int64]:
    """Return when each ticket that `horizon` knows opened, from `starts_at` until `ends_at`; UTC seconds."""
    column = FACT_TABLES[FactKind.TICKET].c.opened_at
    tickets = read_facts(database, FactKind.TICKET, horizon, sa.and_(column >= starts_at, column < ends_at))
    return tickets["opened_at"].to_numpy(dtype=np.int64)


def tickets_removed_up_to(database: Database) -> int:
    """Return up to which instant tickets were removed after their time of keeping; 0 for none."""
    kinds = {FactKind.TICKET.value}
    return max((one.up_to for one in read_removals(database) if one.kind in kinds), default=0)


def _frame(
    database: Database, table: sa.Table, columns: Sequence[str], evaluations: Sequence[Evaluation]
) -> pd.DataFrame:
    periods = {one.number: one.period for one in evaluations}
    query = sa.select(table.c.evaluation, *(table.c[name] for name in columns)).where(
        table.c.evaluation.in_(periods)
    )
    found = pd.DataFrame(read_mappings(database, query), columns=["evaluation", *columns])
    return found.assign(period=found["evaluation"].map(periods).astype("str")).drop(columns="evaluation")
