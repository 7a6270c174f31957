"""Answers of ServiceNow that lose rows of a careless reader, and those that cannot be used."""

import pytest
from pydantic import ValidationError

from collector.errors import SourceUnreadable
from collector.records import FactKind
from tests.collector.connectors.helpers import NOW, brought, connector_of, facts, fetched, statuses
from tests.collector.connectors.servicenow.scenario import MAPPING, OPENED, WORKED, options, work_through
from tests.collector.connectors.servicenow.server import ServiceNowServer
from tests.replay import Replay, Reply, json_reply


def test_rows_hidden_after_they_were_counted_do_not_end_the_reading(
    server: ServiceNowServer, replay: Replay
) -> None:
    for number in range(10):
        key = server.open(f"INC{number:04}", OPENED + number, state="1")
        if number in (0, 1, 2, 3, 5, 6):
            server.hidden.add(key)
    # Pages of two: the first two are empty, the third is short.
    found = brought(connector_of(options(replay, page_size=2), MAPPING))
    assert sorted(set(facts(found, FactKind.TICKET)["ticket"])) == [
        "INC0004",
        "INC0007",
        "INC0008",
        "INC0009",
    ]


def test_a_ticket_that_leaves_while_we_skip_lets_no_other_be_lost(
    server: ServiceNowServer, replay: Replay
) -> None:
    keys = [server.open(f"INC{number:04}", OPENED, state="1") for number in range(6)]

    def leave(number: int) -> None:
        if number == 5:
            server.change(keys[0], NOW, state="2")

    server.before = leave
    found = brought(connector_of(options(replay, page_size=2), MAPPING))
    seen = set(facts(found, FactKind.TICKET)["ticket"])
    assert seen >= {f"INC{number:04}" for number in range(1, 6)}


def test_a_ticket_that_changes_before_its_history_is_read_is_asked_for_again(
    server: ServiceNowServer, replay: Replay
) -> None:
    key = server.open("INC0001", OPENED, state="1")

    def change(_number: int) -> None:
        if replay.paths()[-1].endswith("sys_audit") and "sys_audit" not in server.tables:
            server.change(key, NOW, state="2")

    server.before = change
    found = brought(connector_of(options(replay), MAPPING))
    assert statuses(found, "INC0001") == [(OPENED, "1", 1), (NOW, "2", 1)]
    warned = [warning.found for one in found for warning in one.warnings]
    assert [text for text in warned if "history" in text] == []


@pytest.mark.parametrize(
    "trouble",
    [
        Reply(503),
        Reply(429, b"{}", {"Retry-After": "1"}),
        Reply(429),
        Reply(200, b'{"result": [{"sys_id": "1"', {"Content-Length": "900"}, cut_after=20),
    ],
    ids=["5xx", "429 with Retry-After", "429 without", "cut off"],
)
def test_trouble_in_the_middle_is_waited_out(
    server: ServiceNowServer, replay: Replay, trouble: Reply
) -> None:
    work_through(server)
    server.before = lambda number: trouble if number == 3 else None
    found = brought(connector_of(options(replay), MAPPING))
    assert statuses(found, "INC0001") == WORKED


def test_an_answer_that_gave_up_in_the_middle_is_no_answer(server: ServiceNowServer, replay: Replay) -> None:
    server.before = lambda _number: json_reply(
        {"result": [], "error": {"message": "maximum execution time exceeded"}, "status": "failure"},
        headers={"X-Total-Count": "5"},
    )
    with pytest.raises(SourceUnreadable, match="gave up in the middle"):
        fetched(connector_of(options(replay), MAPPING))


def test_an_answer_without_its_total_is_refused(server: ServiceNowServer, replay: Replay) -> None:
    server.before = lambda _number: json_reply({"result": []})
    with pytest.raises(SourceUnreadable, match="how many rows match"):
        fetched(connector_of(options(replay), MAPPING))


def test_a_record_whose_number_may_not_be_read_is_told(server: ServiceNowServer, replay: Replay) -> None:
    server.open("INC0001", OPENED, state="1")
    del server.tables["incident"][0]["number"]
    with pytest.raises(SourceUnreadable, match="a record has no number"):
        fetched(connector_of(options(replay), MAPPING))


def test_a_query_that_would_change_the_order_is_refused(replay: Replay) -> None:
    with pytest.raises(ValidationError, match="ORDERBY"):
        connector_of(options(replay, query="active=true^ORDERBYnumber"), MAPPING)
