"""Request Tracker 5 by its REST 2: tickets that changed, each with its whole history.

Tickets are walked by their number, which stands, among those that changed in a slice of time: a ticket that
changes meanwhile stays in the slice or leaves it for a later one, and no place is ever counted.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from collector.connectors.answers import identity_of, records_of
from collector.connectors.connector import Chunk, Evidence, HttpConnector, Setting, Span
from collector.connectors.options import ConnectorOptions, HttpOptions
from collector.connectors.request_tracker_tickets import (
    CUSTOM,
    HISTORY_FIELDS,
    HISTORY_TYPES,
    OWNER,
    PLAIN_FIELDS,
    QUEUE,
    FoundTicket,
    merge_targets,
    told_tickets,
)
from collector.connectors.rows import joined_rows, value_at
from collector.connectors.told import told_chunk
from collector.errors import Problem, ProblemsFound, SourceUnreadable
from collector.identifiers import content_hash
from collector.instants import from_datetime
from collector.mapping.base import ZoneName

_TICKETS, _TRANSACTIONS, _QUEUES = "REST/2.0/tickets", "REST/2.0/transactions", "REST/2.0/queues/all"
_SYSTEM = "REST/2.0/rt"
_MOST_ROWS = 100
"""Rows of a page; the server gives no more, whatever it is asked for."""

_AT_ONCE = 50
"""Tickets whose changes are asked for in one question, which stands in the address."""

_SLICE = 7 * 86_400
_MARGIN = 2 * 3600
"""Seconds that a question reaches further than wanted: the server errs by an hour about clock changes."""


class RequestTrackerOptions(HttpOptions):
    """What a source of tickets in Request Tracker can be told."""

    type: Literal["request_tracker"]
    account_zone: ZoneName = Field(
        default="UTC",
        description="time zone in the preferences of the account that asks; the server reads the times in "
        "our questions in it",
    )
    queues: tuple[str, ...] = Field(
        default=(), description="names of the queues to read; without it all that the account may see"
    )


class RequestTracker(HttpConnector[RequestTrackerOptions]):
    """Tickets of Request Tracker; a ticket's key is its number."""

    options_type: ClassVar[type[ConnectorOptions]] = RequestTrackerOptions
    mapping_types = ("ticket_history",)
    evidence = Evidence.LIVE_TESTED
    follows = "Request Tracker 5.0.3"

    def __init__(self, setting: Setting[RequestTrackerOptions]) -> None:
        super().__init__(setting)
        self._columns = self.mapping.source_columns()
        _refuse_unknown(setting.name, self._columns)
        self._queue_names: dict[str, str] | None = None

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the tickets that changed in `span`, sorted by it slice by slice, each with its history."""
        if span.until is None:
            self._refuse_other_zone()
        end = span.until if span.until is not None else self._system_now()
        for since in range(span.since, max(end, span.since + 1), _SLICE):
            is_last = since + _SLICE >= end
            until = span.until if is_last else since + _SLICE
            yield from self._slice_read(Span(since, until), end)

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield the numbers of the tickets that were created in `span`, merged ones too."""
        for found in self._found("Created", span):
            yield [ticket.key for ticket in found]

    def _slice_read(self, span: Span, began_at: int) -> Iterator[Chunk]:
        tickets = [ticket for some in self._found("LastUpdated", span) for ticket in some]
        tickets.sort(key=lambda ticket: ticket.updated)
        remaining = iter(tickets)
        while some := list(islice(remaining, _AT_ONCE)):
            changes = self._changes([ticket.key for ticket in some])
            merged = self._merged(some, changes)
            if merged:
                changes += self._changes([ticket.key for ticket in merged])
            told = told_tickets([*some, *merged], changes, self._queues())
            # What changes while we read may be missed here, and is newer than the moment we began.
            reached = min(some[-1].updated, began_at)
            yield told_chunk(told, self._columns, reached, f"{self.name}: tickets")
        if span.until is not None:
            yield Chunk(joined_rows([]), span.until, content_hash(b""), f"{self.name}: tickets")

    def _found(self, field: str, span: Span) -> Iterator[list[FoundTicket]]:
        """Yield the tickets whose time in `field` lies in `span`, by number."""
        for found in self._walked(self._condition(field, span)):
            times = [from_datetime(datetime.fromisoformat(value_at(one.record, field))) for one in found]
            yield [one for one, at in zip(found, times, strict=True) if _lies_in(at, span)]

    def _walked(self, condition: str) -> Iterator[list[FoundTicket]]:
        """Yield the tickets that `condition` selects, page by page, by number."""
        query = {"orderby": "id", "order": "ASC", "per_page": str(self._page_size()), **self._fields()}
        number = "0"
        while True:
            answer = self.client.get(_TICKETS, {"query": f"{condition} AND id > {number}", **query})
            found = [FoundTicket.of(item, answer.address) for item in records_of(answer, "items")]
            if not found:
                return
            number = found[-1].key
            yield found

    def _condition(self, field: str, span: Span) -> str:
        parts = [self._visible(), f"{field} >= '{self._text(span.since - _MARGIN)}'"]
        if span.until is not None:
            parts.append(f"{field} < '{self._text(span.until + _MARGIN)}'")
        return " AND ".join(parts)

    def _visible(self) -> str:
        # Naming EffectiveId lets merged tickets be found too; without it they would seem to be deleted.
        named = " OR ".join(f"Queue = '{_quoted(queue)}'" for queue in self.options.queues)
        return f"EffectiveId > 0 AND ({named})" if named else "EffectiveId > 0"

    def _text(self, instant: int) -> str:
        zone = ZoneInfo(self.options.account_zone)
        return datetime.fromtimestamp(instant, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")

    def _fields(self) -> dict[str, str]:
        plain = {column for column in self._columns if not column.startswith(CUSTOM)}
        custom = {"CustomFields"} if len(plain) < len(self._columns) else set()
        names = sorted(plain | custom | {"Created", "LastUpdated", "EffectiveId"})
        deeper = {"fields[Queue]": "Name"} if QUEUE in plain else {}
        # The history knows an owner by number.
        deeper |= {"fields[Owner]": "id"} if OWNER in plain else {}
        deeper |= {"fields[CustomFields]": "name,values"} if custom else {}
        return {"fields": ",".join(names), **deeper}

    def _changes(self, keys: list[str]) -> list[Any]:
        """Return the changes of some tickets in their order."""
        tickets = " OR ".join(f"ObjectId = {key}" for key in keys)
        types = " OR ".join(f"Type = '{name}'" for name in HISTORY_TYPES)
        query = {"fields": HISTORY_FIELDS, "orderby": "id", "order": "ASC", "per_page": str(_MOST_ROWS)}
        found: list[Any] = []
        number = "0"
        while True:
            asked = f"ObjectType = 'RT::Ticket' AND ({tickets}) AND ({types}) AND id > {number}"
            answer = self.client.get(_TRANSACTIONS, {"query": asked, **query})
            some = records_of(answer, "items")
            if not some:
                return found
            found.extend(some)
            number = identity_of(some[-1], "id", answer.address)

    def _merged(self, tickets: list[FoundTicket], changes: list[Any]) -> list[FoundTicket]:
        """Return further tickets that were merged into some of `tickets`.

        A merge changes the ticket that stays; the time of the one that goes stands still.
        """
        known, stays = {one.key for one in tickets}, {one.key for one in tickets if not one.is_merged}
        into = sorted(stays & merge_targets(changes), key=int)
        if not into:
            return []
        condition = " OR ".join(f"EffectiveId = {key}" for key in into)
        found = [one for some in self._walked(f"({condition})") for one in some]
        return [one for one in found if one.key not in known]

    def _queues(self) -> dict[str, str]:
        """Return the names of queues by number, disabled ones too; the history tells numbers."""
        if QUEUE not in self._columns:
            return {}
        if self._queue_names is None:
            self._queue_names = {}
            page = 1
            query = {"fields": "Name", "per_page": str(_MOST_ROWS), "find_disabled_rows": "1"}
            while some := records_of(self.client.get(_QUEUES, {**query, "page": str(page)}), "items"):
                self._queue_names |= {value_at(one, "id"): value_at(one, "Name") for one in some}
                page += 1
        return self._queue_names

    def _system_now(self) -> int:
        sent_at: int | None = self.client.get(_SYSTEM).sent_at
        return self.surroundings.now() if sent_at is None else sent_at

    def _page_size(self) -> int:
        return min(self.options.page_size, _MOST_ROWS)

    def _refuse_other_zone(self) -> None:
        """Raise SourceUnreadable where the server reads the times of our questions in another zone.

        It is asked for the ticket that has not changed for longest, around the time it tells of it.
        """
        oldest = {"orderby": "LastUpdated", "order": "ASC", "per_page": "1", "fields": "Created,LastUpdated"}
        answer = self.client.get(_TICKETS, {"query": self._visible(), **oldest})
        for item in records_of(answer, "items"):
            one = FoundTicket.of(item, answer.address)
            around = self._condition("LastUpdated", Span(one.updated, one.updated + 1))
            found = self.client.get(_TICKETS, {"query": f"{around} AND id = {one.key}"})
            if not records_of(found, "items"):
                raise self._other_zone(answer.address)

    def _other_zone(self, address: str) -> SourceUnreadable:
        return SourceUnreadable(
            Problem(
                "the server does not find a ticket at the time it tells of it: the account that asks has "
                f"another time zone than {self.options.account_zone}",
                remedy="Say the zone of the account's preferences in `account_zone`",
                file=address,
            )
        )


def _lies_in(at: int, span: Span) -> bool:
    return at >= span.since and (span.until is None or at < span.until)


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace("'", "\\'")


def _refuse_unknown(source: str, columns: tuple[str, ...]) -> None:
    unknown = [name for name in columns if name not in PLAIN_FIELDS and not name.startswith(CUSTOM)]
    if unknown:
        raise ProblemsFound(
            Problem(
                f"source {source!r}: the mapping names {name!r}, no field of Request Tracker",
                allowed=", ".join([*PLAIN_FIELDS, "CF.NAME of a custom field"]),
                path="fields",
            )
            for name in unknown
        )
