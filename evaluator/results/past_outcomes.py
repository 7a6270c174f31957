"""Outcomes of past months as a line over the months shows them: hundreds of them stand on one page."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.results.kept import Kept
from evaluator.results.published import Evaluation
from evaluator.results.querying import read_mappings
from evaluator.results.schema import OUTCOME

MONTHS_KEPT = 48
"""Of each open database: two years, and as many that were replaced meanwhile."""

_FIGURE = ("numerator", "denominator", "sample_size", "misses", "known", "expected")
_READ = (
    *("indicator", "period", "service", "segment", "unit", "view", "measured", *_FIGURE, "verdict"),
    *("points", "repeated", "points_after_repeat", "evaluation"),
)
_ORDER = itemgetter("indicator", "service", "segment")
_KEPT: Kept[tuple[Outcome, ...]] = Kept(MONTHS_KEPT)


def read_past_outcomes(database: Database, evaluations: Sequence[Evaluation]) -> list[Outcome]:
    """Return the outcomes after exclusions of no single unit, by month, indicator, service and segment.

    They are without what stands beside their verdicts.
    """
    found = _KEPT.read(database, evaluations, lambda missing: _read(database, missing))
    in_order = sorted(evaluations, key=lambda one: one.period)
    return [outcome for one in in_order for outcome in found[one.number]]


def _read(database: Database, evaluations: Sequence[Evaluation]) -> dict[int, tuple[Outcome, ...]]:
    numbers = [one.number for one in evaluations]
    query = sa.select(*(OUTCOME.c[name] for name in _READ)).where(
        OUTCOME.c.evaluation.in_(numbers),
        OUTCOME.c.unit == "",
        OUTCOME.c.view == View.AFTER_EXCLUSIONS.value,
    )
    found: dict[int, list[Outcome]] = {number: [] for number in numbers}
    # Sorted here and not by the database, whose order of words is a matter of its own settings.
    for row in sorted(read_mappings(database, query), key=_ORDER):
        found[row["evaluation"]].append(_past_outcome(row))
    return {number: tuple(outcomes) for number, outcomes in found.items()}


def _past_outcome(row: dict[str, Any]) -> Outcome:
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
