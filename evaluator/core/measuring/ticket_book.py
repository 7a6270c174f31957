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
from evaluator.core.calendar.contract_calendars import Calendars
from evaluator.core.clock.cycles import ClockHours, run_cycles
from evaluator.core.clock.due_times import LOOKED_AT, ClockFacts, due_instants
from evaluator.core.clock.events import (
    event_instants,
    field_last_values,
    field_values_at,
    last_states,
    meets,
)
from evaluator.core.facts import Facts

Flags = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.int64]
_LOOKED_UP = {"priority", "kind"}
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
        self.as_opened = opened.reset_index(drop=True)
        self.tickets = _with_taken(self.as_opened, self.changes, contract)
        self._cycles: dict[tuple[str, int, bool], pd.DataFrame] = {}
        self._events: dict[EventTerms, pd.Series] = {}
        self._conditions: dict[FieldCondition, Flags] = {}
        self._last_values: dict[str, pd.Series] = {}

    def cycles(self, name: str, at: int | None = None, *, in_days: bool = False) -> pd.DataFrame:
        """Return every cycle of the clock called `name` at `at` (None: as far as is known).

        With `in_days` each has its `used_days`.
        """
        facts = self.clock_facts(name, at, in_days=in_days)
        key = (name, facts.at, in_days)
        if key not in self._cycles:
            self._cycles[key] = run_cycles(facts.tickets, facts.changes, facts.terms, facts.hours, facts.at)
        return self._cycles[key]

    def clock_facts(self, name: str, at: int | None = None, *, in_days: bool = False) -> ClockFacts:
        """Return what the cycles of the clock called `name` are made of."""
        terms = self.contract.clocks[name]
        named = str(terms.hours)
        hours, days, groups = self.calendars.groups(self.tickets["service"], named)
        limit_days = self.calendars.days_of_groups(named) if in_days else None
        instant = self.facts.known_at if at is None else min(at, self.facts.known_at)
        return ClockFacts(
            self.as_opened, self.changes, terms, ClockHours(hours, days, groups, limit_days), instant
        )

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
        if taken is ValueTaken.LAST:
            return self._last_value(field).iloc[rows].reset_index(drop=True)
        instants = ended_at.fillna(self.facts.known_at).to_numpy(dtype=np.int64)
        if taken is ValueTaken.BEFORE_STOP:
            opened_at = self.tickets["opened_at"].to_numpy(dtype=np.int64)[rows]
            before = np.maximum(instants - 1, opened_at)
            instants = np.where(ended_at.isna().to_numpy(dtype=bool), instants, before)
        return field_values_at(self.tickets, self.changes, field, rows, instants)

    def _last_value(self, field: str) -> pd.Series:
        if field not in self._last_values:
            self._last_values[field] = field_last_values(self.tickets, self.changes, field)
        return self._last_values[field]


@dataclass(frozen=True, eq=False)
class BookRows:
    """Rows of a book that an indicator looks at: tickets, or cycles of a clock (then `clock` has them).

    `rows` says for each which ticket of the book it is of, `ended_at` when it ended.
    """

    book: TicketBook
    rows: Instants
    ended_at: pd.Series
    clock: pd.DataFrame | None = None

    def of_tickets(self, name: str) -> pd.Series:
        """Return one column of the tickets, a row for each."""
        return self.book.tickets[name].iloc[self.rows].reset_index(drop=True)

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

    def only(self, chosen: Flags) -> "BookRows":
        """Return the rows chosen; what was looked up for all of them goes along."""
        clock = None if self.clock is None else self.clock.loc[chosen].reset_index(drop=True)
        if self.clock is not None and clock is not None:
            clock.attrs.update(self.clock.attrs)
        found = BookRows(
            self.book, self.rows[chosen], self.ended_at.loc[chosen].reset_index(drop=True), clock
        )
        for name in _LOOKED_UP & vars(self).keys():
            vars(found)[name] = vars(self)[name].loc[chosen].reset_index(drop=True)
        return found

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

    def running(self, name: str, at: int, *, in_days: bool = False) -> Instants:
        """Return what each cycle of the clock had used if it was not over at `at`, and -1 if it was.

        That is in seconds, or in working days. A cycle is known by its number: a reset moves its start.
        """
        then = self.book.cycles(name, at, in_days=in_days)
        began = (then["started_at"] < at).fillna(value=False).to_numpy(dtype=bool)
        current = then.loc[began & then["stopped_at"].isna().to_numpy() & ~then["cancelled"].to_numpy()]
        place = _places(current, self.rows, self.used(name)["cycle"])
        used = np.append(current["used_days" if in_days else "used"].to_numpy(dtype=np.int64), -1)
        return np.asarray(used[place])

    def due(self, name: str, limit: pd.Series, chosen: Flags, at: int | None, *, in_days: bool) -> pd.Series:
        """Return when the clock of each row in `chosen` used up its limit (`Int64`), as seen at `at`.

        Missing in other rows, and where `due_instants` says so; `at` None is as far as is known.
        """
        due = pd.Series(pd.NA, index=range(len(self.rows)), dtype="Int64")
        facts = self.book.clock_facts(name, at, in_days=in_days)
        cycles = self.book.cycles(name, at, in_days=in_days)
        rows = np.flatnonzero(chosen)
        place = _places(cycles, self.rows[rows], self.used(name)["cycle"].iloc[rows])
        rows, place = rows[place >= 0], place[place >= 0]
        found = due_instants(facts, cycles[list(LOOKED_AT)].iloc[place], limit.iloc[rows], in_days=in_days)
        due.iloc[rows] = found.to_numpy()
        return due


def _places(cycles: pd.DataFrame, rows: Instants, numbers: pd.Series) -> Instants:
    """Where cycles of tickets stand among `cycles`, -1 where they do not."""
    theirs, mine = cycles["cycle"].to_numpy(dtype=np.int64), numbers.to_numpy(dtype=np.int64)
    # Ticket and number of the cycle as one number, looked up among those in order.
    width = int(max(theirs.max(initial=0), mine.max(initial=0))) + 1
    keys, wanted = cycles["row"].to_numpy(dtype=np.int64) * width + theirs, rows * width + mine
    order = np.argsort(keys, kind="stable")
    place = np.append(order, -1)[np.searchsorted(keys, wanted, sorter=order)]
    return np.where(np.append(keys, -1)[place] == wanted, place, -1)


def every_ticket(book: TicketBook) -> BookRows:
    """Return each ticket once; it ended when it was last resolved or closed."""
    return BookRows(book, np.arange(len(book.tickets), dtype=np.int64), book.event(WORK_ENDED))


def every_cycle(book: TicketBook, name: str, *, in_days: bool = False) -> BookRows:
    """Return each cycle of the clock called `name`, with `in_days` also its working days used."""
    clock = book.cycles(name, in_days=in_days)
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
