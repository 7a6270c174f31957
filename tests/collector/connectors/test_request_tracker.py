"""Request Tracker: a real one, worked in by the tests; times worked out by hand."""

import shutil
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from collector.collect import collect
from collector.connectors.connector import Connector
from collector.errors import ProblemsFound, SourceUnreadable
from collector.records import FactKind
from collector.source import Normalised, Page
from collector.store.database import open_database
from collector.store.gone import read_tombstones
from collector.store.read import read_horizon, read_tickets
from tests.collector.connectors.helpers import World, brought, connector_of, facts, fetched, statuses
from tests.collector.sources.helpers import instant
from tests.evaluator.core.clock_runs import run
from tests.replay import Asked, Reply, json_reply, replaying
from tests.request_tracker_server import RequestTracker, running_request_tracker

HOUR = 3600
MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "Status", "priority": "Priority", "queue": "Queue", "agent": "Owner"},
    "columns": {"service": "CF.Service"},
    "statuses": {
        "new": "active",
        "open": "active",
        "stalled": "waiting_user",
        "resolved": "resolved",
        "rejected": "cancelled",
        "merged": "cancelled",
    },
    "persons": ["Owner"],
}
PREPARE = """
my $field = RT::CustomField->new(RT->SystemUser);
$field->Create(Name => 'Service', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', Queue => 0);
RT::Queue->new(RT->SystemUser)->Create(Name => 'Network');
"""
SHRED_AND_MERGE = """
use RT::Shredder; my $shredder = RT::Shredder->new(force => 1, no_sql_dump => 1);
$shredder->PutObjects(Objects => ['RT::Ticket-' . $ARGV[0]]); $shredder->WipeoutAll;
my $ticket = RT::Ticket->new(RT->SystemUser); $ticket->Load($ARGV[1]);
my ($done, $told) = $ticket->MergeInto($ARGV[2]); die $told unless $done;
"""
SUNDAY = instant("2026-11-01T08:00:00+00:00")
MONDAY = instant("2026-10-05T08:00:00+00:00")


class Ended(NamedTuple):
    """The numbers of tickets that ended in different ways, and of one that stays."""

    kept: str
    deleted: str
    shredded: str
    merged: str


@pytest.fixture(scope="module")
def tracker() -> Iterator[RequestTracker]:
    with running_request_tracker() as running:
        running.run(PREPARE)
        yield running


def _connector(tracker: RequestTracker, **options: Any) -> Connector[Any]:
    world = World(int(time.time()), {"RT_TOKEN": tracker.token})
    told = {
        "type": "request_tracker",
        "address": tracker.address,
        "sign_in": {"type": "header", "prefix": "token ", "token_env": "RT_TOKEN"},
        "since": "2026-10-05",
        "account_zone": "Europe/Stockholm",
        **options,
    }
    return connector_of(told, MAPPING, world)


@pytest.fixture(scope="module")
def worked(tracker: RequestTracker) -> str:
    """A ticket that waited, got another priority, was resolved, reopened and resolved again."""
    ticket = tracker.opened(MONDAY, Priority=10, CustomFields={"Service": "Mail"})
    tracker.work(
        ticket,
        (MONDAY + HOUR, {"Status": "stalled"}),
        (MONDAY + 2 * HOUR, {"Priority": 50, "Owner": "root"}),
        (MONDAY + 2 * HOUR + 1800, {"Status": "open"}),
        (MONDAY + 3 * HOUR, {"Status": "resolved"}),
        (MONDAY + 4 * HOUR, {"Status": "open", "Queue": "Network"}),
        (MONDAY + 4 * HOUR + 2700, {"Status": "resolved"}),
    )
    return ticket


@pytest.fixture(scope="module")
def collected(tracker: RequestTracker, worked: str) -> list[Page]:  # noqa: ARG001 - the ticket must be there
    """The pages of a first run."""
    return fetched(_connector(tracker))


def _normalised(tracker: RequestTracker, pages: list[Page]) -> list[Normalised]:
    connector = _connector(tracker)
    return [connector.normalise(page) for page in pages]


def test_a_ticket_has_its_pauses_and_its_reopening_at_the_second(
    tracker: RequestTracker, worked: str, collected: list[Page]
) -> None:
    found = statuses(_normalised(tracker, collected), worked)
    assert found == [
        (MONDAY, "new", 1),
        (MONDAY + HOUR, "stalled", 2),
        (MONDAY + 2 * HOUR + 1800, "open", 1),
        (MONDAY + 3 * HOUR, "resolved", 6),
        (MONDAY + 4 * HOUR, "open", 1),
        (MONDAY + 4 * HOUR + 2700, "resolved", 6),
    ]
    # Its clock: an hour as new, half an hour after the pause, 45 minutes after it was reopened.
    active = sum(to - at for (at, _, state), (to, _, _) in pairwise(found) if state == 1)
    assert active == 3600 + 1800 + 2700


def test_priority_and_queue_begin_with_what_their_first_change_replaced(
    tracker: RequestTracker, worked: str, collected: list[Page]
) -> None:
    found = _normalised(tracker, collected)
    rows = facts(found, FactKind.TICKET_CHANGE)
    rows = rows[(rows["ticket"] == worked) & rows["field"].isin(["priority", "queue"])]
    told = sorted(zip(rows["at"].astype(int), rows["field"].astype(str), rows["value"], strict=True))
    assert told == [
        (MONDAY, "priority", "10"),
        (MONDAY, "queue", "General"),
        (MONDAY + 2 * HOUR, "priority", "50"),
        (MONDAY + 4 * HOUR, "queue", "Network"),
    ]
    tickets = facts(found, FactKind.TICKET)
    (row,) = tickets[tickets["ticket"] == worked].to_dict("records")
    assert (row["opened_at"], row["service"], row["priority"]) == (MONDAY, "Mail", "10")


def test_nothing_stands_out_in_tickets_that_are_whole(tracker: RequestTracker, collected: list[Page]) -> None:
    found = _normalised(tracker, collected)
    assert [warning.found for one in found for warning in one.warnings] == []
    assert [len(one.rejects) for one in found if len(one.rejects)] == []


def test_owners_are_hashes_and_subjects_never_leave_the_connector(collected: list[Page]) -> None:
    text = "".join(page.rows.to_csv() for page in collected)
    assert "Not to be kept" not in text
    rows = [page.rows for page in collected if "Owner" in page.rows]
    assert {len(owner) for frame in rows for owner in frame["Owner"] if owner} == {24}


def test_small_pages_bring_the_same(tracker: RequestTracker) -> None:
    for minute in range(3):
        tracker.opened(instant("2026-11-16T08:00:00+00:00") + 60 * minute)
    large = facts(brought(_connector(tracker, since="2026-11-01")), FactKind.TICKET_CHANGE)
    small = facts(brought(_connector(tracker, since="2026-11-16", page_size=2)), FactKind.TICKET_CHANGE)
    assert len(small) == len(large)
    assert set(small["ticket"]) == set(large["ticket"])


def test_a_change_after_a_run_comes_with_the_next_one_alone(
    tracker: RequestTracker, collected: list[Page]
) -> None:
    later = tracker.create()
    found = brought(_connector(tracker), collected[-1].cursor)
    assert set(facts(found, FactKind.TICKET)["ticket"]) == {later}


@pytest.fixture(scope="module")
def ended(tracker: RequestTracker) -> Ended:
    """Four tickets of one morning: one stays, three are deleted, shredded, and merged into it."""
    friday = instant("2026-10-09T08:00:00+00:00")
    keys = Ended(*(tracker.opened(friday + number) for number in range(4)))
    tracker.update(keys.deleted, Status="deleted")
    tracker.run(SHRED_AND_MERGE, keys.shredded, keys.merged, keys.kept)
    return keys


def test_deleted_and_shredded_tickets_are_gone_from_a_sweep_and_merged_ones_are_not(
    tracker: RequestTracker, ended: Ended
) -> None:
    connector = _connector(tracker, since="2026-10-06", sweep={"slice_days": 60})
    (sweep,) = [one.sweep for one in brought(connector) if one.sweep is not None]
    assert {ended.kept, ended.merged} <= sweep.tickets
    assert not {ended.deleted, ended.shredded} & sweep.tickets


def test_a_merged_ticket_ends_where_it_was_merged_though_its_own_time_stands_still(
    tracker: RequestTracker, ended: Ended
) -> None:
    found = brought(_connector(tracker, since="2026-11-15"))
    told = statuses(found, ended.merged)
    assert [(word, state) for _, word, state in told] == [("new", 1), ("merged", 8)]
    assert [word for _, word, _ in statuses(found, ended.kept)] == ["new"]


def test_what_was_saved_gives_the_clock_worked_out_by_hand_and_a_deleted_ticket_a_tombstone(
    tracker: RequestTracker, worked: str, sqlite_template: Path, tmp_path: Path
) -> None:
    with open_database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}") as database:
        deleted = tracker.opened(MONDAY + HOUR)
        collect(_connector(tracker), database, lambda: int(time.time()))
        tickets, changes = read_tickets(database, read_horizon(database), keys=True)
        clocks = run(tickets, changes, groups=[1] * len(tickets)).set_index(tickets["ticket"])
        clock = clocks.loc[worked]
        # An hour as new, half an hour after the pause of an hour and a half, 45 minutes once reopened.
        assert (clock["used"], clock["waiting_user"], clock["reopened"]) == (3600 + 1800 + 2700, 5400, 1)
        assert clock["stopped_at"] == MONDAY + 4 * HOUR + 2700
        tracker.update(deleted, Status="deleted")
        # Another sweep begins where the last one began long enough ago.
        collect(_connector(tracker, sweep={"every": 1, "slice_days": 60}), database, lambda: int(time.time()))
        assert deleted in set(read_tombstones(database, read_horizon(database))["ticket"])
        left, _ = read_tickets(database, read_horizon(database), keys=True)
        assert deleted not in set(left["ticket"])


def test_every_ticket_of_the_night_of_the_clock_change_comes_once(tracker: RequestTracker) -> None:
    # In Stockholm 02:30 comes twice, at 00:30 and at 01:30 in UTC.
    night = instant("2026-10-24T23:30:00+00:00")
    opened = {tracker.opened(night + 1800 * number): night + 1800 * number for number in range(6)}
    found = facts(brought(_connector(tracker, since="2026-10-24")), FactKind.TICKET)
    rows = found[found["ticket"].isin(opened)]
    assert dict(zip(rows["ticket"], rows["opened_at"].astype(int), strict=True)) == opened
    assert len(rows) == len(opened)


def test_an_account_with_another_zone_than_was_said_is_refused(tracker: RequestTracker) -> None:
    tracker.opened(MONDAY)
    for zone in ("Asia/Tokyo", "America/New_York"):
        with pytest.raises(SourceUnreadable, match=f"another time zone than {zone}"):
            fetched(_connector(tracker, account_zone=zone))


def test_a_field_that_tickets_do_not_have_is_refused_before_anything_is_asked() -> None:
    mapping = {**MAPPING, "columns": {"service": "Subject"}}
    options = {"type": "request_tracker", "address": "http://127.0.0.1:1"}
    with pytest.raises(ProblemsFound, match="'Subject'"):
        connector_of(options, mapping)


def test_a_total_that_is_not_told_and_short_pages_are_no_end() -> None:
    """An account without the right to see everything is told no total; rows may be missing from a page."""
    pages = [["1"], ["7"], []]

    def answer(asked: Asked) -> Reply:
        query = asked.query.get("query", "")
        if asked.path == "/REST/2.0/tickets" and "LastUpdated >= " in query:
            number = int(query.rsplit(" ", 1)[-1])
            keys = next(page for page in pages if not page or int(page[0]) > number)
            return json_reply({"items": [_ticket(key) for key in keys], "total": None, "pages": None})
        return json_reply({"items": []})

    with replaying(answer) as replay:
        options = {"type": "request_tracker", "address": replay.address, "since": "2026-11-01"}
        world = World(SUNDAY)
        found = brought(connector_of(options, MAPPING, world))
    assert set(facts(found, FactKind.TICKET)["ticket"]) == {"1", "7"}


def _ticket(key: str) -> dict[str, Any]:
    times = {"Created": "2026-11-01T06:00:00Z", "LastUpdated": "2026-11-01T06:00:00Z"}
    fields = {"Status": "new", "Priority": "0", "EffectiveId": key, "CustomFields": ""}
    queue, owner = {"type": "queue", "id": "1", "Name": "General"}, {"type": "user", "id": "6"}
    return {"type": "ticket", "id": key, **times, **fields, "Queue": queue, "Owner": owner}
