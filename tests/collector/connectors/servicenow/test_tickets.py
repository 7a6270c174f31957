"""ServiceNow: what is collected from a server that answers as the Table API is documented to."""

import json
from pathlib import Path
from typing import Any

import pytest

from collector.records import FactKind
from tests.collector.connectors.helpers import World, brought, connector_of, facts, fetched, statuses
from tests.collector.connectors.servicenow.scenario import (
    HOUR,
    MAPPING,
    MINUTE,
    OPENED,
    WORKED,
    options,
    work_through,
)
from tests.collector.connectors.servicenow.server import ServiceNowServer, text
from tests.collector.sources.helpers import instant
from tests.replay import Replay, Reply, json_reply, replaying

RECORDED = Path(__file__).parent.parent / "recorded" / "servicenow"


def test_a_ticket_worked_through_pause_priority_and_reopening_has_each_instant(
    server: ServiceNowServer, replay: Replay
) -> None:
    work_through(server)
    found = brought(connector_of(options(replay), MAPPING))
    assert statuses(found, "INC0001") == WORKED
    # Active: 30 min, then 30 min, then 1 h; waiting for the user: 1 h; 1 h resolved, then reopened.
    changes = facts(found, FactKind.TICKET_CHANGE)
    others = changes[changes["field"] != "status"]
    assert sorted(zip(others["field"], others["at"], others["value"], strict=True)) == [
        ("priority", OPENED, "3"),
        ("priority", OPENED + 90 * MINUTE, "1"),
        ("team", OPENED, "a"),
        ("team", OPENED + 3 * HOUR, "b"),
    ]
    (ticket,) = facts(found, FactKind.TICKET).to_dict("records")
    assert (ticket["opened_at"], ticket["service"], ticket["priority"]) == (OPENED, "S1", "3")


def test_the_system_is_asked_for_values_and_not_for_what_people_see(
    server: ServiceNowServer, replay: Replay
) -> None:
    work_through(server)
    fetched(connector_of(options(replay, query="company=c1"), MAPPING))
    tables = [asked for asked in replay.asked if asked.path == "/api/now/table/incident"]
    assert {asked.query["sysparm_display_value"] for asked in tables} == {"false"}
    assert {asked.query["sysparm_exclude_reference_link"] for asked in tables} == {"true"}
    assert {asked.query["sysparm_query"].split("^")[0] for asked in tables} == {"company=c1"}
    assert {asked.query["sysparm_query"].split("^")[-2:][0] for asked in tables} == {"ORDERBYsys_updated_on"}


def test_a_status_and_its_reason_make_one_word_with_a_history_of_its_own(
    server: ServiceNowServer, replay: Replay
) -> None:
    mapping = {
        "type": "ticket_history",
        "fields": {"status": "state / hold_reason"},
        "statuses": {"2": "active", "3 / 1": "waiting_user", "3 / 4": "waiting_third", "6": "resolved"},
    }
    key = server.open("INC0001", OPENED, state="2", hold_reason="")
    server.change(key, OPENED + 60, state="3", hold_reason="1")
    server.change(key, OPENED + 120, hold_reason="4")
    server.change(key, OPENED + 180, state="6", hold_reason="")
    found = brought(connector_of(options(replay), mapping))
    assert statuses(found, "INC0001") == [
        (OPENED, "2", 1),
        (OPENED + 60, "3 / 1", 2),
        (OPENED + 120, "3 / 4", 4),
        (OPENED + 180, "6", 6),
    ]


def test_changes_of_one_second_stand_in_the_order_in_which_they_follow_from_each_other(
    server: ServiceNowServer, replay: Replay
) -> None:
    key = server.open("INC0001", OPENED, state="1")
    for state in ("2", "3", "6"):
        server.change(key, OPENED + 60, state=state)
    # The system promises no order within a second.
    for number, row in enumerate(reversed(server.tables["sys_audit"])):
        row["sys_id"] = f"{number:032}"
    found = brought(connector_of(options(replay), MAPPING))
    assert [word for _, word, _ in statuses(found, "INC0001")] == ["1", "2", "3", "6"]


def test_a_deleted_ticket_is_missing_from_the_sweep(server: ServiceNowServer, replay: Replay) -> None:
    server.open("INC0001", OPENED, state="1")
    gone = server.open("INC0002", OPENED + 1, state="1")
    server.delete(gone)
    found = brought(connector_of(options(replay, sweep={}), MAPPING))
    sweeps = [one.sweep for one in found if one.sweep is not None]
    assert set().union(*(sweep.tickets for sweep in sweeps)) == {"INC0001"}


def test_metrics_of_field_values_tell_the_history_where_nothing_is_audited(
    server: ServiceNowServer, replay: Replay
) -> None:
    key = server.open("INC0001", OPENED, state="6", priority="3", sys_updated_on=text(OPENED + 300))
    spans = [("1", OPENED, OPENED + 60), ("2", OPENED + 60, OPENED + 60), ("3", OPENED + 60, OPENED + 300)]
    rows = [
        {
            "definition.type": "field_value_duration",
            "definition.field": "state",
            "id": key,
            "field_value": value,
            "start": text(start),
            "end": text(end),
        }
        for value, start, end in spans
    ]
    rows.append({**rows[0], "field_value": "6", "start": text(OPENED + 300), "end": ""})
    # A second metric of the same field tells the same once more.
    server.tables["metric_instance"] = [
        {**row, "sys_id": f"{number:032}"} for number, row in enumerate([*rows, *rows])
    ]
    found = brought(connector_of(options(replay, history="metric_instance"), MAPPING))
    told = statuses(found, "INC0001")
    assert list(dict.fromkeys(told)) == [
        (OPENED, "1", 1),
        (OPENED + 60, "2", 1),
        (OPENED + 60, "3", 2),
        (OPENED + 300, "6", 6),
    ]


@pytest.mark.parametrize("table", ["sc_req_item", "change_request", "problem"])
def test_every_table_of_tasks_can_be_read(server: ServiceNowServer, replay: Replay, table: str) -> None:
    key = server.open("INC0001", OPENED, state="1")
    server.change(key, OPENED + 60, state="6")
    server.tables[table] = server.tables.pop("incident")
    for row in server.tables["sys_audit"]:
        row["tablename"] = table
    found = brought(connector_of(options(replay, table=table), MAPPING))
    assert statuses(found, "INC0001") == [(OPENED, "1", 1), (OPENED + 60, "6", 6)]


def test_a_record_can_be_read_as_a_row_of_its_instants(server: ServiceNowServer, replay: Replay) -> None:
    server.open("INC0001", OPENED, resolved_at=text(OPENED + HOUR), closed_at="")
    mapping = {
        "type": "ticket_table",
        "columns": {"ticket": "number"},
        "events": {
            "opened": {"column": "opened_at", "state": "active"},
            "resolved": {"column": "resolved_at", "state": "resolved"},
            "closed": {"column": "closed_at", "state": "closed"},
        },
    }
    told = statuses(brought(connector_of(options(replay), mapping)), "INC0001")
    assert [(at, state) for at, _, state in told] == [(OPENED, 1), (OPENED + HOUR, 6)]


def test_the_hour_that_comes_twice_is_two_hours(server: ServiceNowServer, replay: Replay) -> None:
    first = instant("2026-10-25T02:30:00+02:00")
    key = server.open("INC0001", first, state="1")
    server.change(key, first + HOUR, state="6")
    found = brought(connector_of(options(replay), MAPPING))
    assert statuses(found, "INC0001") == [(first, "1", 1), (first + HOUR, "6", 6)]


def test_the_recorded_answers_are_read_as_documented() -> None:
    at = instant("2026-11-02T09:00:00+00:00")
    incident = json.loads((RECORDED / "incident.json").read_text())
    audit = json.loads((RECORDED / "sys_audit.json").read_text())

    def answer(asked: Any) -> Reply:
        recorded = audit if asked.path.endswith("sys_audit") else incident
        return json_reply(recorded, headers={"X-Total-Count": str(len(recorded["result"]))})

    with replaying(answer) as replay:
        found = brought(connector_of(options(replay, since="2026-11-02"), MAPPING, World(at + 1200)))
    assert list(dict.fromkeys(statuses(found, "INC0010023"))) == [
        (at, "1", 1),
        (at + 300, "2", 1),
        (at + 900, "6", 6),
    ]
