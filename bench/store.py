"""How fast the store saves and reads, on SQLite and on a PostgreSQL server of its own.

Prints rows per second for saving 1,000,000 changes of tickets, and seconds for reading a year of a city:
1,000,000 tickets with 5,000,000 changes. Run it from the checkout as `python -m bench.store [share]`; a share
below 1 makes all of it smaller.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from collector.records import FactKind, as_facts
from collector.source import Normalised, Page, empty_rejects
from collector.store.database import Database, open_database
from collector.store.read import read_horizon, read_tickets
from collector.store.runs import save_run_start
from collector.store.save import save_page
from supplierwatch.migrate import upgrade
from tests.databases import fresh_database, running_postgresql

TICKETS = 1_000_000
CHANGES_PER_TICKET = 5
TICKETS_PER_PAGE = 40_000
YEAR = 31_536_000
STATUSES = ("Open", "Assigned", "Waiting", "Resolved", "Closed")
STATES = (1, 1, 2, 6, 7)


def facts_of(first: int, count: int) -> dict[FactKind, pd.DataFrame]:
    """Tickets `first` to `first + count` of a year, with five changes each."""
    number = np.arange(first, first + count)
    keys = "INC" + pd.Series(number).astype("str").str.zfill(8)
    opened_at = number * YEAR // TICKETS
    tickets = pd.DataFrame(
        {
            "ticket": keys,
            "opened_at": opened_at,
            "kind": pd.Series(["incident", "change"]).take(number % 2).to_numpy(),
            "service": ("T" + pd.Series(number % 50).astype("str")).to_numpy(),
            "unit": ("unit " + pd.Series(number % 500).astype("str")).to_numpy(),
            "priority": pd.Series(list("1234")).take(number % 4).to_numpy(),
        }
    )
    order = np.tile(np.arange(CHANGES_PER_TICKET), count)
    changes = pd.DataFrame(
        {
            "ticket": keys.repeat(CHANGES_PER_TICKET).to_numpy(),
            "at": np.repeat(opened_at, CHANGES_PER_TICKET) + order * 7_200,
            "sequence": 0,
            "field": "status",
            "value": pd.Series(STATUSES).take(order).to_numpy(),
            "state": pd.Series(STATES).take(order).to_numpy(),
        }
    )
    return {
        FactKind.TICKET: as_facts(FactKind.TICKET, tickets),
        FactKind.TICKET_CHANGE: as_facts(FactKind.TICKET_CHANGE, changes),
    }


def timed(what: str, work: Callable[[], int]) -> None:
    start = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:58} {rows:>10,} rows {seconds:8.2f} s {rows / seconds:>12,.0f} rows/s  peak {memory:,.0f} MB"
    )


def save_all(
    database: Database, tickets: int, *, kinds: tuple[FactKind, ...], cursor: str, first: int = 0
) -> int:
    run = save_run_start(database, "tickets", YEAR)
    saved = 0
    for start in range(first, first + tickets, TICKETS_PER_PAGE):
        facts = facts_of(start, min(TICKETS_PER_PAGE, first + tickets - start))
        facts = {kind: facts[kind] for kind in kinds}
        page = Page("export", pd.DataFrame(index=range(1)), f"{cursor} {start}", "hash")
        result = save_page(database, "tickets", Normalised(facts, empty_rejects()), page, run.id, YEAR)
        saved += result.new + result.changed + result.unchanged
    return saved


def read_all(database: Database, window: tuple[int, int] | None = None) -> int:
    tickets, changes = read_tickets(database, read_horizon(database), window)
    return len(tickets) + len(changes)


def measure(address: str, name: str, share: float) -> None:
    tickets = int(TICKETS * share)
    saved_first = tickets // CHANGES_PER_TICKET
    both = (FactKind.TICKET, FactKind.TICKET_CHANGE)
    with open_database(address) as database:
        upgrade(database)
        changes = (FactKind.TICKET_CHANGE,)
        timed(f"{name}: save changes", lambda: save_all(database, saved_first, kinds=changes, cursor="a"))
        timed(
            f"{name}: save them again, unchanged",
            lambda: save_all(database, saved_first, kinds=changes, cursor="b"),
        )
        save_all(database, saved_first, kinds=(FactKind.TICKET,), cursor="c")
        timed(
            f"{name}: save the rest, tickets and changes",
            lambda: save_all(database, tickets - saved_first, kinds=both, cursor="d", first=saved_first),
        )
        middle = int(YEAR * share) // 2
        month = (middle, middle + int(YEAR * share) // 12)
        timed(f"{name}: read one month", lambda: read_all(database, month))
        timed(f"{name}: read all", lambda: read_all(database))
    with open_database(address, bulk_driver=False) as plain:
        timed(f"{name}: read one month without ADBC", lambda: read_all(plain, month))


def main() -> None:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with tempfile.TemporaryDirectory(prefix="watch-bench-") as folder:
        measure(f"sqlite:///{Path(folder) / 'watch.db'}", "SQLite", share)
    with running_postgresql() as server:
        measure(fresh_database(server), "PostgreSQL", share)


if __name__ == "__main__":
    main()
