"""TOPdesk's list of incidents as its documentation and public fixtures of others describe it."""

import re
from typing import Any

from collector.instants import to_datetime
from tests.collector.connectors.ticket_system import Ticket, TicketSystem
from tests.replay import Asked, Reply, json_reply

MAPPING: dict[str, Any] = {
    "type": "ticket_table",
    "columns": {
        "ticket": "number",
        "status": "processingStatus.name",
        "updated_at": "modificationDate",
        "priority": "priority.name",
        "service": "category.name",
    },
    "statuses": {"new": "active", "open": "active", "pending": "waiting_user", "solved": "resolved"},
    "events": {
        "opened": {"column": "callDate", "state": "active"},
        "resolved": {"column": "completedDate", "state": "resolved"},
    },
}
_QUERY = re.compile(r"^(modificationDate|callDate)=ge=(\S+)$")


class TopdeskServer:
    """Answers of a TOPdesk; `archived` incidents are told only to those who ask for all."""

    def __init__(self, system: TicketSystem) -> None:
        self.system = system
        self.archived: set[int] = set()

    def __call__(self, asked: Asked) -> Reply:
        assert asked.path == "/tas/api/incidents"
        matched = _QUERY.match(asked.query["query"])
        assert matched is not None
        field, since = matched.groups()
        assert asked.query["sort"] == f"{field}:asc,id:asc"
        found = [
            one
            for one in self.system.tickets.values()
            if _date(_moment(one, field)) >= since[:-1]
            and (one.number not in self.archived or asked.query.get("all") == "true")
        ]
        found.sort(key=lambda one: (_moment(one, field), f"id-{one.number:04d}"))
        first, size = int(asked.query["pageStart"]), int(asked.query["pageSize"])
        rows = [_record(one, asked.query["fields"].split(",")) for one in found[first : first + size]]
        if not rows:
            return Reply(204)
        return json_reply(rows, 206 if first + size < len(found) else 200)


def _moment(ticket: Ticket, field: str) -> int:
    return ticket.updated_at if field == "modificationDate" else ticket.opened_at


def _record(ticket: Ticket, fields: list[str]) -> dict[str, Any]:
    solved = [change.at for change in ticket.history if change.new == "solved"]
    whole = {
        "id": f"id-{ticket.number:04d}",
        "number": f"I 2610 {ticket.number:03d}",
        "caller": {"dynamicName": "Anna Andersson"},
        "briefDescription": "The printer of Anna",
        "processingStatus": {"id": "x", "name": ticket.fields["status"]},
        "priority": {"id": "y", "name": ticket.fields["priority"]},
        "category": None,
        "callDate": _date(ticket.opened_at) + ".000+0000",
        "modificationDate": _date(ticket.updated_at) + ".000+0000",
        "completed": ticket.fields["status"] == "solved",
        "completedDate": _date(solved[-1]) + ".000+0000" if solved else None,
    }
    return {name: whole[name] for name in fields}


def _date(moment: int) -> str:
    return to_datetime(moment).strftime("%Y-%m-%dT%H:%M:%S")
