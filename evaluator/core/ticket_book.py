"""Tickets with everything measured on them, each thing once: clocks, events, segments, selections."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import ClockCondition, Condition, EventTerms, FieldCondition, TicketFilter
from evaluator.contract.contract import Contract
from evaluator.core.clocks import run_clock
from evaluator.core.contract_calendars import Calendars
from evaluator.core.events import (
    event_instants,
    field_last_values,
    judging_priorities,
    meets,
    select_tickets,
)
from evaluator.core.facts import Facts

Flags = npt.NDArray[np.bool_]


class TicketBook:
    """The tickets of an evaluation; what several indicators need of them is computed once."""

    def __init__(self, contract: Contract, facts: Facts, calendars: Calendars) -> None:
        self.contract = contract
        self.facts = facts
        self.calendars = calendars
        self.tickets = facts.tickets.reset_index(drop=True)
        self.changes = facts.changes
        self._clocks: dict[str, pd.DataFrame] = {}
        self._events: dict[EventTerms, pd.Series] = {}
        self._filters: dict[TicketFilter, Flags] = {}

    def clock(self, name: str) -> pd.DataFrame:
        """Return what the clock called `name` shows for every ticket (columns of `run_clock`)."""
        if name not in self._clocks:
            terms = self.contract.clocks[name]
            hours, days, groups = self.calendars.groups(self.tickets["service"], str(terms.hours))
            self._clocks[name] = run_clock(
                self.tickets, self.changes, terms, hours, groups, days, self.facts.known_at
            )
        return self._clocks[name]

    def event(self, terms: EventTerms) -> pd.Series:
        """Return the instant of an event for every ticket, missing where it has not happened."""
        if terms not in self._events:
            self._events[terms] = event_instants(self.tickets, self.changes, terms)
        return self._events[terms]

    def selected(self, terms: TicketFilter, services: tuple[str, ...]) -> Flags:
        """Return which tickets an indicator over `services` is about."""
        if terms not in self._filters:
            self._filters[terms] = select_tickets(
                self.tickets, self.changes, terms, self.contract.tickets.priority_taken
            )
        return self._filters[terms] & self.tickets["service"].isin(services).to_numpy()

    def priority(self) -> pd.Series:
        """Return the priority that judges each ticket, as the contract's rule says."""
        return judging_priorities(self.tickets, self.changes, self.contract.tickets.priority_taken)

    def kind(self) -> pd.Series:
        """Return the kind each ticket was last, as `selected` takes it."""
        return field_last_values(self.tickets, self.changes, "kind")

    def has_unmapped_status(self) -> Flags:
        """Return which tickets had a status that no mapping knows."""
        strange = (self.changes["state"] == TicketState.UNMAPPED).to_numpy(dtype=bool, na_value=False)
        return self.tickets["ticket_id"].isin(self.changes["ticket_id"].loc[strange]).to_numpy()

    def meets(self, condition: Condition) -> Flags:
        """Return which tickets meet `condition`."""
        if isinstance(condition, FieldCondition):
            return meets(self.tickets, self.changes, condition)
        used = self.clock(condition.clock)["used"].to_numpy()
        return _compare(used, condition)

    def undecided(self, condition: Condition) -> Flags:
        """Return of which tickets nobody can say yet whether they meet `condition`.

        Of a clock these are an unmapped status, and one that still runs within the time named.
        """
        if isinstance(condition, FieldCondition):
            return np.zeros(len(self.tickets), dtype=bool)
        clock = self.clock(condition.clock)
        within = clock["used"].to_numpy() <= condition.time
        still_running = clock["stopped_at"].isna().to_numpy() & within
        return np.asarray(clock["unmapped"].to_numpy() | still_running)

    def segments(self) -> pd.Series:
        """Return the segment of each ticket's unit, empty where the unit has none."""
        return segment_of(self.tickets["unit"], self.contract)


def _compare(used: npt.NDArray[np.int64], condition: ClockCondition) -> Flags:
    is_longer = used > condition.time
    return np.asarray(is_longer if condition.at_most is None else ~is_longer)


def segment_of(units: pd.Series, contract: Contract) -> pd.Series:
    """Return the segment of each unit as text, empty where it has none."""
    segments: Mapping[str, str] = {unit.id: unit.segment for unit in contract.units}
    words = units.astype("category")
    of_word = np.array([*(segments.get(str(word), "") for word in words.cat.categories), ""], dtype=object)
    return pd.Series(of_word[words.cat.codes.to_numpy()], index=units.index, dtype="str")
