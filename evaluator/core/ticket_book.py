"""Tickets with everything measured on them, each thing once: clocks, cycles, events, selections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import (
    ClockCondition,
    Condition,
    EventTerms,
    FieldCondition,
    StateEvent,
    StateWord,
)
from evaluator.contract.contract import Contract, ValueTaken
from evaluator.core.contract_calendars import Calendars
from evaluator.core.cycles import ClockHours, run_cycles
from evaluator.core.events import (
    event_instants,
    field_last_values,
    field_values_at,
    last_states,
    meets,
)
from evaluator.core.facts import Facts

Flags = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.int64]
WORK_ENDED = StateEvent(event="state", states=(StateWord.RESOLVED, StateWord.CLOSED), which="last")


class TicketBook:
    """The tickets of an evaluation; what several indicators need of them is computed once.

    Tickets and changes dated after `known_at` are no facts yet and are left out. `service` and `unit` of a
    ticket are those that the contract takes, the first or the last.
    """

    def __init__(self, contract: Contract, facts: Facts, calendars: Calendars) -> None:
        self.contract = contract
        self.facts = facts
        self.calendars = calendars
        known = (facts.changes["at"] <= facts.known_at).to_numpy()
        self.changes = facts.changes if known.all() else facts.changes.loc[known]
        opened = facts.tickets.loc[(facts.tickets["opened_at"] <= facts.known_at).to_numpy()]
        self.tickets = _with_taken(opened.reset_index(drop=True), self.changes, contract)
        self._cycles: dict[tuple[str, int], pd.DataFrame] = {}
        self._events: dict[EventTerms, pd.Series] = {}
        self._conditions: dict[FieldCondition, Flags] = {}

    def cycles(self, name: str, at: int | None = None) -> pd.DataFrame:
        """Return every cycle of the clock called `name` at `at` (None: as far as is known)."""
        instant = self.facts.known_at if at is None else min(at, self.facts.known_at)
        if (name, instant) not in self._cycles:
            terms = self.contract.clocks[name]
            hours, days, groups = self.calendars.groups(self.tickets["service"], str(terms.hours))
            self._cycles[name, instant] = run_cycles(
                self.tickets, self.changes, terms, ClockHours(hours, days, groups), instant
            )
        return self._cycles[name, instant]

    def event(self, terms: EventTerms) -> pd.Series:
        """Return the instant of an event for every ticket, missing where it has not happened."""
        if terms not in self._events:
            self._events[terms] = event_instants(self.tickets, self.changes, terms)
        return self._events[terms]

    def meets(self, condition: FieldCondition) -> Flags:
        """Return which tickets meet a condition on a field."""
        if condition not in self._conditions:
            self._conditions[condition] = meets(self.tickets, self.changes, condition)
        return self._conditions[condition]

    def is_in_the_end(self, states: Sequence[StateWord]) -> Flags:
        """Return which tickets are in one of `states` in the end."""
        return np.isin(self._last_states, [int(word.state) for word in states])

    @cached_property
    def _last_states(self) -> npt.NDArray[np.int64]:
        return last_states(self.tickets, self.changes)

    @cached_property
    def has_unmapped_status(self) -> Flags:
        """Which tickets had a status that no mapping knows."""
        strange = (self.changes["state"] == TicketState.UNMAPPED).to_numpy(dtype=bool, na_value=False)
        return self.tickets["ticket_id"].isin(self.changes["ticket_id"].loc[strange]).to_numpy()

    @cached_property
    def segments(self) -> pd.Series:
        """The segment of each ticket's unit, empty where the unit has none."""
        return segment_of(self.tickets["unit"], self.contract)

    def values_at(self, field: str, taken: ValueTaken, rows: Instants, ended_at: pd.Series) -> pd.Series:
        """Return the value of `field` that judges the tickets in `rows`, which ended at `ended_at` or run."""
        if taken is ValueTaken.FIRST:
            return self.tickets[field].astype("category").iloc[rows].reset_index(drop=True)
        instants = np.full(len(rows), self.facts.known_at, dtype=np.int64)
        if taken is ValueTaken.AT_STOP:
            instants = ended_at.fillna(self.facts.known_at).to_numpy(dtype=np.int64)
        return field_values_at(self.tickets, self.changes, field, rows, instants)


@dataclass(frozen=True, eq=False)
class BookRows:
    """Rows of a book that an indicator looks at: tickets, or cycles of a clock (then `clock` has them).

    `rows` says for each which ticket of the book it is of, `ended_at` when it ended.
    """

    book: TicketBook
    rows: Instants
    ended_at: pd.Series
    clock: pd.DataFrame | None = None

    @property
    def tickets(self) -> pd.DataFrame:
        """The tickets, a row for each."""
        return self.book.tickets.iloc[self.rows].reset_index(drop=True)

    @cached_property
    def priority(self) -> pd.Series:
        """The priority that judges each."""
        return self.book.values_at(
            "priority", self.book.contract.tickets.priority_taken, self.rows, self.ended_at
        )

    @cached_property
    def kind(self) -> pd.Series:
        """The kind that judges each."""
        return self.book.values_at("kind", self.book.contract.tickets.kind_taken, self.rows, self.ended_at)

    def used(self, name: str) -> pd.DataFrame:
        """Return the clock called `name` for each: its own cycle, or the last cycle of another clock."""
        if self.clock is not None and self.clock.attrs.get("clock") == name:
            return self.clock
        cycles = self.book.cycles(name)
        # The last cycle of each ticket comes first, in the order of the tickets.
        return cycles.iloc[: len(self.book.tickets)].iloc[self.rows].reset_index(drop=True)

    def meets(self, condition: Condition) -> Flags:
        """Return which meet `condition`."""
        if isinstance(condition, FieldCondition):
            return self.book.meets(condition)[self.rows]
        return _compare(self.used(condition.clock)["used"].to_numpy(), condition)

    def undecided(self, condition: Condition) -> Flags:
        """Return of which nobody can say yet whether they meet `condition`.

        Of a clock these are an unmapped status, and one that still runs within the time named.
        """
        if isinstance(condition, FieldCondition):
            return np.zeros(len(self.rows), dtype=bool)
        clock = self.used(condition.clock)
        within = clock["used"].to_numpy() <= condition.time
        still_running = clock["stopped_at"].isna().to_numpy() & within
        return np.asarray(clock["unmapped"].to_numpy() | still_running)

    def running(self, name: str, at: int) -> Instants:
        """Return the seconds each cycle of the clock had used if it ran at `at`, and -1 if it did not."""
        then = self.book.cycles(name, at)
        is_running = then["stopped_at"].isna().to_numpy() & (then["started_at"] < at).to_numpy()
        current = then.loc[is_running & ~then["cancelled"].to_numpy()]
        mine = pd.MultiIndex.from_arrays([self.rows, self.used(name)["started_at"].to_numpy()])
        place = pd.MultiIndex.from_arrays([current["row"], current["started_at"]]).get_indexer(mine)
        used = np.append(current["used"].to_numpy(dtype=np.int64), -1)
        return np.asarray(used[place])


def every_ticket(book: TicketBook) -> BookRows:
    """Return each ticket once; it ended when it was last resolved or closed."""
    return BookRows(book, np.arange(len(book.tickets), dtype=np.int64), book.event(WORK_ENDED))


def every_cycle(book: TicketBook, name: str) -> BookRows:
    """Return each cycle of the clock called `name`."""
    clock = book.cycles(name)
    clock.attrs["clock"] = name
    return BookRows(book, clock["row"].to_numpy(dtype=np.int64), clock["stopped_at"], clock)


def _compare(used: npt.NDArray[np.int64], condition: ClockCondition) -> Flags:
    is_longer = used > condition.time
    return np.asarray(is_longer if condition.at_most is None else ~is_longer)


def _with_taken(tickets: pd.DataFrame, changes: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    rules = {"service": contract.tickets.service_taken, "unit": contract.tickets.unit_taken}
    last = {
        field: field_last_values(tickets, changes, field) for field, taken in rules.items() if taken == "last"
    }
    return tickets.assign(**last)


def segment_of(units: pd.Series, contract: Contract) -> pd.Series:
    """Return the segment of each unit as text, empty where it has none."""
    segments: Mapping[str, str] = {unit.id: unit.segment for unit in contract.units}
    words = units.astype("category")
    of_word = np.array([*(segments.get(str(word), "") for word in words.cat.categories), ""], dtype=object)
    return pd.Series(of_word[words.cat.codes.to_numpy()], index=units.index, dtype="str")
