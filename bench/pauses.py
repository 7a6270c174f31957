"""Time used with pauses: a million tickets with five million changes of status."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.elapsed import require_equal
from bench.inputs import RESOLUTION, Pauses, desk_days, desk_hours, pauses
from bench.peers import DuckTables, installed, interpolated
from bench.scale import Scale
from bench.tables import contest
from bench.timing import Contender, interleave
from evaluator.core.clocks import run_clock

TICKETS = 1_000_000
_CHUNK = 1 << 15

Seconds = npt.NDArray[np.int64]


def run(scale: Scale) -> str:
    """Return the report of this benchmark."""
    given = pauses(scale.of(TICKETS))
    size = len(given.tickets)
    ours = signed_sum(given)
    require_equal("run_clock", clock_of(given)["used"].to_numpy(), ours)
    require_equal("pandas", _by_pandas(given), ours)
    contenders = [
        Contender("**signed sum of open_seconds**", lambda: signed_sum(given), size),
        Contender("**run_clock**", lambda: clock_of(given), size, "with waiting, reopening, stops, order"),
        Contender("memory limit", lambda: _read_once(given), size, "read the event columns once"),
        Contender("np.interp, pandas groupby.sum", lambda: _by_pandas(given), size),
    ]
    remark = "All answers equal to the second."
    duckdb = installed("duckdb")
    if duckdb is None:
        remark += " DuckDB is not installed: skipped."
    else:
        tables = _duck_tables(DuckTables(duckdb, desk_hours()), given)
        require_equal("DuckDB", tables.signed_sum(), ours)
        name, said = "DuckDB ASOF join, signed sum", "2 threads, answers only summed"
        contenders.append(Contender(name, tables.total_signed_sum, size, said))
    timed = interleave(contenders, scale.rounds)
    return "\n\n".join(["### Pauses, five changes a ticket", contest(timed), remark])


def clock_of(given: Pauses) -> pd.DataFrame:
    """What the product makes of each ticket: time used, waiting by party, stops, reopenings."""
    groups = np.zeros(len(given.tickets), dtype=np.int64)
    hours, days = desk_hours(), desk_days()
    return run_clock(given.tickets, given.changes, RESOLUTION, [hours], groups, [days], hours.ends_at)


def signed_sum(given: Pauses) -> Seconds:
    """Only the time used, for changes known to be in order."""
    hours, tickets = desk_hours(), len(given.tickets)
    at, owner, signs = given.changes["at"].to_numpy(), given.changes["ticket_id"].to_numpy(), given.signs
    used = -hours.open_seconds(given.tickets["opened_at"].to_numpy())
    for begin in range(0, at.size, _CHUNK):
        part = slice(begin, begin + _CHUNK)
        first = int(owner[part][0])
        amounts = hours.open_seconds(at[part]) * signs[part]
        sums = np.bincount(owner[part] - first, weights=amounts)
        used[first : first + sums.size] += sums.astype(np.int64)
    assert used.size == tickets  # noqa: S101 - one answer for each
    return used


def _read_once(given: Pauses) -> int:
    at, owner = given.changes["at"].to_numpy(), given.changes["ticket_id"].to_numpy()
    return int(at.max()) + int(owner.max()) + int(given.signs.max())


def _by_pandas(given: Pauses) -> Seconds:
    before = interpolated(desk_hours())
    amounts = pd.Series(before(given.changes["at"].to_numpy()) * given.signs)
    sums = amounts.groupby(given.changes["ticket_id"].to_numpy()).sum().to_numpy()
    return np.asarray(sums - before(given.tickets["opened_at"].to_numpy()), dtype=np.int64)


def _duck_tables(tables: DuckTables, given: Pauses) -> DuckTables:
    size = len(given.tickets)
    events = pd.DataFrame(
        {
            "ticket": np.concatenate([given.tickets["ticket_id"], given.changes["ticket_id"]]),
            "at": np.concatenate([given.tickets["opened_at"], given.changes["at"]]),
            "sign": np.concatenate([np.full(size, -1, dtype=np.int8), given.signs]),
        }
    )
    tables.load("events", events)
    return tables
