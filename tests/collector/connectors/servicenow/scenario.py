"""What the tests of ServiceNow share: a mapping, a ticket that is worked through, options of a source."""

from typing import Any

from tests.collector.connectors.servicenow.server import ServiceNowServer
from tests.collector.sources.helpers import instant
from tests.replay import Replay

MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state", "priority": "priority", "team": "assignment_group"},
    "statuses": {"1": "active", "2": "active", "3": "waiting_user", "6": "resolved", "7": "closed"},
    "columns": {"service": "business_service"},
}
OPENED = instant("2026-10-05T08:00:00+02:00")
MINUTE, HOUR, DAY = 60, 3600, 86_400


def options(replay: Replay, **further: Any) -> dict[str, Any]:
    return {"type": "servicenow", "address": replay.address, "since": "2026-10-01", "pause": 0, **further}


def work_through(server: ServiceNowServer) -> str:
    """Open a ticket, start it, let it wait, raise its priority, resolve, reopen, resolve and close it."""
    key = server.open("INC0001", OPENED, state="1", priority="3", assignment_group="a", business_service="S1")
    server.change(key, OPENED + 10 * MINUTE, state="2")
    server.change(key, OPENED + 30 * MINUTE, state="3")
    server.change(key, OPENED + 90 * MINUTE, state="2", priority="1")
    server.change(key, OPENED + 2 * HOUR, state="6")
    server.change(key, OPENED + 3 * HOUR, state="2", assignment_group="b")
    server.change(key, OPENED + 4 * HOUR, state="6")
    server.change(key, OPENED + 5 * DAY, state="7")
    return key


WORKED = [
    (OPENED, "1", 1),
    (OPENED + 10 * MINUTE, "2", 1),
    (OPENED + 30 * MINUTE, "3", 2),
    (OPENED + 90 * MINUTE, "2", 1),
    (OPENED + 2 * HOUR, "6", 6),
    (OPENED + 3 * HOUR, "2", 1),
    (OPENED + 4 * HOUR, "6", 6),
    (OPENED + 5 * DAY, "7", 7),
]
