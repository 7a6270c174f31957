"""GLPI by its older REST API (apirest.php): tickets found by the search, each with its log."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from collector.connectors.answers import identity_of, record_of, records_of, unexpected
from collector.connectors.by_instant import Row, walk
from collector.connectors.connector import Chunk, Evidence, HttpConnector, Setting, Span
from collector.connectors.local_times import LocalTimes, zone_missing
from collector.connectors.options import ConnectorOptions, HttpOptions
from collector.connectors.rows import value_at
from collector.connectors.told import ToldChange, ToldTicket, told_chunk
from collector.errors import ProblemsFound, SourceUnreadable
from collector.remote.settings import VariableName

if TYPE_CHECKING:
    from collector.remote.client import Answer

_ID, _OPENED, _CHANGED = "2", "15", "19"
"""Numbers of the search's fields: GLPI's source, CommonITILObject, getSearchOptionsMain."""

_LOGGED = {
    "3": "priority",
    "7": "itilcategories_id",
    "10": "urgency",
    "11": "impact",
    "12": "status",
    "14": "type",
    "80": "entities_id",
}
"""What the log calls a field, by the same numbers."""

_LOG_ROWS = 500
_NAMED = re.compile(r"\((-?\d+)\)\s*$")
"""A value of another table is logged as its name with its id: `Network > Wireless (7)`."""


class GlpiOptions(HttpOptions):
    """What a source of tickets in GLPI can be told."""

    type: Literal["glpi"]
    app_token_env: VariableName | None = Field(
        default=None, description="variable with the token of the API client, where GLPI asks for one"
    )
    log_fields: dict[str, str] = Field(
        default_factory=dict,
        description="further fields to follow: number in the log (id_search_option) -> field of the ticket",
    )

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables that hold secrets."""
        own = () if self.app_token_env is None else (self.app_token_env,)
        return (*super().secret_names(), *own)


class GlpiConnector(HttpConnector[GlpiOptions]):
    """Tickets of GLPI; a ticket's key is its id, times are of the account's time zone."""

    options_type: ClassVar[type[ConnectorOptions]] = GlpiOptions
    mapping_types = ("ticket_history",)
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "GLPI 9.5 to 11, apirest.php (apirest.md and the public source)"

    def __init__(self, setting: Setting[GlpiOptions]) -> None:
        super().__init__(setting)
        if self.mapping.time_zone is None:
            raise ProblemsFound([zone_missing(self.name)])
        self._times = LocalTimes(self.mapping.time_zone)
        self._logged = {**_LOGGED, **self.options.log_fields}
        self._session: str | None = None

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the tickets that changed in `span`, each with its whole log."""
        for rows in walk(self._times.key(span.since), self._from, self._whole, self._times.after):
            wanted = [row for row in rows if span.until is None or row.key < span.until]
            if wanted:
                told = [ticket for ticket in map(self._told, wanted) if ticket is not None]
                columns, origin = self.mapping.source_columns(), f"{self.name}: tickets"
                yield told_chunk(told, columns, wanted[-1].key, origin)
            if len(wanted) < len(rows):
                return

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield the ids of the tickets that opened in `span` and are in no bin."""
        bounds = self._between(_OPENED, span.since, span.until)
        for rows in self._by_id(bounds, _OPENED):
            yield [row.identity for row in rows]

    def close(self) -> None:
        """End the session and close the connections."""
        if self._session is not None:
            # A session that cannot be ended now ends by itself.
            with suppress(SourceUnreadable):
                self._send("killSession", {})
            self._session = None
        super().close()

    def _from(self, at: int) -> list[Row]:
        return self._search(self._between(_CHANGED, at, None), _CHANGED, _CHANGED)

    def _whole(self, at: int) -> Iterator[list[Row]]:
        return self._by_id(self._between(_CHANGED, at, self._times.after(at)), _CHANGED)

    def _by_id(self, bounds: list[tuple[str, str, str]], field: str) -> Iterator[list[Row]]:
        last = "0"
        while rows := self._search([*bounds, (_ID, "contains", f">{last}")], _ID, field):
            yield rows
            if int(rows[-1].identity) <= int(last):
                raise unexpected(f"{self.options.address}/search/Ticket", "the search does not compare ids")
            last = rows[-1].identity

    def _between(self, field: str, since: int, until: int | None) -> list[tuple[str, str, str]]:
        # `morethan` and `lessthan` leave out the time itself.
        begin = (field, "morethan", self._times.text(self._times.key(since) - 1))
        if until is None:
            return [begin]
        end = self._times.key(until)
        end = end if end == until else self._times.after(end)
        return [begin, (field, "lessthan", self._times.text(end))]

    def _search(self, criteria: list[tuple[str, str, str]], sort: str, field: str) -> list[Row]:
        query = {
            "sort": sort,
            "order": "ASC",
            "range": f"0-{self.options.page_size - 1}",
            "forcedisplay[0]": _ID,
            "forcedisplay[1]": field,
        }
        for number, (option, kind, value) in enumerate(criteria):
            query[f"criteria[{number}][link]"] = "AND"
            query[f"criteria[{number}][field]"] = option
            query[f"criteria[{number}][searchtype]"] = kind
            query[f"criteria[{number}][value]"] = value
        answer = self._ask("search/Ticket", query)
        content = record_of(answer)
        if "totalcount" not in content:
            raise unexpected(answer.address, "the answer of the search holds no `totalcount`")
        found = records_of(answer, "data") if content.get("data") else []
        return [
            Row(
                self._times.key_of(value_at(row, field), answer.address),
                identity_of(row, _ID, answer.address),
                None,
            )
            for row in found
        ]

    def _told(self, row: Row) -> ToldTicket | None:
        """Return a ticket with its log; None where it was deleted since it was found."""
        answer = self._ask(f"Ticket/{row.identity}", {}, accepted=frozenset({404}))
        entries = None if answer.status == 404 else self._log(row.identity)
        if entries is None:
            return None
        record = record_of(answer)
        changes = (self._change(entry) for entry in entries)
        return ToldTicket(
            row.identity,
            value_at(record, "date"),
            value_at(record, "date_mod"),
            record,
            tuple(change for change in changes if change is not None),
        )

    def _log(self, identity: str) -> list[Any] | None:
        entries: list[Any] = []
        while True:
            query = {"range": f"{len(entries)}-{len(entries) + _LOG_ROWS - 1}"}
            answer = self._ask(f"Ticket/{identity}/Log", query, accepted=frozenset({404}))
            if answer.status == 404:
                return None
            some = records_of(answer)
            entries.extend(sorted(some, key=lambda entry: int(identity_of(entry, "id", answer.address))))
            if not some or len(entries) >= _total(answer):
                return entries

    def _change(self, entry: Mapping[str, Any]) -> ToldChange | None:
        number = value_at(entry, "id_search_option")
        if number not in self._logged or value_at(entry, "linked_action") not in ("", "0"):
            return None
        field = self._logged[number]
        old, new = (value_at(entry, name) for name in ("old_value", "new_value"))
        if field.endswith("_id"):
            old, new = _id_of(old), _id_of(new)
        return ToldChange(value_at(entry, "date_mod"), field, old, new)

    def _ask(self, path: str, query: Mapping[str, str], accepted: frozenset[int] = frozenset()) -> "Answer":
        """Return an answer in a session; one that ended is begun anew, once."""
        if self._session is None:
            self._session = self._begin()
        answer = self._send(path, query, accepted | {401})
        if answer.status != 401:
            return answer
        self._session = None
        self._session = self._begin()
        return self._send(path, query, accepted)

    def _begin(self) -> str:
        answer = self._send("initSession", {})
        session = value_at(record_of(answer), "session_token")
        if session == "":
            raise unexpected(answer.address, "the system began no session")
        return session

    def _send(self, path: str, query: Mapping[str, str], accepted: frozenset[int] = frozenset()) -> "Answer":
        headers = {} if self._session is None else {"Session-Token": self._session}
        if self.options.app_token_env is not None:
            headers["App-Token"] = self.surroundings.secret(self.options.app_token_env)
        return self.client.ask("GET", path, query=query, headers=headers, accepted=accepted)


def _total(answer: "Answer") -> int:
    """Return how many rows there are, as `Content-Range: 0-49/200` says it."""
    told = answer.headers.get("content-range", "").rpartition("/")[2].strip()
    if not (told.isascii() and told.isdigit()):
        raise unexpected(answer.address, "the answer carries no `Content-Range`")
    return int(told)


def _id_of(value: str) -> str:
    found = _NAMED.search(value)
    return found.group(1) if found else value
