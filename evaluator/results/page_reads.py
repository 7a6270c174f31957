"""Read of a month's results what one page shows, and no more: no page reads all evidence of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.contract.contract import Contract
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.core.periods import month as month_called
from evaluator.results import rows
from evaluator.results.exclusion_rows import effect_of, exclusion_of
from evaluator.results.money_read import read_lines, read_totals, read_triggers
from evaluator.results.outlook_rows import forecast_of
from evaluator.results.present import present_numbers
from evaluator.results.published import (
    Evaluation,
    MonthCredit,
    PeriodResults,
    Seal,
)
from evaluator.results.querying import read_mappings
from evaluator.results.read import read_score
from evaluator.results.schema import (
    EVALUATION,
    EXCLUSION_USED,
    FORECAST,
    OUTCOME,
    SCORE,
    SERVICE_CREDIT,
    SOURCE_HEALTH,
)
from evaluator.results.seal_tables import SEAL
from evaluator.results.seals import read_seals

MONTHS_OF_HISTORY = 24


_FIGURE = ("numerator", "denominator", "sample_size", "misses", "known", "expected")
_PAST = (
    *("indicator", "period", "service", "segment", "unit", "view", "measured", *_FIGURE, "verdict"),
    *("points", "repeated", "points_after_repeat"),
)


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
    number = evaluation.number
    asked = _of(database, EXCLUSION_USED, number, "position") if part.exclusions else []
    return PeriodResults(
        contract=contract,
        period=month_called(period, contract.contract.zone),
        evaluation=evaluation,
        outcomes=tuple(_outcomes(database, [number], part)),
        history=tuple(_outcomes(database, [one.number for one in past], part, View.AFTER_EXCLUSIONS)),
        credits=tuple(
            rows.credit_of(row) for row in _of(database, SERVICE_CREDIT, number, "service", "view")
        ),
        credit_history=tuple(_credit_history(database, past)),
        score=read_score(database, number),
        tickets=(),
        outages=(),
        statements=(),
        health=tuple(rows.health_of(row) for row in _of(database, SOURCE_HEALTH, number, "source")),
        exclusions=tuple(exclusion_of(row) for row in asked),
        exclusion_effects=tuple(effect for row in asked if (effect := effect_of(row)) is not None),
        forecasts=tuple(
            forecast_of(row)
            for row in _of(database, FORECAST, number, "indicator", "service", "on_day", "occasion", "option")
        ),
        credit_lines=tuple(read_lines(database, number)),
        credit_totals=tuple(read_totals(database, number)),
        triggers=tuple(read_triggers(database, number)),
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
    names = {one.number: one.period for one in past}
    query = sa.select(SERVICE_CREDIT).where(SERVICE_CREDIT.c.evaluation.in_(names))
    found = sorted(read_mappings(database, query), key=itemgetter("evaluation", "service", "view"))
    return [MonthCredit(names[row["evaluation"]], rows.credit_of(row)) for row in found]


def _outcomes(
    database: Database, numbers: Sequence[int], part: Part, view: View | None = None
) -> list[Outcome]:
    columns = OUTCOME.c
    wanted = [columns.evaluation.in_(numbers), _extent(part, is_history=view is not None)]
    wanted += [columns.indicator == part.indicator] if part.indicator else []
    wanted += [columns.service == part.service] if part.service else []
    wanted += [] if view is None else [columns.view == view.value]
    order = itemgetter("period", "indicator", "service", "segment", "unit", "view")
    if view is None or part.whole_history:
        found = read_mappings(database, sa.select(OUTCOME).where(*wanted))
        return [rows.outcome_of(row) for row in sorted(found, key=order)]
    found = read_mappings(database, sa.select(*(columns[name] for name in _PAST)).where(*wanted))
    return [_past_outcome(row) for row in sorted(found, key=order)]


def _past_outcome(row: dict[str, Any]) -> Outcome:
    """An outcome of a past month as a line over the months shows it: hundreds of them stand on one page."""
    numbers = {name: row[name] for name in _FIGURE}
    return Outcome(
        indicator=row["indicator"],
        period=row["period"],
        scope=Scope(row["service"], row["segment"], row["unit"]),
        view=View(row["view"]),
        figure=Figure(**numbers, low=None, high=None) if row["measured"] else None,
        verdict=Verdict(row["verdict"]),
        points=row["points"],
        repeated=bool(row["repeated"]),
        points_after_repeat=row["points_after_repeat"],
        confidence=None,
    )


def _extent(part: Part, *, is_history: bool) -> "sa.ColumnElement[bool]":
    columns = OUTCOME.c
    if part.all_units and not is_history:
        # Of units the two views are shown that the report shows of them.
        return sa.or_(columns.unit == "", columns.view != View.IF_PENDING_ACCEPTED.value)
    whole = columns.unit == "" if part.segments else sa.and_(columns.unit == "", columns.segment == "")
    return sa.or_(whole, columns.unit.in_(part.units)) if part.units and not is_history else whole
