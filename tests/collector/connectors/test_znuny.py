"""Znuny and OTOBO: sessions, searches by spans of time, names of history entries."""

import pytest

from collector.connectors.told import ToldChange
from collector.connectors.znuny_history import changes_of
from collector.errors import SourceUnreadable
from tests.collector.connectors.helpers import NOW, World, brought, connector_of, fetched, statuses
from tests.collector.connectors.ticket_system import WORKED_STATUSES, Kept, TicketSystem
from tests.collector.connectors.znuny_server import MAPPING, ZnunyServer
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying

DAY = 86_400
OPTIONS = {"type": "znuny", "user_login": "reader", "password_env": "ZNUNY_PASSWORD", "page_size": 3}
ROUTE = "/otrs/nph-genericinterface.pl/Webservice/Tickets"


def _system(now: int = NOW) -> TicketSystem:
    return TicketSystem(World(now, {"ZNUNY_PASSWORD": "secret-password"}))


def test_a_ticket_paused_made_urgent_and_reopened_has_its_statuses_at_their_instants() -> None:
    system = _system()
    system.worked()
    with replaying(system.answering(ZnunyServer(system))) as znuny:
        options = {**OPTIONS, "address": znuny.address + ROUTE}
        found = brought(connector_of(options, MAPPING, system.world))
    assert statuses(found, "2026000007") == WORKED_STATUSES
    assert [warning for one in found for warning in one.warnings] == []


def test_more_tickets_of_one_second_than_a_search_finds_come_all() -> None:
    system = _system()
    for number in range(1, 12):
        system.open(number, NOW - 30 * DAY)
    with replaying(system.answering(ZnunyServer(system))) as znuny:
        kept = Kept()
        kept.run(connector_of({**OPTIONS, "address": znuny.address + ROUTE}, MAPPING, system.world))
    assert set(kept.histories) == {f"2026{number:06d}" for number in range(1, 12)}


def test_a_ticket_that_is_hidden_does_not_spoil_the_others() -> None:
    system = _system()
    for number in (1, 2):
        system.open(number, NOW - number * DAY - 3 * DAY)
    server = ZnunyServer(system)
    server.hidden = {1}
    with replaying(system.answering(server)) as znuny:
        kept = Kept()
        kept.run(connector_of({**OPTIONS, "address": znuny.address + ROUTE}, MAPPING, system.world))
    assert set(kept.histories) == {"2026000002"}


def test_a_session_that_ends_in_the_middle_is_begun_anew() -> None:
    system = _system()
    for number in range(1, 8):
        system.open(number, NOW - number * DAY)
    server = ZnunyServer(system)
    system.schedule = [*([] for _ in range(6)), [server.sessions.clear]]
    with replaying(system.answering(server)) as znuny:
        kept = Kept()
        kept.run(connector_of({**OPTIONS, "address": znuny.address + ROUTE}, MAPPING, system.world))
    assert len(kept.histories) == 7
    assert server.begun == 2


def test_a_search_that_heeds_no_times_is_refused_and_not_read_again_and_again() -> None:
    system = _system()
    system.open(1, NOW - 30 * DAY)
    server = ZnunyServer(system)

    def answer(asked: Asked) -> Reply:
        is_search = asked.path.endswith("/Ticket")
        return json_reply({"TicketID": ["1"]}) if is_search else server(asked)

    with replaying(answer) as znuny:
        connector = connector_of({**OPTIONS, "address": znuny.address + ROUTE}, MAPPING, system.world)
        with pytest.raises(SourceUnreadable, match="begins before it"):
            fetched(connector)


def test_an_error_with_status_200_is_an_error() -> None:
    system = _system()
    error = json_reply({"Error": {"ErrorCode": "TicketSearch.Broken", "ErrorMessage": "Anna"}})
    system.faults = [None, error]
    with replaying(system.answering(ZnunyServer(system))) as znuny:
        connector = connector_of({**OPTIONS, "address": znuny.address + ROUTE}, MAPPING, system.world)
        with pytest.raises(SourceUnreadable, match=r"the error TicketSearch\.Broken") as found:
            fetched(connector)
    assert "Anna" not in str(found.value)


def test_changes_in_the_hour_that_comes_twice_are_all_brought() -> None:
    # Clocks in Stockholm went back from 03:00 to 02:00 on 25 October 2026, at 01:00 UTC.
    system = _system(instant("2026-10-25T00:50:00+00:00"))
    system.open(1, instant("2026-10-25T00:30:00+00:00"))
    system.open(2, instant("2026-10-24T20:00:00+00:00"))
    with replaying(system.answering(ZnunyServer(system))) as znuny:
        options = {**OPTIONS, "address": znuny.address + ROUTE}
        kept = Kept()
        kept.run(connector_of(options, MAPPING, system.world))
        # 02:10 the second time: its text lies before all that was read.
        system.world.now = instant("2026-10-25T01:10:00+00:00")
        system.change(2, "status", "open")
        system.world.now = instant("2026-10-25T01:20:00+00:00")
        kept.run(connector_of(options, MAPPING, system.world))
    # The mapping takes the first of the two hours: 02:10 is 00:10 UTC.
    assert kept.histories["2026000002"][-1] == (instant("2026-10-25T00:10:00+00:00"), "open")


def test_a_clock_of_ours_that_is_hours_ahead_for_one_run_loses_nothing() -> None:
    system = _system()
    system.open(1, NOW - 2 * DAY)
    with replaying(system.answering(ZnunyServer(system))) as znuny:
        options = {**OPTIONS, "address": znuny.address + ROUTE}
        kept = Kept()
        kept.run(connector_of(options, MAPPING, system.world))
        system.change(1, "status", "open", NOW + 60)
        system.world.now = NOW + 3 * 3600
        kept.run(connector_of(options, MAPPING, system.world))
        system.change(1, "status", "solved", NOW + 3600)
        kept.run(connector_of(options, MAPPING, system.world))
    assert kept.histories["2026000001"] == [
        (NOW - 2 * DAY, "new"),
        (NOW + 60, "open"),
        (NOW + 3600, "solved"),
    ]


def test_a_clock_of_ours_that_is_hours_behind_loses_nothing() -> None:
    system = _system(NOW - 5 * 3600)
    for number in range(1, 8):
        system.open(number, NOW - number * 600)
    with replaying(system.answering(ZnunyServer(system))) as znuny:
        kept = Kept()
        kept.run(connector_of({**OPTIONS, "address": znuny.address + ROUTE}, MAPPING, system.world))
    assert len(kept.histories) == 7


def test_the_sweep_tells_the_tickets_that_are_there() -> None:
    system = _system()
    for number in range(1, 9):
        system.open(number, NOW - number * DAY)
    system.delete(4)
    with replaying(system.answering(ZnunyServer(system))) as znuny:
        options = {**OPTIONS, "address": znuny.address + ROUTE, "sweep": {"slice_days": 366}}
        found = brought(connector_of(options, MAPPING, system.world))
    (sweep,) = [one.sweep for one in found if one.sweep is not None]
    assert sweep.tickets == {f"2026{number:06d}" for number in (1, 2, 3, 5, 6, 7, 8)}


def test_a_busy_system_and_a_truncated_answer_are_asked_again() -> None:
    system = _system()
    system.worked()
    system.faults = [
        None,
        json_reply({}, 429),
        json_reply({}, 503),
        Reply(200, b'{"TicketID": [', cut_after=9),
    ]
    with replaying(system.answering(ZnunyServer(system))) as znuny:
        options = {**OPTIONS, "address": znuny.address + ROUTE}
        connector = connector_of(options, MAPPING, system.world)
        assert statuses(brought(connector), "2026000007") == WORKED_STATUSES


def test_each_kind_of_history_entry_tells_old_and_new_where_znuny_writes_them() -> None:
    def entry(kind: str, name: str) -> dict[str, str]:
        return {"HistoryType": kind, "Name": name, "CreateTime": "2026-10-05 08:00:00"}

    entries = [
        entry("StateUpdate", "%%open%%pending reminder%%"),
        entry("PriorityUpdate", "%%3 normal%%3%%5 very high%%5"),
        entry("Move", "%%Network%%7%%Desk%%2"),
        entry("ServiceUpdate", "%%Printing%%5%%NULL%%"),
        entry("StateUpdate", "State changed by a script"),
        entry("Move", "%%A name of more than 200 characters was cut o"),
        entry("AddNote", "%%Anna%%called%%"),
    ]
    at = "2026-10-05 08:00:00"
    assert changes_of(entries) == (
        ToldChange(at, "State", "open", "pending reminder"),
        ToldChange(at, "Priority", "3 normal", "5 very high"),
        ToldChange(at, "Queue", "Desk", "Network"),
        ToldChange(at, "Service", "", "Printing"),
    )
