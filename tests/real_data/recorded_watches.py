"""The watches over real logs: a copy of their files, with a link to the logs themselves."""

import shutil
from datetime import datetime
from pathlib import Path

from collector.collect import RunRecord
from collector.instants import from_datetime
from collector.store.database import Database
from evaluator.core.periods import month
from evaluator.results.published import PeriodResults
from supplierwatch.collecting import collect_sources, opened_store
from supplierwatch.evaluating import evaluate_watch
from supplierwatch.watch import Watch, load_watch
from tests.shared_material import shared

WATCHES = Path(__file__).resolve().parents[2] / "deploy" / "real-data"


def instant(text: str) -> int:
    """Return the instant of a time with its zone."""
    return from_datetime(datetime.fromisoformat(text))


def copy_watch(name: str, logs: str, link: str, folder: Path) -> Watch:
    """Copy the watch called `name` to `folder`, link the recorded logs into it, and load it."""
    target = folder / name
    shutil.copytree(WATCHES / name, target)
    (target / link).symlink_to(shared(logs), target_is_directory=True)
    return load_watch(target)


def collect_and_evaluate(watch: Watch, period: str, at: int) -> tuple[dict[str, RunRecord], PeriodResults]:
    """Collect everything at the instant `at` and evaluate; return the runs by source, and the results."""
    with opened_store(watch, {}) as database:
        runs = collect_sources(watch, database, lambda: at, {})
        return {run.source: run for run in runs}, evaluate_watch(
            watch, database, month(period, watch.zone), None, at
        )


def store_of(watch: Watch) -> Database:
    """Open the store of a watch that was collected."""
    return watch.open_store({})
