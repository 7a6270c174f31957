"""Tickets of the shared cases, told as ours: what our clocks make of them, under terms a contract could have.

An adapter only translates: events of a case to changes of a ticket, the columns of a cycle back to what the
peer calls them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from collector.instants import to_datetime
from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.clock.cycles import ClockHours, run_cycles
from evaluator.core.clock.due_times import ClockFacts, due_instants
from tests.conformance.calendars import Calendar, days_of, hours_of
from tests.evaluator.core.calendars_for_tests import changes, clock_terms, tickets

ACTIVE, WAITS = TicketState.ACTIVE, TicketState.WAITING_USER
Event = tuple[int, TicketState] | tuple[int, str, str]
"""(when, state) or (when, field, value)."""

AROUND_THE_CLOCK: Calendar = {
    "tz": "UTC",
    "weekly": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
}


@dataclass(frozen=True)
class Ticket:
    """A ticket as a case tells it: when it opened, what happened in which order, and its calendar."""

    opened: int
    events: Sequence[Event]
    calendar: Calendar

    @property
    def last(self) -> int:
        """The instant of the last thing that happened: as late as anybody looks at it."""
        return max([self.opened, *(event[0] for event in self.events)])

    @property
    def resumed(self) -> "Ticket":
        """The ticket as if work on it went on at once."""
        return replace(self, events=[*self.events, (self.last, ACTIVE)])

    def cycles(self, terms: ClockTerms, at: int | None = None) -> pd.DataFrame:
        """Return the cycles of a clock, the last one first, as it stands `at` an instant."""
        facts = self._facts(terms, at)
        return run_cycles(facts.tickets, facts.changes, facts.terms, facts.hours, facts.at)

    def due(self, terms: ClockTerms, seconds: int, at: int | None = None) -> int | None:
        """Return when the last cycle of a clock is due under a limit of so many seconds of its hours."""
        cycles = self.cycles(terms, at)
        limits = pd.Series(seconds, index=cycles.index, dtype="Int64")
        due = due_instants(self._facts(terms, at), cycles, limits, in_days=False).iloc[0]
        return None if pd.isna(due) else int(due)

    def _facts(self, terms: ClockTerms, at: int | None) -> ClockFacts:
        rows = [
            (1, event[0], event[1]) if len(event) == 2 else (1, event[0], event[1], event[2], None)
            for event in self.events
        ]
        until = self.last if at is None else at
        return ClockFacts(tickets(self.opened), changes(*rows), terms, self._hours(terms), until)

    def _hours(self, terms: ClockTerms) -> ClockHours:
        calendar = AROUND_THE_CLOCK if terms.hours == "always" else self.calendar
        hours, days = _compiled(json.dumps(calendar), to_datetime(self.opened).year)
        return ClockHours([hours], [days], np.zeros(1, dtype=np.int64))


def clock(**more: Any) -> ClockTerms:
    """A clock in the service's hours that runs while somebody works, and looks at nothing after a stop."""
    never: dict[str, Any] = {"rule": "never", "within_working_days": None}
    named = {"runs_in": ["active"], "stops_in": [], "cancels_in": [], "reopening": never}
    return clock_terms(**{**named, **more})


def stops_when(field: str) -> dict[str, Any]:
    """A stop at the first time that something is given."""
    return {"stops_when": [{"field": field, "has_value": True}]}


@lru_cache
def _compiled(calendar: str, year: int) -> tuple[ServiceHours, WorkingDays]:
    read, years = json.loads(calendar), (date(year - 1, 1, 1), date(year + 2, 1, 1))
    return hours_of(read, *years), days_of(read, *years)
