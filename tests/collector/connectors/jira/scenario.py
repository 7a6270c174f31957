"""What the tests of Jira share: a mapping, an issue that is worked through, options of a source."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.collector.connectors.jira.server import JiraServer
from tests.collector.sources.helpers import instant
from tests.replay import Replay, replaying

MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "status", "priority": "priority", "number": "key"},
    "statuses": {"Open": "active", "Doing": "active", "Pending": "waiting_user", "Done": "resolved"},
}
OPENED = instant("2026-10-05T08:00:00+02:00")
MINUTE, HOUR, DAY = 60, 3600, 86_400
KINDS = ["jira_cloud", "jira_data_center"]


@contextmanager
def running(server: JiraServer, kind: str) -> Iterator[Replay]:
    with replaying(server.cloud if kind == "jira_cloud" else server.data_center) as replay:
        yield replay


def options(replay: Replay, kind: str, **further: Any) -> dict[str, Any]:
    return {"type": kind, "address": replay.address, "since": "2026-10-01", **further}


def work_through(server: JiraServer) -> str:
    """Open an issue, start it, let it wait, raise its priority, resolve, reopen and resolve it."""
    issue = server.open("SD-1", OPENED, status="Open", priority="Low")
    server.change(issue, OPENED + 10 * MINUTE, status="Doing")
    server.change(issue, OPENED + 30 * MINUTE, status="Pending")
    server.change(issue, OPENED + 90 * MINUTE, status="Doing", priority="High")
    server.change(issue, OPENED + 2 * HOUR, status="Done")
    server.change(issue, OPENED + 3 * HOUR, status="Doing")
    server.change(issue, OPENED + 4 * HOUR, status="Done")
    return issue


WORKED = [
    (OPENED, "Open", 1),
    (OPENED + 10 * MINUTE, "Doing", 1),
    (OPENED + 30 * MINUTE, "Pending", 2),
    (OPENED + 90 * MINUTE, "Doing", 1),
    (OPENED + 2 * HOUR, "Done", 6),
    (OPENED + 3 * HOUR, "Doing", 1),
    (OPENED + 4 * HOUR, "Done", 6),
]
