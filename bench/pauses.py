"""Time used with pauses: a million tickets with four pauses and a resolution each."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.agreement import require_equal
from bench.clock_peer import DuckClock, require_same_columns
from bench.goals import Report, at_least, at_most, for_information
from bench.inputs import RESOLUTION, Pauses, desk_days, desk_hours, pauses
from bench.peers import DuckTables, installed, interpolated
from bench.scale import Scale
from bench.tables import contest
from bench.timing import Contender, interleave
from evaluator.core.clock.clocks import run_clock

TICKETS, TICKETS_OF_APPLY = 1_000_000, 1_000
SUM, CLOCK, LIMIT = "**signed sum of open_seconds**", "**run_clock**", "memory limit"
REOPENS = RESOLUTION.model_copy(
    update={"reopening": RESOLUTION.reopening.model_copy(update={"within_working_days": None})}
)
_OF_APPLY = (
    "the bound is of a function that walks each pause with bizdurr, 446 us a ticket; with np.interp inside it"
    " takes 180"
)
PANDAS, APPLY = "np.interp, pandas groupby.sum", "np.interp, pandas groupby.apply"
DUCKDB, DUCKDB_CLOCK = "DuckDB, signed sum", "DuckDB, the whole clock"
_OF_DUCKDB = "ASOF join with the windows, signs ready, no order; 2 threads, answers only summed"
_OF_DUCKDB_CLOCK = "every column of run_clock from the same changes; 2 threads, answers only summed"
_OF_CLOCK = "order checked, stops, reopenings, waiting by party and state, void and unknown ones"
_LESS = "that is the time used alone, of changes whose signs are known: a part of what the clock answers"
_CHUNK = 1 << 15

Seconds = npt.NDArray[np.int64]


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    given, few = pauses(scale.of(TICKETS)), pauses(scale.of(TICKETS_OF_APPLY))
    size = len(given.tickets)
    ours = signed_sum(given)
    require_equal("run_clock", clock_of(given)["used"].to_numpy(), ours)
    require_equal("pandas", _by_pandas(given), ours)
    require_equal("groupby.apply", _by_apply(few), signed_sum(few))
    contenders = [
        Contender(SUM, lambda: signed_sum(given), size),
        Contender(CLOCK, lambda: clock_of(given), size, _OF_CLOCK),
        Contender(LIMIT, lambda: _read_once(given), size, "read the event columns once"),
        Contender(PANDAS, lambda: _by_pandas(given), size),
        Contender(APPLY, lambda: _by_apply(few), len(few.tickets), "np.interp inside"),
    ]
    remark = "All answers equal to the second."
    duckdb = installed("duckdb")
    if duckdb is None:
        remark += " DuckDB is not installed: skipped."
    else:
        tables = _duck_tables(DuckTables(duckdb, desk_hours()), given)
        require_equal("DuckDB", tables.signed_sum(), ours)
        clock = DuckClock(duckdb, desk_hours(), given.tickets, given.changes, REOPENS, desk_hours().ends_at)
        require_same_columns(clock.answers(), clock_of(given))
        contenders += [
            Contender(DUCKDB, tables.total_signed_sum, size, _OF_DUCKDB),
            Contender(DUCKDB_CLOCK, clock.total, size, _OF_DUCKDB_CLOCK),
        ]
    timed = interleave(contenders, scale.rounds)
    goals = [
        at_least("pauses: times DuckDB's signed sum", 6, timed, DUCKDB, SUM),
        at_least("pauses, the whole clock: times DuckDB's whole clock", 6, timed, DUCKDB_CLOCK, CLOCK),
        for_information("pauses, the whole clock: times DuckDB's signed sum", timed, DUCKDB, CLOCK, _LESS),
        at_least("pauses: times pandas groupby.sum", 3.5, timed, PANDAS, SUM),
        at_least("pauses: times pandas groupby.apply", 2_000, timed, APPLY, SUM, _OF_APPLY),
        at_most("pauses: times the memory limit", 15, timed, SUM, LIMIT),
    ]
    title = f"### Pauses, {len(given.changes) // size} changes a ticket"
    return Report("\n\n".join([title, contest(timed), remark]), goals)


def clock_of(given: Pauses) -> pd.DataFrame:
    """What the product makes of each ticket: time used, waiting by party, stops, reopenings."""
    groups = np.zeros(len(given.tickets), dtype=np.int64)
    hours, days = desk_hours(), desk_days()
    return run_clock(given.tickets, given.changes, REOPENS, [hours], groups, [days], hours.ends_at)


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


def _by_apply(given: Pauses) -> Seconds:
    """Ticket by ticket, as it is most often written."""
    before = interpolated(desk_hours())
    signed = given.changes.assign(sign=given.signs)
    sums = signed.groupby("ticket_id").apply(
        lambda own: int((before(own["at"].to_numpy()) * own["sign"]).sum())
    )
    return np.asarray(sums.to_numpy() - before(given.tickets["opened_at"].to_numpy()), dtype=np.int64)


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
