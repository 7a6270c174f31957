"""Read how things stand: the last month that is over, and the one that runs, from small tables alone."""

from collections.abc import Iterator
from fractions import Fraction
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.heard import Heard, read_heard
from collector.store.schema import TICKET_KEYS
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersions
from evaluator.core.periods import month
from evaluator.results import rows
from evaluator.results.money_read import read_totals, read_triggers
from evaluator.results.outlook_rows import forecast_of
from evaluator.results.present import read_latest
from evaluator.results.published import Evaluation
from evaluator.results.querying import read_mappings, read_whole_outcomes
from evaluator.results.read import read_score
from evaluator.results.schema import EVALUATION, FORECAST, SERVICE_CREDIT, SOURCE_HEALTH
from evaluator.results.seals import read_seal
from evaluator.results.shown_tables import BURN_RATE, OPEN_CASE
from evaluator.results.standing import BurnRate, OpenCase, SourceHeard, Standing, StandingMonth

Row = dict[str, Any]


def read_standing(database: Database, versions: ContractVersions) -> Standing:
    """Return what is known now of the month that runs and of the last one over, and when sources were heard.

    A contract is that which judged, as the files say it; without results, or where they were made with one
    that the files do not have, it is the one with the last amendment.
    """
    running: Evaluation | None = None
    finished: Evaluation | None = None
    for evaluation in _latest_first(database):
        zone = versions.latest.contract.contract.zone
        if evaluation.known_at >= month(evaluation.period, zone).ends_at:
            finished = evaluation
            break
        # Of an earlier month that was last judged while it ran nothing is told: it is neither.
        running = running or evaluation
    return Standing(
        contract=_contract_of(versions, running or finished),
        running=None if running is None else _read_month(database, versions, running, is_over=False),
        finished=None if finished is None else _read_month(database, versions, finished, is_over=True),
        sources={one.source: _source_heard(one) for one in read_heard(database)},
    )


def _latest_first(database: Database) -> Iterator[Evaluation]:
    """The present evaluations of the months with results, from the last month back."""
    period = _last_period(database, None)
    while period is not None:
        evaluation = read_latest(database, period)
        if evaluation is not None:
            yield evaluation
        period = _last_period(database, period)


def _last_period(database: Database, before: str | None) -> str | None:
    query = sa.select(EVALUATION.c.period).where(EVALUATION.c.turn > 0)
    if before is not None:
        query = query.where(EVALUATION.c.period < before)
    with database.reading() as connection:
        found = connection.execute(query.order_by(EVALUATION.c.period.desc()).limit(1)).scalar_one_or_none()
    return None if found is None else str(found)


def _contract_of(versions: ContractVersions, evaluation: Evaluation | None) -> Contract:
    found = None if evaluation is None else versions.find(evaluation.contract_version)
    return (versions.latest if found is None else found).contract


def _read_month(
    database: Database, versions: ContractVersions, evaluation: Evaluation, *, is_over: bool
) -> StandingMonth:
    number = evaluation.number
    forecasts = _rows(database, FORECAST, number, "indicator", "service", "on_day", "occasion", "option")
    return StandingMonth(
        evaluation=evaluation,
        is_over=is_over,
        outcomes=tuple(read_whole_outcomes(database, evaluation)),
        forecasts=tuple(forecast_of(row) for row in forecasts),
        credits=tuple(
            rows.credit_of(row) for row in _rows(database, SERVICE_CREDIT, number, "service", "view")
        ),
        credit_totals=tuple(read_totals(database, number)),
        triggers=tuple(read_triggers(database, number)),
        score=read_score(database, number),
        burn_rates=tuple(
            _burn_rate_of(row)
            for row in _rows(database, BURN_RATE, number, "indicator", "service", "window_seconds")
        ),
        open_cases=tuple(_read_open_cases(database, number)),
        health=tuple(rows.health_of(row) for row in _rows(database, SOURCE_HEALTH, number, "source")),
        seal=read_seal(database, evaluation),
        contract=_contract_of(versions, evaluation),
    )


def _read_open_cases(database: Database, number: int) -> Iterator[OpenCase]:
    query = (
        sa.select(OPEN_CASE, TICKET_KEYS.c.ticket)
        .join_from(OPEN_CASE, TICKET_KEYS, TICKET_KEYS.c.id == OPEN_CASE.c.ticket_id)
        .where(OPEN_CASE.c.evaluation == number)
    )
    for row in sorted(read_mappings(database, query), key=itemgetter("indicator", "ticket", "cycle")):
        same = {name: row[name] for name in OpenCase.__dataclass_fields__ if name in row}
        flags = {name: bool(row[name]) for name in ("in_working_days", "missed")}
        yield OpenCase(**(same | flags), limit=row["limit_amount"])


def _burn_rate_of(row: Row) -> BurnRate:
    names = ("indicator", "service", "window_seconds", "missed", "counted")
    return BurnRate(**{name: row[name] for name in names}, allowed=Fraction(row["allowed"]))


def _source_heard(heard: Heard) -> SourceHeard:
    return SourceHeard(
        source=heard.source,
        last_run_at=heard.started_at,
        last_success_at=heard.last_success_at,
        last_outcome=heard.outcome.value,
        problem=heard.problem,
    )


def _rows(database: Database, table: sa.Table, number: int, *order: str) -> list[Row]:
    found = read_mappings(database, sa.select(table).where(table.c.evaluation == number))
    # Sorted here and not by the database, whose order of words is a matter of its own settings.
    return sorted(found, key=itemgetter(*order))
