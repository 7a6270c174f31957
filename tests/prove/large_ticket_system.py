"""A large ServiceNow in memory: tickets change while it is asked, and some are hidden after counting."""

import random
import threading
import time
from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from collector.instants import to_datetime
from tests.replay import Asked, Reply, json_reply

DAY = 86_400
STATES = ("1", "2", "3", "6")
"""New, in progress, on hold and resolved, as the mapping of the proof reads them."""

HIDDEN_OF = 10
"""Of so many tickets the account may not see one: it is counted, and takes its place in a page."""


def text(instant: int) -> str:
    """Return an instant as the system writes it."""
    return to_datetime(instant).strftime("%Y-%m-%d %H:%M:%S")


def instant_of(written: str) -> int:
    """Return the instant that the system writes so."""
    return int(datetime.fromisoformat(written).replace(tzinfo=UTC).timestamp())


@dataclass
class Ticket:
    """One ticket: number, times, present state, and its changes as (audit number, at, old, new)."""

    number: int
    opened_at: int
    updated_at: int
    state: str
    changes: list[tuple[int, int, str, str]] = field(default_factory=list)

    @property
    def is_hidden(self) -> bool:
        """Whether the account may not see it."""
        return self.number % HIDDEN_OF == 0

    def past(self) -> list[tuple[int, str]]:
        """Return (instant, state) from the opening on: what must be stored of it."""
        opening = self.changes[0][2] if self.changes else self.state
        return [(self.opened_at, opening), *((at, new) for _, at, _, new in self.changes)]


@dataclass
class LargeTicketSystem:
    """`tickets` by sys_id; before each answer `changes_a_request` of them change, and one more is opened.

    The rows of the list move: they are sorted by their time of change, as they were asked for.
    """

    chance: random.Random
    tickets: dict[str, Ticket] = field(default_factory=dict)
    order: list[tuple[int, str]] = field(default_factory=list)
    changes_a_request: int = 0
    requests: int = 0
    moved: int = 0
    audits: int = 0
    now: Callable[[], int] = lambda: int(time.time())
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fill(self, count: int, days: int) -> None:
        """Open `count` tickets in the `days` that ended two days ago, each changed twice within a day."""
        chance, end = np.random.default_rng(self.chance.randrange(2**32)), self.now() - 2 * DAY
        opened = np.sort(chance.integers(end - days * DAY, end - DAY, count))
        steps = np.sort(chance.integers(1, DAY, (count, 2)), axis=1)
        steps[:, 1] += 1
        for number, (at, (first, second)) in enumerate(zip(opened.tolist(), steps.tolist(), strict=True)):
            ticket = self._open(number, at)
            self._change(ticket, "2", at + first)
            self._change(ticket, "6", at + second)
        self.order = sorted((one.updated_at, key) for key, one in self.tickets.items())

    def answer(self, asked: Asked) -> Reply:
        """Answer a question of the Table API, and change some tickets before."""
        with self.lock:
            self.requests += 1
            self._happen()
            rows, total = (self._audit if asked.path.endswith("sys_audit") else self._incidents)(asked)
        return json_reply({"result": rows}, headers={"X-Total-Count": str(total)})

    def _happen(self) -> None:
        now = self.now()
        if self.changes_a_request > 0:
            key = _key(number := len(self.tickets))
            self._open(number, now)
            insort(self.order, (now, key))
        for _ in range(self.changes_a_request):
            key = _key(self.chance.randrange(len(self.tickets)))
            ticket = self.tickets[key]
            if ticket.updated_at >= now:
                continue
            del self.order[bisect_left(self.order, (ticket.updated_at, key))]
            self._change(ticket, self.chance.choice([one for one in STATES if one != ticket.state]), now)
            insort(self.order, (now, key))
            self.moved += 1

    def _open(self, number: int, at: int) -> Ticket:
        return self.tickets.setdefault(_key(number), Ticket(number, at, at, "1"))

    def _change(self, ticket: Ticket, state: str, at: int) -> None:
        self.audits += 1
        ticket.changes.append((self.audits, at, ticket.state, state))
        ticket.state, ticket.updated_at = state, at

    def _incidents(self, asked: Asked) -> tuple[list[dict[str, Any]], int]:
        conditions = asked.query["sysparm_query"].split("^")
        skip, limit = int(asked.query["sysparm_offset"]), int(asked.query["sysparm_limit"])
        if conditions[0].startswith("sys_idIN"):
            found = sorted(conditions[0].removeprefix("sys_idIN").split(","))
            first, last = 0, len(found)
        else:
            since, until = (
                instant_of(one.split(sign)[1]) for one, sign in zip(conditions, (">=", "<"), strict=False)
            )
            first, last = bisect_left(self.order, (since, "")), bisect_left(self.order, (until, ""))
            found = [key for _, key in self.order[first + skip : min(first + skip + limit, last)]]
            skip = 0
        shown = [key for key in found[skip : skip + limit] if not self.tickets[key].is_hidden]
        return [self._record(key) for key in shown], last - first

    def _record(self, key: str) -> dict[str, str]:
        ticket = self.tickets[key]
        return {
            "sys_id": key,
            "number": number_of(ticket),
            "opened_at": text(ticket.opened_at),
            "sys_updated_on": text(ticket.updated_at),
            "state": ticket.state,
        }

    def _audit(self, asked: Asked) -> tuple[list[dict[str, Any]], int]:
        conditions = asked.query["sysparm_query"].split("^")
        keys = conditions[1].removeprefix("documentkeyIN").split(",")
        every = sorted(
            (at, number, key, old, new) for key in keys for number, at, old, new in self.tickets[key].changes
        )
        skip, limit = int(asked.query["sysparm_offset"]), int(asked.query["sysparm_limit"])
        rows = [
            {
                "sys_id": f"{number:032d}",
                "documentkey": key,
                "fieldname": "state",
                "oldvalue": old,
                "newvalue": new,
                "sys_created_on": text(at),
                "record_checkpoint": str(number),
            }
            for at, number, key, old, new in every[skip : skip + limit]
        ]
        return rows, len(every)


def number_of(ticket: Ticket) -> str:
    """Return the number by which people know a ticket."""
    return f"INC{ticket.number:08d}"


def _key(number: int) -> str:
    # Far apart from the order of the numbers, as real ids are.
    return f"{number * 2_654_435_761 % 2**32:08x}{number:024d}"
