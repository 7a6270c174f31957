"""What earlier months came to, for the linter: read from the store where there is one."""

from collections.abc import Mapping

from collector.errors import SupplierwatchError
from collector.instants import to_datetime
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.core.outcomes import Outcome
from evaluator.core.periods import month_name_before
from evaluator.results.present import read_earlier
from evaluator.results.querying import read_history
from supplierwatch.present_store import present_store
from supplierwatch.watch import Watch


def read_lint_history(
    watch: Watch, now: int, environment: Mapping[str, str]
) -> tuple[tuple[Outcome, ...], str]:
    """Return the outcomes of the 24 months up to `now`, and a remark where a store does not answer."""
    this_month = f"{to_datetime(now).astimezone(watch.zone):%Y-%m}"
    try:
        with present_store(watch, environment) as database:
            return (() if database is None else read_outcomes_until(database, this_month)), ""
    except SupplierwatchError as error:
        return (), f"What history shows of the targets is left out: {error}"


def read_outcomes_until(database: Database, month: str) -> tuple[Outcome, ...]:
    """Return the present outcomes of the 24 months up to and with `month`, oldest first."""
    evaluations = read_earlier(database, month_name_before(month, -1), read_horizon(database))
    return tuple(read_history(database, evaluations))
