"""Histories: the changes of one thing about each ticket, laid out as one run of rows per ticket.

Every history begins with a row for the opening, so that no ticket is without rows and each row
holds from its own instant until that of the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.core.calendar.zones import Instants

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Value = TypeVar("Value", np.int64, np.bool_)

_BLOCK = 1 << 16
_TICKETS_A_BLOCK = 1 << 14


@dataclass(frozen=True, eq=False)
class Rows:
    """Changes that belong to tickets: `owner` is a position among the tickets, never falling.

    Neither do the `instants` of one owner.
    """

    owner: Positions
    instants: Instants
    value: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Histories:
    """Rows of all tickets, in order; those of ticket i begin at `first[i]` with its opening.

    `last[i]` is the last row of ticket i; `owner` says for each row whose it is.
    """

    first: Positions
    last: Positions
    owner: Positions
    instants: Instants
    value: npt.NDArray[np.int64]

    def before(self, values: npt.NDArray[Value], at_opening: int) -> npt.NDArray[Value]:
        """Return for each row the value of the row before it, and `at_opening` for an opening row."""
        shifted = np.empty_like(values)
        shifted[1:] = values[:-1]
        shifted[self.first] = at_opening
        return shifted

    def changed_rows(self, no_value: int) -> Flags:
        """Return in which rows the value differs from the one before; a first value is no change."""
        row = np.arange(self.value.size)
        last_filled = np.maximum.accumulate(np.where(self.value == no_value, -1, row))
        had_value = self.before(last_filled, -1) >= self.first[self.owner]
        is_changed: Flags = had_value & (self.value != self.before(self.value, no_value))
        return is_changed

    def count_by_ticket(self, chosen: Flags) -> npt.NDArray[np.int64]:
        """Return for each ticket how many of its rows are chosen."""
        return np.bincount(self.owner[chosen], minlength=self.first.size).astype(np.int64)


def lay_out(opened_at: Instants, opening_value: npt.NDArray[np.int64], rows: Rows) -> Histories:
    """Return the histories of tickets; a change stamped before the opening counts from the opening on."""
    tickets = np.arange(opened_at.size, dtype=np.int64)
    counts = np.bincount(rows.owner, minlength=tickets.size)
    first = tickets + np.cumsum(counts) - counts
    owner = np.repeat(tickets, counts + 1)
    is_change = np.ones(owner.size, dtype=np.bool_)
    is_change[first] = False
    at, value = np.empty_like(owner), np.empty_like(owner)
    at[first], value[first] = opened_at, opening_value
    at[is_change], value[is_change] = rows.instants, rows.value
    last = first + counts
    # The first change of a ticket is its earliest, so that one look a ticket tells.
    if np.any(at[np.minimum(first + 1, last)] < opened_at):
        np.maximum(at, np.repeat(opened_at, counts + 1), out=at)
    return Histories(first, last, owner, at, value)


def owners(ticket_ids: npt.NDArray[np.int64], of_changes: npt.NDArray[np.int64]) -> Positions:
    """Return the position of each change's ticket in `ticket_ids`, -1 where it is not among them.

    `ticket_ids` rise, `of_changes` do not fall; each run of one ticket is looked up once.
    """
    if of_changes.size == 0 or ticket_ids.size == 0:
        return np.full(of_changes.size, -1, dtype=np.int64)
    heads = np.flatnonzero(np.concatenate([[True], of_changes[1:] != of_changes[:-1]]))
    wanted, lengths = of_changes[heads], np.diff(np.append(heads, of_changes.size))
    if np.array_equal(wanted, ticket_ids):
        return np.repeat(np.arange(ticket_ids.size, dtype=np.int64), lengths)
    place = np.minimum(np.searchsorted(ticket_ids, wanted), ticket_ids.size - 1)
    found = np.where(ticket_ids[place] == wanted, place, -1)
    return np.repeat(found, lengths)


def in_order(changes: pd.DataFrame) -> pd.DataFrame:
    """Return changes by ticket, instant and sequence; as they are where they are in order already."""
    keys = [changes[name].to_numpy(dtype=np.int64) for name in ("ticket_id", "at", "sequence")]
    if _are_in_order(keys):
        return changes
    return changes.iloc[np.lexsort(keys[::-1])]


def _are_in_order(keys: list[npt.NDArray[np.int64]]) -> bool:
    for begin in range(0, max(keys[0].size - 1, 0), _BLOCK):
        falls = np.zeros(min(_BLOCK, keys[0].size - 1 - begin), dtype=np.bool_)
        for key in reversed(keys):
            part = key[begin : begin + _BLOCK + 1]
            falls = (part[1:] < part[:-1]) | ((part[1:] == part[:-1]) & falls)
        if falls.any():
            return False
    return True


def blocks(
    ticket_ids: npt.NDArray[np.int64], of_changes: npt.NDArray[np.int64]
) -> Iterator[tuple[slice, slice]]:
    """Yield slices of tickets, and of the changes that belong to them, small enough for the cache."""
    step = _TICKETS_A_BLOCK
    borders = np.arange(0, ticket_ids.size, step)
    edges = [*np.searchsorted(of_changes, ticket_ids[borders], side="left"), of_changes.size]
    for border, (begin, end) in zip(borders, pairwise(edges), strict=True):
        yield slice(int(border), int(border) + step), slice(int(begin), int(end))
