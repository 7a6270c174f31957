"""Ticket clocks: how much of its hours each cycle of a ticket's clock has used, and who was waited for."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import ClockTerms, StateWord
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.clock.reckoning import Reckoning, reckon
from evaluator.core.clock.states import (
    PARTIES,
    STATES,
    WAITING,
    flags_of,
    parties_of_states,
)
from evaluator.core.clock.waits import Calendar

_MISSING = int(np.iinfo(np.int64).min)
_INSTANTS = ("started_at", "stopped_at")
_FLAGS = ("cancelled", "unmapped", "running")
_PARTY_COLUMNS = tuple(party.value for party in PARTIES)
COLUMNS = (
    *_INSTANTS,
    "used",
    *_PARTY_COLUMNS,
    *WAITING,
    "beyond_longest_wait",
    *_FLAGS,
    "reopened",
    "state",
    "cycle",
)

Columns = dict[str, npt.NDArray[np.int64]]


def run_clock(
    tickets: pd.DataFrame,
    changes: pd.DataFrame,
    terms: ClockTerms,
    hours: Sequence[ServiceHours],
    groups: npt.ArrayLike,
    working_days: Sequence[WorkingDays],
    at: int,
) -> pd.DataFrame:
    """Return how the clock of `terms` stands for each of `tickets` at the instant `at`: its last cycle.

    `tickets` has `ticket_id` (each once) and `opened_at`; `changes` has `ticket_id`, `at`,
    `sequence` and `state` (missing where a change is no change of status). A clock that looks at fields needs
    `field` and `value` of the changes too, and the fields that tickets open with. `groups[i]` says which of
    `hours` and of `working_days`, two lists of equal length, are those of ticket i. Changes after
    `at`, and of other tickets, are left out; a ticket that opens after `at` has used nothing.

    The result is indexed like `tickets`: started_at (missing where the clock has not started); stopped_at
    (missing while it has not stopped); used, the seconds of its hours the clock ran; supplier, customer,
    user, third, the seconds of the same hours from start to stop by whom they count against, which together
    are all of them; waiting_user, waiting_customer, waiting_third, waiting_supplier, those in these states;
    beyond_longest_wait, those in which it ran as the waiting had lasted too long; cancelled; unmapped (a
    status no mapping knows: the clock stops there, and what would have come of it is unknown); running, at
    the end; reopened, how often; state, the last TicketState; cycle, its number from 0. Raises ValueError for
    a ticket_id that stands twice, and for instants outside the time the hours are compiled for.
    """
    calendar = Calendar(hours, working_days, np.asarray(groups, dtype=np.int64))
    result = empty_columns(len(tickets), COLUMNS)
    for found in reckon(tickets, changes, terms, calendar, at):
        put_last(result, columns_of(found), found)
    return as_frame(result, tickets.index)


def columns_of(found: Reckoning) -> Columns:
    """Return the columns of `run_clock` for every cycle of some tickets."""
    spans, histories = found.spans, found.histories
    stop = np.minimum(np.where(spans.stopped, spans.stop, 0), histories.instants.size - 1)
    start = np.minimum(np.where(spans.started, spans.start, 0), histories.instants.size - 1)
    state = histories.value[spans.last]
    return {
        "started_at": np.where(spans.started, histories.instants[start], _MISSING),
        "stopped_at": np.where(spans.stopped, histories.instants[stop], _MISSING),
        **_amounts(found),
        "cancelled": found.modes.cancels(spans.last).astype(np.int64),
        "unmapped": spans.unmapped.astype(np.int64),
        "reopened": spans.reopened,
        "state": state,
        "cycle": spans.number,
    }


def put_last(result: Columns, columns: Columns, found: Reckoning) -> None:
    """Write the columns of the last cycle of each ticket to the tickets' rows of `result`, so far zeros."""
    is_last, tickets = last_cycles(found), found.tickets
    in_a_row = np.array_equal(tickets, np.arange(tickets[0], tickets[0] + tickets.size))
    place = slice(int(tickets[0]), int(tickets[-1]) + 1) if in_a_row else tickets
    for name, values in columns.items():
        if values.any():  # Memory of zeros that nobody writes to is never fetched.
            result[name][place] = values if is_last is None else values[is_last]


def last_cycles(found: Reckoning) -> npt.NDArray[np.bool_] | None:
    """Return which cycles are the last of their tickets; None where all are."""
    owner = found.spans.owner
    return None if owner.size == found.tickets.size else np.append(owner[1:] != owner[:-1], values=True)


def empty_columns(rows: int, names: Sequence[str]) -> Columns:
    """Return columns of so many rows, to be filled."""
    return {name: np.zeros(rows, dtype=np.int64) for name in names}


def as_frame(columns: Columns, index: pd.Index) -> pd.DataFrame:
    """Return columns as a frame, flags as flags and missing instants as missing."""
    instants = {name: pd.arrays.IntegerArray(columns[name], columns[name] == _MISSING) for name in _INSTANTS}
    flags = {name: columns[name].astype(np.bool_) for name in _FLAGS}
    # Without a copy: stacking the columns would cost as much as a third of the work before.
    return pd.DataFrame({**columns, **instants, **flags}, index=index, copy=False)


def _amounts(found: Reckoning) -> Columns:
    """The seconds each cycle used and waited, and whether it runs at the end."""
    terms, spans = found.modes.terms, found.spans
    counted = found.seconds * spans.counts
    by_state = found.by_cycle_and_value(counted, found.histories.value, STATES)
    waits = {name: by_state[:, int(state)] for name, state in WAITING.items()}
    if not (terms.fields or terms.longest_wait or StateWord.ACTIVE in (*terms.stops_in, *terms.cancels_in)):
        # The state alone says what runs, and whom it counts against: active time after a stop is not there.
        runs = [word.state for word in terms.runs_in]
        party = parties_of_states(terms.waits_for)
        shares = [_sum_of(by_state, np.flatnonzero(party == number)) for number in range(len(PARTIES))]
        is_running = ~spans.stopped & flags_of(runs)[found.histories.value[spans.last]]
        used, beyond = _sum_of(by_state, runs), np.zeros_like(spans.owner)
    else:
        by_party = found.by_cycle_and_value(counted, found.modes.parties(spans.is_stopped), len(PARTIES))
        shares = list(by_party.T)
        is_running = found.runs[spans.last] & ~spans.stopped
        used = found.by_cycle(counted * found.runs)
        flags = found.modes.beyond
        beyond = np.zeros_like(used) if flags is None else found.by_cycle(counted * (found.runs & flags))
    running = is_running.astype(np.int64)
    by_name = dict(zip(_PARTY_COLUMNS, shares, strict=True))
    return {"used": used, **by_name, **waits, "beyond_longest_wait": beyond, "running": running}


def _sum_of(by_state: npt.NDArray[np.int64], columns: Iterable[int]) -> npt.NDArray[np.int64]:
    """The sum of some columns, which is faster than taking them out first."""
    total = np.zeros(len(by_state), dtype=np.int64)
    for column in columns:
        total += by_state[:, column]
    return total
