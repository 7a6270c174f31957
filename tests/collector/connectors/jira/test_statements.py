"""The clocks of SLAs in Jira."""

from typing import Any

import pytest

from collector.errors import SourceUnreadable
from collector.records import FactKind
from tests.collector.connectors.helpers import brought, connector_of, facts, fetched
from tests.collector.connectors.jira.scenario import KINDS, OPENED, options, running
from tests.collector.connectors.jira.server import JiraServer
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, replaying

SLAS: dict[str, Any] = {
    "type": "stated_tickets",
    "columns": {
        "ticket": "id",
        "indicator": "sla.name",
        "resolved_at": "cycle.stopTime",
        "used": "cycle.elapsedTime",
        "verdict": "cycle.breached",
        "month": "month",
    },
    "used_is": "seconds",
    "verdicts": {"true": "missed", "false": "met"},
    "time_zone": "Europe/Stockholm",
    "rounded_to": 1,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_cycles_of_an_sla_are_statements_of_the_supplier(kind: str) -> None:
    server = JiraServer()
    issue, other = server.open("SD-1", OPENED, status="Done"), server.open("X-1", OPENED, status="Done")
    stop = instant("2026-11-01T00:30:00+01:00")

    def cycle(elapsed: int, *, breached: bool) -> dict[str, Any]:
        return {
            "stopTime": {"epochMillis": stop * 1000 + 999, "iso8601": "2026-11-01T00:30:00+0100"},
            "breached": breached,
            "elapsedTime": {"millis": elapsed},
        }

    running_clock = {"ongoingCycle": {"breached": True}, "completedCycles": []}
    server.slas[issue] = [
        {"id": "1", "name": "Time to resolution", "completedCycles": [cycle(7_200_000, breached=True)]},
        {"id": "2", "name": "Time to first response", "completedCycles": [cycle(61_500, breached=False)]},
        {"id": "3", "name": "Time to close", **running_clock},
    ]
    assert other not in server.slas
    with running(server, kind) as replay:
        found = facts(brought(connector_of(options(replay, kind), SLAS)), FactKind.STATED_TICKET)
    told = found[["ticket", "indicator", "resolved_at", "used", "missed", "from_at"]].to_numpy().tolist()
    month = instant("2026-11-01T00:00:00+01:00")
    assert told == [
        [issue, "Time to resolution", stop, 7200, 1, month],
        [issue, "Time to first response", stop, 61, 0, month],
    ]


def test_slas_that_the_account_may_not_read_are_told() -> None:
    server = JiraServer()
    server.open("SD-1", OPENED, status="Done")

    def answer(asked: Asked) -> Reply:
        return Reply(403) if "/servicedeskapi/" in asked.path else server.cloud(asked)

    with replaying(answer) as replay, pytest.raises(SourceUnreadable, match="answered 403"):
        fetched(connector_of(options(replay, "jira_cloud"), SLAS))
