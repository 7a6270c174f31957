"""GLPI's apirest.php as apirest.md and its source describe it: session, search by numbered fields, log."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from collector.instants import to_datetime
from tests.collector.connectors.ticket_system import Ticket, TicketSystem
from tests.replay import Asked, Reply, json_reply

STATUS_NUMBERS = {"new": "1", "open": "2", "pending": "4", "solved": "5"}
MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "status", "priority": "priority", "service": "itilcategories_id"},
    "statuses": {"1": "active", "2": "active", "4": "waiting_user", "5": "resolved"},
    "time_zone": "Europe/Stockholm",
    "doubled_hour": "first",
}
_LOGGED = {"status": 12, "priority": 3, "itilcategories_id": 7}


class GlpiServer:
    """Answers of a GLPI whose times are of Stockholm; `sessions` are those that it knows."""

    def __init__(self, system: TicketSystem) -> None:
        self.system = system
        self.sessions: set[str] = set()
        self.begun = 0

    def __call__(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/apirest.php/")
        if path == "initSession":
            assert asked.headers["authorization"] == "user_token secret-token"
            self.begun += 1
            self.sessions.add(f"session{self.begun}")
            return json_reply({"session_token": f"session{self.begun}"})
        if asked.headers.get("session-token") not in self.sessions:
            return json_reply(["ERROR_SESSION_TOKEN_INVALID", "session_token seems invalid"], 401)
        if path == "killSession":
            self.sessions.remove(asked.headers["session-token"])
            return Reply(200)
        return self._search(asked) if path == "search/Ticket" else self._ticket(asked, path)

    def _search(self, asked: Asked) -> Reply:
        found = [one for one in self.system.tickets.values() if _fits(one, asked.query)]
        by_id = asked.query["sort"] == "2"
        found.sort(key=lambda one: one.number if by_id else (_moment(one, asked.query["sort"]), -one.number))
        first, last = (int(part) for part in asked.query["range"].split("-"))
        rows = [
            {"2": one.number, "1": "The printer of Anna", "80": "City", "19": _text(one.updated_at)}
            | {"15": _text(one.opened_at)}
            for one in found[first : last + 1]
        ]
        told = {"totalcount": len(found), "count": len(rows), "sort": ["19"], "order": ["ASC"]}
        span = f"{first}-{first + len(rows) - 1}/{len(found)}"
        content = {**told, "data": rows} if rows else told
        return json_reply(content, 206 if len(rows) < len(found) else 200, {"Content-Range": span})

    def _ticket(self, asked: Asked, path: str) -> Reply:
        ticket = self.system.tickets.get(int(path.split("/")[1]))
        if ticket is None:
            return json_reply(["ERROR_ITEM_NOT_FOUND", "Item not found"], 404)
        if not path.endswith("/Log"):
            return json_reply(_record(ticket))
        entries = _log(ticket)
        first, last = (int(part) for part in asked.query["range"].split("-"))
        rows = entries[first : last + 1]
        headers = {"Content-Range": f"{first}-{first + len(rows) - 1}/{len(entries)}"}
        return json_reply(rows, 206 if len(rows) < len(entries) else 200, headers)


def _record(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.number,
        "name": "The printer of Anna",
        "date": _text(ticket.opened_at),
        "date_mod": _text(ticket.updated_at),
        "status": int(STATUS_NUMBERS[ticket.fields["status"]]),
        "priority": int(ticket.fields["priority"]),
        "itilcategories_id": int(ticket.fields.get("itilcategories_id", "9")),
        "users_id_recipient": 27,
        "sla_waiting_duration": 3600,
    }


def _log(ticket: Ticket) -> list[dict[str, Any]]:
    created = _entry(1, 0, ticket.opened_at, "", "") | {"linked_action": 20}
    actor = _entry(2, 4, ticket.opened_at, "", "Anna Andersson (27)") | {"linked_action": 15}
    return [
        created,
        actor | {"itemtype_link": "User"},
        *(
            _entry(
                change.number + 10,
                _LOGGED[change.field],
                change.at,
                _logged(change.field, change.old),
                _logged(change.field, change.new),
            )
            for change in ticket.history
        ),
    ]


def _entry(number: int, option: int, at: int, old: str, new: str) -> dict[str, Any]:
    told = {"id": number, "itemtype": "Ticket", "itemtype_link": "", "linked_action": 0}
    return {
        **told,
        "user_name": "Anna Andersson (27)",
        "date_mod": _text(at),
        "id_search_option": option,
        "old_value": old,
        "new_value": new,
    }


def _logged(field: str, value: str) -> str:
    if field == "status":
        return STATUS_NUMBERS[value]
    return value if field == "priority" else f"Network > Wireless ({value})"


def _fits(ticket: Ticket, query: Any) -> bool:
    numbers = [name[9:-8] for name in query if name.startswith("criteria[") and name.endswith("][field]")]
    return all(_fits_one(ticket, query, number) for number in numbers)


def _fits_one(ticket: Ticket, query: Any, number: str) -> bool:
    field, kind, value = (query[f"criteria[{number}][{part}]"] for part in ("field", "searchtype", "value"))
    if field == "2":
        # `morethan` means nothing to the search for a number: it wants the sign in the value.
        assert (kind, value[0]) == ("contains", ">")
        return ticket.number > int(value[1:])
    compared: dict[str, Callable[[str, str], bool]] = {
        "morethan": lambda one, other: one > other,
        "lessthan": lambda one, other: one < other,
    }
    return compared[kind](_text(_moment(ticket, field)), value)


def _moment(ticket: Ticket, field: str) -> int:
    return {"19": ticket.updated_at, "15": ticket.opened_at}[field]


def _text(moment: int) -> str:
    return to_datetime(moment).astimezone(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m-%d %H:%M:%S")
