"""Znuny's generic interface as its source and its sample of a web service describe it."""

from typing import Any
from zoneinfo import ZoneInfo

from collector.instants import to_datetime
from tests.collector.connectors.ticket_system import STATUSES, Change, Ticket, TicketSystem
from tests.replay import Asked, Reply, json_reply

MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "State", "priority": "Priority"},
    "statuses": STATUSES,
    "columns": {"service": "Service"},
    "time_zone": "Europe/Stockholm",
    "doubled_hour": "first",
}


class ZnunyServer:
    """Answers of a Znuny whose times are of Stockholm; `hidden` tickets are found and not shown."""

    def __init__(self, system: TicketSystem) -> None:
        self.system = system
        self.sessions: set[str] = set()
        self.hidden: set[int] = set()
        self.begun = 0

    def __call__(self, asked: Asked) -> Reply:
        route = asked.path.removeprefix("/otrs/nph-genericinterface.pl/Webservice/Tickets/")
        if route == "Session":
            assert asked.json() == {"UserLogin": "reader", "Password": "secret-password"}
            self.begun += 1
            self.sessions.add(f"session{self.begun}")
            return json_reply({"SessionID": f"session{self.begun}"})
        name, _, identities = route.partition("/")
        operation = "TicketHistoryGet" if name == "TicketHistory" else "TicketGet"
        operation = operation if identities else "TicketSearch"
        if asked.query["SessionID"] not in self.sessions:
            return _error(f"{operation}.AuthFail")
        if operation == "TicketSearch":
            return self._search(asked)
        tickets = [self.system.tickets.get(int(one)) for one in identities.split(",")]
        if any(ticket is None or ticket.number in self.hidden for ticket in tickets):
            return _error(f"{operation}.AccessDenied")
        known = [ticket for ticket in tickets if ticket is not None]
        if operation == "TicketGet":
            return json_reply({"Ticket": [_record(ticket) for ticket in known]})
        told = [{"TicketID": one.number, "History": _history(one)} for one in known]
        return json_reply({"TicketHistory": told})

    def _search(self, asked: Asked) -> Reply:
        field = "TicketCreateTime" if "TicketCreateTimeNewerDate" in asked.query else "TicketLastChangeTime"
        since = asked.query[f"{field}NewerDate"]
        until = asked.query.get(f"{field}OlderDate", "9999")
        found = sorted(
            (text, ticket.number)
            for ticket in self.system.tickets.values()
            if since <= (text := _text(ticket.opened_at if "Create" in field else ticket.updated_at)) <= until
        )
        found = found[: int(asked.query["Limit"])]
        return json_reply({"TicketID": [str(number) for _, number in found]} if found else {})


def _record(ticket: Ticket) -> dict[str, Any]:
    return {
        "TicketID": ticket.number,
        "TicketNumber": f"2026{ticket.number:06d}",
        "Title": "The printer of Anna",
        "State": ticket.fields["status"],
        "Priority": ticket.fields["priority"],
        "Service": "Printing",
        "Owner": "anna",
        "Created": _text(ticket.opened_at),
        "Changed": _text(ticket.updated_at),
    }


def _history(ticket: Ticket) -> list[dict[str, Any]]:
    opened = f"%%2026%%Desk%%3%%new%%{ticket.number}"
    first = [
        {"HistoryType": "NewTicket", "Name": opened, "CreateTime": _text(ticket.opened_at)},
        {
            "HistoryType": "ServiceUpdate",
            "Name": "%%Printing%%5%%NULL%%",
            "CreateTime": _text(ticket.opened_at),
        },
        {"HistoryType": "AddNote", "Name": "%%Anna called%%", "CreateTime": _text(ticket.opened_at)},
    ]
    told = [_entry(change) for change in ticket.history]
    return [{"TicketID": ticket.number, "CreateBy": 3, **entry} for entry in (*first, *told)]


def _entry(change: Change) -> dict[str, Any]:
    if change.field == "status":
        kind, name = "StateUpdate", f"%%{change.old}%%{change.new}%%"
    else:
        kind, name = "PriorityUpdate", f"%%{change.old}%%{change.old}%%{change.new}%%{change.new}"
    return {"HistoryType": kind, "Name": name, "CreateTime": _text(change.at)}


def _error(code: str) -> Reply:
    return json_reply({"Error": {"ErrorCode": code, "ErrorMessage": "no"}})


def _text(moment: int) -> str:
    return to_datetime(moment).astimezone(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m-%d %H:%M:%S")
