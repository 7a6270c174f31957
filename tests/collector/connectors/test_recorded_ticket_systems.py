"""Answers as documentation and public fixtures show them, read with the clocks worked out by hand."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from collector.records import FactKind
from collector.source import Normalised
from tests.collector.connectors.helpers import NOW, World, brought, connector_of, facts, statuses
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying

RECORDED = Path(__file__).parent / "recorded"
SECRETS = {"TOKEN": "secret", "PASSWORD": "secret"}
TIMES = {"time_zone": "Europe/Stockholm"}


def _recorded(name: str, headers: dict[str, str] | None = None) -> Reply:
    return Reply(200, (RECORDED / name).read_bytes(), headers or {})


def _found(
    options: dict[str, Any], mapping: dict[str, Any], answer: Callable[[Asked], Reply]
) -> list[Normalised]:
    with replaying(answer) as replay:
        told = {"since": "2026-10-01", **options, "address": replay.address}
        return brought(connector_of(told, mapping, World(NOW, SECRETS)))


def _values(found: list[Normalised], field: str) -> list[tuple[int, str]]:
    rows = facts(found, FactKind.TICKET_CHANGE)
    rows = rows[rows["field"] == field].sort_values("at")
    return [(int(at), str(value)) for at, value in zip(rows["at"], rows["value"], strict=True)]


def _warnings(found: list[Normalised]) -> list[str]:
    return [warning.found for one in found for warning in one.warnings]


def _at(hour_and_minute: str) -> int:
    return instant(f"2026-10-05T{hour_and_minute}:00+02:00")


def test_zammad_waits_two_hours_and_is_closed_four_hours_after_it_came() -> None:
    def answer(asked: Asked) -> Reply:
        if "ticket_history" in asked.path:
            return _recorded("zammad/ticket_history.json")
        since = asked.query["query"].partition('["')[2].partition('"')[0]
        is_there = asked.query["page"] == "1" and since <= "2026-10-05T11:00:00.345Z"
        return _recorded("zammad/search.json") if is_there else json_reply([])

    mapping = {
        "type": "ticket_history",
        "fields": {"status": "state", "priority": "priority"},
        "columns": {"unit": "organization"},
        "statuses": {
            "new": "active",
            "open": "active",
            "pending reminder": "waiting_user",
            "closed": "resolved",
        },
    }
    found = _found({"type": "zammad"}, mapping, answer)
    assert statuses(found, "10007") == [
        (_at("08:00"), "new", 1),
        (_at("08:30"), "open", 1),
        (_at("09:00"), "pending reminder", 2),
        (_at("11:00"), "open", 1),
        (_at("12:00"), "closed", 6),
    ]
    assert _values(found, "priority") == [(_at("08:00"), "2 normal"), (_at("11:00"), "3 high")]
    assert facts(found, FactKind.TICKET)["unit"].to_list() == ["Schools"]
    assert _warnings(found) == []


def test_glpi_waits_one_hour_and_is_solved_three_and_a_half_hours_after_it_came() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/initSession":
            return json_reply({"session_token": "83af7e620c83a50a18d3eac2f6ed05a3ca0bea62"})
        if asked.path == "/killSession":
            return Reply(200)
        if asked.path == "/Ticket/7":
            return _recorded("glpi/ticket.json")
        if asked.path == "/Ticket/7/Log":
            return _recorded("glpi/log.json", {"Content-Range": "0-7/8"})
        if asked.query["criteria[0][value]"] < "2026-10-05 11:30:00":
            return _recorded("glpi/search.json")
        return json_reply({"totalcount": 0, "count": 0, "sort": ["19"], "order": ["ASC"]})

    mapping = {
        "type": "ticket_history",
        **TIMES,
        "fields": {"status": "status", "priority": "priority", "category": "itilcategories_id"},
        "columns": {"kind": "type"},
        "values": {"kind": {"1": "incident", "2": "request"}},
        "unlisted": "quarantine",
        "statuses": {"1": "active", "2": "active", "4": "waiting_user", "5": "resolved"},
    }
    sign_in = {"type": "header", "prefix": "user_token ", "token_env": "TOKEN"}
    # A page of two: one row does not fill it, and is not the end.
    found = _found({"type": "glpi", "sign_in": sign_in, "page_size": 2}, mapping, _once_by_id(answer))
    assert statuses(found, "7") == [
        (_at("08:00"), "1", 1),
        (_at("08:30"), "2", 1),
        (_at("09:00"), "4", 2),
        (_at("10:00"), "2", 1),
        (_at("11:30"), "5", 6),
    ]
    assert _values(found, "priority") == [(_at("08:00"), "3"), (_at("10:00"), "5")]
    assert _values(found, "category") == [(_at("08:00"), "0"), (_at("08:30"), "12")]
    assert facts(found, FactKind.TICKET)["kind"].to_list() == ["incident"]
    assert _warnings(found) == []


def _once_by_id(answer: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
    """Return `answer` for a system with the one ticket 7: behind its id there is none."""

    def answered(asked: Asked) -> Reply:
        behind = [
            value for name, value in asked.query.items() if name.endswith("[value]") and value[0] == ">"
        ]
        return (
            json_reply({"totalcount": 0, "count": 0}) if behind and int(behind[0][1:]) >= 7 else answer(asked)
        )

    return answered


def test_znuny_waits_two_hours_and_is_closed_five_hours_after_it_came() -> None:
    sessions = 0

    def answer(asked: Asked) -> Reply:
        nonlocal sessions
        if asked.path == "/Session":
            sessions += 1
            return json_reply({"SessionID": f"session{sessions}"})
        if asked.query["SessionID"] == "session1":
            return _recorded("znuny/error.json")
        if asked.path == "/Ticket/7":
            return _recorded("znuny/ticket.json")
        if asked.path == "/TicketHistory/7":
            return _recorded("znuny/history.json")
        since = asked.query["TicketLastChangeTimeNewerDate"]
        until = asked.query.get("TicketLastChangeTimeOlderDate", "9")
        return _recorded("znuny/search.json") if since <= "2026-10-05 13:00:00" <= until else json_reply({})

    mapping = {
        "type": "ticket_history",
        **TIMES,
        "fields": {"status": "State", "priority": "Priority", "team": "Queue"},
        "columns": {"service": "Service"},
        "statuses": {
            "new": "active",
            "open": "active",
            "pending reminder": "waiting_user",
            "closed successful": "resolved",
        },
    }
    options = {"type": "znuny", "user_login": "reader", "password_env": "PASSWORD"}
    found = _found(options, mapping, answer)
    assert statuses(found, "2026100510000017") == [
        (_at("08:00"), "new", 1),
        (_at("08:30"), "open", 1),
        (_at("09:00"), "pending reminder", 2),
        (_at("11:00"), "open", 1),
        (_at("13:00") + 1, "closed successful", 6),
    ]
    assert _values(found, "team") == [(_at("08:00"), "Desk"), (_at("08:30"), "Network")]
    assert _values(found, "priority") == [(_at("08:00"), "3 normal"), (_at("11:00"), "5 very high")]
    assert _warnings(found) == []
    assert sessions == 2


def test_topdesk_knows_no_hold_that_is_over_and_no_completion_before_a_reopening() -> None:
    incidents = json.loads((RECORDED / "topdesk/incidents.json").read_text())

    def answer(asked: Asked) -> Reply:
        since, skipped = asked.query["query"].rpartition("=ge=")[2], asked.query["pageStart"]
        if since > "2026-10-06T09:15:00Z":
            return Reply(204)
        # Both are of one second: each question goes on within it, at the last one known.
        return json_reply(incidents[int(skipped) :])

    mapping = {
        "type": "ticket_table",
        "columns": {
            "ticket": "number",
            "status": "processingStatus.name",
            "updated_at": "modificationDate",
            "priority": "priority.name",
            "service": "category.name",
        },
        "statuses": {"In progress": "active", "Completed": "resolved"},
        "events": {
            "opened": {"column": "callDate", "state": "active"},
            "on_hold": {"column": "onHoldDate", "state": "waiting_user"},
            "resolved": {"column": "completedDate", "state": "resolved"},
        },
    }
    sign_in = {"type": "basic", "user": "reader", "password_env": "PASSWORD"}
    found = _found({"type": "topdesk", "sign_in": sign_in}, mapping, answer)
    modified = instant("2026-10-06T09:15:00+00:00")
    assert statuses(found, "I 2610 001") == [(_at("08:00"), "opened", 1), (modified, "In progress", 1)]
    assert statuses(found, "I 2610 002") == [
        (_at("08:00"), "opened", 1),
        (modified - 1, "resolved", 6),
        (modified, "Completed", 6),
    ]
    assert facts(found, FactKind.TICKET)["service"].fillna("").to_list() == ["", "Network"]
