"""Read what was judged of one ticket or one outage, by the present evaluation of each period."""

from operator import attrgetter

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.results.present import present_numbers
from evaluator.results.published import OutageJudgement, TicketJudgement
from evaluator.results.schema import EVALUATION, OUTAGE_EVIDENCE, TICKET_EVIDENCE


def read_ticket_judgements(database: Database, ticket_id: int) -> list[TicketJudgement]:
    """Return what each indicator made of a ticket, by period and indicator."""
    table = TICKET_EVIDENCE
    query = (
        sa.select(table, EVALUATION.c.period)
        .join_from(table, EVALUATION, EVALUATION.c.number == table.c.evaluation)
        .where(table.c.ticket_id == ticket_id, table.c.evaluation.in_(present_numbers()))
    )
    with database.reading() as connection:
        found = [
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
                due_at=row.due_at,
                beyond_longest_wait=row.beyond_longest_wait,
            )
            for row in connection.execute(query)
        ]
    return sorted(found, key=attrgetter("period", "indicator"))


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
        held.c.evaluation.in_(present_numbers()),
    )
    query = (
        sa.select(table, EVALUATION.c.period)
        .join_from(table, EVALUATION, EVALUATION.c.number == table.c.evaluation)
        .where(table.c.service == service, holds, table.c.evaluation.in_(present_numbers()))
    )
    if unit:
        query = query.where(table.c.unit == unit)
    with database.reading() as connection:
        found = [
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
                seen_by=row.seen_by or "",
            )
            for row in connection.execute(query)
        ]
    return sorted(found, key=attrgetter("unit", "starts_at", "period", "indicator"))
