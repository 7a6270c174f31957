"""Jira Cloud and Data Center: what is collected from servers that answer as their documentation says."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from collector.errors import SourceUnreadable
from collector.records import FactKind
from tests.collector.connectors.helpers import NOW, World, brought, connector_of, facts, fetched, statuses
from tests.collector.connectors.jira.scenario import (
    DAY,
    KINDS,
    MAPPING,
    MINUTE,
    OPENED,
    WORKED,
    options,
    running,
    work_through,
)
from tests.collector.connectors.jira.server import JiraServer
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying

RECORDED = Path(__file__).parent.parent / "recorded"


@pytest.mark.parametrize("kind", KINDS)
def test_an_issue_worked_through_pause_priority_and_reopening_has_each_instant(kind: str) -> None:
    server = JiraServer(changelog_page=2)
    issue = work_through(server)
    with running(server, kind) as replay:
        found = brought(connector_of(options(replay, kind), MAPPING))
    assert statuses(found, issue) == WORKED
    changes = facts(found, FactKind.TICKET_CHANGE)
    others = changes[changes["field"] != "status"]
    assert sorted(zip(others["field"], others["at"], others["value"], strict=True)) == [
        ("number", OPENED, "SD-1"),
        ("priority", OPENED, "Low"),
        ("priority", OPENED + 90 * MINUTE, "High"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_identifiers_can_stand_in_place_of_words_that_people_rename(kind: str) -> None:
    mapping = {
        "type": "ticket_history",
        "fields": {"status": "status.id"},
        "statuses": {"id-Open": "active", "id-Done": "resolved"},
    }
    server = JiraServer()
    issue = server.open("SD-1", OPENED, status="Open")
    server.change(issue, OPENED + 60, status="Done")
    with running(server, kind) as replay:
        found = brought(connector_of(options(replay, kind), mapping))
    assert statuses(found, issue) == [(OPENED, "id-Open", 1), (OPENED + 60, "id-Done", 6)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_issue_that_was_moved_to_another_project_stays_the_same_ticket(kind: str) -> None:
    server, world = JiraServer(), World(NOW)
    issue = server.open("SD-1", NOW - 60, status="Open")
    with running(server, kind) as replay:
        first = fetched(connector_of(options(replay, kind), MAPPING, world))
        server.issues[issue].key = "OPS-7"
        server.change(issue, NOW, status="Doing")
        world.now += 60
        found = brought(connector_of(options(replay, kind), MAPPING, world), first[-1].cursor)
    assert set(facts(found, FactKind.TICKET)["ticket"]) == {issue}
    changes = facts(found, FactKind.TICKET_CHANGE)
    assert set(changes.loc[changes["field"] == "number", "value"]) == {"OPS-7"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_issue_whose_new_time_the_index_does_not_know_yet_hides_no_other(kind: str) -> None:
    server = JiraServer(lag=True)
    issues = [server.open(f"SD-{number}", OPENED + number * DAY, status="Open") for number in range(6)]
    # It stands where it stood, on the second place, and tells the present as its time of change.
    server.change(issues[1], NOW - 5, status="Done")
    with running(server, kind) as replay:
        found = brought(connector_of(options(replay, kind, page_size=2), MAPPING))
    assert set(facts(found, FactKind.TICKET)["ticket"]) == set(issues)


@pytest.mark.parametrize("kind", KINDS)
def test_a_deleted_issue_is_missing_from_the_sweep(kind: str) -> None:
    server = JiraServer()
    kept, gone = server.open("SD-1", OPENED, status="Open"), server.open("SD-2", OPENED, status="Open")
    del server.issues[gone]
    with running(server, kind) as replay:
        found = brought(connector_of(options(replay, kind, sweep={}), MAPPING))
    sweeps = [one.sweep for one in found if one.sweep is not None]
    assert set().union(*(sweep.tickets for sweep in sweeps)) == {kept}


def test_a_cloud_issue_that_changes_before_its_changelog_is_read_is_asked_for_past_the_index() -> None:
    server = JiraServer(lag=True)
    issue = server.open("SD-1", OPENED, status="Open")
    with running(server, "jira_cloud") as replay:

        def change(_number: int) -> None:
            if replay.paths()[-1].endswith("bulkfetch") and not server.issues[issue].histories:
                server.change(issue, NOW, status="Done")

        server.before = change
        found = brought(connector_of(options(replay, "jira_cloud"), MAPPING))
    assert statuses(found, issue) == [(OPENED, "Open", 1), (NOW, "Done", 6)]
    assert [one.found for some in found for one in some.warnings if "history" in one.found] == []


def test_cloud_names_its_fields_and_asks_for_ten_histories_at_once() -> None:
    fields = {f"f{number}": f"customfield_{number}" for number in range(12)}
    server = JiraServer()
    server.open("SD-1", OPENED, status="Open")
    with running(server, "jira_cloud") as replay:
        fetched(connector_of(options(replay, "jira_cloud"), {"type": "ticket_history", "fields": fields}))
        asked = [one.json() for one in replay.asked if one.path.endswith("bulkfetch")]
    assert [len(one["fieldIds"]) for one in asked] == [10, 2]  # type: ignore[call-overload]  # any JSON


def test_a_changelog_that_data_center_cut_short_is_told() -> None:
    server = JiraServer(changelog_shown=2)
    issue = work_through(server)

    def answer(asked: Asked) -> Reply:
        if asked.path.endswith(f"/issue/{issue}"):
            return json_reply({"changelog": {"total": 6, "histories": server.issues[issue].histories[-4:]}})
        return server.data_center(asked)

    with replaying(answer) as replay:
        found = brought(connector_of(options(replay, "jira_data_center"), MAPPING))
    told = [one.found for some in found for one in some.warnings if "in part" in one.found]
    assert told == [f"tickets whose history the system gives in part only: 1, such as {issue!r}"]
    assert statuses(found, issue)[-4:] == WORKED[-4:]


def test_data_center_names_custom_fields_as_people_do() -> None:
    issue = {
        "id": "1",
        "key": "SD-1",
        "fields": {
            "created": "2026-11-02T09:00:00.000+0100",
            "updated": "2026-11-02T09:05:00.000+0100",
            "customfield_10100": {"value": "Done"},
        },
        "changelog": {
            "total": 1,
            "histories": [
                {
                    "id": "7",
                    "created": "2026-11-02T09:05:00.000+0100",
                    "items": [
                        {"field": "Step", "fieldtype": "custom", "fromString": "Open", "toString": "Done"}
                    ],
                }
            ],
        },
    }
    mapping = {**MAPPING, "fields": {"status": "customfield_10100"}}
    asked_for_zone = json_reply({"timeZone": "Europe/Stockholm"})

    def answer(asked: Asked) -> Reply:
        if asked.path.endswith("/myself"):
            return asked_for_zone
        issues = [issue] if asked.query["startAt"] == "0" else []
        return json_reply({"issues": issues, "names": {"customfield_10100": "Step"}})

    at = instant("2026-11-02T09:00:00+01:00")
    with replaying(answer) as replay:
        told = options(replay, "jira_data_center", since="2026-11-02")
        found = brought(connector_of(told, mapping, World(at + 600)))
    assert list(dict.fromkeys(statuses(found, "1"))) == [(at, "Open", 1), (at + 300, "Done", 6)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "trouble",
    [
        Reply(502),
        Reply(429, b"{}", {"Retry-After": "1"}),
        Reply(429),
        Reply(200, b'{"issues": [{"id": "1"', cut_after=9),
    ],
    ids=["5xx", "429 with Retry-After", "429 without", "cut off"],
)
def test_trouble_in_the_middle_is_waited_out(kind: str, trouble: Reply) -> None:
    server = JiraServer()
    issue = work_through(server)
    server.before = lambda number: trouble if number == 3 else None
    with running(server, kind) as replay:
        found = brought(connector_of(options(replay, kind), MAPPING))
    assert statuses(found, issue) == WORKED


def test_the_search_that_is_gone_is_named() -> None:
    with (
        replaying(lambda _asked: Reply(410)) as replay,
        pytest.raises(SourceUnreadable, match="answered 410"),
    ):
        fetched(connector_of(options(replay, "jira_data_center", time_zone="UTC"), MAPPING))


def test_the_condition_of_the_sources_file_may_not_sort() -> None:
    with replaying(lambda _asked: Reply()) as replay, pytest.raises(ValidationError, match="leave ORDER BY"):
        connector_of(options(replay, "jira_cloud", jql="project = SD order  by rank"), MAPPING)


@pytest.mark.parametrize("kind", KINDS)
def test_the_recorded_answers_are_read_as_documented(kind: str) -> None:
    answers = {path.stem: json.loads(path.read_text()) for path in (RECORDED / kind).glob("*.json")}

    def answer(asked: Asked) -> Reply:
        if asked.path.endswith("/search") and asked.query["startAt"] != "0":
            return json_reply({**answers["search"], "issues": []})
        name = asked.path.rsplit("/", 1)[1] if not asked.path.endswith("/search/jql") else "search_jql"
        return json_reply(answers[name])

    at = instant("2026-11-02T09:00:00+00:00")
    with replaying(answer) as replay:
        found = brought(connector_of(options(replay, kind, since="2026-11-02"), MAPPING, World(at + 1200)))
    assert list(dict.fromkeys(statuses(found, "10002"))) == [
        (at, "Open", 1),
        (at + 300, "Doing", 1),
        (at + 900, "Done", 6),
    ]


def test_a_token_that_leads_nowhere_is_told_and_not_followed_for_ever() -> None:
    def answer(_asked: Asked) -> Reply:
        return json_reply({"issues": [], "nextPageToken": "again", "isLast": False})

    with replaying(answer) as replay, pytest.raises(SourceUnreadable, match="token of the next page"):
        fetched(connector_of(options(replay, "jira_cloud", time_zone="UTC"), MAPPING))
