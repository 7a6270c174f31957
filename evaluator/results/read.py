"""Read results back: everything a report of one evaluation reads, and the evidence behind it."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.schema import TICKET_KEYS
from evaluator.contract.contract import Contract
from evaluator.contract.scorecard import MONTHS_LOOKED_BACK
from evaluator.core.periods import month as month_called
from evaluator.core.score import Score
from evaluator.results import rows
from evaluator.results.exclusion_rows import effect_of, exclusion_of
from evaluator.results.money_read import read_lines, read_totals, read_triggers
from evaluator.results.outlook_rows import forecast_of
from evaluator.results.present import read_inputs
from evaluator.results.published import (
    Evaluation,
    MonthCredit,
    OutageEvidence,
    PeriodResults,
    TicketEvidence,
)
from evaluator.results.querying import read_history, read_mappings, read_outcomes
from evaluator.results.reconciliation_rows import read_reconciliation
from evaluator.results.schema import (
    AREA_SCORE,
    COMPARED_STATEMENT,
    EXCLUSION_USED,
    FORECAST,
    OUTAGE_EVIDENCE,
    SCORE,
    SERVICE_CREDIT,
    SOURCE_HEALTH,
    TICKET_EVIDENCE,
)
from evaluator.results.seals import read_seal


def read_period(
    database: Database, contract: Contract, evaluation: Evaluation, moment: int | None = None
) -> PeriodResults:
    """Return everything a report of one evaluation reads; with `moment` its seal as of then."""
    earlier = read_inputs(database, evaluation)[1 - MONTHS_LOOKED_BACK :]
    number = evaluation.number
    asked = _rows(database, EXCLUSION_USED, number, "position")
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
        score=read_score(database, number),
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
        credit_lines=tuple(read_lines(database, number)),
        credit_totals=tuple(read_totals(database, number)),
        triggers=tuple(read_triggers(database, number)),
        exclusions=tuple(exclusion_of(row) for row in asked),
        exclusion_effects=tuple(effect for row in asked if (effect := effect_of(row)) is not None),
        seal=read_seal(database, evaluation, moment),
        reconciliation=read_reconciliation(database, number),
    )


def _rows(database: Database, table: sa.Table, number: int, *order: str) -> list[dict[str, Any]]:
    found = read_mappings(database, sa.select(table).where(table.c.evaluation == number))
    # Sorted here and not by the database, whose order of words is a matter of its own settings.
    return sorted(found, key=itemgetter(*order))


def _credit_history(database: Database, evaluations: Sequence[Evaluation]) -> list[MonthCredit]:
    return [
        MonthCredit(evaluation.period, rows.credit_of(row))
        for evaluation in evaluations
        for row in _rows(database, SERVICE_CREDIT, evaluation.number, "service", "view")
    ]


def read_score(database: Database, number: int) -> Score | None:
    """Return the score of an evaluation; None where none was calculated."""
    totals = _rows(database, SCORE, number, "evaluation")
    return rows.score_of(totals[0], _rows(database, AREA_SCORE, number, "position")) if totals else None


def read_tickets_of(database: Database, evaluation: Evaluation, indicator: str) -> list[TicketEvidence]:
    """Return every ticket that an evaluation judged for an indicator, those in time too."""
    return _tickets(database, evaluation.number, TICKET_EVIDENCE.c.indicator == indicator)


def read_tickets_of_priorities(
    database: Database, evaluation: Evaluation, priorities: Sequence[str]
) -> list[TicketEvidence]:
    """Return every ticket of one of `priorities` that an evaluation judged, those in time too."""
    return _tickets(database, evaluation.number, TICKET_EVIDENCE.c.priority.in_(priorities))


def read_outages_of(database: Database, evaluation: Evaluation) -> list[OutageEvidence]:
    """Return every outage that an evaluation counted."""
    return _read_outages(database, evaluation.number)


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
        read_mappings(database, query),
        key=lambda row: (row["indicator"], row["service"], -row["used"], row["ticket"]),
    )
    return [ticket_of(row) for row in found]


def ticket_of(row: dict[str, Any]) -> TicketEvidence:
    """Return the ticket that a row of evidence is."""
    same = {name for name in TicketEvidence.__dataclass_fields__ if name in row}
    columns: dict[str, Any] = {name: row[name] for name in same}
    columns |= {name: bool(row[name]) for name in ("in_working_days", "missed", "unknown")}
    return TicketEvidence(**columns, limit=row["limit_amount"])


def _read_outages(database: Database, number: int) -> list[OutageEvidence]:
    found = _rows(database, OUTAGE_EVIDENCE, number, "indicator", "service", "starts_at", "unit")
    return [outage_of(row) for row in found]


def outage_of(row: dict[str, Any]) -> OutageEvidence:
    """Return the outage that a row of evidence is."""
    known: dict[str, Any] = {
        name: row[name] for name in OutageEvidence.__dataclass_fields__ if row[name] is not None
    }
    return OutageEvidence(**known | {name: row[name] for name in ("ends_at", "users_affected")})
