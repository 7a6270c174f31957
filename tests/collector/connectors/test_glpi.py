"""GLPI: sessions, the search by numbered fields, the log, the hour that comes twice."""

import pytest

from collector.connectors.connector import Span
from collector.errors import ProblemsFound, SourceUnreadable
from collector.records import FactKind
from tests.collector.connectors.glpi_server import MAPPING, STATUS_NUMBERS, GlpiServer
from tests.collector.connectors.helpers import NOW, World, brought, connector_of, facts, fetched, statuses
from tests.collector.connectors.ticket_system import WORKED_STATUSES, Kept, TicketSystem
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying

DAY = 86_400
OPTIONS = {
    "type": "glpi",
    "sign_in": {"type": "header", "prefix": "user_token ", "token_env": "GLPI_TOKEN"},
    "app_token_env": "GLPI_APP_TOKEN",
    "page_size": 3,
}
WORKED = [(at, STATUS_NUMBERS[word], state) for at, word, state in WORKED_STATUSES]


def _system(now: int = NOW) -> TicketSystem:
    return TicketSystem(World(now, {"GLPI_TOKEN": "secret-token", "GLPI_APP_TOKEN": "secret-app"}))


def test_a_ticket_paused_made_urgent_and_reopened_has_its_statuses_at_their_instants() -> None:
    system = _system()
    system.worked()
    with replaying(system.answering(GlpiServer(system))) as glpi:
        address = f"{glpi.address}/apirest.php"
        found = brought(connector_of({**OPTIONS, "address": address}, MAPPING, system.world))
    assert statuses(found, "7") == WORKED
    assert {asked.headers["app-token"] for asked in glpi.asked} == {"secret-app"}


def test_a_value_of_another_table_is_its_id_in_the_log_as_in_the_ticket() -> None:
    system = _system()
    system.open(1, NOW - 2 * DAY, itilcategories_id="9")
    system.change(1, "itilcategories_id", "12", NOW - DAY)
    with replaying(system.answering(GlpiServer(system))) as glpi:
        address = f"{glpi.address}/apirest.php"
        found = brought(connector_of({**OPTIONS, "address": address}, MAPPING, system.world))
    rows = facts(found, FactKind.TICKET_CHANGE)
    services = rows[rows["field"] == "service"].sort_values("at")
    assert services["value"].to_list() == ["9", "12"]
    assert [warning for one in found for warning in one.warnings] == []


def test_nothing_of_a_person_leaves_the_connector() -> None:
    system = _system()
    system.worked()
    with replaying(system.answering(GlpiServer(system))) as glpi:
        address = f"{glpi.address}/apirest.php"
        pages = fetched(connector_of({**OPTIONS, "address": address}, MAPPING, system.world))
    assert "Anna" not in "".join(page.rows.to_csv() for page in pages)


def test_a_session_that_ends_in_the_middle_is_begun_anew_and_ended_at_the_end() -> None:
    system = _system()
    for number in range(1, 8):
        system.open(number, NOW - number * DAY)
    server = GlpiServer(system)
    system.schedule = [*([] for _ in range(6)), [server.sessions.clear]]
    with replaying(system.answering(server)) as glpi:
        address = f"{glpi.address}/apirest.php"
        kept = Kept()
        kept.run(connector_of({**OPTIONS, "address": address}, MAPPING, system.world))
    assert set(kept.histories) == {str(number) for number in range(1, 8)}
    assert server.begun == 2
    assert server.sessions == set()


def test_a_session_refused_twice_is_an_error_without_secrets() -> None:
    system = _system()
    with replaying(system.answering(lambda _asked: json_reply(["ERROR_GLPI_LOGIN_USER_TOKEN"], 401))) as glpi:
        connector = connector_of({**OPTIONS, "address": glpi.address}, MAPPING, system.world)
        with pytest.raises(SourceUnreadable) as error:
            fetched(connector)
    assert "the system answered 401" in str(error.value)
    assert "secret" not in str(error.value)


def test_changes_in_the_hour_that_comes_twice_are_all_brought() -> None:
    # Clocks in Stockholm went back from 03:00 to 02:00 on 25 October 2026, at 01:00 UTC.
    system = _system(instant("2026-10-25T00:50:00+00:00"))
    system.open(1, instant("2026-10-25T00:30:00+00:00"))
    system.open(2, instant("2026-10-24T20:00:00+00:00"))
    system.open(3, instant("2026-10-24T20:00:00+00:00"))
    with replaying(system.answering(GlpiServer(system))) as glpi:
        options = {**OPTIONS, "address": f"{glpi.address}/apirest.php"}
        kept = Kept()
        kept.run(connector_of(options, MAPPING, system.world))
        # 02:10 the second time: its text lies before all that was read.
        system.world.now = instant("2026-10-25T01:10:00+00:00")
        system.change(2, "status", "open")
        system.world.now = instant("2026-10-25T01:20:00+00:00")
        kept.run(connector_of(options, MAPPING, system.world))
        system.world.now = instant("2026-10-25T02:00:00+00:00")
        system.change(3, "status", "solved")
        kept.run(connector_of(options, MAPPING, system.world))
    # The mapping takes the first of the two hours: 02:10 is 00:10 UTC.
    assert kept.histories["2"][-1] == (instant("2026-10-25T00:10:00+00:00"), "2")
    assert kept.histories["3"][-1] == (instant("2026-10-25T02:00:00+00:00"), "5")


def test_a_mapping_without_a_time_zone_is_refused() -> None:
    mapping = {name: value for name, value in MAPPING.items() if name != "time_zone"}
    with pytest.raises(ProblemsFound, match="times without an offset"):
        connector_of({**OPTIONS, "address": "http://127.0.0.1"}, mapping)


def test_the_sweep_tells_the_tickets_that_are_in_no_bin() -> None:
    system = _system()
    for number in range(1, 9):
        system.open(number, NOW - number * DAY)
    system.delete(4)
    with replaying(system.answering(GlpiServer(system))) as glpi:
        options = {**OPTIONS, "address": f"{glpi.address}/apirest.php", "sweep": {"slice_days": 366}}
        found = brought(connector_of(options, MAPPING, system.world))
    (sweep,) = [one.sweep for one in found if one.sweep is not None]
    assert sweep.tickets == {"1", "2", "3", "5", "6", "7", "8"}


def test_a_search_that_heeds_no_comparison_of_ids_is_refused_and_not_asked_for_ever() -> None:
    row = {"1": "The printer", "2": 7, "15": "2026-10-05 08:00:00", "19": "2026-10-05 08:00:00"}

    def answer(asked: Asked) -> Reply:
        is_begin = asked.path == "/initSession"
        return json_reply(
            {"session_token": "s"} if is_begin else {"totalcount": 1, "count": 1, "data": [row]}
        )

    system = _system()
    with replaying(answer) as glpi:
        options = {**OPTIONS, "address": glpi.address, "sweep": {}}
        connector = connector_of(options, MAPPING, system.world)
        with pytest.raises(SourceUnreadable, match="does not compare ids"):
            list(connector.existing(Span(NOW - 400 * DAY, NOW)))
        connector.close()


def test_a_busy_system_and_a_truncated_answer_are_asked_again() -> None:
    system = _system()
    system.worked()
    system.faults = [
        None,
        json_reply({}, 429),
        json_reply({}, 503),
        Reply(200, b'{"totalcount": 1, "d', cut_after=9),
    ]
    with replaying(system.answering(GlpiServer(system))) as glpi:
        address = f"{glpi.address}/apirest.php"
        connector = connector_of({**OPTIONS, "address": address}, MAPPING, system.world)
        assert statuses(brought(connector), "7") == WORKED
