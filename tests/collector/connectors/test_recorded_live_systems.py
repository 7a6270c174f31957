"""Answers recorded from a real Request Tracker and a real Zabbix, for where neither is installed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from collector.errors import SourceUnreadable
from collector.records import FactKind
from collector.source import Normalised
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
    if name == "tickets" and "LastUpdated < '2026-10-06" not in query and "id > 0" in query:
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


STATES: dict[str, Any] = {
    "type": "service_states",
    "columns": {"at": "at", "state": "state", "service": "tag:service"},
    "time_format": "unix",
    "states": {"ok": "up", "high": "down", "problem": "down"},
    "records": "changes_only",
}


def _from_zabbix(
    mapping: dict[str, Any], reads: str, results: Mapping[str, Any] | None = None
) -> list[Normalised]:
    """Return what a Zabbix brings that answers as recorded, some methods with `results` instead."""
    others = results or {}

    def answer(asked: Asked) -> Reply:
        call: Any = asked.json()
        method, params = call["method"], call["params"]
        if method == "apiinfo.version":
            return json_reply({"result": "6.0.14"})
        if int(params.get("eventid_from", 0)) > 1:
            return json_reply({"result": []})
        return json_reply({"result": others[method]} if method in others else _recorded("zabbix", method))

    with replaying(answer) as replay:
        options = {
            "type": "zabbix",
            "address": replay.address,
            "sign_in": {"type": "bearer", "token_env": "TOKEN"},
            "since": "2026-11-21",
            "reads": reads,
        }
        world = World(DAY + 86_400, {"TOKEN": "secret"})
        return brought(connector_of(options, mapping, world))


def _states(found: list[Normalised]) -> list[tuple[int, int]]:
    rows = facts(found, FactKind.SERVICE_STATE).drop_duplicates("at").sort_values("at")
    return list(zip(rows["at"].astype(int), rows["state"].astype(int), strict=True))


def test_a_recorded_service_of_zabbix_is_down_for_its_seconds() -> None:
    assert _states(_from_zabbix(STATES, "services")) == [(DAY, 1), (DAY + 7200, 3), (DAY + 7290, 1)]


def test_recorded_events_of_zabbix_are_down_for_their_seconds_and_the_trigger_is_up_now() -> None:
    found = _states(_from_zabbix(STATES, "triggers"))
    assert found[:2] == [(DAY + 7200, 3), (DAY + 7290, 1)]
    assert [state for _, state in found[2:]] == [1]


SLI: dict[str, Any] = {
    "type": "statements",
    "columns": {
        "service": "service",
        "from_at": "from_at",
        "to_at": "to_at",
        "numerator": "uptime",
        "denominator": "seconds",
    },
    "constants": {"indicator": "availability"},
    "time_format": "unix",
}
SLAS = [{"slaid": "7", "name": "City"}]


def test_the_recorded_figures_of_an_sla_are_a_statement_of_that_day() -> None:
    rows = facts(_from_zabbix(SLI, "sli", {"sla.get": SLAS}), FactKind.STATEMENT)
    told = rows[["service", "from_at", "to_at", "numerator", "denominator"]].drop_duplicates()
    assert told.to_numpy().tolist() == [["mail", DAY, DAY + 86_400, 86_310, 86_400]]


def test_figures_that_are_fewer_than_the_periods_are_refused_and_not_left_out() -> None:
    answer = {**_recorded("zabbix", "sla.getsli")["result"], "sli": []}
    with pytest.raises(SourceUnreadable, match="lacks the figures of some periods or services"):
        _from_zabbix(SLI, "sli", {"sla.get": SLAS, "sla.getsli": answer})


def test_a_change_without_its_time_is_refused_and_not_one_of_1970() -> None:
    [service] = _recorded("zabbix", "service.get")["result"]
    service = {**service, "status_timeline": [{"start_value": "-1", "alarms": [{"value": "4"}]}]}
    with pytest.raises(SourceUnreadable, match="no whole number in 'clock'"):
        _from_zabbix(STATES, "services", {"service.get": [service]})
