"""The life of one ticket as its clock saw it: segments, with what made the clock run, pause or stop."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms, Party
from evaluator.contract.field_conditions import ValueCondition
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.clock.reckoning import Reckoning, reckon
from evaluator.core.clock.rows import NO_VALUE
from evaluator.core.clock.states import PARTIES
from evaluator.core.clock.waits import Calendar


@dataclass(frozen=True)
class Segment:
    """One stretch of a ticket's life in one state, `starts_at` included, `ends_at` not.

    `counts` says whether it lies between the start and the stop of the cycle explained, `runs` whether the
    clock ran in it; `party` is who was at work or waited for, None once the work was over or
    where the state is not known. `open_seconds` are seconds of the clock's hours. `cycle` is the one it
    lies in. `because` are the fields, with their values, whose conditions paused, stopped or cancelled the
    clock there; `happened` what began with it (`start`, `reset`, `renewal`, `recount`,
    `beyond_longest_wait`).
    """

    starts_at: int
    ends_at: int
    state: TicketState
    runs: bool
    party: Party | None
    open_seconds: int
    counts: bool
    cycle: int = 0
    because: tuple[tuple[str, str], ...] = ()
    happened: tuple[str, ...] = ()


def clock_timeline(
    ticket: pd.Series,
    changes: pd.DataFrame,
    terms: ClockTerms,
    hours: ServiceHours,
    working_days: WorkingDays,
    at: int,
    cycle: int | None = None,
) -> list[Segment]:
    """Return the life of one ticket until `at` as segments, with what its clock did in each.

    `ticket` is a row of the tickets `run_clock` takes, `changes` may hold other tickets too; `cycle` is the
    number of the cycle to explain, None for the last. The open seconds of segments that run sum to its
    `used`, those of segments that count by party or waiting state to the column of that. Empty segments, of
    states left in the second they began, are left out.
    """
    calendar = Calendar([hours], [working_days], np.zeros(1, dtype=np.int64))
    (found,) = reckon(ticket.to_frame().T, changes, terms, calendar, at)
    rows = found.histories
    wanted = found.spans.owner.size - 1 if cycle is None else cycle
    ends = np.append(rows.instants[1:], max(at, int(rows.instants[-1])))
    counts = found.spans.counts & (found.spans.cycle == wanted)
    party = found.modes.parties(found.spans.is_stopped)
    return [
        Segment(
            starts_at=int(rows.instants[row]),
            ends_at=int(ends[row]),
            state=TicketState(int(rows.value[row])),
            runs=bool(counts[row] & found.runs[row]),
            party=PARTIES[int(party[row])] if _has_party(found, int(row), counts=bool(counts[row])) else None,
            open_seconds=int(found.seconds[row]),
            counts=bool(counts[row]),
            cycle=int(found.spans.number[found.spans.cycle[row]]),
            because=_because(found, int(row)),
            happened=_happened(found, int(row)),
        )
        for row in np.flatnonzero(ends > rows.instants)
    ]


def _has_party(found: Reckoning, row: int, *, counts: bool) -> bool:
    """Whether the time of a row is anybody's: what counts always, else where work or waiting went on."""
    state = int(found.histories.value[row])
    over = (TicketState.RESOLVED, TicketState.CLOSED, TicketState.CANCELLED, TicketState.UNMAPPED)
    return counts or state not in over


def _because(found: Reckoning, row: int) -> tuple[tuple[str, str], ...]:
    """The fields and values whose conditions hold the clock in a row."""
    terms = found.modes.terms
    conditions = (*terms.pauses_when, *terms.stops_when, *terms.cancels_when)
    named = [_told(found, one, row) for one in conditions if found.modes.holds(one)[row]]
    return tuple(dict.fromkeys(named))


def _told(found: Reckoning, condition: ValueCondition, row: int) -> tuple[str, str]:
    field = found.modes.rows.fields[condition.field]
    code = int(field.histories.value[row])
    return condition.field, "" if code == NO_VALUE else str(field.words[code])


def _happened(found: Reckoning, row: int) -> tuple[str, ...]:
    """What began in the second of a row, in rows left at once too."""
    rows, beyond = found.histories, found.modes.beyond
    here = np.flatnonzero(rows.instants == rows.instants[row])
    named = [name for name, own in found.spans.happened.items() if np.isin(own, here).any()]
    if beyond is not None and (beyond & ~rows.before(beyond, at_opening=False))[here].any():
        named.append("beyond_longest_wait")
    return tuple(named)
