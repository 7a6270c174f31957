"""A ticket system of a test: tickets that are opened, changed and deleted while a connector reads them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from collector.connectors.connector import Connector
from collector.records import FactKind
from tests.collector.connectors.helpers import World, fetched
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply

SINCE = instant("2026-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class Change:
    """One change of a field, numbered over the whole system."""

    number: int
    at: int
    field: str
    old: str
    new: str


@dataclass
class Ticket:
    """A ticket with its present fields and its history."""

    number: int
    opened_at: int
    updated_at: int
    fields: dict[str, str]
    history: list[Change] = field(default_factory=list)

    def past(self, name: str) -> list[tuple[int, str]]:
        """Return (instant, value) of a field from the opening on: what a connector must bring."""
        changes = [change for change in self.history if change.field == name]
        opening = changes[0].old if changes else self.fields[name]
        return [(self.opened_at, opening), *((change.at, change.new) for change in changes)]


@dataclass
class TicketSystem:
    """The tickets, the clock, and what is to happen before each of the next requests is answered.

    `faults` are replies given in place of an answer, one a request; None lets the request through.
    """

    world: World
    tickets: dict[int, Ticket] = field(default_factory=dict)
    faults: list[Reply | None] = field(default_factory=list)
    schedule: list[Iterable[Callable[[], object]]] = field(default_factory=list)
    changes: int = 0
    seconds_per_request: int = 0

    def open(self, number: int, at: int | None = None, **fields: str) -> Ticket:
        """Open a ticket, now or at an instant."""
        moment = self.world.now if at is None else at
        self.tickets[number] = Ticket(number, moment, moment, {"status": "new", "priority": "3", **fields})
        return self.tickets[number]

    def change(self, number: int, name: str, new: str, at: int | None = None) -> None:
        """Change a field of a ticket, now or at an instant; nothing where it is gone or the same."""
        ticket = self.tickets.get(number)
        if ticket is None or ticket.fields[name] == new:
            return
        moment = self.world.now if at is None else at
        self.changes += 1
        ticket.history.append(Change(self.changes, moment, name, ticket.fields[name], new))
        ticket.fields[name], ticket.updated_at = new, moment

    def delete(self, number: int) -> None:
        """Delete a ticket."""
        self.tickets.pop(number, None)

    def answering(self, answer: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
        """Return `answer` with what is scheduled, and the faults, before each request."""

        def answered(asked: Asked) -> Reply:
            self.world.now += self.seconds_per_request
            for happening in self.schedule.pop(0) if self.schedule else ():
                happening()
            fault = self.faults.pop(0) if self.faults else None
            return answer(asked) if fault is None else fault

        return answered

    def worked(self) -> Ticket:
        """Return a ticket that was paused, made urgent, resolved, reopened and resolved again.

        Opened on Monday 5 October 2026 at 08:00 in Stockholm (06:00 UTC); the rest each an hour later.
        """
        opened = instant("2026-10-05T08:00:00+02:00")
        ticket = self.open(7, opened, status="new")
        steps = ("open", "pending", "open", "solved", "open", "solved")
        for hour, status in enumerate(steps, start=1):
            self.change(7, "status", status, opened + hour * 3600)
        self.change(7, "priority", "1", opened + 7 * 3600)
        return ticket


WORKED_STATUSES = [
    (instant("2026-10-05T06:00:00+00:00"), "new", 1),
    (instant("2026-10-05T07:00:00+00:00"), "open", 1),
    (instant("2026-10-05T08:00:00+00:00"), "pending", 2),
    (instant("2026-10-05T09:00:00+00:00"), "open", 1),
    (instant("2026-10-05T10:00:00+00:00"), "solved", 6),
    (instant("2026-10-05T11:00:00+00:00"), "open", 1),
    (instant("2026-10-05T12:00:00+00:00"), "solved", 6),
]
"""The statuses of `worked` by hand: active 1, waiting_user 2, resolved 6."""

STATUSES = {"new": "active", "open": "active", "pending": "waiting_user", "solved": "resolved"}


@dataclass
class Kept:
    """What a store keeps of runs: the last told history of each ticket, whole, and the cursor."""

    cursor: str | None = None
    histories: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    pages: int = 0

    def run(self, connector: Connector[Any]) -> None:
        """Keep what one run brings, page by page as a store does."""
        for page in fetched(connector, self.cursor):
            found = connector.normalise(page)
            self.cursor, self.pages = page.cursor, self.pages + 1
            assert len(found.rejects) == 0
            if FactKind.TICKET_CHANGE not in found.facts:
                continue
            rows = found.facts[FactKind.TICKET_CHANGE]
            rows = rows[rows["field"] == "status"].sort_values(["ticket", "at", "sequence"])
            for ticket, own in rows.groupby("ticket"):
                told = zip(own["at"], own["value"], strict=True)
                self.histories[str(ticket)] = [(int(at), str(value)) for at, value in told]
