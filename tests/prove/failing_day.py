"""Forty ticket systems on one server of which a quarter fails: refused, broken, silent, busy or slow."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.collector.connectors.helpers import World
from tests.collector.connectors.ticket_system import Ticket, TicketSystem
from tests.replay import Asked, Reply, json_reply

QUARTER = 15 * 60
FAILS, MENDS = 1 / 21, 1 / 7
"""Chances of a quarter of an hour: so one in four fails, for seven quarters on the average."""

SILENCE, SLOWNESS = 1.5, 0.6
"""Seconds: longer than anyone waits for an answer; and how long the slow system takes for each."""

STATUSES = ("new", "open", "pending", "solved")
WAYS: dict[str, Callable[[Reply], Reply]] = {
    "refused": lambda reply: reply,  # nobody listens where it is asked
    "500": lambda _reply: Reply(500),
    "503 with Retry-After": lambda _reply: Reply(503, headers={"Retry-After": "1"}),
    "429": lambda _reply: Reply(429),
    "429 with Retry-After": lambda _reply: Reply(429, headers={"Retry-After": "1"}),
    "truncated": lambda reply: Reply(200, reply.body, reply.headers, cut_after=len(reply.body) // 2),
    "garbage": lambda reply: Reply(200, b"<html>" + reply.body[:40], reply.headers),
    "silent": lambda reply: reply,
}


@dataclass
class Failing:
    """How a system fails in this round, from which of its requests on."""

    way: str
    after: int


@dataclass
class Desk:
    """One system: its tickets, how it fails at present, and what it was asked in this round."""

    name: str
    system: TicketSystem
    is_slow: bool = False
    failing: Failing | None = None
    requests: int = 0
    first_at: float = 0.0
    last_at: float = 0.0

    def begin_round(self) -> None:
        """Forget what it was asked."""
        self.requests, self.first_at, self.last_at = 0, 0.0, 0.0

    @property
    def seconds(self) -> float:
        """For how long it was asked in this round; an answer of the round before may still be on its way."""
        return self.last_at - self.first_at if self.first_at > 0 else 0.0

    def answer(self, asked: Asked) -> Reply:
        """Return its tickets changed since, sorted by change; or fail."""
        self.requests += 1
        self.first_at = self.first_at or time.monotonic()
        if self.is_slow:
            time.sleep(SLOWNESS)
        reply = self._told(asked)
        failing = self.failing
        if failing is not None and self.requests > failing.after:
            if failing.way == "silent":
                time.sleep(SILENCE)
            reply = WAYS[failing.way](reply)
        self.last_at = time.monotonic()
        return reply

    def _told(self, asked: Asked) -> Reply:
        since, skip, limit = (int(asked.query[name]) for name in ("since", "skip", "limit"))
        found = sorted(
            (one for one in self.system.tickets.values() if one.updated_at >= since),
            key=lambda one: (one.updated_at, one.number),
        )
        return json_reply({"tickets": [self._ticket(one) for one in found[skip : skip + limit]]})

    def _ticket(self, ticket: Ticket) -> dict[str, Any]:
        return {
            "key": self.key(ticket.number),
            "opened": ticket.opened_at,
            "updated": ticket.updated_at,
            "status": ticket.fields["status"],
            "history": [
                {"at": one.at, "field": one.field, "old": one.old, "new": one.new} for one in ticket.history
            ],
        }

    def key(self, number: int) -> str:
        """Return the key of a ticket."""
        return f"{self.name}/{number}"


@dataclass
class Day:
    """The systems, the clock that all share, and chance."""

    chance: random.Random
    world: World
    desks: dict[str, Desk] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, backlog: int, *, is_slow: bool) -> None:
        """Add a system with tickets of the day before."""
        desk = self.desks[name] = Desk(name, TicketSystem(self.world), is_slow)
        for number in range(backlog):
            opened = self.world.now - self.chance.randrange(3600, 86_400 - 3600)
            desk.system.open(number, opened)
            desk.system.change(number, "status", "open", opened + self.chance.randrange(1, 3600))

    def passes(self, *, may_fail: bool = True) -> None:
        """A quarter of an hour: tickets are opened and changed everywhere, some systems fail, others mend."""
        for desk in self.desks.values():
            count = self.chance.choice((0, 0, 1, 3))
            moments = sorted(self.world.now + self.chance.randrange(QUARTER) for _ in range(count))
            for at in moments:
                self._happen(desk, at)
            desk.begin_round()
            fails = self.chance.random() < (FAILS if desk.failing is None else 1 - MENDS)
            way = self.chance.choice(list(WAYS))
            desk.failing = Failing(way, self.chance.choice((0, 0, 1))) if fails and may_fail else None
        self.world.now += QUARTER

    def _happen(self, desk: Desk, at: int) -> None:
        tickets = desk.system.tickets
        if not tickets or self.chance.random() < 0.4:
            desk.system.open(len(tickets), at)
            return
        ticket = tickets[self.chance.randrange(len(tickets))]
        if ticket.updated_at < at:
            desk.system.change(ticket.number, "status", self.chance.choice(STATUSES), at)

    def answer(self, asked: Asked) -> Reply:
        """Let the system answer whose name stands in the path."""
        return self.desks[asked.path.strip("/").split("/")[0]].answer(asked)

    def truth(self) -> set[tuple[str, int, str]]:
        """Return (ticket, instant, status) of everything that ever happened."""
        return {
            (desk.key(ticket.number), at, status)
            for desk in self.desks.values()
            for ticket in desk.system.tickets.values()
            for at, status in ticket.past("status")
        }


OPTIONS: dict[str, Any] = {
    "type": "rest",
    "attempts": 2,
    "time_out": 1,
    "order": "changed",
    "listing": {
        "path": "tickets",
        "query": {"since": "{since}", "skip": "{offset}", "limit": "{limit}"},
        "rows": "tickets",
        "paging": {"type": "offset"},
    },
    "times": "unix",
    "ticket": "key",
    "opened_at": "opened",
    "changed_at": "updated",
    "history": {
        "type": "embedded",
        "rows": "history",
        "at": "at",
        "field": "field",
        "old": "old",
        "new": "new",
    },
}
MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "time_format": "unix",
    "fields": {"status": "status"},
    "constants": {"service": "T1", "kind": "incident"},
    "statuses": {"new": "active", "open": "active", "pending": "waiting_user", "solved": "resolved"},
}
