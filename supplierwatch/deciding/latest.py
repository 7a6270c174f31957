"""The latest results of a watch, for what is decided on them."""

from collections.abc import Mapping

from collector.errors import NothingFound
from evaluator.core.periods import month
from evaluator.results.published import PeriodResults
from supplierwatch.collecting import opened_store
from supplierwatch.evaluating import read_watch_results
from supplierwatch.periods_asked import last_finished_month
from supplierwatch.watch import Watch


def read_latest(watch: Watch, environment: Mapping[str, str], now: int) -> PeriodResults | None:
    """Return the results of the last month that was over at `now`; None where it was not evaluated."""
    period = month(last_finished_month(now, watch.zone), watch.zone)
    file = watch.settings.store_file(watch.folder)
    if file is not None and not file.exists():
        # Opening an SQLite file that is not there would make it.
        return None
    with opened_store(watch, environment) as database:
        try:
            return read_watch_results(watch, database, period)
        except NothingFound:
            return None
