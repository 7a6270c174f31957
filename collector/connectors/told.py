"""Tickets as a system tells them, each with all its changes, as rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from collector.connectors.connector import Chunk
from collector.connectors.joining import parts_of, with_joined
from collector.connectors.rows import (
    CHANGE_PART,
    NEW,
    OLD,
    TICKET_PART,
    UPDATED_AT,
    frame_of,
    joined_rows,
    value_at,
)
from collector.identifiers import content_hash
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET


@dataclass(frozen=True)
class ToldChange:
    """One change of a field: when, as the system writes it, what it was and became."""

    at: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class ToldTicket:
    """A ticket: its key, times as the system writes them, its record, its changes in their order."""

    key: str
    opened_at: str
    updated_at: str
    record: Any
    changes: tuple[ToldChange, ...]

    def value(self, column: str) -> str:
        """Return the present value of a field, a dotted path into the record.

        A ticket can change between the question for it and the one for its history: what the history tells
        from its last known change on is newer than the record.
        """
        later = [change for change in self.changes if change.field == column and change.at >= self.updated_at]
        return later[-1].new if later else value_at(self.record, column)


def told_chunk(tickets: Sequence[ToldTicket], columns: Iterable[str], reached: int, origin: str) -> Chunk:
    """Return tickets, with `columns` of their records, and their changes as a chunk.

    A column may join several fields: `state / reason`.
    """
    names = tuple(columns)
    rows = joined_rows(with_joined(_tickets(tickets, parts_of(names)), _changes(tickets), names))
    return Chunk(rows, reached, content_hash(rows.to_csv().encode()), origin)


def _tickets(tickets: Sequence[ToldTicket], columns: Iterable[str]) -> pd.DataFrame:
    own = {
        TICKET: [ticket.key for ticket in tickets],
        OPENED_AT: [ticket.opened_at for ticket in tickets],
        UPDATED_AT: [ticket.updated_at for ticket in tickets],
    }
    fields = {column: [ticket.value(column) for ticket in tickets] for column in columns}
    return frame_of(TICKET_PART, {**own, **fields})


def _changes(tickets: Sequence[ToldTicket]) -> pd.DataFrame:
    told = [
        (ticket.key, number, change)
        for ticket in tickets
        for number, change in enumerate(ticket.changes, start=1)
    ]
    return frame_of(
        CHANGE_PART,
        {
            TICKET: [key for key, _, _ in told],
            AT: [change.at for _, _, change in told],
            ORDER: [str(number) for _, number, _ in told],
            FIELD: [change.field for _, _, change in told],
            OLD: [change.old for _, _, change in told],
            NEW: [change.new for _, _, change in told],
        },
    )
