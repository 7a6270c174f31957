"""The connector of a system that the sources file describes wholly."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, TypeAlias

import pandas as pd

from collector.connectors.connector import Chunk, Evidence, HttpConnector, Setting, Span
from collector.connectors.options import ConnectorOptions
from collector.connectors.rest.answers import Record, text_at
from collector.connectors.rest.by_change import pages_by_offset, pages_by_time
from collector.connectors.rest.moments import end_written, start_written
from collector.connectors.rest.options import AskedHistory, EmbeddedHistory, Listing, RestOptions
from collector.connectors.rest.pages import Pages, ReadPage
from collector.connectors.rest.records import embedded, plain_rows, ticket_rows
from collector.connectors.rest.templates import SINCE, TICKET_KEY, UNTIL
from collector.connectors.rows import joined_rows
from collector.errors import Problem, Severity
from collector.identifiers import content_hash
from collector.mapping import CommonMapping
from collector.mapping.tickets import TicketHistoryMapping
from collector.reading.times import read_times
from collector.remote.problems import told, unreadable
from collector.sources.row_reader import time_rule

Values: TypeAlias = Callable[[int], Mapping[str, str]]
"""What stands for the placeholders where changes from an instant on are asked for."""


class RestConnector(HttpConnector[RestOptions]):
    """Reads what the sources file describes, under every type of mapping."""

    options_type: ClassVar[type[ConnectorOptions]] = RestOptions
    mapping_types = (
        "ticket_history",
        "ticket_table",
        "event_log",
        "service_states",
        "samples",
        "maintenance",
        "measurements",
        "statements",
        "stated_tickets",
        "stated_outages",
    )
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "two products described in its tests"

    def __init__(self, setting: Setting[RestOptions]) -> None:
        super().__init__(setting)
        self._is_history = isinstance(self.mapping, TicketHistoryMapping)

    @classmethod
    def misfits(cls, options: ConnectorOptions, mapping: CommonMapping) -> list[Problem]:
        """Return what is missing for tickets with history."""
        found = super().misfits(options, mapping)
        if isinstance(options, RestOptions) and isinstance(mapping, TicketHistoryMapping):
            found.extend(_missing(options))
        return found

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield what changed in `span`; raises SourceUnreadable."""
        if span.until is not None and SINCE not in self.options.listing.used():
            # There is only what is there now, and the daily run has it.
            return
        if self.options.order == "changed":
            yield from self._by_change(span)
        else:
            yield from self._by_window(span)

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield the keys of all tickets opened in `span`."""
        listing = self.options.keys
        if listing is not None:
            until = self.surroundings.now() if span.until is None else span.until
            for page in self._pages().all(listing, self._values(span.since, until)):
                yield [text_at(row, self.options.ticket or "") for row in page.rows]

    def _by_change(self, span: Span) -> Iterator[Chunk]:
        options, until = self.options, span.until
        end = self.surroundings.now() if until is None else until

        def values(at: int) -> Mapping[str, str]:
            return self._values(at, end)

        if options.listing.paging.type in ("offset", "page", "keyset"):
            pages = self._moving(span.since, values)
        else:
            pages = self._pages().all(options.listing, values(span.since))
        reached = span.since
        for page in pages:
            times = self._changed(page.rows, page.answer.address)
            yield self._chunk(page, reached := max([reached, *times]))
            if until is not None and reached >= until:
                return

    def _moving(self, since: int, values: Values) -> Iterator[ReadPage]:
        options = self.options
        if options.listing.paging.type == "offset":
            return pages_by_offset(
                self._pages(), options.listing, since, values, self._changed, options.ticket or ""
            )
        return pages_by_time(self._pages(), options.listing, since, values, self._changed)

    def _by_window(self, span: Span) -> Iterator[Chunk]:
        now = self.surroundings.now()
        until = now if span.until is None else span.until
        begin = span.since
        while begin < until:
            end = until if self.options.window is None else min(until, begin + self.options.window)
            latest, sent_at = begin, None
            for page in self._pages().all(self.options.listing, self._values(begin, end)):
                sent_at = page.answer.sent_at if sent_at is None else sent_at
                latest = max([latest, *self._readable(page.rows)])
                yield self._chunk(page, begin)
            begin, reached = end, end
            if span.until is None and end == until:
                # What changes while we read may stand on a page that was read before.
                seen_until = now if sent_at is None else min(now, sent_at)
                reached = seen_until if self.options.changed_at is None else min(latest, seen_until)
            yield Chunk(joined_rows([]), reached, content_hash(b""), self.name)

    def _chunk(self, page: ReadPage, reached: int) -> Chunk:
        rows, warnings = self._rows(page)
        blank = self._without_time(page)
        return Chunk(
            rows, reached, page.answer.content_hash, page.answer.address, (*page.warnings, *warnings, *blank)
        )

    def _rows(self, page: ReadPage) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
        options, records = self.options, page.rows
        if not records:
            return joined_rows([]), ()
        if not self._is_history:
            return plain_rows(records, options, self.mapping), ()
        if isinstance(options.history, EmbeddedHistory):
            found = embedded(records, options.history, page.answer.address)
            return ticket_rows(records, found, options, self.mapping), ()
        if options.history is None:
            return ticket_rows(records, (), options, self.mapping), ()
        return self._with_asked(records, options.history, page)

    def _with_asked(
        self, records: Sequence[Record], history: AskedHistory, page: ReadPage
    ) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
        asked = [self._history(record, history.listing) for record in records]
        there = [(record, found) for record, found in zip(records, asked, strict=True) if found is not None]
        warnings: tuple[Problem, ...] = ()
        if len(there) < len(records):
            gone = f"tickets that were deleted while they were read: {len(records) - len(there)}"
            warnings = (replace(told(page.answer.address, gone), severity=Severity.WARNING),)
        tickets, entries = [record for record, _ in there], [found for _, found in there]
        return ticket_rows(tickets, entries, self.options, self.mapping), warnings

    def _history(self, record: Record, listing: Listing) -> list[Record] | None:
        """Return the entries of one ticket's history; None where the ticket is gone."""
        values = {TICKET_KEY: text_at(record, self.options.ticket or "")}
        entries: list[Record] = []
        for page in self._pages().all(listing, values, may_be_gone=True):
            if page.content is None:
                return None
            entries.extend(page.rows)
        return entries

    def _pages(self) -> Pages:
        return Pages(self.client, self.options.page_size, self.mapping.delimiter)

    def _values(self, since: int, until: int) -> Mapping[str, str]:
        how, zone = self.options.times, self.options.times_zone
        return {SINCE: start_written(since, how, zone), UNTIL: end_written(until, how, zone)}

    def _times(self, rows: Sequence[Record]) -> pd.Series:
        """Return when rows changed, the earlier of two meanings; missing where that cannot be read."""
        path = self.options.changed_at or ""
        text = pd.Series([text_at(row, path, self.options.in_milliseconds) for row in rows], dtype="str")
        rule = replace(time_rule(self.mapping), doubled_hour="first", skipped_hour="forward")
        return read_times(text.str.strip(), rule).instants

    def _readable(self, rows: Sequence[Record]) -> list[int]:
        if self.options.changed_at is None:
            return []
        return [int(time) for time in self._times(rows).dropna()]

    def _changed(self, rows: Sequence[Record], address: str) -> list[int]:
        times = self._times(rows)
        if bool(times.isna().any()):
            raise unreadable(
                address,
                "a row does not say when it changed, in a form that the mapping can read",
                "Check `changed_at`, and `time_format` and `time_zone` of the mapping",
            )
        return [int(time) for time in times]

    def _without_time(self, page: ReadPage) -> tuple[Problem, ...]:
        count = len(page.rows) - len(self._readable(page.rows))
        if self.options.changed_at is None or count == 0:
            return ()
        found = f"rows that do not say when they changed, in a form that the mapping can read: {count}"
        return (replace(told(page.answer.address, found), severity=Severity.WARNING),)


def _missing(options: RestOptions) -> Iterator[Problem]:
    given = {"ticket": options.ticket, "opened_at": options.opened_at, "changed_at": options.changed_at}
    for key, path in given.items():
        if path is None:
            yield Problem(
                f"this source gives tickets with history, and does not say where `{key}` stands",
                remedy=f"Add `{key}`, a dotted path, to the connector",
                path="connector",
            )
