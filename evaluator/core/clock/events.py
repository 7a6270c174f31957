"""Events of tickets: when something happened, which values a field had, which tickets are chosen."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import (
    EventTerms,
    FieldCondition,
    FieldEvent,
    LastChangeEvent,
    OpenedEvent,
    StateEvent,
)
from evaluator.core.calendar.zones import Instants
from evaluator.core.clock.histories import Flags, Histories, Positions, Rows, in_order, lay_out, owners

_NO_VALUE = -1
_ORDER = ("ticket_id", "at", "sequence")
_AT_OPENING = ("kind", "service", "unit", "priority")


@dataclass(frozen=True, eq=False)
class FieldHistories:
    """The values one field had: histories of codes into `words`, and where each ticket stands in the frame.

    Code -1 is no value: none yet, or taken away. `order` says which row of the tickets frame history i
    is of.
    """

    histories: Histories
    words: pd.Index
    order: Positions

    def codes_of(self, words: Collection[str]) -> npt.NDArray[np.int64]:
        """Return the codes of those of `words` that any ticket had."""
        found = self.words.get_indexer(pd.Index(list(words), dtype=self.words.dtype))
        return np.asarray(found[found >= 0], dtype=np.int64)

    def changed_rows(self) -> Flags:
        """Return in which rows the value differs from the one before; a first value is no change."""
        return self.histories.changed_rows(_NO_VALUE)

    def by_frame(self, values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return values per history in the order of the tickets frame."""
        ordered = np.empty_like(values)
        ordered[self.order] = values
        return ordered


def event_instants(tickets: pd.DataFrame, changes: pd.DataFrame, event: EventTerms) -> pd.Series:
    """Return when `event` happened to each ticket (`Int64`, missing where never), indexed like `tickets`.

    A ticket comes into some states when it is in one of them and was in none of them before, so
    that RESOLVED and then CLOSED is one event where both are named; it is active from its opening
    until its first status. A field gets a value when it did not have it before; the values a ticket
    opened with it got at its opening.
    """
    if isinstance(event, OpenedEvent):
        return tickets["opened_at"].astype("Int64")
    if isinstance(event, LastChangeEvent):
        return _last_change(tickets, changes)
    if isinstance(event, StateEvent):
        found, order = status_histories(tickets, changes)
        is_inside = np.isin(found.value, [int(word.state) for word in event.states])
    else:
        field = field_histories(tickets, changes, event.field)
        found, order = field.histories, field.order
        is_inside = np.isin(found.value, field.codes_of([event.value]))
    came_in = is_inside & ~found.before(is_inside, at_opening=False)
    return _as_instants(_first_or_last(found, came_in, event), order, tickets.index)


def field_last_values(tickets: pd.DataFrame, changes: pd.DataFrame, field: str) -> pd.Series:
    """Return the last value of `field` of each ticket, missing where it has none; indexed like `tickets`."""
    if field in _AT_OPENING and not (changes["field"] == field).any():
        return tickets[field].astype("category")
    found = field_histories(tickets, changes, field)
    codes = found.by_frame(found.histories.value[found.histories.last])
    values = pd.Categorical.from_codes(codes, categories=found.words)
    return pd.Series(values, index=tickets.index, name=field)


def field_ever(tickets: pd.DataFrame, changes: pd.DataFrame, field: str, values: Collection[str]) -> Flags:
    """Return for each ticket whether `field` had one of `values` at some time."""
    found = field_histories(tickets, changes, field)
    had = np.isin(found.histories.value, found.codes_of(values))
    return found.by_frame(found.histories.count_by_ticket(had)) > 0


def field_change_counts(tickets: pd.DataFrame, changes: pd.DataFrame, field: str) -> npt.NDArray[np.int64]:
    """Return for each ticket how often the value of `field` came to differ from the one before.

    The first value a field gets is no change; a value taken away is one.
    """
    found = field_histories(tickets, changes, field)
    return found.by_frame(found.histories.count_by_ticket(found.changed_rows()))


def field_values_at(
    tickets: pd.DataFrame, changes: pd.DataFrame, field: str, rows: Positions, instants: Instants
) -> pd.Series:
    """Return the value of `field` that the ticket in each of `rows` (of `tickets`) had at each instant.

    Changes of that very second count. Missing where it had none, or had not opened.
    """
    found = field_histories(tickets, changes, field)
    history = np.empty(len(tickets), dtype=np.int64)
    history[found.order] = np.arange(len(tickets), dtype=np.int64)
    asked, last = history[rows], found.histories.last
    # One sorted axis of all histories: a ticket's own stretch, then the instant inside it.
    stretch = int(max(found.histories.instants.max(initial=0), instants.max(initial=0))) + 2
    axis = found.histories.owner * stretch + found.histories.instants
    place = np.searchsorted(axis, asked * stretch + np.maximum(instants, 0), side="right") - 1
    codes = np.where(
        place >= found.histories.first[asked],
        found.histories.value[np.minimum(place, last[asked])],
        _NO_VALUE,
    )
    return pd.Series(pd.Categorical.from_codes(codes, categories=found.words), name=field)


def last_states(tickets: pd.DataFrame, changes: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the last state of each ticket; one without any status is active."""
    found, order = status_histories(tickets, changes)
    states = np.empty(len(tickets), dtype=np.int64)
    states[order] = found.value[found.last]
    return states


def meets(tickets: pd.DataFrame, changes: pd.DataFrame, condition: FieldCondition) -> Flags:
    """Return for each ticket whether `condition` holds, in all the ways it states."""
    field = condition.field
    holds = np.ones(len(tickets), dtype=np.bool_)
    if condition.is_one_of:
        holds &= field_last_values(tickets, changes, field).isin(condition.is_one_of).to_numpy()
    if condition.ever_one_of:
        holds &= field_ever(tickets, changes, field, condition.ever_one_of)
    if condition.changes_at_most is not None:
        holds &= field_change_counts(tickets, changes, field) <= condition.changes_at_most
    if condition.changes_at_least is not None:
        holds &= field_change_counts(tickets, changes, field) >= condition.changes_at_least
    return holds


def field_histories(tickets: pd.DataFrame, changes: pd.DataFrame, field: str) -> FieldHistories:
    """Return the histories of one field; kind, service, unit and priority begin with the opening's value."""
    is_own = (changes["field"] == field).to_numpy(dtype=np.bool_, na_value=False)
    own = in_order(changes[[*_ORDER, "value"]].loc[is_own])
    values = own["value"].astype("category")
    words = values.cat.categories
    opening = np.full(len(tickets), _NO_VALUE, dtype=np.int64)
    if field in _AT_OPENING:
        at_opening = tickets[field].astype("category")
        words = words.union(at_opening.cat.categories)
        opening = _codes(at_opening, words)
    histories, order = _histories(tickets, own, _codes(values, words), opening)
    return FieldHistories(histories, words, order)


def _codes(values: pd.Series, words: pd.Index) -> npt.NDArray[np.int64]:
    of_category = np.append(words.get_indexer(values.cat.categories), _NO_VALUE)
    return of_category[values.cat.codes.to_numpy()].astype(np.int64)


def status_histories(tickets: pd.DataFrame, changes: pd.DataFrame) -> tuple[Histories, Positions]:
    """Return the states each ticket had, active from its opening on, and which ticket each history is of."""
    own = in_order(changes[[*_ORDER, "state"]].loc[changes["state"].notna().to_numpy()])
    opening = np.full(len(tickets), TicketState.ACTIVE, dtype=np.int64)
    return _histories(tickets, own, own["state"].to_numpy(dtype=np.int64), opening)


def _histories(
    tickets: pd.DataFrame, own: pd.DataFrame, values: npt.NDArray[np.int64], opening: npt.NDArray[np.int64]
) -> tuple[Histories, Positions]:
    ids = tickets["ticket_id"].to_numpy(dtype=np.int64)
    order = np.argsort(ids, kind="stable")
    owner = owners(ids[order], own["ticket_id"].to_numpy(dtype=np.int64))
    keep = owner >= 0
    rows = Rows(owner[keep], own["at"].to_numpy(dtype=np.int64)[keep], values[keep])
    opened = tickets["opened_at"].to_numpy(dtype=np.int64)[order]
    return lay_out(opened, opening[order], rows), order


def _first_or_last(found: Histories, chosen: Flags, event: StateEvent | FieldEvent) -> tuple[Instants, Flags]:
    rows = np.flatnonzero(chosen)
    if event.which == "first":
        rows = rows[::-1]
    row = np.zeros(found.first.size, dtype=np.int64)
    row[found.owner[rows]] = rows  # of several the last assignment stands
    return found.instants[row], found.count_by_ticket(chosen) > 0


def _last_change(tickets: pd.DataFrame, changes: pd.DataFrame) -> pd.Series:
    own = in_order(changes)
    found, order = _histories(
        tickets, own, np.zeros(len(own), dtype=np.int64), np.zeros(len(tickets), dtype=np.int64)
    )
    return _as_instants((found.instants[found.last], found.last > found.first), order, tickets.index)


def _as_instants(found: tuple[Instants, Flags], order: Positions, index: pd.Index) -> pd.Series:
    at, happened = np.empty_like(found[0]), np.empty_like(found[1])
    at[order], happened[order] = found
    return pd.Series(pd.arrays.IntegerArray(at, ~happened), index=index)
