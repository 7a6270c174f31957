"""A second product described in configuration only: cursors, Unix milliseconds, the history in the record."""

from collections.abc import Callable
from typing import Any

import pytest

from collector.connectors.rest.moments import end_written, start_written
from collector.connectors.rest.templates import filled_body, filled_path, filled_query
from collector.errors import SourceUnreadable
from collector.instants import format_instant
from collector.records import FactKind
from collector.source import Page
from tests.collector.connectors.helpers import World, brought, connector_of, facts, fetched, statuses
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying

OPTIONS: dict[str, Any] = {
    "type": "rest",
    "page_size": 2,
    "since": "2026-10-20",
    "listing": {
        "path": "graph/issues",
        "method": "post",
        "body": {"filter": {"updatedAfter": "{since}"}, "first": "{limit}", "after": "{cursor}"},
        "headers": {"X-Version": "3"},
        "rows": "data.nodes",
        "paging": {"type": "cursor", "token": "data.page.end"},
    },
    "times": "unix_ms",
    "ticket": "ref",
    "opened_at": "openedMs",
    "changed_at": "updatedMs",
    "in_milliseconds": ["openedMs", "updatedMs", "ts"],
    "fields": {"state": "status"},
    "history": {"type": "embedded", "rows": "audit", "at": "ts", "each": "diffs", "field": "f", "new": "v"},
}
MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state", "agent": "agent"},
    "statuses": {"open": "active", "hold": "waiting_customer", "done": "resolved"},
    "persons": ["agent"],
    "time_format": "unix",
}
OPENED = instant("2026-10-25T00:30:00Z")
"""02:30 in Sweden, in the hour that comes twice that night."""


def _issue(ref: str, *audit: tuple[int, str, str], status: str) -> dict[str, Any]:
    return {
        "ref": ref,
        "openedMs": OPENED * 1000 + 250,
        "updatedMs": (OPENED + 9000) * 1000,
        "status": status,
        "agent": "Anna Andersson",
        "audit": [{"ts": at * 1000, "diffs": [{"f": field, "v": value}]} for at, field, value in audit],
    }


WORKED = _issue(
    "B-1",
    (OPENED, "state", "open"),
    (OPENED + 3600, "state", "hold"),
    (OPENED + 7200, "state", "open"),
    (OPENED + 9000, "state", "done"),
    status="done",
)


def _product(issues: list[dict[str, Any]]) -> Callable[[Asked], Reply]:
    """Return what answers: tokens are opaque, and the last page has none."""

    def answer(asked: Asked) -> Reply:
        body: Any = asked.json()
        assert asked.headers["x-version"] == "3"
        begin = int(body["after"].removeprefix("t")) if "after" in body else 0
        found = [one for one in issues if one["updatedMs"] >= body["filter"]["updatedAfter"]]
        end = begin + body["first"]
        token = {"end": f"t{end}"} if end < len(found) else {}
        return json_reply({"data": {"nodes": found[begin:end], "page": token}})

    return answer


def _read(issues: list[dict[str, Any]], **options: Any) -> list[Page]:
    with replaying(_product(issues)) as server:
        return fetched(connector_of({**OPTIONS, "address": server.address, **options}, MAPPING))


def _tickets(pages: list[Page]) -> list[str]:
    return [ticket for page in pages if len(page.rows) for ticket in page.rows["#ticket"].unique()]


def test_an_issue_worked_through_a_pause_over_the_doubled_hour_gives_the_clock_worked_out_by_hand() -> None:
    with replaying(_product([WORKED])) as server:
        found = brought(connector_of({**OPTIONS, "address": server.address}, MAPPING))
    # Open for 3600 s, on hold for 3600 s, open for 1800 s: Unix time knows no doubled hour.
    assert statuses(found, "B-1") == [
        (OPENED, "open", 1),
        (OPENED + 3600, "hold", 3),
        (OPENED + 7200, "open", 1),
        (OPENED + 9000, "done", 6),
    ]


def test_people_are_hashes_before_anything_leaves() -> None:
    pages = _read([WORKED])
    assert not any("Anna" in page.rows.to_csv() for page in pages)


def test_pages_are_followed_by_their_tokens_to_the_one_without() -> None:
    issues = [_issue(f"B-{number}", status="open") for number in range(5)]
    assert _tickets(_read(issues)) == ["B-0", "B-1", "B-2", "B-3", "B-4"]


def test_a_token_that_comes_twice_is_refused() -> None:
    answer = json_reply({"data": {"nodes": [], "page": {"end": "t1"}}})
    with replaying(lambda _asked: answer) as server:
        with pytest.raises(SourceUnreadable, match="the same page again"):
            fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))
        assert len(server.asked) == 2


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"nodes": {"a": 1}, "page": {}}}',
        b'{"data": {"nodes": [1, 2], "page": {}}}',
        b'{"errors": ["no rights"]}',
        b"[]",
        b'{"data": {"nodes": [{"ref": "B-1", "audit": null, "updatedMs": 1}], "page": {}}}',
    ],
)
def test_an_answer_that_is_not_as_described_is_refused_and_moves_nothing(body: bytes) -> None:
    with replaying(lambda _asked: Reply(200, body)) as server, pytest.raises(SourceUnreadable):
        fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))


def test_null_in_place_of_the_list_is_a_page_without_rows() -> None:
    with replaying(lambda _asked: Reply(200, b'{"data": {"nodes": null, "page": {}}}')) as server:
        assert _tickets(fetched(connector_of({**OPTIONS, "address": server.address}, MAPPING))) == []


MEASURED = {
    "type": "measurements",
    "columns": {"month": "Month", "numerator": "Answered in time", "denominator": "Calls"},
    "constants": {"measure": "telephone", "service": "servicedesk"},
    "time_zone": "Europe/Stockholm",
    "delimiter": ";",
}


def _csv(body: bytes, **options: Any) -> Any:
    given = {
        "type": "rest",
        "since": "2026-10-01",
        "listing": {"path": "export.csv", "query": {"from": "{since}"}, "answer": "csv"},
        "times": "%Y-%m-%d",
        **options,
    }
    with replaying(lambda _asked: Reply(200, body)) as server:
        return brought(connector_of({**given, "address": server.address}, MEASURED))


def test_a_csv_answer_gives_measurements_and_puts_a_broken_row_aside() -> None:
    body = b"\xef\xbb\xbfMonth;Calls;Answered in time\r\n2026-09;200;190\r\n2026-10;100\r\n"
    found = _csv(body)
    rows = facts(found, FactKind.MEASUREMENT).drop_duplicates()
    assert [
        (int(one), int(other)) for one, other in zip(rows["numerator"], rows["denominator"], strict=True)
    ] == [(190, 200)]
    assert {reason for one in found for reason in one.rejects["reason"]} == {
        "the row has 2 cells, the header 3"
    }


@pytest.mark.parametrize(
    "body",
    [b"", b'Month;Calls\n"2026-09;200', b"\n<!DOCTYPE html>\n<title>Log in</title>\n"],
    ids=["nothing", "an open quotation mark", "a page to sign in"],
)
def test_a_csv_answer_that_is_cut_off_is_refused(body: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        _csv(body)


def _samples(answer: Any, listing: dict[str, Any], **options: Any) -> tuple[list[Any], list[Asked]]:
    mapping = {
        "type": "samples",
        "columns": {"at": "at", "state": "up"},
        "constants": {"service": "T1"},
        "states": {"true": "up", "false": "down"},
        "records": "all",
        "max_gap": 300,
    }
    given = {"type": "rest", "since": "2026-11-02", "listing": listing, "times": "unix", **options}
    with replaying(answer) as server:
        found = brought(connector_of({**given, "address": server.address}, mapping, World()))
        return found, server.asked


def test_samples_are_asked_for_window_by_window_without_a_gap() -> None:
    def answer(asked: Asked) -> Reply:
        line = f'{{"at": "{format_instant(int(asked.query["from"]))}", "up": true}}\n'
        return Reply(200, line.encode())

    listing = {"path": "s", "query": {"from": "{since}", "to": "{until}"}, "answer": "json_lines"}
    found, asked = _samples(answer, listing, window=21_600)
    # From 2026-11-02 00:00 to 12:00 in windows of six hours.
    bounds = sorted({(int(one.query["from"]), int(one.query["to"])) for one in asked})
    midnight = instant("2026-11-02T00:00:00Z")
    assert (midnight, midnight + 21_600) in bounds
    assert (midnight + 21_600, midnight + 43_200) in bounds
    # One sample a window.
    assert len(facts(found, FactKind.OBSERVED)) == 2


@pytest.mark.parametrize("way", ["link", "next"])
def test_addresses_of_next_pages_are_followed_on_the_same_host_only(way: str) -> None:
    def answer(asked: Asked) -> Reply:
        rows = [{"at": "2026-11-02T10:00:00Z", "up": False}]
        if asked.path == "/s":
            further = "/s2?token=abc" if "evil" not in asked.query else "https://evil.example/s2"
            links = (
                {"Link": f'</s>; rel="first", <{further}>; title="a, b"; rel="next"'} if way == "link" else {}
            )
            return json_reply({"rows": rows, "next": further}, headers=links)
        assert asked.query == {"token": "abc"}
        return json_reply({"rows": rows, "next": None})

    paging = {"type": "link"} if way == "link" else {"type": "next", "address": "next"}
    listing = {"path": "s", "rows": "rows", "paging": paging}
    _, asked = _samples(answer, listing)
    assert [one.path for one in asked] == ["/s", "/s2"]
    with pytest.raises(SourceUnreadable, match="not the host that the sources file names"):
        _samples(answer, {**listing, "query": {"evil": "1"}})


def test_an_offset_goes_on_behind_the_rows_that_came_until_the_total() -> None:
    rows = [{"at": f"2026-11-02T10:0{number}:00Z", "up": True} for number in range(5)]

    def answer(asked: Asked) -> Reply:
        begin = int(asked.query["skip"])
        return json_reply({"rows": rows[begin : begin + 2], "total": 5})

    paging = {"type": "offset", "ends": {"total": "total"}}
    listing = {"path": "s", "rows": "rows", "query": {"skip": "{offset}"}, "paging": paging}
    _, asked = _samples(answer, listing, page_size=2)
    assert [one.query["skip"] for one in asked] == ["0", "2", "4"]


def test_rows_that_the_system_counts_and_does_not_give_are_told() -> None:
    def answer(asked: Asked) -> Reply:
        rows = [{"at": "2026-11-02T10:00:00Z", "up": True}] if asked.query["skip"] == "0" else []
        return json_reply({"rows": rows, "total": 3})

    paging = {"type": "offset", "ends": {"total": "total"}}
    listing = {"path": "s", "rows": "rows", "query": {"skip": "{offset}"}, "paging": paging}
    found, _ = _samples(answer, listing)
    told = [warning.found for one in found for warning in one.warnings]
    assert told == ["the system counts 3 rows, and gave 1"]


def test_offsets_over_a_moving_list_lose_nothing() -> None:
    issues = [
        {
            "ref": f"C-{number}",
            "openedMs": OPENED * 1000,
            "updatedMs": (OPENED + number // 3) * 1000,
            "status": "open",
        }
        for number in range(9)
    ]
    moved = [False]

    def answer(asked: Asked) -> Reply:
        body: Any = asked.json()
        found = sorted(
            (one for one in issues if one["updatedMs"] >= body["from"]),
            key=lambda one: (one["updatedMs"], one["ref"]),
        )
        page = found[body["skip"] : body["skip"] + body["take"]]
        if not moved[0] and any(one["ref"] == "C-0" for one in page):
            moved[0] = True
            issues[0] = {**issues[0], "updatedMs": (OPENED + 100) * 1000}
        return json_reply(page)

    options = {name: value for name, value in OPTIONS.items() if name != "history"}
    options["listing"] = {
        "path": "list",
        "method": "post",
        "body": {"from": "{since}", "skip": "{offset}", "take": "{limit}"},
        "paging": {"type": "offset"},
    }
    with replaying(answer) as server:
        pages = fetched(connector_of({**options, "order": "changed", "address": server.address}, MAPPING))
    assert set(_tickets(pages)) == {f"C-{number}" for number in range(9)}


def test_a_sweep_names_the_keys_of_the_list_it_is_given() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/keys":
            return json_reply([{"ref": "B-1"}, {"ref": "B-3"}] if asked.query["page"] == "1" else [])
        return _product([WORKED])(asked)

    keys = {
        "path": "keys",
        "query": {"a": "{since}", "b": "{until}", "page": "{page}"},
        "paging": {"type": "page"},
    }
    with replaying(answer) as server:
        options = {**OPTIONS, "address": server.address, "keys": keys, "sweep": {}}
        found = brought(connector_of(options, MAPPING))
    assert [one.sweep.tickets for one in found if one.sweep is not None] == [frozenset({"B-1", "B-3"})]


def test_what_fills_a_template_is_encoded_and_never_evaluated() -> None:
    assert (
        filled_path("cases/{ticket}/log", {"ticket": "a/../b?c={since}"})
        == "cases/a%2F..%2Fb%3Fc%3D%7Bsince%7D/log"
    )
    assert filled_query({"q": "id='{ticket}'", "c": "{cursor}"}, {"ticket": "{ticket}"}) == {
        "q": "id='{ticket}'"
    }
    body = {"a": "{page}", "b": ["{cursor}", 7], "c": "page {page}", "d": "{cursor}"}
    assert filled_body(body, {"page": "3", "cursor": "12"}) == {
        "a": 3,
        "b": ["12", 7],
        "c": "page 3",
        "d": "12",
    }
    for key in ("..", ".", ""):
        with pytest.raises(SourceUnreadable, match="no value that can stand in an address"):
            filled_path("cases/{ticket}/log", {"ticket": key})


@pytest.mark.parametrize(
    ("how", "start", "end"),
    [
        # 2026-10-25 01:40:30 UTC is 02:40:30 the second time in Sweden.
        ("iso", "2026-10-25T02:40:30+01:00", "2026-10-25T02:40:30+01:00"),
        ("unix_ms", "1792892430000", "1792892430000"),
        ("%Y-%m-%d %H:%M:%S", "2026-10-25 02:40:30", "2026-10-25 03:40:30"),
        ("%Y-%m-%d %H:%M", "2026-10-25 02:40", "2026-10-25 03:41"),
        ("%Y-%m-%d", "2026-10-25", "2026-10-26"),
    ],
)
def test_starts_are_written_early_and_ends_late(how: str, start: str, end: str) -> None:
    moment = instant("2026-10-25T01:40:30Z")
    assert start_written(moment, how, "Europe/Stockholm") == start
    assert end_written(moment, how, "Europe/Stockholm") == end


@pytest.mark.parametrize("further", ["http://[::1", "//[", "http://a:port/"])
def test_a_next_page_whose_address_is_none_is_refused(further: str) -> None:
    paging = {"type": "next", "address": "next"}
    listing = {"path": "s", "rows": "rows", "paging": paging}
    with pytest.raises(SourceUnreadable, match="names an address"):
        _samples(lambda _asked: json_reply({"rows": [], "next": further}), listing)
