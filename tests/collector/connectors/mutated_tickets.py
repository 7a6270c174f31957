"""A described system whose tickets have odd values, and what an independent reading finds in its answers."""

import json
import random
from collections import Counter
from itertools import pairwise
from typing import Any

from collector.records import FactKind
from collector.source import Normalised
from tests.collector.connectors.helpers import NOW, World
from tests.collector.connectors.mutating import Mutating
from tests.collector.connectors.without_network import connector_without_network
from tests.replay import Reply

OPENED = NOW - 50_000
OPTIONS: dict[str, Any] = {
    "type": "rest",
    "page_size": 10_000,
    "listing": {
        "path": "tickets",
        "query": {"since": "{since}", "after": "{cursor}"},
        "rows": "tickets",
        "paging": {"type": "cursor", "token": "next"},
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
    "fields": {"status": "status", "team": "team"},
    "columns": {"service": "service", "unit": "unit"},
    "statuses": {"new": "active", "open": "active", "pending": "waiting_user", "solved": "resolved"},
}


def ticket(number: int) -> dict[str, Any]:
    """Return a ticket that was worked through, as the system tells it."""
    steps = ("new", "open", "pending", "open", "solved")
    return {
        "key": f"T-{number}",
        "opened": OPENED + number,
        "updated": OPENED + number + 2_400,
        "status": "solved",
        "team": "first",
        "service": "mail",
        "unit": "school",
        "history": [
            {"at": OPENED + number + 600 * turn, "field": "status", "old": old, "new": new}
            for turn, (old, new) in enumerate(pairwise(steps), start=1)
        ],
    }


def mutated_tickets(count: int, mutating: Mutating) -> list[dict[str, Any]]:
    """Return tickets each with one or two values changed; keys and times of change stay: none refuses all."""
    return [_mutated(ticket(number), mutating) for number in range(count)]


def _mutated(one: dict[str, Any], mutating: Mutating) -> dict[str, Any]:
    rest = {name: value for name, value in one.items() if name not in ("key", "updated", "history")}
    history = {"history": one["history"]}
    for _ in range(mutating.chance.choice((1, 1, 2))):
        if mutating.chance.random() < 0.5:
            found = mutating.changed(rest)
            rest = found if isinstance(found, dict) else {}
        else:
            found = mutating.changed(history)
            entries = found.get("history") if isinstance(found, dict) else None
            is_list = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
            history = {"history": entries if is_list else []}
    return {"key": one["key"], "updated": one["updated"], **rest, **history}


def read_all(tickets: list[dict[str, Any]]) -> list[Normalised]:
    """Return what a run over an answer with these tickets brings."""
    body = json.dumps({"tickets": tickets}).encode()
    connector = connector_without_network(
        {**OPTIONS, "since": "2026-11-01", "overlap": 100_000},
        MAPPING,
        World(NOW),
        lambda _asked: Reply(200, body),
    )
    return [connector.normalise(page) for page in connector.fetch(None)]


def check_nothing_lost(tickets: list[dict[str, Any]], found: list[Normalised]) -> Counter[str]:
    """Assert that each ticket and each of its changes is a fact, or its ticket is put aside or named."""
    told = {key for one in found for key in _put_aside(one)}
    facts = {
        (str(row.ticket), str(row.value).strip())
        for one in found
        if FactKind.TICKET_CHANGE in one.facts
        for row in one.facts[FactKind.TICKET_CHANGE].itertuples()
    }
    there = {key for key, _ in facts}
    counts: Counter[str] = Counter()
    for one in tickets:
        key = one["key"]
        assert key in there or key in told, one
        counts["tickets as facts" if key in there else "tickets put aside"] += 1
        for entry in one["history"]:
            new = entry.get("new")
            if entry.get("field") != "status" or not isinstance(new, str) or new.strip() == "":
                continue
            is_fact = (key, new.strip()) in facts
            assert is_fact or key in told, (one, entry)
            counts["changes as facts" if is_fact else "changes put aside"] += 1
    return counts


def _put_aside(found: Normalised) -> set[str]:
    return {
        value
        for text in found.rejects["fields"]
        for value in json.loads(text).values()
        if isinstance(value, str)
    }


def mutated_in_bulk(count: int, chance: random.Random) -> Counter[str]:
    """Read `count` tickets with odd values in one answer; return what became of them."""
    mutating = Mutating(chance)
    tickets = mutated_tickets(count, mutating)
    counts = check_nothing_lost(tickets, read_all(tickets))
    counts["mutated tickets"] = count
    counts["mutated values"] = mutating.counts["values"]
    return counts
