"""Zammad: tickets by the search index, or by the whole list where there is none, each with its history."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from pydantic import Field

from collector.connectors.answers import identity_of, milliseconds_of, records_of, unexpected
from collector.connectors.by_instant import Row, walk
from collector.connectors.connector import Chunk, Evidence, HttpConnector, Span
from collector.connectors.options import ConnectorOptions, HttpOptions
from collector.connectors.rows import value_at
from collector.connectors.told import ToldChange, ToldTicket, told_chunk
from collector.errors import Problem, SourceUnreadable

_LIST, _SEARCH, _HISTORY = "api/v1/tickets", "api/v1/tickets/search", "api/v1/ticket_history/"
_MOST_ROWS = 100
"""Rows of a page that every version gives; the list gives no more."""

_MOST_PAGES = 1 << 20
_MOST_FOUND = 10_000
"""Tickets that one search can be led through; behind them it finds nothing, and does not say so.

Elasticsearch's `max_result_window`; zammad/zammad issue 5559.
"""


class ZammadOptions(HttpOptions):
    """What a source of tickets in Zammad can be told."""

    type: Literal["zammad"]
    search_index: bool = Field(
        default=True,
        description="whether the system has a search index (Elasticsearch); "
        "without one every run reads the list of all tickets",
    )


class ZammadConnector(HttpConnector[ZammadOptions]):
    """Tickets of Zammad; a ticket's key is its number."""

    options_type: ClassVar[type[ConnectorOptions]] = ZammadOptions
    mapping_types = ("ticket_history",)
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "Zammad 6 (its REST API and its public source)"

    _all: list[Row] | None = None
    """The list of all tickets, once it was read for a sweep in this run."""

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the tickets that changed in `span`, each with its whole history."""
        until = None if span.until is None else span.until * 1000
        for rows in self._changed(span):
            wanted = [row for row in rows if until is None or row.key < until]
            if wanted:
                yield self._chunk(wanted)
            if len(wanted) < len(rows):
                return

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield the numbers of the tickets that were created in `span`."""
        until = None if span.until is None else span.until * 1000
        for rows in self._created(span.since * 1000):
            wanted = [row for row in rows if until is None or row.key < until]
            yield [value_at(row.record, "number") for row in wanted]
            if len(wanted) < len(rows):
                return

    def close(self) -> None:
        """Close the connections, and forget the list of this run."""
        self._all = None
        super().close()

    def _created(self, since: int) -> Iterator[list[Row]]:
        if self.options.search_index:
            yield from self._searched("created_at", since)
            return
        if self._all is None:
            whole = self._listed("created_at", 0, None)
            self._all = [Row(row.key, row.identity, {"number": row.record.get("number")}) for row in whole]
        yield [row for row in self._all if row.key >= since]

    def _changed(self, span: Span) -> Iterator[list[Row]]:
        since = span.since * 1000
        if self.options.search_index:
            self._refuse_missing_index()
            yield from self._searched("updated_at", since)
            return
        rows = self._listed("updated_at", since, self._system_now())
        size = self.options.page_size
        yield from (rows[first : first + size] for first in range(0, len(rows), size))

    def _searched(self, field: str, since: int) -> Iterator[list[Row]]:
        def page(at: int) -> list[Row]:
            return self._search(field, f'{field}:["{_text(at)}" TO *]', 1)

        def whole(at: int) -> Iterator[list[Row]]:
            query = f'{field}:["{_text(at)}" TO "{_text(at)}"]'
            return self._until_nothing_new(field, query)

        return walk(since, page, whole)

    def _until_nothing_new(self, field: str, query: str) -> Iterator[list[Row]]:
        """Yield page after page, and again from the first one, until all of them bring nothing new.

        Page numbers are offsets: a ticket that changes meanwhile leaves a gap that others move into.
        """
        known: set[str] = set()
        brought_new = True
        while brought_new:
            brought_new, number, of_this_round = False, 1, set[str]()
            while rows := self._search(field, query, number):
                here = {row.identity for row in rows}
                if here <= of_this_round:
                    break
                if number * self._page_size >= _MOST_FOUND:
                    raise self._too_many_at_once()
                brought_new = brought_new or not here <= known
                known |= here
                of_this_round |= here
                yield rows
                number += 1

    def _search(self, field: str, query: str, number: int) -> list[Row]:
        asked = {"query": query, "sort_by": field, "order_by": "asc", **self._place(number)}
        return self._rows(_SEARCH, asked, field)

    def _listed(self, field: str, since: int, until: int | None) -> list[Row]:
        """Return the tickets of the whole list whose `field` lies from `since` to before `until`, sorted.

        The list goes by id and counts places. From its end to its front a deleted ticket moves others only
        to where we have not been yet: some come twice, none is missed.
        """
        found: dict[str, Row] = {}
        for number in range(self._last_page(), 0, -1):
            for row in self._rows(_LIST, self._place(number), field):
                if row.key >= since and (until is None or row.key < until):
                    found[row.identity] = row
        return sorted(found.values(), key=lambda row: row.key)

    def _last_page(self) -> int:
        """Return a page number behind which there is none, by doubling and halving."""

        def has_rows(number: int) -> bool:
            return bool(self._rows(_LIST, self._place(number), "created_at"))

        full, empty = 0, 1
        while has_rows(empty):
            full, empty = empty, empty * 2
            if empty > _MOST_PAGES:
                raise unexpected(f"{self.options.address}/{_LIST}", "the list of tickets has no end")
        while empty - full > 1:
            middle = (full + empty) // 2
            full, empty = (middle, empty) if has_rows(middle) else (full, middle)
        return full

    @property
    def _page_size(self) -> int:
        return min(self.options.page_size, _MOST_ROWS)

    def _place(self, number: int) -> dict[str, str]:
        return {"expand": "true", "per_page": str(self._page_size), "page": str(number)}

    def _rows(self, path: str, query: dict[str, str], field: str) -> list[Row]:
        answer = self.client.get(path, query)
        return [
            Row(
                milliseconds_of(value_at(record, field), answer.address),
                identity_of(record, "id", answer.address),
                record,
            )
            for record in records_of(answer)
        ]

    def _refuse_missing_index(self) -> None:
        """Raise SourceUnreadable where the search finds nothing at all, and yet there are tickets.

        Without its index Zammad looks for the text of the query in titles and articles, and finds none.
        """
        if self._search("updated_at", "id:[1 TO *]", 1) or not self._rows(
            _LIST, self._place(1), "updated_at"
        ):
            return
        raise SourceUnreadable(
            Problem(
                "the search finds no ticket, and the list has some: there is no search index, or it is empty",
                remedy="Set `search_index: false` for this source, or have the index rebuilt",
                file=f"{self.options.address}/{_SEARCH}",
            )
        )

    def _too_many_at_once(self) -> SourceUnreadable:
        return SourceUnreadable(
            Problem(
                f"{_MOST_FOUND} tickets or more changed in one instant, and the search finds no more",
                remedy="Set `search_index: false` for this source until it has read them",
                file=f"{self.options.address}/{_SEARCH}",
            )
        )

    def _system_now(self) -> int:
        answer = self.client.get(_LIST, self._place(1))
        sent_at = answer.sent_at
        return (self.surroundings.now() if sent_at is None else sent_at) * 1000

    def _chunk(self, rows: list[Row]) -> Chunk:
        told = [ticket for ticket in map(self._told, rows) if ticket is not None]
        reached = rows[-1].key // 1000
        return told_chunk(told, self.mapping.source_columns(), reached, f"{self.name}: tickets")

    def _told(self, row: Row) -> ToldTicket | None:
        """Return a ticket with its history; None where it was deleted since it was listed."""
        answer = self.client.ask("GET", _HISTORY + row.identity, accepted=frozenset({404}))
        if answer.status == 404:
            return None
        entries = records_of(answer, "history")
        return ToldTicket(
            value_at(row.record, "number"),
            value_at(row.record, "created_at"),
            value_at(row.record, "updated_at"),
            row.record,
            tuple(_change(entry) for entry in entries if _is_change(entry, row.identity)),
        )


def _is_change(entry: Any, identity: str) -> bool:
    """Return whether an entry tells a change of the ticket itself: articles stand among them."""
    return (
        value_at(entry, "object") == "Ticket"
        and value_at(entry, "o_id") == identity
        and value_at(entry, "type") == "updated"
        and value_at(entry, "attribute") != ""
    )


def _change(entry: Any) -> ToldChange:
    return ToldChange(
        value_at(entry, "created_at"),
        value_at(entry, "attribute"),
        value_at(entry, "value_from"),
        value_at(entry, "value_to"),
    )


def _text(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"
