"""The supplier's SLA clocks in ServiceNow."""

from typing import Any

from collector.records import FactKind
from tests.collector.connectors.helpers import brought, connector_of, facts
from tests.collector.connectors.servicenow.scenario import OPENED, options
from tests.collector.connectors.servicenow.server import ServiceNowServer, text
from tests.collector.sources.helpers import instant
from tests.replay import Replay

SLAS: dict[str, Any] = {
    "type": "stated_tickets",
    "columns": {
        "ticket": "task.number",
        "indicator": "sla.name",
        "resolved_at": "end_time",
        "used": "business_duration:seconds",
        "verdict": "has_breached",
        "left_out": "stage",
        "month": "month",
    },
    "used_is": "seconds",
    "verdicts": {"true": "missed", "false": "met"},
    "left_out_words": ["cancelled"],
    "time_zone": "Europe/Stockholm",
    "rounded_to": 1,
}


def sla(server: ServiceNowServer, number: int, changed: int, **fields: str) -> None:
    """Add a row of task_sla: by default one that was kept within an hour."""
    row = {
        "sys_id": f"{number:032}",
        "sys_updated_on": text(changed),
        "task": "t1",
        "task.number": "INC0001",
        "task.sys_class_name": "incident",
        "sla": "s1",
        "sla.name": "Resolution P1",
        "end_time": text(changed),
        "business_duration": "1970-01-01 01:00:00",
        "has_breached": "false",
        "stage": "completed",
    }
    server.tables.setdefault("task_sla", []).append({**row, **fields})


def the_statement(replay: Replay) -> dict[str, Any]:
    """Return the only statement that a run brings."""
    found = facts(brought(connector_of(options(replay), SLAS)), FactKind.STATED_TICKET)
    assert len(found) == 1
    return dict(found.iloc[0])


def test_an_sla_clock_that_ended_is_a_statement_of_the_supplier(
    server: ServiceNowServer, replay: Replay
) -> None:
    # In Stockholm the first of November has begun an hour before it does in UTC.
    ended = instant("2026-11-01T00:30:00+01:00")
    sla(server, 1, ended, has_breached="true", business_duration="1970-01-02 02:00:05")
    sla(server, 2, ended, task="t2", end_time="")
    stated = the_statement(replay)
    assert (stated["ticket"], stated["indicator"], stated["resolved_at"]) == (
        "INC0001",
        "Resolution P1",
        ended,
    )
    # One day, two hours and five seconds.
    assert (stated["used"], stated["missed"], stated["left_out"]) == (93_605, 1, 0)
    assert stated["from_at"] == instant("2026-11-01T00:00:00+01:00")


def test_of_an_sla_clock_that_was_made_anew_the_later_row_stands(
    server: ServiceNowServer, replay: Replay
) -> None:
    sla(server, 9, OPENED, has_breached="true")
    sla(server, 1, OPENED + 60, stage="cancelled")
    stated = the_statement(replay)
    assert (stated["missed"], stated["left_out"]) == (0, 1)
