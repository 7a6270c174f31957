"""Save results: everything an evaluation publishes, under its number, in one transaction."""

from collections.abc import Iterator, Sequence

import pandas as pd
import sqlalchemy as sa

from collector.store.database import Database
from collector.store.staging import append
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.results import rows
from evaluator.results.exclusion_rows import exclusion_rows
from evaluator.results.money_rows import line_row, total_row, trigger_row
from evaluator.results.money_tables import CREDIT_LINE, CREDIT_TOTAL, TRIGGER_STATE
from evaluator.results.outlook_rows import forecast_row
from evaluator.results.provenance import Provenance
from evaluator.results.published import Evaluation
from evaluator.results.querying import rested_on
from evaluator.results.reconciliation_rows import reconciliation_rows
from evaluator.results.reconciliation_tables import (
    OUTAGE_DIFFERENCE,
    RECONCILED_FIGURE,
    RECONCILED_SOURCE,
    TICKET_DIFFERENCE,
)
from evaluator.results.schema import (
    AREA_SCORE,
    CALENDAR_USED,
    COMPARED_STATEMENT,
    EVALUATION,
    EVALUATION_INPUT,
    EXCLUSION_USED,
    FORECAST,
    OUTAGE_EVIDENCE,
    OUTCOME,
    RESULTS,
    SCORE,
    SERVICE_CREDIT,
    SOURCE_HEALTH,
    TICKET_EVIDENCE,
)
from evaluator.results.seal_tables import PRESENTED, SEAL, TABLES_OF_SEALS
from evaluator.results.shown import Rows, Shown, shown_rows
from evaluator.results.shown_tables import CONTRACT_CARD

IDENTITY = ("period", "contract_version", "exclusions_version", "horizon", "program_version", "inputs")
REDUCED = -1
"""The turn of an evaluation of which only what later months rest on is kept."""

RECONCILED = (RECONCILED_SOURCE, RECONCILED_FIGURE, TICKET_DIFFERENCE, OUTAGE_DIFFERENCE)
"""Tables that a replaced evaluation keeps, for they rest on which tickets it found counted in other months,
and of these only the evaluations that stand keep every ticket.
"""

KEPT_FOR_LATER_MONTHS = (EVALUATION_INPUT, SERVICE_CREDIT, CREDIT_LINE, CREDIT_TOTAL)
"""Tables that a replaced evaluation keeps, beside some of its outcomes: later months rest on them."""


def save_results(
    database: Database, provenance: Provenance, results: PeriodEvaluation, shown: Shown | None = None
) -> Evaluation:
    """Save an evaluation, make it the present result of its month, and return it with its number.

    See `publish`. That of a sealed month is saved as an answer: what was sealed stays the present result.
    `shown` is what is published for showing, None for nothing.
    """
    with database.writing() as connection:
        sealed = sa.select(SEAL.c.number).where(SEAL.c.period == provenance.period)
        is_sealed = connection.execute(sealed.limit(1)).scalar_one_or_none() is not None
        present = not (provenance.is_as_of or is_sealed)
        return publish(connection, provenance, results, shown, present=present)


def publish(
    connection: sa.Connection,
    provenance: Provenance,
    results: PeriodEvaluation,
    shown: Shown | None = None,
    *,
    present: bool,
) -> Evaluation:
    """Save an evaluation inside a write transaction, and return it with its number.

    One whose identity (contract, exclusions, horizon, program, the evaluations it rests on) is there
    already stays as it was written: the same inputs give the same figures. Made `present`, it takes the place
    of others of the same period at an earlier horizon, on which no evaluation rests and that nobody sealed or
    asked for as of a moment: of these only what later months rest on is kept (design, Results), so that an
    answer as of their time finds it, and gets its old number.
    """
    number, turn = _find(connection, provenance)
    if turn is None or turn == REDUCED:
        _save_content(connection, number, provenance, results, is_new=turn is None)
    if shown is not None and not _has_shown(connection, number):
        for table, found in shown_rows(number, shown):
            _insert(connection, table, found)
    if present:
        _make_present(connection, provenance, number)
    row = connection.execute(sa.select(EVALUATION).where(EVALUATION.c.number == number)).mappings().one()
    return rows.evaluation_of(dict(row))


def content_rows(number: int, currency: str, results: PeriodEvaluation) -> Iterator[tuple[sa.Table, Rows]]:
    """Yield each table of what the core says of a month, with the rows it gets; evidence as frames."""
    yield OUTCOME, [rows.outcome_row(number, outcome) for outcome in results.outcomes]
    yield FORECAST, [forecast_row(number, one) for one in results.forecasts]
    yield SERVICE_CREDIT, [rows.credit_row(number, one, currency) for one in results.credits]
    yield CREDIT_LINE, [line_row(number, one, currency) for one in results.credit_lines]
    yield CREDIT_TOTAL, [total_row(number, one, currency) for one in results.credit_totals]
    yield TRIGGER_STATE, [trigger_row(number, one) for one in results.triggers]
    yield COMPARED_STATEMENT, [rows.statement_row(number, one) for one in results.statements]
    if results.score is not None:
        yield SCORE, [rows.score_row(number, results.score)]
        yield AREA_SCORE, rows.area_rows(number, results.score)
    if not results.tickets.empty:
        yield TICKET_EVIDENCE, rows.ticket_frame(number, results.tickets)
    if not results.outages.empty:
        yield OUTAGE_EVIDENCE, rows.outage_frame(number, results.outages)


def _find(connection: sa.Connection, provenance: Provenance) -> tuple[int, int | None]:
    """The number and turn of the evaluation of this identity; a new number, and no turn, without one."""
    row = rows.evaluation_row(0, provenance)
    same = sa.and_(*(EVALUATION.c[name] == row[name] for name in IDENTITY))
    found = connection.execute(sa.select(EVALUATION.c.number, EVALUATION.c.turn).where(same)).one_or_none()
    if found is not None:
        return found.number, found.turn
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(EVALUATION.c.number), 0))).scalar_one()
    return int(last) + 1, None


def _save_content(
    connection: sa.Connection,
    number: int,
    provenance: Provenance,
    results: PeriodEvaluation,
    *,
    is_new: bool,
) -> None:
    if is_new:
        connection.execute(sa.insert(EVALUATION).values(rows.evaluation_row(number, provenance)))
        for table, rows_of_lists in reconciliation_rows(number, provenance.reconciliation):
            _insert(connection, table, rows_of_lists)
    else:
        _delete(connection, [number], kept=RECONCILED)
        connection.execute(sa.update(EVALUATION).where(EVALUATION.c.number == number).values(turn=0))
    inputs = [{"evaluation": number, "earlier": earlier} for earlier in provenance.earlier]
    _insert(connection, EVALUATION_INPUT, inputs)
    _insert(connection, CALENDAR_USED, rows.calendar_rows(number, provenance.calendars))
    asked = exclusion_rows(number, provenance.exclusions, provenance.exclusion_effects)
    _insert(connection, EXCLUSION_USED, asked)
    _insert(connection, SOURCE_HEALTH, rows.health_rows(number, provenance.health))
    for table, found in content_rows(number, provenance.currency, results):
        _insert(connection, table, found)


def _has_shown(connection: sa.Connection, number: int) -> bool:
    """Whether an evaluation has what is made for showing: those of earlier programs have none."""
    own = sa.select(CONTRACT_CARD.c.evaluation).where(CONTRACT_CARD.c.evaluation == number)
    return connection.execute(own).one_or_none() is not None


def _make_present(connection: sa.Connection, provenance: Provenance, number: int) -> None:
    """Make an evaluation the present result of its period, and reduce those it replaces."""
    turns = sa.select(sa.func.coalesce(sa.func.max(PRESENTED.c.turn), 0))
    turn = int(connection.execute(turns).scalar_one()) + 1
    if _last_presented(connection, provenance.period) != number:
        connection.execute(sa.update(EVALUATION).where(EVALUATION.c.number == number).values(turn=turn))
        shown = {"turn": turn, "evaluation": number, "presented_at": provenance.evaluated_at}
        connection.execute(sa.insert(PRESENTED).values(shown))
    _reduce(connection, [row.number for row in connection.execute(_replaced_by(provenance, number))])


def _last_presented(connection: sa.Connection, period: str) -> int | None:
    of_period = sa.select(EVALUATION.c.number).where(EVALUATION.c.period == period, EVALUATION.c.turn > 0)
    return connection.execute(of_period.order_by(EVALUATION.c.turn.desc()).limit(1)).scalar_one_or_none()


def _replaced_by(provenance: Provenance, number: int) -> "sa.Select[tuple[int]]":
    whole = sa.select(EVALUATION.c.number).where(EVALUATION.c.turn != REDUCED)
    rested_upon = sa.select(EVALUATION_INPUT.c.earlier).where(EVALUATION_INPUT.c.evaluation.in_(whole))
    return sa.select(EVALUATION.c.number).where(
        EVALUATION.c.period == provenance.period,
        EVALUATION.c.number != number,
        EVALUATION.c.horizon <= provenance.horizon,
        EVALUATION.c.turn > 0,
        EVALUATION.c.number.not_in(rested_upon),
        EVALUATION.c.number.not_in(sa.select(SEAL.c.evaluation)),
    )


def _reduce(connection: sa.Connection, numbers: list[int]) -> None:
    _delete(connection, numbers, kept=(*KEPT_FOR_LATER_MONTHS, *RECONCILED, OUTCOME))
    others = sa.delete(OUTCOME).where(OUTCOME.c.evaluation.in_(numbers), sa.not_(rested_on()))
    connection.execute(others)
    connection.execute(sa.update(EVALUATION).where(EVALUATION.c.number.in_(numbers)).values(turn=REDUCED))


def _delete(connection: sa.Connection, numbers: list[int], kept: Sequence[sa.Table]) -> None:
    for table in reversed(RESULTS.sorted_tables):
        if table not in (EVALUATION, *TABLES_OF_SEALS, *kept):
            connection.execute(sa.delete(table).where(table.c.evaluation.in_(numbers)))


def _insert(connection: sa.Connection, table: sa.Table, found: Rows) -> None:
    if isinstance(found, pd.DataFrame):
        append(connection, table.name, found[[column.name for column in table.columns]])
    elif found:
        connection.execute(sa.insert(table), found)
