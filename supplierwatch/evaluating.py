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
    as_of: int | None,
    now: int,
    progress: Callable[[str], None] | None = None,
) -> PeriodResults:
    """Evaluate `period` on what was stored by the instant `as_of` (None: on all), publish it, return results.

    Raises NothingFound for a period before the contract, or of which nothing was known then.
    """
    horizon = read_horizon(database, as_of)
    return evaluate_period(
        database, watch.versions, watch.exclusions, period.name, horizon, now, progress, as_of
    )


def read_watch_results(watch: Watch, database: Database, period: Period) -> PeriodResults:
    """Return the results last published for `period`; raises NothingFound where there are none."""
    return read_results(database, watch.versions, period.name)
