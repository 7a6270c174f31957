"""Znuny and OTOBO by their generic interface: tickets by spans of time, each with its history."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from collector.connectors.answers import identity_of, list_of, record_of, records_of, unexpected
from collector.connectors.connector import Chunk, Evidence, HttpConnector, Setting, Span
from collector.connectors.keyset import refuse_disorder
from collector.connectors.local_times import LocalTimes, zone_missing
from collector.connectors.options import ConnectorOptions, HttpOptions
from collector.connectors.rows import value_at
from collector.connectors.told import ToldTicket, told_chunk
from collector.connectors.znuny_history import changes_of
from collector.errors import ProblemsFound
from collector.remote.settings import RemoteModel, VariableName

if TYPE_CHECKING:
    from collector.remote.client import Answer

_CHANGED, _OPENED = "TicketLastChangeTime", "TicketCreateTime"
_AT_ONCE = 50
"""Tickets asked for in one request: their ids stand in its address."""

_DAY = 86_400
_FIRST_SPAN, _LONGEST_SPAN = _DAY, 64 * _DAY
_EXTENDED = ("FirstResponse", "FirstLock", "Solution")


class Routes(RemoteModel):
    """The routes of the web service, as its administrator named them; `{ids}` stands for ids of tickets."""

    session: str = "Session"
    search: str = "Ticket"
    tickets: str = "Ticket/{ids}"
    history: str = "TicketHistory/{ids}"


class ZnunyOptions(HttpOptions):
    """What a source of tickets in Znuny or OTOBO can be told."""

    type: Literal["znuny"]
    user_login: str = Field(min_length=1, description="login of the agent that reads")
    password_env: VariableName = Field(description="variable with the agent's password")
    routes: Routes = Routes()
    page_size: int = Field(
        default=500, gt=1, le=10_000, description="tickets that one search may find; more, and it is split"
    )

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables that hold secrets."""
        return (*super().secret_names(), self.password_env)


class ZnunyConnector(HttpConnector[ZnunyOptions]):
    """Tickets of Znuny and OTOBO; a ticket's key is its number, times are of the system's zone."""

    options_type: ClassVar[type[ConnectorOptions]] = ZnunyOptions
    mapping_types = ("ticket_history",)
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "Znuny 6.5 and 7 (its public source, GenericTicketConnectorREST.yml)"

    def __init__(self, setting: Setting[ZnunyOptions]) -> None:
        super().__init__(setting)
        if self.mapping.time_zone is None:
            raise ProblemsFound([zone_missing(self.name)])
        self._times = LocalTimes(self.mapping.time_zone)
        self._session: str | None = None

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the tickets that changed in `span`, each with its whole history.

        How far it came is told by the system's own clock: by the last change, and not by the end of a part.
        """
        for found, begin, end in self._found(_CHANGED, span):
            told = sorted(self._told(found), key=lambda ticket: ticket.updated_at)
            if told:
                first, last = (
                    self._times.key_of(one.updated_at, self.options.address) for one in (told[0], told[-1])
                )
                # A search that does not heed its times would be read again and again, and never whole.
                refuse_disorder(begin, [first, last])
                columns, origin = self.mapping.source_columns(), f"{self.name}: tickets"
                yield told_chunk(told, columns, min(last, end), origin)

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield the numbers of the tickets that were created in `span`."""
        for found, _, _ in self._found(_OPENED, span):
            yield [value_at(ticket, "TicketNumber") for ticket in self._tickets(found)]

    def close(self) -> None:
        """Forget the session, which ends by itself, and close the connections."""
        self._session = None
        super().close()

    def _found(self, field: str, span: Span) -> Iterator[tuple[list[str], int, int]]:
        """Yield the ids of one part of the span after the other, and where that part begins and ends.

        The search knows no offset, and a ticket that changes while we read is in a later part. A search that
        finds as much as it may is asked again for a shorter part.
        """
        at, length = self._times.key(span.since), _FIRST_SPAN
        end = max(self.surroundings.now(), at + 1) if span.until is None else span.until
        while at < end:
            following = self._times.after(at)
            to = max(self._times.key(min(at + length, end)), following)
            # The last part has no end: the system's clock may be ahead of ours.
            is_open = span.until is None and to >= end
            found, is_whole = self._search(field, at, None if is_open else to)
            if not is_whole and to > following:
                length = max(1, (to - at) // 2)
                continue
            if not is_whole:
                found = self._all_of(field, at, to)
                end = to + _DAY if is_open else end
            yield found, at, to
            at, length = to, _longer(length, len(found), self.options.page_size)

    def _all_of(self, field: str, at: int, to: int) -> list[str]:
        """Return everything of one instant, by asking for twice as much until all of it comes."""
        limit, found, is_whole = self.options.page_size, list[str](), False
        while not is_whole:
            limit *= 2
            found, is_whole = self._search(field, at, to, limit)
        return found

    def _search(
        self, field: str, at: int, to: int | None, limit: int | None = None
    ) -> tuple[list[str], bool]:
        limit = self.options.page_size if limit is None else limit
        query = {
            f"{field}NewerDate": self._times.text(at),
            "SortBy": "Changed" if field == _CHANGED else "Age",
            "OrderBy": "Up",
            "Limit": str(limit),
            "SearchInArchive": "AllTickets",
        }
        if to is not None:
            query[f"{field}OlderDate"] = self._times.text(to - 1)
        answer = self._ask(self.options.routes.search, query)
        content = record_of(answer)
        found = list_of(answer, "TicketID") if content.get("TicketID") else []
        numbers = [identity_of({"TicketID": one}, "TicketID", answer.address) for one in found]
        return numbers, len(found) < limit

    def _told(self, found: Sequence[str]) -> Iterator[ToldTicket]:
        for first in range(0, len(found), _AT_ONCE):
            some = found[first : first + _AT_ONCE]
            histories = {
                value_at(told, "TicketID"): told.get("History")
                for told in self._asked_for(self.options.routes.history, "TicketHistory", some)
            }
            for ticket in self._tickets(some):
                identity = value_at(ticket, "TicketID")
                history = histories.get(identity)
                if not isinstance(history, list):
                    raise unexpected(self.options.address, "the history of a ticket is not told")
                yield ToldTicket(
                    value_at(ticket, "TicketNumber"),
                    value_at(ticket, "Created"),
                    value_at(ticket, "Changed"),
                    ticket,
                    changes_of(history),
                )

    def _tickets(self, found: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        for first in range(0, len(found), _AT_ONCE):
            yield from self._asked_for(self.options.routes.tickets, "Ticket", found[first : first + _AT_ONCE])

    def _asked_for(self, route: str, key: str, some: Sequence[str]) -> list[Mapping[str, Any]]:
        """Return what a route tells of tickets.

        One that we may not see, or that is gone, spoils the answer for all: then each is asked for alone.
        """
        if not some:
            return []
        extended = any(name.startswith(_EXTENDED) for name in self.mapping.source_columns())
        query = {"Extended": "1"} if extended and key == "Ticket" else {}
        answer = self._ask(route.format(ids=",".join(some)), query)
        if not _error(answer):
            return records_of(answer, key)
        if len(some) == 1:
            return []
        return [told for one in some for told in self._asked_for(route, key, [one])]

    def _ask(self, path: str, query: Mapping[str, str]) -> "Answer":
        """Return an answer in a session; one that ended is begun anew, once. Errors come with status 200."""
        answer = self._in_session(path, query)
        if _error(answer).endswith("AuthFail"):
            self._session = None
            answer = self._in_session(path, query)
        error = _error(answer)
        if error and not error.endswith(_OF_ONE_TICKET):
            told = f"the error {error}" if _ERROR_CODE.match(error) else "an error"
            raise unexpected(answer.address, f"the system answered with {told}")
        return answer

    def _in_session(self, path: str, query: Mapping[str, str]) -> "Answer":
        if self._session is None:
            self._session = self._begin()
        return self.client.get(path, {**query, "SessionID": self._session})

    def _begin(self) -> str:
        password = self.surroundings.secret(self.options.password_env)
        body = {"UserLogin": self.options.user_login, "Password": password}
        answer = self.client.post(self.options.routes.session, body)
        session = value_at(record_of(answer), "SessionID")
        if session == "":
            raise unexpected(answer.address, "the system began no session; look at `user_login` and password")
        return session


_ERROR_CODE = re.compile(r"^[A-Za-z]{1,40}\.[A-Za-z]{1,40}$")
_OF_ONE_TICKET = ("AccessDenied", "NotTicketData")
"""Errors that say something of a ticket, and not of the question."""


def _error(answer: "Answer") -> str:
    """Return the code of the error that an answer is, "" for none: `TicketGet.AccessDenied`."""
    return value_at(answer.json(), "Error.ErrorCode")


def _longer(length: int, found: int, limit: int) -> int:
    return min(length * 4, _LONGEST_SPAN) if found * 4 < limit else length
