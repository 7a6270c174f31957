"""A ticket clock as one query of DuckDB: all that `run_clock` answers for a clock over states alone."""

from collections.abc import Iterable
from string import Template
from types import ModuleType

import numpy as np
import pandas as pd

from bench.peers import DuckTables
from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms, ReopenRule
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.clock.clocks import COLUMNS
from evaluator.core.clock.states import PARTIES, STATES, WAITING, parties_of_states

# One sort of the rows of each ticket serves all its window functions. A status no mapping knows ends what can
# be known: from the first such change on, `effective` is that. Every row counts after which there is one that
# has not stopped, which are those before the last coming into a stop, or all.
_CLOCK = Template("""
WITH strange AS (
    SELECT c.ticket_id, min((c.at, c.sequence)) AS since FROM changes c
    WHERE c.state = $unmapped AND c.at <= $until GROUP BY c.ticket_id
), lines AS (
    SELECT t.ticket_id AS ticket, t.opened_at AS instant, $before_all AS stamped, 0 AS sequence,
        $active::UTINYINT AS state, $active::UTINYINT AS effective
    FROM tickets t
    UNION ALL
    SELECT c.ticket_id, greatest(c.at, t.opened_at), c.at, c.sequence, c.state::UTINYINT,
        CASE WHEN (c.at, c.sequence) >= s.since THEN $unmapped ELSE c.state END::UTINYINT
    FROM changes c JOIN tickets t ON t.ticket_id = c.ticket_id
        LEFT JOIN strange s ON s.ticket_id = c.ticket_id
    WHERE c.state IS NOT NULL AND c.at <= $until
), counted AS (
    SELECT l.*, w.before + least(l.instant - w.opens, w.lasts) AS counted
    FROM lines l ASOF JOIN windows w ON l.instant >= w.opens
), at_end AS (
    SELECT w.before + least($until - w.opens, w.lasts) AS counted
    FROM windows w WHERE w.opens <= $until ORDER BY w.opens DESC LIMIT 1
), followed AS (
    SELECT ticket, instant, state, effective IN ($stops) AS stopped,
        coalesce(lag(effective) OVER own IN ($stops), false) AS was_stopped,
        bool_or(effective NOT IN ($stops)) OVER
            (own ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS counts,
        lead(instant) OVER own IS NULL AS is_last,
        greatest(coalesce(lead(counted) OVER own, (SELECT counted FROM at_end)) - counted, 0) AS seconds
    FROM counted WINDOW own AS (PARTITION BY ticket ORDER BY stamped, sequence)
)
SELECT ticket, min(instant) AS started_at,
    CASE WHEN bool_or(is_last AND stopped) THEN max(instant) FILTER (stopped AND NOT was_stopped) END
        AS stopped_at,
    $sums, 0 AS beyond_longest_wait,
    bool_or(is_last AND state IN ($cancels)) AS cancelled, bool_or(state = $unmapped) AS unmapped,
    bool_or(is_last AND NOT stopped AND state IN ($runs)) AS running,
    count(*) FILTER (was_stopped AND NOT stopped) AS reopened,
    max(state) FILTER (is_last)::BIGINT AS state, 0 AS cycle
FROM followed GROUP BY ticket
""")
_BEFORE_ALL = -(2**63) + 1


class DuckClock:
    """DuckDB on two threads with tickets and their changes; loading them is no part of what is timed."""

    def __init__(
        self,
        duckdb: ModuleType,
        hours: ServiceHours,
        tickets: pd.DataFrame,
        changes: pd.DataFrame,
        terms: ClockTerms,
        at: int,
    ) -> None:
        self._tables = DuckTables(duckdb, hours)
        self._tables.load("tickets", tickets)
        self._tables.load("changes", changes)
        self._query = clock_query(terms, at)

    def answers(self) -> pd.DataFrame:
        """Return the columns of `run_clock` for each ticket in the order of their ids."""
        return self._tables.frame(f"SELECT * FROM ({self._query}) ORDER BY ticket")  # noqa: S608 - own text

    def total(self) -> object:
        """Only the sum of each column leaves the database, which spares it the way out."""
        sums = ", ".join(f"sum({name}::BIGINT)" for name in COLUMNS)
        return self._tables.frame(f"SELECT {sums} FROM ({self._query})")  # noqa: S608 - own text


def clock_query(terms: ClockTerms, at: int) -> str:
    """Return the query; raises ValueError for a clock that looks at more than states, or renews itself."""
    reopening = terms.reopening
    if terms.fields or terms.longest_wait or terms.starts or not terms.looks_at_states:
        raise ValueError("the query is of clocks over states alone")
    if reopening.rule is not ReopenRule.CONTINUE or reopening.within_working_days is not None:
        raise ValueError("the query is of clocks that a reopening sets going again")
    runs, cancels = ({word.state for word in words} for words in (terms.runs_in, terms.cancels_in))
    stops = {TicketState.UNMAPPED, *cancels, *(word.state for word in terms.stops_in)}
    return _CLOCK.substitute(
        until=at,
        before_all=_BEFORE_ALL,
        active=int(TicketState.ACTIVE),
        unmapped=int(TicketState.UNMAPPED),
        runs=_listed(runs),
        stops=_listed(stops),
        cancels=_listed(cancels),
        sums=_sums(terms, runs),
    )


def _sums(terms: ClockTerms, runs: Iterable[int]) -> str:
    """The seconds used, by party and by waiting state, each the sum over some states."""
    party = parties_of_states(terms.waits_for)
    wanted: dict[str, Iterable[int]] = {"used": runs}
    wanted |= {name.value: np.flatnonzero(party == number) for number, name in enumerate(PARTIES)}
    wanted |= {name: [state] for name, state in WAITING.items()}
    return ", ".join(
        f"coalesce(sum(seconds) FILTER (counts AND state IN ({_listed(states)})), 0)::BIGINT AS {name}"
        for name, states in wanted.items()
    )


def _listed(states: Iterable[int]) -> str:
    return ", ".join(str(int(state)) for state in states) or str(STATES)


def require_same_columns(found: pd.DataFrame, ours: pd.DataFrame) -> None:
    """Raise AssertionError where a column of the query is not that of `run_clock` in the order of ids."""
    for name in COLUMNS:
        mine, its = (frame[name].astype("Int64").reset_index(drop=True) for frame in (ours, found))
        if not mine.equals(its):
            raise AssertionError(f"DuckDB: {name} differs for {int((mine != its).sum())} tickets")
