"""TOPdesk: incidents as they are now."""

import pytest

from collector.errors import SourceUnreadable
from tests.collector.connectors.helpers import NOW, World, brought, connector_of, fetched, statuses
from tests.collector.connectors.ticket_system import WORKED_STATUSES, Kept, TicketSystem
from tests.collector.connectors.topdesk_server import MAPPING, TopdeskServer
from tests.replay import Reply, json_reply, replaying

DAY = 86_400
OPTIONS = {
    "type": "topdesk",
    "sign_in": {"type": "basic", "user": "reader", "password_env": "TOPDESK_PASSWORD"},
    "page_size": 3,
}


def _system() -> TicketSystem:
    return TicketSystem(World(NOW, {"TOPDESK_PASSWORD": "secret"}))


def test_an_incident_tells_its_opening_its_end_and_its_present_status() -> None:
    system = _system()
    system.worked()
    with replaying(system.answering(TopdeskServer(system))) as topdesk:
        found = brought(connector_of({**OPTIONS, "address": topdesk.address}, MAPPING, system.world))
    opened, solved = WORKED_STATUSES[0][0], WORKED_STATUSES[-1][0]
    # Priority was changed an hour after the end: since then, at the latest, the status holds.
    assert statuses(found, "I 2610 007") == [
        (opened, "opened", 1),
        (solved, "resolved", 6),
        (solved + 3600, "solved", 6),
    ]


def test_a_reopened_incident_is_not_resolved_any_more() -> None:
    system = _system()
    system.open(1, NOW - 3 * DAY)
    system.change(1, "status", "solved", NOW - 2 * DAY)
    system.change(1, "status", "open", NOW - DAY)
    with replaying(system.answering(TopdeskServer(system))) as topdesk:
        found = brought(connector_of({**OPTIONS, "address": topdesk.address}, MAPPING, system.world))
    assert statuses(found, "I 2610 001") == [(NOW - 3 * DAY, "opened", 1), (NOW - DAY, "open", 1)]


def test_only_the_fields_of_the_mapping_are_asked_for() -> None:
    system = _system()
    system.worked()
    with replaying(system.answering(TopdeskServer(system))) as topdesk:
        pages = fetched(connector_of({**OPTIONS, "address": topdesk.address}, MAPPING, system.world))
    assert topdesk.asked[0].query["fields"] == (
        "callDate,category,completed,completedDate,id,modificationDate,number,priority,processingStatus"
    )
    assert "Anna" not in "".join(page.rows.to_csv() for page in pages)


def test_more_incidents_of_one_instant_than_fill_a_page_come_all() -> None:
    system = _system()
    for number in range(1, 12):
        system.open(number, NOW - 30 * DAY)
    with replaying(system.answering(TopdeskServer(system))) as topdesk:
        kept = Kept()
        kept.run(connector_of({**OPTIONS, "address": topdesk.address}, MAPPING, system.world))
    assert len(kept.histories) == 11


def test_an_archived_incident_is_not_read_and_is_not_gone() -> None:
    system = _system()
    system.open(1, NOW - 2 * DAY)
    system.open(2, NOW - DAY)
    server = TopdeskServer(system)
    server.archived = {1}
    with replaying(system.answering(server)) as topdesk:
        options = {**OPTIONS, "address": topdesk.address, "sweep": {"slice_days": 366}}
        found = brought(connector_of(options, MAPPING, system.world))
    (sweep,) = [one.sweep for one in found if one.sweep is not None]
    assert statuses(found, "I 2610 001") == []
    assert sweep.tickets == {"I 2610 001", "I 2610 002"}


def test_a_system_too_old_for_the_query_is_refused_and_not_paged_with_loss() -> None:
    # Before version 3.4.0 the query is ignored: the answer begins before what was asked for.
    old = {"id": "a", "number": "I 1", "modificationDate": "2019-01-01T00:00:00.000+0000"}
    with replaying(lambda _asked: json_reply([old])) as topdesk:
        connector = connector_of({**OPTIONS, "address": topdesk.address}, MAPPING, _system().world)
        with pytest.raises(SourceUnreadable, match="not sorted by the time of change"):
            fetched(connector)


def test_a_busy_system_and_a_truncated_answer_are_asked_again() -> None:
    system = _system()
    system.worked()
    system.faults = [json_reply({}, 429), json_reply({}, 503), Reply(200, b'[{"id": "i', cut_after=5)]
    with replaying(system.answering(TopdeskServer(system))) as topdesk:
        found = brought(connector_of({**OPTIONS, "address": topdesk.address}, MAPPING, system.world))
    assert len(statuses(found, "I 2610 007")) == 3
