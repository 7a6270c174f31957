"""What a clock looks at: changes of states and fields, laid out per ticket, each value carried on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import OPENING_FIELDS, ClockTerms
from evaluator.core.calendar.zones import Instants
from evaluator.core.clock.histories import Flags, Histories, Positions, Rows, in_order, lay_out, owners

NO_VALUE = -1
_NOT_TOLD = -2
_NOT_A_STATUS = -1
_ORDER = ["ticket_id", "at", "sequence"]

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FieldRows:
    """One field in rows of tickets: codes into `words` (-1: no value), `told` where a source says it."""

    histories: Histories
    words: pd.Index
    told: Flags

    def is_one_of(self, values: Collection[str]) -> Flags:
        """Return in which rows the value is one of `values`."""
        table = np.zeros(self.words.size + 1, dtype=np.bool_)
        found = self.words.get_indexer(pd.Index(list(values), dtype=self.words.dtype))
        table[found[found >= 0]] = True
        return table[self.histories.value]

    @property
    def has_value(self) -> Flags:
        """In which rows there is a value."""
        filled: Flags = self.histories.value != NO_VALUE
        return filled


@dataclass(frozen=True, eq=False)
class ClockRows:
    """Rows of tickets: in each the state (the value of `histories`) and every field the clock looks at."""

    histories: Histories
    fields: Mapping[str, FieldRows]


@dataclass(frozen=True, eq=False)
class ClockChanges:
    """Changes in order of ticket, instant and sequence, of all that one clock looks at.

    `state` is -1 where a change is no change of status. `told` has for each field a code into `words`, -1 for
    a value taken away, -2 where a change is of another field; `opening` the codes that tickets open with.
    """

    ticket_id: Codes
    at: Instants
    sequence: Codes
    state: Codes
    told: Mapping[str, Codes]
    opening: Mapping[str, Codes]
    words: pd.Index

    def rows(self, ids: Codes, opened: Instants, tickets: slice, part: slice, until: int) -> ClockRows:
        """Return the rows of `tickets` (with these ids and openings) from their changes in `part`.

        Each ticket is active from its opening. Changes after `until` and of other tickets are left out.
        """
        owner, at, state = owners(ids, self.ticket_id[part]), self.at[part], self.state[part]
        counts = (at <= until) & (owner >= 0)
        if not self.told:
            counts &= state != _NOT_A_STATUS
        keep: Positions | slice = slice(None) if counts.all() else np.flatnonzero(counts)
        owner, at, state = owner[keep], at[keep], state[keep]
        laid = lay_out(opened, np.full(ids.size, TicketState.ACTIVE, dtype=np.int64), Rows(owner, at, state))
        if not self.told:
            return ClockRows(laid, {})
        sequence = self.sequence[part][keep]
        same = (owner[1:] == owner[:-1]) & (at[1:] == at[:-1]) & (sequence[1:] == sequence[:-1])
        gathered = _Gathered.of(laid, owner, same)
        codes = {name: (self.opening[name][tickets], of[part][keep]) for name, of in self.told.items()}
        return gathered.rows(codes, self.words)


@dataclass(frozen=True, eq=False)
class _Gathered:
    """Rows in which what a source says at once is one: `kept` is the last row of each such group."""

    laid: Histories
    place: Positions
    kept: Positions
    first: Positions

    @classmethod
    def of(cls, laid: Histories, owner: Positions, same_as_next: Flags) -> "_Gathered":
        """Gather `laid`; `same_as_next` says which changes stand at one place with the change after them."""
        place = np.arange(owner.size, dtype=np.int64) + owner + 1
        is_kept = np.ones(laid.owner.size, dtype=np.bool_)
        is_kept[place[:-1][same_as_next]] = False
        kept_until = np.cumsum(is_kept)
        return cls(laid, place, np.flatnonzero(is_kept), kept_until[laid.first] - 1)

    def rows(self, codes: Mapping[str, tuple[Codes, Codes]], words: pd.Index) -> ClockRows:
        """Return the gathered rows; `codes` has for each field those of the openings and of the changes."""
        state, _ = self._carried(self.laid.value, self.laid.value != _NOT_A_STATUS)
        fields: dict[str, FieldRows] = {}
        for name, (opening, changed) in codes.items():
            laid = np.full(self.laid.owner.size, _NOT_TOLD, dtype=np.int64)
            laid[self.laid.first], laid[self.place] = opening, changed
            value, told = self._carried(laid, laid != _NOT_TOLD)
            fields[name] = FieldRows(self._histories(value), words, told)
        return ClockRows(self._histories(state), fields)

    def _carried(self, values: Codes, is_told: Flags) -> tuple[Codes, Flags]:
        """Carry each value told on to the kept rows, and say in which it was told; openings tell all."""
        source = np.maximum.accumulate(np.where(is_told, np.arange(values.size), 0))[self.kept]
        told = source > np.concatenate([[-1], self.kept[:-1]])
        told[self.first] = False
        return values[source], told

    def _histories(self, value: Codes) -> Histories:
        last = np.append(self.first[1:], self.kept.size) - 1
        return Histories(self.first, last, self.laid.owner[self.kept], self.laid.instants[self.kept], value)


def read_changes(tickets: pd.DataFrame, changes: pd.DataFrame, terms: ClockTerms) -> ClockChanges:
    """Return what the clock of `terms` looks at; `tickets` are in the order of their ids.

    Where it looks at fields, `changes` also has `field` and `value`, and `tickets` the fields they open with.
    """
    if not terms.fields:
        ordered = in_order(changes)
        return ClockChanges(*_columns(ordered), {}, {}, pd.Index([]))
    relevant = changes["state"].notna() | changes["field"].isin(terms.fields)
    ordered = in_order(changes[[*_ORDER, "state", "field", "value"]].loc[relevant.to_numpy(dtype=np.bool_)])
    values = ordered["value"].astype("category")
    openings = {name: _opening(tickets, name, terms) for name in terms.fields}
    words = pd.Index(values.cat.categories, dtype="str")
    for opening in openings.values():
        words = words.union(pd.Index(opening.cat.categories, dtype="str"))
    code = _codes(values, words)
    told = {}
    for name in terms.fields:
        is_own = (ordered["field"] == name).to_numpy(dtype=np.bool_, na_value=False)
        told[name] = np.where(is_own, code, _NOT_TOLD)
    opened_with = {name: _codes(opening, words) for name, opening in openings.items()}
    return ClockChanges(*_columns(ordered), told, opened_with, words)


def _columns(ordered: pd.DataFrame) -> tuple[Codes, Instants, Codes, Codes]:
    ticket_id, at, sequence = (ordered[name].to_numpy(dtype=np.int64) for name in _ORDER)
    return ticket_id, at, sequence, ordered["state"].to_numpy(dtype=np.int64, na_value=_NOT_A_STATUS)


def _opening(tickets: pd.DataFrame, name: str, terms: ClockTerms) -> pd.Series:
    """The value of a field that each ticket opens with, as the ticket or the contract says."""
    if name in OPENING_FIELDS:
        return tickets[name].astype("category")
    value = terms.at_opening.get(name)
    return pd.Series(pd.Categorical([value] * len(tickets)), index=tickets.index)


def _codes(values: pd.Series, words: pd.Index) -> Codes:
    categories = pd.Index(values.cat.categories, dtype="str")
    of_category = np.append(words.get_indexer(categories), NO_VALUE)
    return of_category[values.cat.codes.to_numpy()].astype(np.int64)
