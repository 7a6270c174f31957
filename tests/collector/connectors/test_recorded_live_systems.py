"""Answers recorded from a real Request Tracker and a real Zabbix, for where neither is installed."""

import json
from pathlib import Path
from typing import Any

from collector.records import FactKind
from tests.collector.connectors.helpers import World, brought, connector_of, facts, statuses
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying

RECORDED = Path(__file__).parent / "recorded"
MONDAY = instant("2026-10-05T08:00:00+00:00")
DAY = instant("2026-11-21T00:00:00+00:00")
HOUR = 3600


def _recorded(system: str, name: str) -> Any:
    return json.loads((RECORDED / system / f"{name}.json").read_text())


def _tracker(asked: Asked) -> Reply:
    """Answer the first page with what was recorded, and every other with none."""
    name = asked.path.rsplit("/", 1)[-1]
    query = asked.query.get("query", "")
    if name == "all" and asked.query["page"] == "1":
        return json_reply(_recorded("request_tracker", "queues"))
    if name == "tickets" and "LastUpdated < '2026-10-07" not in query and "id > 0" in query:
        return json_reply({"items": []})
    is_first = query.endswith(" > 0") or "id = " in query
    if name in ("tickets", "transactions") and is_first:
        return json_reply(_recorded("request_tracker", name))
    return json_reply({"items": []})


def test_a_recorded_ticket_of_request_tracker_has_its_history() -> None:
    mapping = {
        "type": "ticket_history",
        "fields": {"status": "Status", "queue": "Queue"},
        "columns": {"service": "CF.Service"},
        "statuses": {"new": "active", "open": "active", "stalled": "waiting_user", "resolved": "resolved"},
    }
    with replaying(_tracker) as replay:
        options = {"type": "request_tracker", "address": replay.address, "since": "2026-09-30"}
        found = brought(connector_of(options, mapping, World(MONDAY + 2 * 86_400)))
    assert statuses(found, "1") == [
        (MONDAY, "new", 1),
        (MONDAY + HOUR, "stalled", 2),
        (MONDAY + 9000, "resolved", 6),
        (MONDAY + 4 * HOUR, "open", 1),
    ]
    rows = facts(found, FactKind.TICKET_CHANGE)
    queues = rows[rows["field"] == "queue"].drop_duplicates(["at", "value"]).sort_values("at")
    assert list(queues["value"]) == ["General", "Network"]
    assert set(facts(found, FactKind.TICKET)["service"]) == {"Mail"}


def test_a_recorded_service_of_zabbix_is_down_for_its_seconds() -> None:
    mapping = {
        "type": "service_states",
        "columns": {"at": "at", "state": "state", "service": "tag:service"},
        "time_format": "unix",
        "states": {"ok": "up", "high": "down"},
        "records": "changes_only",
    }

    def answer(asked: Asked) -> Reply:
        call: Any = asked.json()
        if call["method"] == "apiinfo.version":
            return json_reply({"result": "6.0.14"})
        return json_reply(_recorded("zabbix", call["method"]))

    with replaying(answer) as replay:
        options = {
            "type": "zabbix",
            "address": replay.address,
            "sign_in": {"type": "bearer", "token_env": "TOKEN"},
            "since": "2026-11-21",
            "reads": "services",
        }
        world = World(DAY + 86_400, {"TOKEN": "secret"})
        found = brought(connector_of(options, mapping, world))
    rows = facts(found, FactKind.SERVICE_STATE).drop_duplicates("at").sort_values("at")
    told = list(zip(rows["at"].astype(int), rows["state"].astype(int), strict=True))
    assert told == [(DAY, 1), (DAY + 7200, 3), (DAY + 7290, 1)]
