"""Which evaluation of a month is shown: the sealed one, else the last; now, or as of a past moment."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.contract.scorecard import MONTHS_LOOKED_BACK
from evaluator.core.outcomes import Outcome
from evaluator.core.periods import month_name_before
from evaluator.results import rows
from evaluator.results.money_read import read_past_money
from evaluator.results.published import Evaluation
from evaluator.results.querying import read_history, read_mappings
from evaluator.results.schema import EVALUATION, EVALUATION_INPUT
from evaluator.results.seal_tables import PRESENTED, SEAL


def read_latest(
    database: Database, period: str, horizon: int | None = None, moment: int | None = None
) -> Evaluation | None:
    """Return the present evaluation of `period`; None without one.

    It is the sealed one, of several seals that of the last restatement, whatever was evaluated later. Of a
    month that is not sealed it is the one at the highest horizon, up to `horizon`; answers as of past moments
    are not among them. With `moment` it is the one that was present then.
    """
    number = _sealed(database, period, moment)
    query = _presented(period, moment) if number is None else _numbered(number)
    if number is None and horizon is not None:
        query = query.where(EVALUATION.c.horizon <= horizon)
    found = read_mappings(database, query.limit(1))
    return rows.evaluation_of(found[0]) if found else None


def read_earlier(
    database: Database,
    period: str,
    horizon: int,
    moment: int | None = None,
    months: int = MONTHS_LOOKED_BACK,
) -> list[Evaluation]:
    """Return the evaluation, present at `moment`, of each month before `period` with one, oldest first."""
    names = [month_name_before(period, back) for back in range(months, 0, -1)]
    found = [read_latest(database, name, horizon, moment) for name in names]
    return [evaluation for evaluation in found if evaluation is not None]


def read_inputs(database: Database, evaluation: Evaluation) -> list[Evaluation]:
    """Return the evaluations of earlier months that `evaluation` rests on, oldest first."""
    earlier = sa.select(EVALUATION_INPUT.c.earlier).where(EVALUATION_INPUT.c.evaluation == evaluation.number)
    found = read_mappings(database, sa.select(EVALUATION).where(EVALUATION.c.number.in_(earlier)))
    return [rows.evaluation_of(row) for row in sorted(found, key=itemgetter("period"))]


def read_stale(database: Database) -> list[str]:
    """Return the months whose present result rests on other results than the present ones of earlier months.

    These were replaced or restated since, or came after; a sealed month is stale only where what it rests on
    says something else now. The months are to be evaluated again, or restated, in this order.
    """
    periods = sorted({row["period"] for row in read_mappings(database, sa.select(EVALUATION.c.period))})
    latest = [one for period in periods if (one := read_latest(database, period)) is not None]
    sealed = {row["evaluation"] for row in read_mappings(database, sa.select(SEAL.c.evaluation))}
    return [one.period for one in latest if _is_stale(database, one, latest, is_sealed=one.number in sealed)]


def read_present(database: Database) -> list[Evaluation]:
    """Return the present evaluation of every month with results, oldest month first."""
    found = read_mappings(database, sa.select(EVALUATION).where(EVALUATION.c.number.in_(present_numbers())))
    return [rows.evaluation_of(row) for row in sorted(found, key=itemgetter("period"))]


@cache
def present_numbers() -> "sa.CompoundSelect[tuple[int]]":
    """Select the present evaluation of every month, as `read_latest` finds it."""
    later, last = SEAL.alias("later"), SEAL.alias("last")
    restated = sa.exists().where(later.c.period == last.c.period, later.c.restatement > last.c.restatement)
    other = EVALUATION.alias("other")
    theirs, ours = (sa.tuple_(table.c.horizon, table.c.turn) for table in (other, EVALUATION))
    replaced = sa.exists().where(other.c.period == EVALUATION.c.period, other.c.turn > 0, theirs > ours)
    unsealed = EVALUATION.c.period.not_in(sa.select(SEAL.c.period))
    return sa.union(
        sa.select(last.c.evaluation).where(~restated),
        sa.select(EVALUATION.c.number).where(EVALUATION.c.turn > 0, unsealed, ~replaced),
    )


def _sealed(database: Database, period: str, moment: int | None) -> int | None:
    query = sa.select(SEAL.c.evaluation).where(SEAL.c.period == period)
    if moment is not None:
        query = query.where(SEAL.c.sealed_at <= moment)
    with database.reading() as connection:
        return connection.execute(query.order_by(SEAL.c.restatement.desc()).limit(1)).scalar_one_or_none()


def _numbered(number: int) -> "sa.Select[tuple[object, ...]]":
    return sa.select(EVALUATION).where(EVALUATION.c.number == number)


def _presented(period: str, moment: int | None) -> "sa.Select[tuple[object, ...]]":
    query = sa.select(EVALUATION).where(EVALUATION.c.period == period)
    if moment is None:
        query = query.where(EVALUATION.c.turn > 0)
        return query.order_by(EVALUATION.c.horizon.desc(), EVALUATION.c.turn.desc())
    joined = query.join(PRESENTED, PRESENTED.c.evaluation == EVALUATION.c.number)
    then = joined.where(PRESENTED.c.presented_at <= moment)
    return then.order_by(EVALUATION.c.horizon.desc(), PRESENTED.c.turn.desc())


def _is_stale(
    database: Database, evaluation: Evaluation, latest: Sequence[Evaluation], *, is_sealed: bool
) -> bool:
    rests_on, present = read_inputs(database, evaluation), _looked_back_on(evaluation.period, latest)
    if rests_on == present or not is_sealed:
        return rests_on != present
    before, now = (
        (_judged(read_history(database, ones)), read_past_money(database, ones))
        for ones in (rests_on, present)
    )
    return before != now


def _looked_back_on(period: str, evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """Those of `evaluations` that an evaluation of `period` looks back on, in their order."""
    first = month_name_before(period, MONTHS_LOOKED_BACK)
    return [one for one in evaluations if first <= one.period < period]


def _judged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes without what stands beside them, which no other month rests on."""
    return [replace(one, confidence=None, trend=None, budget=None) for one in outcomes]
