"""Zabbix: a real one that is sent values; and answers of other versions, replayed."""

import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import psycopg
import pytest

from collector.connectors.connector import Connector
from collector.errors import ProblemsFound, SourceUnreadable
from collector.records import FactKind
from collector.source import Normalised
from tests.collector.connectors.helpers import World, brought, connector_of, facts, fetched
from tests.replay import Asked, Reply, json_reply, replaying
from tests.zabbix_server import Watched, Zabbix, running_zabbix

DAY = 86_400
UP, DOWN, UNKNOWN = 1, 3, 0
NOW = int(time.time())
YESTERDAY = NOW // DAY * DAY - DAY
"""The start of the day (UTC) before this one, whose SLA has ended."""

FROM, TO = YESTERDAY + 7200, YESTERDAY + 7290
"""An outage of 90 seconds, two hours into that day."""

STATES: dict[str, Any] = {
    "type": "samples",
    "columns": {"at": "at", "state": "state", "service": "service"},
    "time_format": "unix",
    "states": {"ok": "up", "high": "down"},
    "records": "all",
    "max_gap": 900,
}
EVENTS: dict[str, Any] = {
    "type": "service_states",
    "columns": {"at": "at", "state": "state", "service": "tag:service", "prober": "trigger"},
    "time_format": "unix",
    "states": {
        "ok": "up",
        "problem": "down",
        "closed_by_hand": "unknown",
        "disabled": "unknown",
        "unknown": "unknown",
        "lost": "unknown",
    },
    "records": "changes_only",
}


@pytest.fixture(scope="module")
def zabbix() -> Iterator[Zabbix]:
    with running_zabbix() as running:
        yield running


@pytest.fixture(scope="module")
def mail(zabbix: Zabbix) -> Watched:
    """A service watched since the start of yesterday, that was down for 90 seconds."""
    watched = zabbix.watch_service("mail", since=YESTERDAY)
    zabbix.send("mail", {YESTERDAY + 60: 1, FROM: 0, TO: 1})
    zabbix.wait_for_events(watched, 2)
    zabbix.wait_for_service(watched, 2)
    return watched


def _connector(
    zabbix: Zabbix, mapping: dict[str, Any], now: int | None = None, **options: Any
) -> Connector[Any]:
    world = World(int(time.time()) if now is None else now, {"TOKEN": zabbix.token})
    day = time.strftime("%Y-%m-%d", time.gmtime(YESTERDAY))
    told = {
        "type": "zabbix",
        "address": zabbix.address,
        "sign_in": {"type": "bearer", "token_env": "TOKEN"},
        "since": day,
        "tags": {"service": "mail"},
        **options,
    }
    return connector_of(told, mapping, world)


def _states(found: list[Normalised]) -> list[tuple[int, int]]:
    """Return (instant, state) of every change, in order, each instant once."""
    rows = facts(found, FactKind.SERVICE_STATE).drop_duplicates("at").sort_values("at")
    told = list(zip(rows["at"].astype(int), rows["state"].astype(int), strict=True))
    return [told[0], *(here for before, here in pairwise(told) if here[1] != before[1])]


def _observed(found: list[Normalised]) -> list[tuple[int, int]]:
    """Return the intervals in which the state is known, joined where they touch."""
    rows = facts(found, FactKind.OBSERVED).sort_values("from_at")
    joined: list[tuple[int, int]] = []
    for start, end in zip(rows["from_at"].astype(int), rows["to_at"].astype(int), strict=True):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@pytest.mark.usefixtures("mail")
def test_a_service_is_down_for_the_seconds_that_zabbix_says(zabbix: Zabbix) -> None:
    found = brought(_connector(zabbix, STATES, reads="services"))
    assert _states(found) == [(YESTERDAY, UP), (FROM, DOWN), (TO, UP)]


@pytest.mark.usefixtures("mail")
def test_a_service_is_known_as_far_as_it_was_read(zabbix: Zabbix) -> None:
    now = int(time.time())
    ((start, end),) = _observed(brought(_connector(zabbix, STATES, reads="services")))
    assert start == YESTERDAY
    assert now <= end <= int(time.time()) + 900


@pytest.mark.usefixtures("mail")
def test_the_figures_of_an_sla_are_ours_within_the_second(zabbix: Zabbix) -> None:
    slaid = zabbix.promise("mail", YESTERDAY)
    mapping = {
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
    rows = facts(brought(_connector(zabbix, mapping, reads="sli", tags={})), FactKind.STATEMENT)
    told = rows[["service", "from_at", "to_at", "numerator", "denominator"]].drop_duplicates()
    (row,) = told[told["from_at"] == YESTERDAY].to_dict("records")
    ours = _states(brought(_connector(zabbix, STATES, reads="services")))
    down = sum(to - at for (at, state), (to, _) in pairwise(ours) if state == DOWN)
    assert row == {
        "service": "mail",
        "from_at": YESTERDAY,
        "to_at": YESTERDAY + DAY,
        "numerator": DAY - down,
        "denominator": DAY,
    }
    told_by_zabbix = zabbix.ask("sla.getsli", {"slaid": slaid, "period_from": YESTERDAY, "periods": 1})
    cell = told_by_zabbix["sli"][0][0]
    assert (cell["uptime"], cell["downtime"]) == (DAY - down, down) == (86310, 90)


@pytest.mark.usefixtures("mail")
def test_a_trigger_tells_its_problem_and_its_end(zabbix: Zabbix) -> None:
    found = brought(_connector(zabbix, EVENTS, reads="triggers"))
    assert [state for state in _states(found) if state[0] <= TO] == [(FROM, DOWN), (TO, UP)]


@pytest.mark.usefixtures("mail")
def test_small_pages_of_events_bring_the_same(zabbix: Zabbix) -> None:
    found = brought(_connector(zabbix, EVENTS, reads="triggers", page_size=1))
    assert [state for state in _states(found) if state[0] <= TO] == [(FROM, DOWN), (TO, UP)]


def test_an_event_that_comes_late_with_an_old_time_comes_with_the_next_run(zabbix: Zabbix) -> None:
    late = zabbix.watch_service("late", since=YESTERDAY)
    cursor = fetched(_connector(zabbix, EVENTS, reads="triggers", tags={"service": "late"}))[-1].cursor
    zabbix.send("late", {YESTERDAY + 60: 1, FROM: 0, TO: 1})
    zabbix.wait_for_events(late, 2)
    found = brought(_connector(zabbix, EVENTS, reads="triggers", tags={"service": "late"}), cursor)
    assert _states(found)[:2] == [(FROM, DOWN), (TO, UP)]


def test_a_problem_that_was_open_at_the_first_day_begins_when_it_began(zabbix: Zabbix) -> None:
    begun = YESTERDAY - 3600
    watched = zabbix.watch_service("old", since=YESTERDAY - DAY)
    zabbix.send("old", {begun - 60: 1, begun: 0})
    zabbix.wait_for_events(watched, 1)
    zabbix.wait_for_service(watched, 1)
    tags = {"service": "old"}
    found = brought(_connector(zabbix, EVENTS, reads="triggers", tags=tags))
    assert _states(found) == [(begun, DOWN)]
    services = brought(_connector(zabbix, STATES, reads="services", tags=tags))
    assert _states(services) == [(YESTERDAY, DOWN)]


def test_events_deleted_before_they_were_collected_are_told_and_unknown(zabbix: Zabbix) -> None:
    watched = zabbix.watch_service("gone", since=YESTERDAY)
    zabbix.send("gone", {YESTERDAY - 9 * DAY: 1, YESTERDAY - 9 * DAY + 60: 0, YESTERDAY - 9 * DAY + 120: 1})
    zabbix.wait_for_events(watched, 2)
    tags = {"service": "gone"}
    since = time.strftime("%Y-%m-%d", time.gmtime(YESTERDAY - 10 * DAY))
    earlier = _connector(zabbix, EVENTS, reads="triggers", tags=tags, since=since)
    cursor = fetched(earlier)[-1].cursor
    with psycopg.connect(zabbix.database.replace("+psycopg", "")) as connection:
        connection.execute("DELETE FROM events WHERE objectid = %s", (watched.triggerid,))
    a_week_ago = cursor.replace(f'"reached":{_reached(cursor)}', f'"reached":{YESTERDAY - 7 * DAY}')
    found = brought(_connector(zabbix, EVENTS, reads="triggers", tags=tags, since=since), a_week_ago)
    warnings = [warning.found for one in found for warning in one.warnings]
    assert warnings[0].startswith("Zabbix keeps no event that we know")
    assert _states(found)[0] == (YESTERDAY - 7 * DAY, UNKNOWN)


def _reached(cursor: str) -> str:
    return cursor.split('"reached":')[1].split(",", maxsplit=1)[0]


def test_a_service_is_unknown_where_the_item_that_shows_zabbix_at_work_got_no_value(zabbix: Zabbix) -> None:
    alive = zabbix.watch_service("alive", since=YESTERDAY)
    # Every ten minutes but between the second and the fifth hour of the day.
    looks = [YESTERDAY + 600 * number for number in range(48) if not 12 <= number < 30]
    zabbix.send("alive", dict.fromkeys(looks, 1))
    zabbix.wait_for_values(alive, len(looks))
    options: dict[str, Any] = {"reads": "services", "tags": {"service": "alive"}, "alive_item": alive.itemid}

    # The last look before the gap is 6600 seconds into the day, and speaks for 900.
    assert _observed(brought(_connector(zabbix, STATES, **options))) == [
        (YESTERDAY, YESTERDAY + 6600 + 900),
        (YESTERDAY + 18000, YESTERDAY + 28200 + 900),
    ]


def test_the_source_reached_as_far_as_zabbix_was_last_seen_at_work(zabbix: Zabbix) -> None:
    silent = zabbix.watch_service("silent", since=YESTERDAY)
    zabbix.send("silent", {YESTERDAY + 60: 1, YESTERDAY + 28200: 1})
    zabbix.wait_for_values(silent, 2)
    connector = _connector(
        zabbix, STATES, reads="services", tags={"service": "silent"}, alive_item=silent.itemid
    )
    told = [page.reached_at for page in fetched(connector, None) if page.reached_at is not None]
    assert max(told) == YESTERDAY + 28200


@pytest.mark.usefixtures("mail")
def test_reading_again_adds_no_fact(zabbix: Zabbix) -> None:
    first = fetched(_connector(zabbix, STATES, reads="services"))
    again = brought(_connector(zabbix, STATES, reads="services"), first[-1].cursor)
    known = _connector(zabbix, STATES, reads="services")
    before = facts([known.normalise(page) for page in first], FactKind.SERVICE_STATE)
    after = facts(again, FactKind.SERVICE_STATE)
    assert set(after["at"]) <= set(before["at"])


def test_maintenance_that_happens_once_is_a_window_for_each_host(zabbix: Zabbix, mail: Watched) -> None:
    period = {"timeperiod_type": 0, "start_date": YESTERDAY + 3600, "period": 1800}
    weekly = {"timeperiod_type": 3, "every": 1, "dayofweek": 1, "start_time": 0, "period": 3600}
    zabbix.ask(
        "maintenance.create",
        {
            "name": "Patching",
            "active_since": YESTERDAY,
            "active_till": YESTERDAY + DAY,
            "hosts": [{"hostid": mail.hostid}],
            "timeperiods": [period, weekly],
        },
    )
    mapping = {
        "type": "maintenance",
        "columns": {"window": "window", "starts_at": "starts_at", "ends_at": "ends_at", "service": "host"},
        "time_format": "unix",
    }
    found = brought(_connector(zabbix, mapping, reads="maintenance", tags={}))
    (row,) = facts(found, FactKind.MAINTENANCE).to_dict("records")
    assert (row["service"], row["starts_at"], row["ends_at"]) == (
        "mail",
        YESTERDAY + 3600,
        YESTERDAY + 5400,
    )
    told = [warning.found for one in found for warning in one.warnings]
    assert told == ["maintenance periods that repeat, and are not read: 1"]


def test_a_wrong_token_is_told_without_the_token(zabbix: Zabbix) -> None:
    connector = _connector(Zabbix(zabbix.address, "f" * 64, 0, ""), STATES, reads="services")
    with pytest.raises(SourceUnreadable, match=r"refused service.get with error -32602") as caught:
        fetched(connector)
    assert "ffff" not in str(caught.value)


def test_a_newer_zabbix_gets_the_token_in_the_header_alone() -> None:
    """Zabbix 6.4 to 7.2: no `auth` in the question, and no header with the question for the version."""

    def answer(asked: Asked) -> Reply:
        call: Any = asked.json()
        if call["method"] == "apiinfo.version":
            signed = "authorization" in asked.headers
            return json_reply({"error": {"code": -32602}} if signed else {"result": "7.0.4", "id": 1})
        assert asked.headers["authorization"] == "Bearer secret"
        assert "auth" not in call
        return json_reply({"result": [], "id": 1})

    with replaying(answer) as replay:
        found = brought(_connector(Zabbix(replay.address, "secret", 0, ""), STATES, reads="services"))
    assert FactKind.SERVICE_STATE not in {kind for one in found for kind in one.facts}


def test_a_thing_and_a_mapping_that_do_not_fit_are_refused_before_anything_is_asked() -> None:
    nowhere = Zabbix("http://127.0.0.1:1", "secret", 0, "")
    with pytest.raises(ProblemsFound, match="`reads: sli` gives nothing that a mapping of type samples"):
        _connector(nowhere, STATES, reads="sli")


def test_an_end_set_by_hand_or_for_some_problems_only_has_words_of_its_own() -> None:
    event = {"eventid": "5", "objectid": "9", "clock": str(FROM), "value": "0", "severity": "0"}
    by_hand = {**event, "userid": "1", "clock": str(TO)}
    by_tag = {**event, "eventid": "6", "userid": "0", "relatedObject": {"correlation_mode": "1"}}

    def answer(asked: Asked) -> Reply:
        call: Any = asked.json()
        params = call["params"]
        if call["method"] == "apiinfo.version":
            return json_reply({"result": "6.0.14"})
        first = params.get("eventid_from", 0) == 0 and "problem_time_from" not in params
        tagged = {"tags": [{"tag": "service", "value": "mail"}], "hosts": [{"host": "m", "name": "m"}]}
        events = [{**one, **tagged} for one in (by_hand, by_tag)]
        asks_events = call["method"] == "event.get" and params.get("time_from", 0) <= FROM and first
        return json_reply({"result": events if asks_events else []})

    with replaying(answer) as replay:
        nowhere = Zabbix(replay.address, "secret", 0, "")
        found = brought(_connector(nowhere, EVENTS, reads="triggers", now=YESTERDAY + 60))
    assert _states(found) == [(TO, UNKNOWN)]
    rejects = [reason for one in found for reason in one.rejects["reason"]]
    assert set(rejects) == {"the mapping lists no such state: partly_resolved"}
