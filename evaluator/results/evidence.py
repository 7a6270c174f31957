"""Read what was judged of one ticket or one outage, by the latest evaluation of each period."""

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.results.published import OutageJudgement, TicketJudgement
from evaluator.results.schema import EVALUATION, OUTAGE_EVIDENCE, TICKET_EVIDENCE


def read_ticket_judgements(database: Database, ticket_id: int) -> list[TicketJudgement]:
    """Return what each indicator made of a ticket, by period and indicator."""
    table = TICKET_EVIDENCE
    query = (
        sa.select(table, EVALUATION.c.period)
        .join_from(table, EVALUATION, EVALUATION.c.number == table.c.evaluation)
        .where(table.c.ticket_id == ticket_id, table.c.evaluation.in_(_latest()))
        .order_by(EVALUATION.c.period, table.c.indicator)
    )
    with database.reading() as connection:
        return [
            TicketJudgement(
                indicator=row.indicator,
                period=row.period,
                evaluation=row.evaluation,
                used=row.used,
                limit=row.limit_amount,
                in_working_days=bool(row.in_working_days),
                missed=bool(row.missed),
                unknown=bool(row.unknown),
                left_out_by=row.left_out_by,
            )
            for row in connection.execute(query)
        ]


def read_outage_judgements(
    database: Database, service: str, unit: str, instant: int
) -> list[OutageJudgement]:
    """Return what each indicator counted of the outages of `service` at `instant` (of `unit` if named).

    Where an evaluation has one of them hold at `instant`, what the other months made of it comes too.
    """
    table, held = OUTAGE_EVIDENCE, OUTAGE_EVIDENCE.alias("held")
    holds = sa.exists().where(
        held.c.service == service,
        held.c.unit == table.c.unit,
        held.c.starts_at == table.c.starts_at,
        held.c.starts_at <= instant,
        sa.or_(held.c.ends_at.is_(None), held.c.ends_at > instant),
        held.c.evaluation.in_(_latest()),
    )
    query = (
        sa.select(table, EVALUATION.c.period)
        .join_from(table, EVALUATION, EVALUATION.c.number == table.c.evaluation)
        .where(table.c.service == service, holds, table.c.evaluation.in_(_latest()))
        .order_by(table.c.unit, table.c.starts_at, EVALUATION.c.period, table.c.indicator)
    )
    if unit:
        query = query.where(table.c.unit == unit)
    with database.reading() as connection:
        return [
            OutageJudgement(
                indicator=row.indicator,
                period=row.period,
                evaluation=row.evaluation,
                unit=row.unit,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                state=row.state,
                counted=row.counted,
                planned=row.planned,
                users_affected=row.users_affected,
                left_out_by=row.left_out_by,
            )
            for row in connection.execute(query)
        ]


def _latest() -> "sa.Select[tuple[int]]":
    """The newest evaluation of each period: the one at the highest horizon."""
    other = EVALUATION.alias("other")
    newer = sa.or_(
        other.c.horizon > EVALUATION.c.horizon,
        sa.and_(other.c.horizon == EVALUATION.c.horizon, other.c.number > EVALUATION.c.number),
    )
    later = sa.exists().where(other.c.period == EVALUATION.c.period, newer)
    return sa.select(EVALUATION.c.number).where(~later)
