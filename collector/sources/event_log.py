"""Logs with one row per event, wide or long, as tickets and their changes."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from collector.mapping import EventLogMapping
from collector.mapping.tickets import OrderColumn
from collector.records import FactKind, as_facts
from collector.source import Normalised, Page
from collector.sources.files import FileSource, hashed
from collector.sources.order import ORDER, Occurrences
from collector.sources.row_reader import RowReader, joined
from collector.sources.statuses import states_of

_LAST_OF_SECOND = 1_000_000
_TICKET_WORDS = ("kind", "service", "unit", "priority")


class EventLogSource(FileSource):
    """A log with one row per event."""

    _mapping: EventLogMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the tickets and changes of `page`."""
        return normalise_event_log(page, self._mapping)

    def _prepared(self, pages: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Number the events of one ticket in one second over the whole file, whatever its pages."""
        seen = Occurrences()
        for rows in pages:
            keys = rows[[self._mapping.columns.ticket, self._mapping.columns.at]]
            yield rows.assign(**{ORDER: seen.count(keys)})

    def _pseudonymous(self, rows: pd.DataFrame) -> pd.DataFrame:
        field, value = self._mapping.columns.field, self._mapping.columns.value
        if field is None or value is None:
            return super()._pseudonymous(rows)
        told = rows[field].str.strip()
        secret = told.isin(self._mapping.persons)
        if bool(secret.any()):
            hashes = hashed(rows[value], self._secret or b"")
            rows = rows.assign(**{value: rows[value].mask(secret, hashes)})
        return rows[told.isin(list(self._mapping.fields.values()))]


def normalise_event_log(page: Page, mapping: EventLogMapping) -> Normalised:
    """Return the facts of a page of an event log.

    Every row of a wide log states the status; another field is a change where it differs from the
    ticket's row before it in the page, and at its first row there. A ticket is what its earliest row
    in the page says.
    """
    reader = RowReader(page, mapping)
    events = _read_events(reader, mapping)
    content = _read_long(reader, mapping) if mapping.is_long else _read_wide(reader, mapping)
    words = pd.DataFrame({f"opening {name}": reader.words(name) for name in _TICKET_WORDS})
    events = _in_order(pd.concat([events, content, words], axis="columns")[reader.good])
    if mapping.is_long:
        changes = events
    else:
        names = [name for name in content.columns if name in ("priority", *mapping.fields)]
        changes = pd.concat([*_statuses(events, mapping), *(_differing(events, name) for name in names)])
    facts = {
        FactKind.TICKET: as_facts(FactKind.TICKET, _tickets(events, mapping)),
        FactKind.TICKET_CHANGE: as_facts(FactKind.TICKET_CHANGE, changes),
    }
    return Normalised(facts, reader.rejects(), page.warnings)


def _read_events(reader: RowReader, mapping: EventLogMapping) -> pd.DataFrame:
    columns = mapping.columns
    ticket = reader.text(columns.ticket)
    reader.refuse(ticket == "", "the ticket key is blank")
    events = {
        "ticket": mapping.identifier_prefix + ticket,
        "at": reader.times(columns.at, required="the time"),
    }
    if columns.opened_at is not None:
        events["opened_at"] = reader.times(columns.opened_at)
    events["sequence"] = _sequence(reader, mapping)
    return pd.DataFrame(events)


def _sequence(reader: RowReader, mapping: EventLogMapping) -> pd.Series:
    order = mapping.order_within_second
    if isinstance(order, OrderColumn):
        numbers = reader.whole_numbers(order.column)
        reader.refuse(numbers.isna(), f"{order.column}: the order within the second is blank")
        return numbers
    counted = reader.rows.get(ORDER, pd.Series(0, index=reader.rows.index))
    numbers = counted.astype("Int64")
    return _LAST_OF_SECOND - numbers if order == "file_reversed" else numbers


def _read_wide(reader: RowReader, mapping: EventLogMapping) -> pd.DataFrame:
    columns = {}
    status = mapping.columns.named().get("status")
    if status is not None:
        columns["status"] = joined(reader.rows, status)
    if mapping.columns.priority is not None:
        columns["priority"] = reader.words("priority")
    for name, column in mapping.fields.items():
        columns[name] = reader.mapped(name, reader.text(column))
    return pd.DataFrame(columns, index=reader.rows.index)


def _read_long(reader: RowReader, mapping: EventLogMapping) -> pd.DataFrame:
    told = reader.text(str(mapping.columns.field))
    text = reader.text(str(mapping.columns.value))
    field = told.map({word: name for name, word in mapping.fields.items()}).astype("str")
    reader.refuse(field.isna(), "the mapping lists no such field")
    value = text.mask(text == "")
    for name in mapping.values:  # noqa: PD011 - a key of the mapping
        rows = field == name
        if bool(rows.any()):
            value[rows] = reader.mapped(name, text[rows])
    state = states_of(text, mapping.statuses).where(field == "status")
    return pd.DataFrame({"field": field, "value": value, "state": state})


def _in_order(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events by ticket (as they first appear) and time, with the ticket's number in `code`."""
    codes, _ = pd.factorize(events["ticket"])
    at = events["at"].to_numpy(dtype="int64")
    order = np.lexsort((events["sequence"].to_numpy(dtype="int64"), at, codes))
    return events.assign(code=codes).iloc[order]


def _statuses(events: pd.DataFrame, mapping: EventLogMapping) -> list[pd.DataFrame]:
    if "status" not in events:
        return []
    value = events["status"].mask(events["status"] == "")
    state = states_of(events["status"], mapping.statuses)
    return [_changes(events, "status", value).assign(state=state)]


def _differing(events: pd.DataFrame, name: str) -> pd.DataFrame:
    words, _ = pd.factorize(events[name])
    tickets = events["code"].to_numpy()
    differs = np.ones(len(events), dtype=bool)
    differs[1:] = (words[1:] != words[:-1]) | (tickets[1:] != tickets[:-1])
    changed = events[differs]
    return _changes(changed, name, changed[name]).assign(state=pd.array([None] * len(changed), dtype="Int64"))


def _changes(events: pd.DataFrame, field: str, value: pd.Series) -> pd.DataFrame:
    return events[["ticket", "at", "sequence"]].assign(
        field=pd.Series(field, index=events.index, dtype="str"), value=value
    )


def _tickets(events: pd.DataFrame, mapping: EventLogMapping) -> pd.DataFrame:
    earliest = events[~events["code"].duplicated()]
    opened = earliest["at"] if "opened_at" not in earliest else earliest["opened_at"].fillna(earliest["at"])
    tickets = earliest[["ticket"]].assign(opened_at=opened)
    for name in _TICKET_WORDS:
        tickets[name] = earliest[f"opening {name}"]
    if mapping.is_long and mapping.columns.priority is None and "priority" in mapping.fields:
        tickets["priority"] = _priority_at_opening(events).reindex(tickets["ticket"]).to_numpy()
    return tickets


def _priority_at_opening(events: pd.DataFrame) -> pd.Series:
    first = events.groupby("code")["at"].transform("min")
    told = events[(events["field"] == "priority") & (events["at"] == first)]
    return told.drop_duplicates("ticket").set_index("ticket")["value"]
