"""Zammad: search by keys, the list without an index, histories."""

import pytest

from collector.connectors.connector import Span
from collector.errors import SourceUnreadable
from collector.records import FactKind
from tests.collector.connectors.helpers import NOW, World, brought, connector_of, facts, fetched, statuses
from tests.collector.connectors.ticket_system import WORKED_STATUSES, Kept, TicketSystem
from tests.collector.connectors.zammad_server import MAPPING, ZammadServer
from tests.replay import Asked, Reply, json_reply, replaying

DAY = 86_400
OPTIONS = {
    "type": "zammad",
    "sign_in": {"type": "header", "prefix": "Token token=", "token_env": "ZAMMAD_TOKEN"},
    "page_size": 4,
}


def _world() -> World:
    return World(secrets={"ZAMMAD_TOKEN": "secret-token"})


def test_a_ticket_paused_made_urgent_and_reopened_has_its_statuses_at_their_instants() -> None:
    system = TicketSystem(_world())
    system.worked()
    with replaying(system.answering(ZammadServer(system))) as zammad:
        connector = connector_of({**OPTIONS, "address": zammad.address}, MAPPING, system.world)
        found = brought(connector)
    assert statuses(found, "10007") == WORKED_STATUSES
    rows = facts(found, FactKind.TICKET_CHANGE)
    priorities = rows[rows["field"] == "priority"].sort_values("at")
    assert priorities[["at", "value"]].to_numpy().tolist() == [
        [WORKED_STATUSES[0][0], "3"],
        [WORKED_STATUSES[0][0] + 7 * 3600, "1"],
    ]
    assert zammad.asked[0].headers["authorization"] == "Token token=secret-token"


def test_nothing_of_a_person_and_no_title_leaves_the_connector() -> None:
    system = TicketSystem(_world())
    system.worked()
    with replaying(system.answering(ZammadServer(system))) as zammad:
        pages = fetched(connector_of({**OPTIONS, "address": zammad.address}, MAPPING, system.world))
    text = "".join(page.rows.to_csv() for page in pages)
    assert "10007" in text
    assert "Anna" not in text
    assert "anna" not in text


def test_more_tickets_of_one_instant_than_fill_a_page_come_all() -> None:
    system = TicketSystem(_world())
    for number in range(1, 12):
        system.open(number, NOW - 30 * DAY)
    system.open(12, NOW - 20 * DAY)
    with replaying(system.answering(ZammadServer(system))) as zammad:
        kept = Kept()
        kept.run(connector_of({**OPTIONS, "address": zammad.address}, MAPPING, system.world))
    assert set(kept.histories) == {str(10_000 + number) for number in range(1, 13)}


def test_without_a_search_index_the_search_is_not_believed() -> None:
    system = TicketSystem(_world())
    system.open(1)
    with replaying(system.answering(ZammadServer(system, has_index=False))) as zammad:
        connector = connector_of({**OPTIONS, "address": zammad.address}, MAPPING, system.world)
        with pytest.raises(SourceUnreadable, match="there is no search index"):
            fetched(connector)


def test_without_a_search_index_the_list_is_read_from_its_end() -> None:
    system = TicketSystem(_world())
    for number in range(1, 15):
        system.open(number, NOW - number * DAY)
    # While the list is read, a ticket at its front goes: every other one moves up a place.
    system.schedule = [[] for _ in range(8)] + [[lambda: system.delete(1)]]
    with replaying(system.answering(ZammadServer(system, has_index=False))) as zammad:
        options = {**OPTIONS, "address": zammad.address, "search_index": False}
        kept = Kept()
        kept.run(connector_of(options, MAPPING, system.world))
    assert {str(10_000 + number) for number in range(2, 15)} <= set(kept.histories)


def test_a_list_that_heeds_no_page_numbers_is_refused_and_not_read_for_ever() -> None:
    system = TicketSystem(_world())
    ticket = {"id": 1, "created_at": "2026-10-05T08:00:00Z", "updated_at": "2026-10-05T08:00:00Z"}
    with replaying(lambda _asked: json_reply([ticket])) as zammad:
        options = {**OPTIONS, "address": zammad.address, "search_index": False}
        with pytest.raises(SourceUnreadable, match="the list of tickets has no end"):
            fetched(connector_of(options, MAPPING, system.world))


def test_a_ticket_deleted_between_list_and_history_is_left_to_the_sweep() -> None:
    system = TicketSystem(_world())
    system.open(1, NOW - 2 * DAY)
    system.open(2, NOW - DAY)
    # The fifth question is for the history of the first ticket.
    system.schedule = [[], [], [], [], [lambda: system.delete(1)]]
    with replaying(system.answering(ZammadServer(system))) as zammad:
        options = {**OPTIONS, "address": zammad.address, "sweep": {"slice_days": 366}}
        found = brought(connector_of(options, MAPPING, system.world))
    assert [one.sweep.tickets for one in found if one.sweep is not None] == [frozenset({"10002"})]


def test_a_busy_system_and_a_truncated_answer_are_asked_again() -> None:
    system = TicketSystem(_world())
    system.worked()
    system.faults = [
        None,
        json_reply({}, 429, {"Retry-After": "7"}),
        json_reply({}, 502),
        Reply(200, b'[{"id": 7, "number"', cut_after=10),
    ]
    with replaying(system.answering(ZammadServer(system))) as zammad:
        connector = connector_of({**OPTIONS, "address": zammad.address}, MAPPING, system.world)
        assert statuses(brought(connector), "10007") == WORKED_STATUSES


def test_more_tickets_of_one_instant_than_a_search_can_tell_are_told_and_not_lost() -> None:
    """Behind the 10,000th ticket the index finds nothing (zammad/zammad issue 5559)."""
    numbers = iter(range(1, 1_000_000))
    at = "2026-10-05T08:00:00.000Z"

    def answer(asked: Asked) -> Reply:
        size = int(asked.query["per_page"])
        if int(asked.query["page"]) * size > 10_000:
            return json_reply([])
        return json_reply(
            [{"id": next(numbers), "number": "1", "created_at": at, "updated_at": at} for _ in range(size)]
        )

    with replaying(answer) as zammad:
        connector = connector_of({**OPTIONS, "page_size": 100, "address": zammad.address}, MAPPING, _world())
        with pytest.raises(SourceUnreadable, match="10000 tickets or more changed in one instant"):
            list(connector.existing(Span(0)))
        connector.close()
