"""Statuspage, Uptime Kuma and Upptime, answering as recorded: see recorded/*/README.md."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from collector.errors import SourceUnreadable
from collector.instants import format_instant
from collector.records import FactKind, ServiceState
from collector.source import Normalised
from tests.collector.connectors.helpers import World, brought, connector_of, facts, fetched
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying
from tests.shared_material import shared

RECORDED = Path(__file__).parent / "recorded"
OUTAGES: dict[str, Any] = {
    "type": "stated_outages",
    "rounded_to": 60,
    "columns": {
        "outage": "key",
        "service": "component",
        "starts_at": "starts_at",
        "ends_at": "ends_at",
        "planned": "impact",
    },
    "planned_words": ["maintenance"],
}
STATES = {
    "operational": "up",
    "degraded_performance": "degraded",
    "partial_outage": "degraded",
    "major_outage": "down",
}


def _recorded(folder: str) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        name = asked.path.rsplit("/", 1)[1]
        return Reply(200, (RECORDED / folder / name).read_bytes())

    return answer


def _from_page(mapping: dict[str, Any], answer: Callable[[Asked], Reply] | None = None) -> list[Normalised]:
    with replaying(answer or _recorded("statuspage")) as server:
        return brought(connector_of({"type": "statuspage", "address": server.address}, mapping))


def _states(found: list[Normalised], by: list[str]) -> list[tuple[str, str, ServiceState]]:
    """Return (service, instant, state) of the facts, sorted by `by`."""
    rows = facts(found, FactKind.SERVICE_STATE).drop_duplicates().sort_values(by)
    return [
        (str(service), format_instant(int(at)), ServiceState(int(state)))
        for service, at, state in zip(rows["service"], rows["at"], rows["state"], strict=True)
    ]


def _rejected(found: list[Normalised]) -> list[str]:
    return [reason for one in found for reason in one.rejects["reason"]]


def test_incidents_of_a_page_are_stated_outages_of_each_component() -> None:
    found = _from_page(OUTAGES)
    rows = facts(found, FactKind.STATED_OUTAGE).sort_values("outage")
    told = {
        str(outage): (str(service), format_instant(int(starts_at)), ends_at)
        for outage, service, starts_at, ends_at in zip(
            rows["outage"], rows["service"], rows["starts_at"], rows["ends_at"], strict=True
        )
    }
    ended = instant("2026-11-01T08:30:00Z")
    assert told == {
        "i0/c4": ("Plattform", "2026-03-01T08:00:00Z", pd.NA),
        # It names no start of its own: its creation stands for it.
        "i2/c2": ("E-post", "2026-11-01T07:05:00Z", ended),
        "i2/c3": ("Journal", "2026-11-01T07:05:00Z", ended),
        "i3/c1": ("Telefoni", "2026-11-02T10:50:00Z", pd.NA),
    }
    # The incident without a component has no service, and is put aside.
    assert _rejected(found) == ["the service is blank"]


def test_an_incident_as_a_whole_is_one_outage_where_the_mapping_names_the_service() -> None:
    columns = {name: column for name, column in OUTAGES["columns"].items() if name != "service"}
    found = _from_page({**OUTAGES, "columns": columns, "constants": {"service": "T1"}})
    assert sorted(facts(found, FactKind.STATED_OUTAGE)["outage"]) == ["i0", "i1", "i2", "i3"]


def test_free_text_of_a_page_never_leaves_the_connector() -> None:
    with replaying(_recorded("statuspage")) as server:
        pages = fetched(connector_of({"type": "statuspage", "address": server.address}, OUTAGES))
    assert not any("Andersson" in page.rows.to_csv() + page.cursor for page in pages)


def test_maintenance_of_a_page_is_as_long_as_it_was() -> None:
    mapping = {
        "type": "maintenance",
        "columns": {
            "window": "key",
            "service": "component",
            "starts_at": "starts_at",
            "ends_at": "ends_at",
            "announced_at": "announced_at",
            "cancelled_at": "cancelled_at",
        },
    }
    rows = facts(_from_page(mapping), FactKind.MAINTENANCE).sort_values("window")
    lasts = (rows["ends_at"] - rows["starts_at"]).astype("int64")
    assert list(zip(rows["window"], lasts, strict=True)) == [
        # From 22:00; planned to 02:00 but done at 23:15: 75 minutes.
        ("m1/c2", 75 * 60),
        ("m2/c1", 4 * 3600),
    ]


def test_updates_of_incidents_and_the_present_are_states_of_components() -> None:
    mapping = {
        "type": "service_states",
        "columns": {"service": "component", "at": "at", "state": "state"},
        "states": STATES,
        "records": "changes_only",
    }
    assert _states(_from_page(mapping), ["service", "at"]) == [
        ("E-post", "2026-11-01T07:00:00Z", ServiceState.DEGRADED),
        ("E-post", "2026-11-01T08:30:00Z", ServiceState.UP),
        ("E-post", "2026-11-02T12:00:00Z", ServiceState.UP),
        ("Telefoni", "2026-11-02T10:50:00Z", ServiceState.DOWN),
        ("Telefoni", "2026-11-02T12:00:00Z", ServiceState.DOWN),
    ]


def _incidents(numbers: range, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": f"i{number}",
            "created_at": format_instant(instant("2026-10-01T00:00:00Z") + number * 3600),
            "resolved_at": "2026-11-01T00:00:00Z",
            "components": [{"id": "c1", "name": "Telefoni"}],
            **more,
        }
        for number in reversed(numbers)
    ]


def _page_of(told: list[list[dict[str, Any]]]) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        rows = [] if asked.path.endswith("unresolved.json") else told[0]
        return json_reply({"incidents": rows})

    return answer


@pytest.mark.parametrize("odd", [True, "text", 5, {"a": 1}, [None, 1]])
def test_parts_of_an_incident_that_are_no_lists_are_passed_by(odd: Any) -> None:
    incidents = _incidents(range(2), incident_updates=[{"affected_components": odd}], components=odd)
    mapping = {
        "type": "service_states",
        "columns": {"service": "component", "at": "at", "state": "state"},
        "states": STATES,
        "records": "changes_only",
    }
    found = _from_page(mapping, lambda _asked: json_reply({"incidents": incidents, "components": []}))
    assert _rejected(found) == []


def test_what_is_kept_and_told_of_an_incident_is_a_key_and_no_text() -> None:
    told = [[{**_incidents(range(1))[0], "id": "Anna Andersson\n070", "resolved_at": None}]]
    with replaying(_page_of(told)) as server:
        options = {"type": "statuspage", "address": server.address}
        (page, *_) = fetched(connector_of(options, OUTAGES, World()))
    assert "Anna" not in page.cursor


def test_incidents_that_fell_off_the_page_between_two_runs_are_told() -> None:
    told = [_incidents(range(10))]
    with replaying(_page_of(told)) as server:
        connector = connector_of({"type": "statuspage", "address": server.address}, OUTAGES)
        cursor = fetched(connector)[-1].cursor
        told[0] = _incidents(range(5, 55))
        joined = [warning.found for one in brought(connector, cursor) for warning in one.warnings]
        told[0] = _incidents(range(20, 70))
        torn = [warning.found for one in brought(connector, cursor) for warning in one.warnings]
    assert joined == []
    # The last known is number 9, at 09:00; the earliest of the 50 is number 20, at 20:00.
    assert torn == [
        (
            "the page tells its last 50 incidents; any between 2026-10-01T09:00:00Z and 2026-10-01T20:00:00Z "
            "cannot be known"
        )
    ]


def test_an_incident_whose_end_nobody_saw_is_told() -> None:
    told = [_incidents(range(3), resolved_at=None)]
    with replaying(_page_of(told)) as server:
        connector = connector_of({"type": "statuspage", "address": server.address}, OUTAGES)
        cursor = fetched(connector)[-1].cursor
        told[0] = _incidents(range(1, 4))
        warnings = [warning.found for one in brought(connector, cursor) for warning in one.warnings]
    assert warnings == ["incidents whose end nobody saw: i0; how they went on cannot be known"]


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"incidents": {}}', b'{"incidents": [1]}'])
def test_what_is_no_status_page_is_refused(body: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        _from_page(OUTAGES, lambda _asked: Reply(200, body))


def test_years_of_a_real_page_are_kept_or_put_aside_and_none_is_lost() -> None:
    with gzip.open(shared("data/github-status/incidents.json.gz")) as file:
        incidents = json.load(file)["incidents"]
    columns = {name: column for name, column in OUTAGES["columns"].items() if name != "service"}
    mapping = {**OUTAGES, "columns": columns, "constants": {"service": "GitHub"}}
    found = _from_page(mapping, _page_of([incidents]))
    # The data's own note: 917 incidents, 10 that start after they end, 5 that never end; and 26 more
    # start and end in one second.
    rows, rejected = facts(found, FactKind.STATED_OUTAGE), _rejected(found)
    assert len(rows) + len(rejected) == 917
    assert len(rejected) == 36
    assert int(rows["ends_at"].isna().sum()) == 5
    assert int(rows["planned"].sum()) == 3


SAMPLES: dict[str, Any] = {
    "type": "samples",
    "columns": {"service": "monitor_name", "at": "at", "state": "state"},
    "states": {"0": "down", "1": "up", "2": "down", "3": "unknown"},
    "records": "all",
    "max_gap": 120,
}
KUMA = {"type": "uptime_kuma", "sign_in": {"type": "basic", "user": "metrics", "password_env": "KUMA_KEY"}}


def _kuma(answer: Callable[[Asked], Reply], **options: Any) -> Iterator[list[Normalised]]:
    with replaying(answer) as server:
        world = World(secrets={"KUMA_KEY": "uk1_secret"})
        yield brought(connector_of({**KUMA, "address": server.address, **options}, SAMPLES, world))


def _metrics(asked: Asked) -> Reply:
    assert asked.path == "/metrics"
    assert asked.headers["authorization"].startswith("Basic ")
    return Reply(200, (RECORDED / "uptime_kuma" / "metrics.txt").read_bytes())


def test_metrics_of_uptime_kuma_are_samples_of_its_monitors() -> None:
    (found,) = _kuma(_metrics)
    assert {service: state for service, _, state in _states(found, ["service"])} == {
        "Journal": ServiceState.UP,
        'E-post "ny", {test} \\ x': ServiceState.DOWN,
        # Pending and maintenance mean what the mapping says.
        "Telefoni": ServiceState.DOWN,
        "Plattform": ServiceState.UNKNOWN,
    }
    # NOW is 2026-11-02 12:00 UTC; a sample speaks for 120 seconds.
    observed = facts(found, FactKind.OBSERVED)
    assert {format_instant(int(at)) for at in observed["to_at"]} == {"2026-11-02T12:02:00Z"}


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html>",
        b"# TYPE monitor_status gauge\nmonitor_status{monitor_id=1} 1\n",
        b'# TYPE monitor_status gauge\nmonitor_status{monitor_id="1"\n',
        b'# TYPE monitor_status gauge\nmonitor_status{monitor_id="1" monitor_name="x"} 1\n',
    ],
)
def test_metrics_that_cannot_be_read_are_refused(body: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        next(_kuma(lambda _asked: Reply(200, body)))


def _status_page(beats: dict[str, Any] | None = None) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/api/status-page/stad":
            return Reply(200, (RECORDED / "uptime_kuma" / "page.json").read_bytes())
        if beats is not None:
            return json_reply({"heartbeatList": beats, "uptimeList": {}})
        return Reply(200, (RECORDED / "uptime_kuma" / "heartbeat.json").read_bytes())

    return answer


def test_heartbeats_of_a_status_page_are_samples_in_utc() -> None:
    (found,) = _kuma(_status_page(), status_page="Stad")
    assert _states(found, ["at"]) == [
        ("Journal", "2026-11-02T11:57:00Z", ServiceState.UP),
        ("Journal", "2026-11-02T11:58:00Z", ServiceState.DOWN),
        ("Journal", "2026-11-02T11:59:00Z", ServiceState.UP),
    ]
    # The beat of a monitor that the page does not name is put aside, not dropped.
    assert _rejected(found) == ["the service is blank"]


@pytest.mark.parametrize(
    "some",
    [
        [0, {"status": 1, "time": "2026-11-02 11:00:00.000", "ping": 5}],
        [{"status": 1, "time": "2026-11-02T11:00:00.000Z", "msg": "", "ping": None}],
    ],
    ids=["an empty part", "no response time at all"],
)
def test_sums_of_hours_are_not_taken_for_heartbeats(some: list[Any]) -> None:
    with pytest.raises(SourceUnreadable, match="no single heartbeats"):
        next(_kuma(_status_page({"1": some}), status_page="stad"))


def test_heartbeats_lost_between_two_runs_are_told() -> None:
    beats = [
        {"status": 1, "time": f"2026-11-02 13:{number // 60:02}:{number % 60:02}.000", "msg": "", "ping": 1}
        for number in range(100)
    ]
    with replaying(_status_page({"1": beats})) as server:
        options = {**KUMA, "address": server.address, "status_page": "stad"}
        world = World(secrets={"KUMA_KEY": "x"})
        connector = connector_of(options, SAMPLES, world)
        cursor = fetched(connector)[-1].cursor
        found = brought(connector, cursor)
    assert [warning.found for one in found for warning in one.warnings] == [
        "monitors of which heartbeats were lost since 2026-11-02T12:00:00Z: 1"
    ]


COMMITS = {
    "type": "service_states",
    "columns": {"service": "service", "at": "at", "state": "state"},
    "states": {"up": "up", "down": "down", "degraded": "degraded"},
    "records": "changes_only",
}


def _repository(commits: dict[str, list[dict[str, Any]]]) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        if asked.path.endswith("/contents/history/summary.json"):
            return json_reply([{"slug": slug} for slug in commits])
        query = asked.query
        slug = query["path"].removeprefix("history/").removesuffix(".yml")
        found = [
            one
            for one in commits[slug]
            if query["since"] <= one["commit"]["committer"]["date"] <= query["until"]
        ]
        begin = (int(query["page"]) - 1) * int(query["per_page"])
        return json_reply(found[begin : begin + int(query["per_page"])])

    return answer


def _from_commits(commits: dict[str, list[dict[str, Any]]], since: str) -> list[Normalised]:
    with replaying(_repository(commits)) as server:
        options = {"type": "upptime", "address": server.address, "repository": "city/upptime", "since": since}
        return brought(connector_of({**options, "page_size": 100}, COMMITS))


def test_commits_of_upptime_are_states_with_the_outage_worked_out_by_hand() -> None:
    commits = json.loads((RECORDED / "upptime" / "commits.json").read_text(encoding="utf-8"))
    found = _from_commits({"portal": commits}, "2026-10-01")
    assert _states(found, ["at"]) == [
        ("portal", "2026-10-21T07:00:00Z", ServiceState.DEGRADED),
        ("portal", "2026-10-21T08:00:00Z", ServiceState.DOWN),
        # 30 minutes and 5 seconds later.
        ("portal", "2026-10-21T08:30:05Z", ServiceState.UP),
    ]
    told = {warning.found for one in found for warning in one.warnings}
    assert told == {"commits of the history that tell no state: 1"}


def test_the_whole_history_of_a_real_repository_is_collected_once() -> None:
    samples = pd.read_csv(shared("data/upptime-foodcoopx/samples.csv.gz"))
    samples["date"] = samples["commit_time"].str.replace(" ", "T").str.replace("+00:00", "Z")
    commits = {
        str(slug): [
            {"sha": row.commit, "commit": {"message": row.subject, "committer": {"date": row.date}}}
            for row in rows.sort_values("date", ascending=False).itertuples()
        ]
        for slug, rows in samples.groupby("slug")
    }
    found = _from_commits(commits, "2025-11-01")
    rows = facts(found, FactKind.SERVICE_STATE)
    expected = samples[samples["msg_status"] != "other"].drop_duplicates(["slug", "date"])
    assert len(rows.drop_duplicates(["service", "at"])) == len(expected)
    down = rows.drop_duplicates(["service", "at"])["state"] == int(ServiceState.DOWN)
    assert int(down.sum()) == int((expected["msg_status"] == "down").sum())
