"""DuckDB's whole clock, which `run_clock` is timed against, gives every column of it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from bench.clock_peer import DuckClock, clock_query, require_same_columns
from bench.inputs import desk_days, desk_hours
from bench.pauses import REOPENS
from bench.peers import installed
from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.core.clock.clocks import run_clock

TICKETS, CHANGES = 400, 4_000
FIRST, LAST = 1_700_000_000, 1_703_000_000
AT = LAST - 200_000

duckdb: Any = installed("duckdb")


def random_tickets(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tickets in any order and changes to any state, many at one instant; some of no ticket or no status."""
    chance = np.random.default_rng(seed)
    ids = chance.permutation(TICKETS) * 3
    opened = chance.integers(FIRST, LAST, TICKETS)
    owner = chance.integers(0, TICKETS + 5, CHANGES)
    of_owner = np.append(opened, np.full(5, FIRST))[owner]
    # Steps of an hour, from two hours before the opening on: several changes share an instant.
    at = of_owner + 3_600 * chance.integers(-2, 100, CHANGES)
    usual = chance.choice([*TicketState], CHANGES, p=[0.01, 0.25, 0.1, 0.1, 0.1, 0.1, 0.2, 0.09, 0.05])
    state = pd.Series(usual, dtype="Int64").mask(chance.random(CHANGES) < 0.1)
    changes = pd.DataFrame(
        {
            "ticket_id": np.append(ids, [1, 2, 4, 5, 7])[owner],
            "at": at,
            "sequence": chance.permutation(CHANGES),
            "state": state,
        }
    )
    return pd.DataFrame({"ticket_id": ids, "opened_at": opened}), changes


def changed(**terms: Any) -> ClockTerms:
    return ClockTerms.model_validate({**REOPENS.model_dump(mode="json"), **terms})


@pytest.mark.skipif(duckdb is None, reason="DuckDB is not installed")
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "terms",
    [
        REOPENS,
        changed(cancels_in=[], stops_in=["resolved", "closed", "cancelled"]),
        changed(
            runs_in=["active", "waiting_supplier"],
            waits_for={"waiting_third": "supplier", "resolved": "customer"},
        ),
    ],
    ids=["as timed", "cancelling is a stop", "other parties"],
)
def test_every_column_is_that_of_run_clock(terms: ClockTerms, seed: int) -> None:
    tickets, changes = random_tickets(seed)
    hours, groups = desk_hours(), np.zeros(TICKETS, dtype=np.int64)
    ours = run_clock(tickets, changes, terms, [hours], groups, [desk_days()], AT)
    require_same_columns(
        DuckClock(duckdb, hours, tickets, changes, terms, AT).answers(),
        ours.iloc[np.argsort(tickets["ticket_id"].to_numpy())],
    )
    # What is compared is there: tickets that stopped, run, were reopened, and cannot be known.
    assert all(ours[name].any() for name in ("running", "reopened", "unmapped"))
    assert 0 < ours["stopped_at"].notna().sum() < TICKETS


@pytest.mark.skipif(duckdb is None, reason="DuckDB is not installed")
def test_a_column_that_differs_is_named() -> None:
    tickets, changes = random_tickets(1)
    hours, groups = desk_hours(), np.zeros(TICKETS, dtype=np.int64)
    ours = run_clock(tickets, changes, REOPENS, [hours], groups, [desk_days()], AT)
    with pytest.raises(AssertionError, match="DuckDB: used differs for 1 tickets"):
        require_same_columns(ours.assign(used=ours["used"] + (tickets.index == 7)), ours)


@pytest.mark.parametrize(
    "terms",
    [
        changed(resets_when=[{"field": "team", "changes": True}]),
        changed(reopening={"rule": "reset", "within_working_days": None}),
        changed(reopening={"rule": "continue", "within_working_days": 10}),
    ],
    ids=["fields", "reset", "new cycle"],
)
def test_a_clock_the_query_is_not_of_is_refused(terms: ClockTerms) -> None:
    with pytest.raises(ValueError, match="the query is of clocks"):
        clock_query(terms, AT)
