"""Read of a month's results what one page shows, and no more: no page reads all evidence of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.contract.contract import Contract
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.outcomes import Outcome, View
from evaluator.core.periods import month as month_called
from evaluator.results import rows
from evaluator.results.exclusion_rows import effect_of, exclusion_of
from evaluator.results.kept import Kept
from evaluator.results.month_figures import MonthFigures, read_month_figures
from evaluator.results.past_outcomes import MONTHS_KEPT, read_past_outcomes
from evaluator.results.present import present_numbers
from evaluator.results.published import (
    Evaluation,
    MonthCredit,
    PeriodResults,
    Seal,
)
from evaluator.results.querying import read_mappings
from evaluator.results.schema import (
    EVALUATION,
    EXCLUSION_USED,
    OUTCOME,
    SCORE,
    SERVICE_CREDIT,
)
from evaluator.results.seal_tables import SEAL
from evaluator.results.seals import read_seals

MONTHS_OF_HISTORY = 24

_CREDITS: Kept[tuple[ServiceCredit, ...]] = Kept(MONTHS_KEPT)


@dataclass(frozen=True)
class ShownMonth:
    """A month with results: the evaluation that is present, and whether it is sealed."""

    evaluation: Evaluation
    is_sealed: bool

    @property
    def period(self) -> str:
        """The month's name, `2026-10`."""
        return self.evaluation.period


@dataclass(frozen=True)
class Part:
    """Which part of a month's results a page shows; empty names are all.

    `segments` and `all_units` add the outcomes of segments and of every unit to those of the whole, `units`
    those of the units named. `exclusions` says whether what was asked to be left out is read, and `months`
    how far back the history of the same outcomes reaches. Past outcomes are read without what stands beside
    their verdicts, unless the history is `whole_history`.
    """

    indicator: str = ""
    service: str = ""
    units: frozenset[str] = frozenset()
    segments: bool = False
    all_units: bool = False
    exclusions: bool = False
    months: int = MONTHS_OF_HISTORY
    whole_history: bool = False


def read_shown_months(database: Database) -> list[ShownMonth]:
    """Return every month with results, oldest first."""
    present = sa.select(present_numbers().subquery().c[0])
    found = read_mappings(database, sa.select(EVALUATION).where(EVALUATION.c.number.in_(present)))
    sealed = {row["evaluation"] for row in read_mappings(database, sa.select(SEAL.c.evaluation))}
    return [
        ShownMonth(rows.evaluation_of(row), row["number"] in sealed)
        for row in sorted(found, key=itemgetter("period"))
    ]


def read_part(
    database: Database, contract: Contract, months: Sequence[ShownMonth], period: str, part: Part
) -> PeriodResults:
    """Return `part` of the results of `period`, one of `months`, with the history that `months` give.

    Evidence is not in it; see `read_worst_tickets` and `read_longest_outages`.
    """
    evaluation = next(one.evaluation for one in months if one.period == period)
    past = [one.evaluation for one in months if one.period <= period][-part.months :]
    number, figures = evaluation.number, read_month_figures(database, evaluation)
    asked = _of(database, EXCLUSION_USED, number, "position") if part.exclusions else []
    return PeriodResults(
        contract=contract,
        period=month_called(period, contract.contract.zone),
        evaluation=evaluation,
        outcomes=tuple(_present(database, evaluation, figures, part)),
        history=tuple(_history(database, past, part)),
        credits=figures.credits,
        credit_history=tuple(_credit_history(database, past)),
        score=figures.score,
        tickets=(),
        outages=(),
        statements=(),
        health=figures.health,
        exclusions=tuple(exclusion_of(row) for row in asked),
        exclusion_effects=tuple(effect for row in asked if (effect := effect_of(row)) is not None),
        forecasts=figures.forecasts,
        credit_lines=figures.credit_lines,
        credit_totals=figures.credit_totals,
        triggers=figures.triggers,
        seal=_seal_of(database, evaluation),
    )


def read_scores(database: Database, months: Sequence[ShownMonth]) -> list[tuple[str, Fraction, Fraction]]:
    """Return the month and the lowest and highest score it can have, of the months that have one."""
    periods = {one.evaluation.number: one.period for one in months}
    found = read_mappings(database, sa.select(SCORE).where(SCORE.c.evaluation.in_(periods)))
    return sorted((periods[row["evaluation"]], Fraction(row["low"]), Fraction(row["high"])) for row in found)


def _of(database: Database, table: sa.Table, number: int, *order: str) -> list[dict[str, Any]]:
    found = read_mappings(database, sa.select(table).where(table.c.evaluation == number))
    return sorted(found, key=itemgetter(*order))


def _seal_of(database: Database, evaluation: Evaluation) -> Seal | None:
    made = [one for one in read_seals(database, evaluation.period) if one.evaluation == evaluation.number]
    return made[-1] if made else None


def _credit_history(database: Database, past: Sequence[Evaluation]) -> list[MonthCredit]:
    found = _CREDITS.read(database, past, lambda missing: _read_credits(database, missing))
    in_order = sorted(past, key=lambda one: one.number)
    return [MonthCredit(one.period, credit) for one in in_order for credit in found[one.number]]


def _read_credits(
    database: Database, evaluations: Sequence[Evaluation]
) -> dict[int, tuple[ServiceCredit, ...]]:
    found: dict[int, list[ServiceCredit]] = {one.number: [] for one in evaluations}
    query = sa.select(SERVICE_CREDIT).where(SERVICE_CREDIT.c.evaluation.in_(found))
    for row in sorted(read_mappings(database, query), key=itemgetter("service", "view")):
        found[row["evaluation"]].append(rows.credit_of(row))
    return {number: tuple(credited) for number, credited in found.items()}


def _present(
    database: Database, evaluation: Evaluation, figures: MonthFigures, part: Part
) -> Sequence[Outcome]:
    """The outcomes of the month itself, in every view."""
    if part.segments or part.all_units or part.units:
        return _read_outcomes(database, [evaluation], part, _extent(part))
    return [one for one in figures.outcomes if _is_of(one, part)]


def _history(database: Database, past: Sequence[Evaluation], part: Part) -> Sequence[Outcome]:
    """The outcomes of the month and those before it, as far as the contract judges them or segments show."""
    if part.whole_history:
        judged = OUTCOME.c.view == View.AFTER_EXCLUSIONS.value
        return _read_outcomes(database, past, part, sa.and_(_of_whole(part), judged))
    return [one for one in read_past_outcomes(database, past) if _is_of(one, part)]


def _is_of(outcome: Outcome, part: Part) -> bool:
    """Whether an outcome of no unit belongs to `part`."""
    return (
        part.indicator in {"", outcome.indicator}
        and part.service in {"", outcome.scope.service}
        and (part.segments or outcome.scope.segment == "")
    )


def _read_outcomes(
    database: Database, evaluations: Sequence[Evaluation], part: Part, where: "sa.ColumnElement[bool]"
) -> list[Outcome]:
    columns = OUTCOME.c
    wanted = [columns.evaluation.in_([one.number for one in evaluations]), where]
    wanted += [columns.indicator == part.indicator] if part.indicator else []
    wanted += [columns.service == part.service] if part.service else []
    order = itemgetter("period", "indicator", "service", "segment", "unit", "view")
    found = read_mappings(database, sa.select(OUTCOME).where(*wanted))
    return [rows.outcome_of(row) for row in sorted(found, key=order)]


def _extent(part: Part) -> "sa.ColumnElement[bool]":
    columns = OUTCOME.c
    if part.all_units:
        # Of units the two views are shown that the report shows of them.
        return sa.or_(columns.unit == "", columns.view != View.IF_PENDING_ACCEPTED.value)
    whole = _of_whole(part)
    return sa.or_(whole, columns.unit.in_(part.units)) if part.units else whole


def _of_whole(part: Part) -> "sa.ColumnElement[bool]":
    columns = OUTCOME.c
    return columns.unit == "" if part.segments else sa.and_(columns.unit == "", columns.segment == "")
