"""A product nobody knows, described in configuration only: pages by number, a history to be asked for."""

from typing import Any

import pytest

from collector.errors import SourceUnreadable
from tests.collector.connectors.helpers import World, brought, connector_of, fetched, statuses
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying

OPTIONS: dict[str, Any] = {
    "type": "rest",
    "page_size": 2,
    "since": "2026-10-20",
    "listing": {
        "path": "v1/cases",
        "query": {"changed_from": "{since}", "page": "{page}", "per_page": "{limit}"},
        "rows": "cases",
        "paging": {"type": "page", "ends": {"more": "has_more"}},
    },
    "order": "changed",
    "times": "%Y-%m-%d %H:%M:%S",
    "times_zone": "Europe/Stockholm",
    "ticket": "id",
    "opened_at": "created",
    "changed_at": "changed",
    "fields": {"state": "state.name"},
    "history": {
        "type": "asked",
        "listing": {"path": "v1/cases/{ticket}/log", "rows": "log"},
        "at": "when",
        "field": "what",
        "old": "was",
        "new": "is",
        "names": {"Status": "state"},
        "order": "descending",
    },
}
MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state"},
    "statuses": {"Open": "active", "Waiting": "waiting_user", "Solved": "resolved"},
    "time_zone": "Europe/Stockholm",
    "doubled_hour": "first",
}


def case(number: int, changed: str, state: str, created: str = "2026-10-21 08:00:00") -> dict[str, Any]:
    """Return a case as the product's list tells it, with a field nobody asked for."""
    return {
        "id": number,
        "created": created,
        "changed": changed,
        "state": {"name": state},
        "caller": "Anna Andersson",
    }


def change(when: str, was: str, now: str) -> dict[str, str]:
    """Return a line of a case's log."""
    return {"when": when, "what": "Status", "was": was, "is": now}


class Product:
    """The product: cases sorted by change, and their logs; it hides `hidden` after it has cut a page."""

    def __init__(self, cases: list[dict[str, Any]], logs: dict[int, list[dict[str, str]]]) -> None:
        self.cases = cases
        self.logs = logs
        self.hidden: set[int] = set()

    def answer(self, asked: Asked) -> Reply:
        """Return what the product answers."""
        if asked.path.endswith("/log"):
            number = int(asked.path.split("/")[-2])
            return json_reply({"log": self.logs[number]}) if number in self.logs else Reply(404)
        start = (int(asked.query["page"]) - 1) * int(asked.query["per_page"])
        found = [one for one in self.cases if one["changed"] >= asked.query["changed_from"]]
        page = found[start : start + int(asked.query["per_page"])]
        shown = [one for one in page if one["id"] not in self.hidden]
        return json_reply({"cases": shown, "has_more": start + 2 < len(found)})


PAUSED = {
    1: [
        change("2026-10-21 10:00:00", "Waiting", "Solved"),
        change("2026-10-21 09:30:00", "Open", "Waiting"),
    ]
}


def test_a_case_worked_through_a_pause_gives_the_clock_worked_out_by_hand() -> None:
    product = Product([case(1, "2026-10-21 10:00:00", "Solved")], PAUSED)
    with replaying(product.answer) as server:
        found = brought(connector_of({**OPTIONS, "address": server.address}, MAPPING))
    opened = instant("2026-10-21T08:00:00+02:00")
    # 90 minutes of work, 30 minutes of waiting for the user.
    assert statuses(found, "1") == [
        (opened, "Open", 1),
        (opened + 5400, "Waiting", 2),
        (opened + 7200, "Solved", 6),
    ]


def test_a_case_that_was_reopened_gets_its_whole_history_again() -> None:
    product = Product([case(1, "2026-10-21 10:00:00", "Solved")], PAUSED)
    with replaying(product.answer) as server:
        connector = connector_of({**OPTIONS, "address": server.address}, MAPPING)
        cursor = fetched(connector)[-1].cursor
        product.cases = [case(1, "2026-11-02 13:05:00", "Open")]
        product.logs = {1: [change("2026-11-02 13:05:00", "Solved", "Open"), *PAUSED[1]]}
        found = brought(connector, cursor)
    assert [word for _, word, _ in statuses(found, "1")] == ["Open", "Waiting", "Solved", "Open"]
    assert any(one.replaces_whole_tickets for one in found)


def test_all_of_a_second_with_more_cases_than_a_page_are_found() -> None:
    same = [case(number, "2026-10-22 12:00:00", "Open") for number in range(1, 6)]
    later = [case(6, "2026-10-22 12:00:01", "Open")]
    product = Product([*same, *later], {number: [] for number in range(1, 7)})
    with replaying(product.answer) as server:
        pages = fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))
    tickets = {ticket for page in pages if len(page.rows) for ticket in page.rows["#ticket"]}
    assert tickets == {"1", "2", "3", "4", "5", "6"}


def test_a_page_cut_before_access_control_is_not_taken_for_the_last() -> None:
    cases = [case(number, f"2026-10-22 12:00:0{number}", "Open") for number in range(1, 8)]
    product = Product(cases, {number: [] for number in range(1, 8)})
    product.hidden = {2, 5}
    with replaying(product.answer) as server:
        pages = fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))
    tickets = {ticket for page in pages if len(page.rows) for ticket in page.rows["#ticket"]}
    assert tickets == {"1", "3", "4", "6", "7"}


def test_a_case_that_changes_while_pages_are_read_hides_no_other() -> None:
    cases = [case(number, f"2026-10-22 12:00:0{number}", "Open") for number in range(1, 6)]
    product = Product(cases, {number: [] for number in range(1, 6)})
    moved = [False]

    def answer(asked: Asked) -> Reply:
        reply = product.answer(asked)
        if asked.path == "/v1/cases" and not moved[0] and b'"id": 1' in reply.body:
            moved[0] = True
            product.cases = [*product.cases[1:], case(1, "2026-10-22 12:00:09", "Open")]
        return reply

    with replaying(answer) as server:
        pages = fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))
    tickets = {ticket for page in pages if len(page.rows) for ticket in page.rows["#ticket"]}
    assert tickets == {"1", "2", "3", "4", "5"}


def test_a_case_deleted_between_list_and_history_is_told() -> None:
    product = Product(
        [case(1, "2026-10-21 10:00:00", "Solved"), case(2, "2026-10-21 11:00:00", "Open")], PAUSED
    )
    with replaying(product.answer) as server:
        found = brought(connector_of({**OPTIONS, "address": server.address}, MAPPING))
    assert [word for _, word, _ in statuses(found, "1")] == ["Open", "Waiting", "Solved"]
    told = {warning.found for one in found for warning in one.warnings}
    assert told == {"tickets that were deleted while they were read: 1"}


def test_the_hour_that_comes_twice_is_asked_for_from_before_its_first() -> None:
    # 00:40 UTC is 02:40 the first time; what the system takes 02:40 for cannot be known, so 01:40 is asked.
    last = case(1, "2026-10-25 02:40:00", "Open", created="2026-10-25 02:30:00")
    product = Product([last], {1: []})
    with replaying(product.answer) as server:
        connector = connector_of(
            {**OPTIONS, "address": server.address, "overlap": 0},
            MAPPING,
            World(instant("2026-10-25T00:45:00Z")),
        )
        fetched(connector)
        asked = [one.query["changed_from"] for one in server.asked if one.path == "/v1/cases"]
    assert "2026-10-25 01:40:00" in asked
    assert not any(text.startswith("2026-10-25 02") for text in asked)


def test_a_product_that_ignores_the_page_is_refused_and_not_asked_for_ever() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path.endswith("/log"):
            return json_reply({"log": []})
        return json_reply({"cases": [case(1, "2026-10-22 12:00:00", "Open")] * 2, "has_more": True})

    with replaying(answer) as server:
        with pytest.raises(SourceUnreadable, match="the same page again"):
            fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))
        assert len(server.asked) < 20


def test_a_row_that_does_not_say_when_it_changed_stops_the_run_before_anything_is_lost() -> None:
    product = Product([{**case(1, "2026-10-22 12:00:00", "Open"), "changed": "2026-10-22 when?"}], {1: []})
    with (
        replaying(product.answer) as server,
        pytest.raises(SourceUnreadable, match="does not say when it changed"),
    ):
        fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))


@pytest.mark.parametrize(
    "failing",
    [
        Reply(503),
        Reply(429, headers={"Retry-After": "1"}),
        Reply(429),
        Reply(200, b'{"cases": [{"id": 1, "created"', {}, cut_after=10),
    ],
    ids=["5xx", "429 with Retry-After", "429 without", "cut off"],
)
def test_a_failure_in_the_middle_of_paging_is_tried_again_and_loses_nothing(failing: Reply) -> None:
    cases = [case(number, f"2026-10-22 12:00:0{number}", "Open") for number in range(1, 6)]
    product = Product(cases, {number: [] for number in range(1, 6)})
    count = [0]

    def answer(asked: Asked) -> Reply:
        count[0] += 1
        return failing if count[0] == 6 else product.answer(asked)

    with replaying(answer) as server:
        pages = fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))
    tickets = [ticket for page in pages if len(page.rows) for ticket in page.rows["#ticket"]]
    assert sorted(tickets) == ["1", "2", "3", "4", "5"]


def test_a_system_whose_clock_is_wrong_is_told_once_in_a_run() -> None:
    product = Product([case(1, "2026-10-21 10:00:00", "Solved")], PAUSED)

    def answer(asked: Asked) -> Reply:
        reply = product.answer(asked)
        # NOW is 12:00:00 UTC.
        return Reply(reply.status, reply.body, {"Date": "Mon, 02 Nov 2026 11:50:00 GMT"})

    with replaying(answer) as server:
        found = brought(connector_of({**OPTIONS, "address": server.address}, MAPPING))
    told = [warning.found for one in found for warning in one.warnings]
    assert told == ["the clock of the system is 600 seconds behind ours"]


def test_a_back_fill_that_ran_out_of_time_goes_on_where_it_was_and_brings_all() -> None:
    cases = [case(number, f"2026-10-22 12:00:0{number}", "Open") for number in range(1, 8)]
    product = Product(cases, {number: [] for number in range(1, 8)})
    world, tickets, cursor = World(), set[str](), None
    with replaying(product.answer) as server:
        for _ in range(8):
            connector = connector_of({**OPTIONS, "address": server.address}, MAPPING, world)
            for page in connector.fetch(cursor):
                tickets |= set(page.rows["#ticket"]) if len(page.rows) else set()
                cursor, world.is_time_up = page.cursor, len(page.rows) > 0
            world.is_time_up = False
    assert tickets == {"1", "2", "3", "4", "5", "6", "7"}
