"""Read results back: the evaluation of a period, its history, and the evidence behind it."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.schema import TICKET_KEYS
from evaluator.contract.contract import Contract
from evaluator.contract.scorecard import MONTHS_LOOKED_BACK
from evaluator.core.outcomes import Outcome, View
from evaluator.core.periods import month as month_called
from evaluator.core.periods import month_name_before
from evaluator.core.score import Score
from evaluator.results import rows
from evaluator.results.outlook_rows import forecast_of
from evaluator.results.published import (
    Evaluation,
    MonthCredit,
    OutageEvidence,
    PeriodResults,
    TicketEvidence,
)
from evaluator.results.schema import (
    AREA_SCORE,
    COMPARED_STATEMENT,
    EVALUATION,
    EVALUATION_INPUT,
    EXCLUSION_USED,
    FORECAST,
    OUTAGE_EVIDENCE,
    OUTCOME,
    SCORE,
    SERVICE_CREDIT,
    SOURCE_HEALTH,
    TICKET_EVIDENCE,
)


def read_latest(database: Database, period: str, horizon: int | None = None) -> Evaluation | None:
    """Return the evaluation of `period` at the highest horizon, up to `horizon`; None without one.

    Answers as of a past moment are not among them.
    """
    query = (
        sa.select(EVALUATION)
        .where(EVALUATION.c.period == period, EVALUATION.c.turn > 0)
        .order_by(EVALUATION.c.horizon.desc(), EVALUATION.c.turn.desc())
        .limit(1)
    )
    if horizon is not None:
        query = query.where(EVALUATION.c.horizon <= horizon)
    found = _mappings(database, query)
    return rows.evaluation_of(found[0]) if found else None


def read_earlier(
    database: Database, period: str, horizon: int, months: int = MONTHS_LOOKED_BACK
) -> list[Evaluation]:
    """Return the latest evaluation of each of the months before `period` that has one, oldest first."""
    names = [month_name_before(period, back) for back in range(months, 0, -1)]
    found = [read_latest(database, name, horizon) for name in names]
    return [evaluation for evaluation in found if evaluation is not None]


def read_inputs(database: Database, evaluation: Evaluation) -> list[Evaluation]:
    """Return the evaluations of earlier months that `evaluation` rests on, oldest first."""
    earlier = sa.select(EVALUATION_INPUT.c.earlier).where(EVALUATION_INPUT.c.evaluation == evaluation.number)
    found = _mappings(database, sa.select(EVALUATION).where(EVALUATION.c.number.in_(earlier)))
    return [rows.evaluation_of(row) for row in sorted(found, key=itemgetter("period"))]


def read_stale(database: Database) -> list[str]:
    """Return the months whose present result rests on other results than the present ones of earlier months.

    These were replaced since, or came after. The months are to be evaluated again, in this order.
    """
    periods = sorted({row["period"] for row in _mappings(database, sa.select(EVALUATION.c.period))})
    latest = [one for period in periods if (one := read_latest(database, period)) is not None]
    return [one.period for one in latest if read_inputs(database, one) != _looked_back_on(one.period, latest)]


def _looked_back_on(period: str, evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """Those of `evaluations` that an evaluation of `period` looks back on, in their order."""
    first = month_name_before(period, MONTHS_LOOKED_BACK)
    return [one for one in evaluations if first <= one.period < period]


def read_outcomes(database: Database, evaluation: Evaluation) -> list[Outcome]:
    """Return the outcomes of one evaluation, by indicator, scope and view."""
    return _outcomes(database, OUTCOME.c.evaluation == evaluation.number)


def read_history(database: Database, evaluations: Sequence[Evaluation]) -> list[Outcome]:
    """Return the outcomes of some evaluations that later months rest on, oldest period first.

    Those the contract judges in every view, and those of segments after exclusions.
    """
    columns = OUTCOME.c
    rested_on = sa.and_(
        columns.unit == "",
        sa.or_(columns.segment == "", columns.view == View.AFTER_EXCLUSIONS.value),
    )
    return _outcomes(database, columns.evaluation.in_([one.number for one in evaluations]) & rested_on)


def _outcomes(database: Database, where: "sa.ColumnElement[bool]") -> list[Outcome]:
    found = _mappings(database, sa.select(OUTCOME).where(where))
    order = itemgetter("period", "indicator", "service", "segment", "unit", "view")
    return [rows.outcome_of(row) for row in sorted(found, key=order)]


def _mappings(database: Database, query: "sa.Select[Any]") -> list[dict[str, Any]]:
    """Rows as plain dictionaries: thousands of them are read for one report."""
    with database.reading() as connection:
        result = connection.execute(query)
        names = tuple(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result]


def read_period(database: Database, contract: Contract, evaluation: Evaluation) -> PeriodResults:
    """Return everything a report of one evaluation reads."""
    earlier = read_inputs(database, evaluation)[1 - MONTHS_LOOKED_BACK :]
    number = evaluation.number
    return PeriodResults(
        contract=contract,
        period=month_called(evaluation.period, contract.contract.zone),
        evaluation=evaluation,
        outcomes=tuple(read_outcomes(database, evaluation)),
        history=tuple(read_history(database, [*earlier, evaluation])),
        credits=tuple(
            rows.credit_of(row) for row in _rows(database, SERVICE_CREDIT, number, "service", "view")
        ),
        credit_history=tuple(_credit_history(database, [*earlier, evaluation])),
        score=_read_score(database, number),
        tickets=tuple(_read_tickets(database, number)),
        outages=tuple(_read_outages(database, number)),
        statements=tuple(
            rows.statement_of(row)
            for row in _rows(database, COMPARED_STATEMENT, number, "indicator", "service", "unit")
        ),
        health=tuple(rows.health_of(row) for row in _rows(database, SOURCE_HEALTH, number, "source")),
        forecasts=tuple(
            forecast_of(row)
            for row in _rows(
                database, FORECAST, number, "indicator", "service", "on_day", "occasion", "option"
            )
        ),
        exclusions=tuple(
            rows.exclusion_of(row) for row in _rows(database, EXCLUSION_USED, number, "position")
        ),
    )


def _rows(database: Database, table: sa.Table, number: int, *order: str) -> list[dict[str, Any]]:
    found = _mappings(database, sa.select(table).where(table.c.evaluation == number))
    # Sorted here and not by the database, whose order of words is a matter of its own settings.
    return sorted(found, key=itemgetter(*order))


def _credit_history(database: Database, evaluations: Sequence[Evaluation]) -> list[MonthCredit]:
    return [
        MonthCredit(evaluation.period, rows.credit_of(row))
        for evaluation in evaluations
        for row in _rows(database, SERVICE_CREDIT, evaluation.number, "service", "view")
    ]


def _read_score(database: Database, number: int) -> Score | None:
    totals = _rows(database, SCORE, number, "evaluation")
    return rows.score_of(totals[0], _rows(database, AREA_SCORE, number, "position")) if totals else None


def read_tickets_of(database: Database, evaluation: Evaluation, indicator: str) -> list[TicketEvidence]:
    """Return every ticket that an evaluation judged for an indicator, those in time too."""
    return _tickets(database, evaluation.number, TICKET_EVIDENCE.c.indicator == indicator)


def _read_tickets(database: Database, number: int) -> list[TicketEvidence]:
    """The tickets behind misses and unknowns; those in time are counted, not listed."""
    columns = TICKET_EVIDENCE.c
    notable = sa.or_(columns.missed == 1, columns.unknown == 1, columns.left_out_by != "")
    return _tickets(database, number, notable)


def _tickets(database: Database, number: int, where: "sa.ColumnElement[bool]") -> list[TicketEvidence]:
    table = TICKET_EVIDENCE
    query = (
        sa.select(table, TICKET_KEYS.c.ticket)
        .join_from(table, TICKET_KEYS, TICKET_KEYS.c.id == table.c.ticket_id)
        .where(table.c.evaluation == number, where)
    )
    found = sorted(
        _mappings(database, query),
        key=lambda row: (row["indicator"], row["service"], -row["used"], row["ticket"]),
    )
    return [_ticket_of(row) for row in found]


def _ticket_of(row: dict[str, Any]) -> TicketEvidence:
    same = {name for name in TicketEvidence.__dataclass_fields__ if name in row}
    columns: dict[str, Any] = {name: row[name] for name in same}
    columns |= {name: bool(row[name]) for name in ("in_working_days", "missed", "unknown")}
    return TicketEvidence(**columns, limit=row["limit_amount"])


def _read_outages(database: Database, number: int) -> list[OutageEvidence]:
    found = _rows(database, OUTAGE_EVIDENCE, number, "indicator", "service", "starts_at", "unit")
    return [
        OutageEvidence(
            **{name: row[name] for name in OutageEvidence.__dataclass_fields__ if row[name] is not None}
            | {name: row[name] for name in ("ends_at", "users_affected")}
        )
        for row in found
    ]
