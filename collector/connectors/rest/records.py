"""Records of a described system as the rows that connectors share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from collector.connectors.rest.answers import Record, at_path, text_at
from collector.connectors.rest.options import EmbeddedHistory, HistoryFields, RestOptions
from collector.connectors.rows import (
    CHANGE_PART,
    NEW,
    OLD,
    ROW_PART,
    TICKET_PART,
    UPDATED_AT,
    frame_of,
    joined_rows,
)
from collector.mapping import CommonMapping
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET
from collector.reading.rows import ROW_PROBLEM
from collector.remote.problems import unreadable


def plain_rows(records: Sequence[Record], options: RestOptions, mapping: CommonMapping) -> pd.DataFrame:
    """Return records as rows that the mapping reads."""
    columns = _columns(records, options, mapping)
    if any(ROW_PROBLEM in record for record in records):
        columns[ROW_PROBLEM] = [str(record.get(ROW_PROBLEM, "")) for record in records]
    return joined_rows([frame_of(ROW_PART, columns)])


def ticket_rows(
    records: Sequence[Record],
    entries: Iterable[Sequence[Record]],
    options: RestOptions,
    mapping: CommonMapping,
) -> pd.DataFrame:
    """Return tickets with the changes that their `entries` of history tell."""
    known = {
        TICKET: _texts(records, options.ticket or "", options),
        OPENED_AT: _texts(records, options.opened_at or "", options),
        UPDATED_AT: _texts(records, options.changed_at or "", options),
    }
    tickets = frame_of(TICKET_PART, {**known, **_columns(records, options, mapping)})
    if options.history is None:
        return joined_rows([tickets])
    changes = _Changes(options.history, options.in_milliseconds)
    for ticket, history in zip(known[TICKET], entries, strict=True):
        changes.add(ticket, history)
    return joined_rows([tickets, frame_of(CHANGE_PART, changes.columns)])


def embedded(records: Sequence[Record], history: EmbeddedHistory, address: str) -> list[list[Record]]:
    """Return the entries of each record's own history; raises SourceUnreadable where it is no list."""
    found = [at_path(record, history.rows) for record in records]
    if not all(isinstance(rows, list) for rows in found):
        raise unreadable(address, f"a ticket has no list at `{history.rows}`", "Check `history.rows`")
    return found


def _columns(
    records: Sequence[Record], options: RestOptions, mapping: CommonMapping
) -> dict[str, Sequence[str]]:
    names = dict.fromkeys((*mapping.source_columns(), *mapping.field_columns().values()))
    return {
        name: [
            text_at(record, options.fields.get(name, name), _milliseconds(options, name))
            for record in records
        ]
        for name in names
    }


def _texts(records: Sequence[Record], path: str, options: RestOptions) -> list[str]:
    return [text_at(record, path, options.in_milliseconds) for record in records]


def _milliseconds(options: RestOptions, name: str) -> tuple[str, ...]:
    """Return the paths in milliseconds, with that of column `name` where the column is named so."""
    path = options.fields.get(name, name)
    return (*options.in_milliseconds, path) if name in options.in_milliseconds else options.in_milliseconds


@dataclass
class _Changes:
    """The columns of the changes of many tickets."""

    history: HistoryFields
    in_milliseconds: tuple[str, ...]
    columns: dict[str, list[str]] = field(
        default_factory=lambda: {name: [] for name in (TICKET, AT, ORDER, FIELD, OLD, NEW)}
    )

    def add(self, ticket: str, entries: Sequence[Record]) -> None:
        """Add what the entries of one ticket say, the oldest first."""
        before: dict[str, str] = {}
        ordered = entries if self.history.order == "ascending" else list(reversed(entries))
        parts = [(entry, part) for entry in ordered for part in self._parts(entry)]
        for number, (entry, part) in enumerate(parts, start=1):
            name = self._field(part)
            new = self._text(part, self.history.new)
            old = before.get(name, "") if self.history.old is None else self._text(part, self.history.old)
            told = (ticket, self._text(entry, self.history.at), str(number), name, old, new)
            for column, value in zip(self.columns.values(), told, strict=True):
                column.append(value)
            before[name] = new

    def _parts(self, entry: Record) -> Sequence[Record]:
        if self.history.each is None:
            return (entry,)
        found = at_path(entry, self.history.each)
        parts = found if isinstance(found, list) else []
        return parts if self.history.order == "ascending" else list(reversed(parts))

    def _field(self, part: Record) -> str:
        if self.history.only is not None:
            return self.history.only
        word = self._text(part, self.history.field or "")
        return self.history.names.get(word, word)

    def _text(self, part: Record, path: str) -> str:
        return text_at(part, path, self.in_milliseconds)
