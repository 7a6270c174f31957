"""Evaluating a period of a watch, and reading what was published of it."""

from collections.abc import Callable

from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.core.periods import Period
from evaluator.evaluate import evaluate_period, read_results
from evaluator.results.published import PeriodResults
from supplierwatch.watch import Watch


def evaluate_watch(
    watch: Watch,
    database: Database,
    period: Period,
    known_at: int,
    now: int,
    progress: Callable[[str], None] | None = None,
) -> PeriodResults:
    """Evaluate `period` on what was stored by the instant `known_at`, publish it, and return the results.

    Raises NothingFound for a period before the contract.
    """
    horizon = read_horizon(database, known_at)
    return evaluate_period(
        database, watch.versions, watch.exclusions, period.name, horizon, now, progress
    )


def read_watch_results(watch: Watch, database: Database, period: Period) -> PeriodResults:
    """Return the results last published for `period`; raises NothingFound where there are none."""
    return read_results(database, watch.versions, watch.exclusions, period.name)
