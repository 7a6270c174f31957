"""Zammad as its documentation and source describe it: search, list, history."""

import re
from typing import Any

from collector.instants import to_datetime
from tests.collector.connectors.ticket_system import STATUSES, Ticket, TicketSystem
from tests.replay import Asked, Reply, json_reply

MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state", "priority": "priority"},
    "statuses": STATUSES,
    "columns": {"service": "group"},
}
_RANGE = re.compile(r'^(updated_at|created_at):\["([^"]+)" TO (?:"([^"]+)"|\*)\]$')
_FIELDS = {"status": "state", "priority": "priority"}


class ZammadServer:
    """Answers of a Zammad; without `has_index` its search looks for the query's words, and finds none."""

    def __init__(self, system: TicketSystem, *, has_index: bool = True) -> None:
        self.system = system
        self.has_index = has_index

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/api/v1/tickets":
            return self._page(asked, sorted(self.system.tickets.values(), key=lambda one: one.number))
        if asked.path == "/api/v1/tickets/search":
            return self._page(asked, self._found(asked) if self.has_index else [])
        return self._history(int(asked.path.rpartition("/")[2]))

    def _found(self, asked: Asked) -> list[Ticket]:
        if asked.query["query"] == "id:[1 TO *]":
            return list(self.system.tickets.values())
        matched = _RANGE.match(asked.query["query"])
        assert matched is not None
        assert asked.query["sort_by"] == matched[1]
        field, first, last = matched.groups()
        found = [
            ticket
            for ticket in self.system.tickets.values()
            if first <= _told(ticket)[field] and (last is None or _told(ticket)[field] <= last)
        ]
        return sorted(found, key=lambda ticket: (_told(ticket)[field], ticket.number))

    def _page(self, asked: Asked, tickets: list[Ticket]) -> Reply:
        size = int(asked.query["per_page"])
        assert size <= 100
        first = (int(asked.query["page"]) - 1) * size
        return json_reply([_told(ticket) for ticket in tickets[first : first + size]])

    def _history(self, number: int) -> Reply:
        ticket = self.system.tickets.get(number)
        if ticket is None:
            return json_reply({"error": "Couldn't find Ticket"}, 404)
        created = {"id": 1, "o_id": number, "object": "Ticket", "type": "created"}
        article = {"id": 2, "o_id": 900 + number, "object": "Ticket::Article", "type": "updated"}
        article |= {"attribute": "state", "value_from": "x", "value_to": "y", "related_o_id": number}
        changes = [
            {
                "id": 10 + change.number,
                "o_id": number,
                "object": "Ticket",
                "type": "updated",
                "attribute": _FIELDS[change.field],
                "value_from": change.old,
                "value_to": change.new,
                "created_at": _text(change.at),
                "created_by_id": 3,
            }
            for change in ticket.history
        ]
        assets = {"User": {"3": {"firstname": "Anna", "email": "anna@example.se"}}}
        return json_reply({"history": [created, article, *changes], "assets": assets})


def _told(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.number,
        "number": str(10_000 + ticket.number),
        "title": "The printer of Anna Andersson",
        "state": ticket.fields["status"],
        "priority": ticket.fields["priority"],
        "group": "Service desk",
        "customer": "anna@example.se",
        "created_at": _text(ticket.opened_at),
        "updated_at": _text(ticket.updated_at),
    }


def _text(moment: int) -> str:
    return to_datetime(moment).strftime("%Y-%m-%dT%H:%M:%S.000Z")
