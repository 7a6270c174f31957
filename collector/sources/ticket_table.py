"""Tables with one row per ticket and columns for the instants of its events."""

import pandas as pd

from collector.errors import Problem, Severity
from collector.mapping import TicketTableMapping
from collector.records import FactKind, TicketState, as_facts
from collector.source import Normalised, Page
from collector.sources.files import FileSource
from collector.sources.row_reader import RowReader, joined
from collector.sources.statuses import states_of


class TicketTableSource(FileSource):
    """A table with one row per ticket."""

    _mapping: TicketTableMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the tickets and changes of `page`."""
        return normalise_ticket_table(page, self._mapping)


def normalise_ticket_table(page: Page, mapping: TicketTableMapping) -> Normalised:
    """Return the facts of a page of a table of tickets.

    Every event with an instant is a change of status to the event's state, its place in the mapping orders a
    second; the current status follows at `updated_at`. A field holds from `updated_at`, or from opening
    where that has no column: a table knows its latest value only. So a row is all there is to say of its
    ticket: it replaces what an earlier row, of this page or of any delivery, said.
    """
    reader = RowReader(page, mapping)
    ticket = reader.text(mapping.columns.ticket)
    reader.refuse(ticket == "", "the ticket key is blank")
    keys = mapping.identifier_prefix + ticket
    events = {name: reader.times(event.column) for name, event in mapping.events.items()}
    reader.refuse(events["opened"].isna(), "the opening of the ticket is blank")
    words = {name: reader.words(name) for name in mapping.word_names()}
    latest = _current(reader, mapping, events["opened"])
    changes = [*_event_changes(mapping, events), *latest]
    repeated = _repeated(keys, reader.good)
    good = reader.good & ~repeated
    changed = pd.concat([change.assign(ticket=keys)[good & change["at"].notna()] for change in changes])
    tickets = pd.DataFrame({"ticket": keys, "opened_at": events["opened"], **words})[good]
    facts = {
        FactKind.TICKET: as_facts(FactKind.TICKET, tickets),
        FactKind.TICKET_CHANGE: as_facts(FactKind.TICKET_CHANGE, changed),
    }
    warnings = (*page.warnings, *_warn_of_repeated(keys[repeated], page.origin))
    return Normalised(facts, reader.rejects(), warnings, replaces_whole_tickets=True, tickets=keys)


def _repeated(keys: pd.Series, good: pd.Series) -> pd.Series:
    """Mark the usable rows that a later usable row of the same ticket replaces."""
    repeated: pd.Series = keys[good].duplicated(keep="last").reindex(keys.index, fill_value=False)
    return repeated


def _warn_of_repeated(keys: pd.Series, origin: str) -> list[Problem]:
    if keys.empty:
        return []
    return [
        Problem(
            f"tickets with more than one row: {keys.nunique()}, such as {keys.iloc[0]!r}",
            allowed="one row for each ticket",
            remedy="The last row of each is used; if the rows are events, map them as an event_log",
            file=origin,
            line=int(keys.index[0]),
            severity=Severity.WARNING,
        )
    ]


def _event_changes(mapping: TicketTableMapping, events: dict[str, pd.Series]) -> list[pd.DataFrame]:
    return [
        _change(
            "status", events[name], sequence, pd.Series(name, index=events[name].index, dtype="str")
        ).assign(state=int(TicketState[event.state.upper()]))
        for sequence, (name, event) in enumerate(mapping.events.items())
    ]


def _current(reader: RowReader, mapping: TicketTableMapping, opened: pd.Series) -> list[pd.DataFrame]:
    columns, sequence = mapping.columns, len(mapping.events)
    since = opened if columns.updated_at is None else reader.times(columns.updated_at)
    changes = []
    status = columns.named().get("status")
    if status is not None:
        text = joined(reader.rows, status)
        reader.refuse(since.isna(), "since when the current status holds is blank")
        changes.append(
            _change("status", since, sequence, text.mask(text == "")).assign(
                state=states_of(text, mapping.statuses)
            )
        )
    for name, column in mapping.fields.items():
        changes.append(_change(name, since, sequence, reader.mapped(name, reader.text(column))))
    return changes


def _change(field: str, at: pd.Series, sequence: int, value: pd.Series) -> pd.DataFrame:
    missing = pd.Series(pd.NA, index=at.index, dtype="Int64")
    return pd.DataFrame({"at": at, "sequence": sequence, "field": field, "value": value, "state": missing})
