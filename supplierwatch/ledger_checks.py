"""What `check` says of the ledger: claims that lapse soon, and entries that do not fit the results."""

from collections.abc import Mapping

from collector.errors import Problem, SupplierwatchError
from supplierwatch.ledgers import find_future_entries, find_lapsing, find_ledger_problems, read_ledger
from supplierwatch.present_store import present_store
from supplierwatch.watch import Watch


def check_ledger(watch: Watch, now: int, environment: Mapping[str, str]) -> list[Problem]:
    """Return the problems of the ledger of `watch` at `now`.

    Without a store that can be read only entries dated in the future are told.
    """
    problems = list(find_future_entries(watch, now))
    if watch.versions.latest.contract.credits is None:
        return problems
    try:
        with present_store(watch, environment) as database:
            ledger = None if database is None else read_ledger(watch, database, now)
    except SupplierwatchError:
        # Why a store cannot be read is said by the commands that need it.
        return problems
    if ledger is None:
        return problems
    return [*problems, *find_ledger_problems(watch, ledger), *find_lapsing(watch, ledger)]
