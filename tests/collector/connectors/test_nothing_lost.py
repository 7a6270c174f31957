"""From the system to the store, whatever ends a run and wherever: in the end stands what the system says."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
import stamina
from pydantic import TypeAdapter

from collector.collect import RunRecord, collect
from collector.connectors.connector import Connector, Setting
from collector.connectors.position import position_of
from collector.connectors.registry import connectors
from collector.mapping import read_mapping
from collector.records import FactKind, TicketState
from collector.store.database import Database
from collector.store.gone import read_tombstones
from collector.store.read import read_facts, read_horizon
from collector.store.runs import RunOutcome
from collector.store.save import read_cursor
from tests.collector.connectors.helpers import NOW, World
from tests.collector.connectors.jira.server import JiraServer
from tests.collector.connectors.servicenow.server import ServiceNowServer
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, replaying

DAY = 86_400
TICKETS, RUNS = 6, 4
SECRETS = (
    "Anna Andersson",
    "anna.andersson@example.org",
    "my wife's number is 070-1234567",
    "secret-password",
)


class _Killed(BaseException):
    """The process ended here, and nothing more of it was done."""


@dataclass
class Desk:
    """A ticket system of either kind, seen from outside: what is in it, and how it is asked."""

    kind: str
    server: Any
    statuses: tuple[str, ...]
    mapping: dict[str, Any]
    keys: dict[str, str] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Reply:
        if self.kind == "servicenow":
            return self.server.answer(asked)  # type: ignore[no-any-return]  # one of two servers
        return (self.server.cloud if self.kind == "jira_cloud" else self.server.data_center)(asked)  # type: ignore[no-any-return]  # as above

    def open(self, number: int, at: int) -> None:
        told = {"summary": SECRETS[2], "short_description": SECRETS[2], "email": SECRETS[1]}
        name = "state" if self.kind == "servicenow" else "status"
        told |= {name: self.statuses[0], "priority": "3", "agent": SECRETS[0]}
        key = self.server.open(f"T{number:03}", at, **told)
        self.keys[key] = f"T{number:03}" if self.kind == "servicenow" else key

    def change(self, key: str, at: int, status: str) -> None:
        name = "state" if self.kind == "servicenow" else "status"
        self.server.change(
            key, at, **{name: status, "agent": f"{SECRETS[0]} {status}", "comment": SECRETS[2]}
        )

    def delete(self, key: str) -> None:
        if self.kind == "servicenow":
            self.server.delete(key)
        else:
            del self.server.issues[key]
        del self.keys[key]

    def truth(self, opened: dict[str, int]) -> set[tuple[str, int, str]]:
        """What the system says of the status of every ticket, from its own tables."""
        found = {(ticket, opened[key], self.statuses[0]) for key, ticket in self.keys.items()}
        if self.kind == "servicenow":
            audit = self.server.tables.get("sys_audit", [])
            rows = [row for row in audit if row["fieldname"] == "state" and row["documentkey"] in self.keys]
            return found | {
                (self.keys[row["documentkey"]], instant(row["sys_created_on"] + "+00:00"), row["newvalue"])
                for row in rows
            }
        return found | {
            (key, instant(entry["created"]), item["toString"])
            for key in self.keys
            for entry in self.server.issues[key].histories
            for item in entry["items"]
            if item["fieldId"] == "status"
        }


def desk_of(kind: str) -> Desk:
    name = "state" if kind == "servicenow" else "status"
    statuses = ("1", "3", "6") if kind == "servicenow" else ("Open", "Pending", "Done")
    mapping = {
        "type": "ticket_history",
        "fields": {"status": name, "agent": "agent"},
        "statuses": dict(zip(statuses, ("active", "waiting_user", "resolved"), strict=True)),
        "persons": ["agent"],
    }
    server: Any = ServiceNowServer() if kind == "servicenow" else JiraServer()
    return Desk(kind, server, statuses, mapping)


@dataclass
class Watched:
    """The desk, collected from by `address` into `database`."""

    desk: Desk
    database: Database
    address: str
    world: World
    mapping: dict[str, Any]
    name: str = "tickets"
    system: str | None = None
    sweeps: bool = False

    def connector(self) -> Connector[Any]:
        kind = connectors()[self.desk.kind]
        told = {
            "type": self.desk.kind,
            "address": self.address,
            "since": "2026-10-01",
            "page_size": 3,
            "pause": 0,
            "sweep": {"every": 60, "most_gone_percent": 100, "slice_days": 20} if self.sweeps else None,
            "sign_in": {"type": "basic", "user": "reader", "password_env": "PASSWORD"},
        }
        if self.desk.kind != "servicenow":
            told |= {"time_zone": "Europe/Stockholm"}
            del told["pause"]
        options = TypeAdapter(kind.options_type).validate_python(told)
        surroundings = self.world.surroundings()
        setting = Setting(self.name, options, read_mapping(self.mapping), surroundings, b"key", self.system)
        return kind(setting)

    def run(self, progress: Callable[[RunRecord], None] | None = None) -> RunRecord:
        with stamina.set_testing(True, attempts=1):
            return collect(
                self.connector(),
                self.database,
                lambda: self.world.now,
                progress,
                lambda: self.world.is_time_up,
            )

    def stored(self) -> list[tuple[str, int, str]]:
        found = read_facts(self.database, FactKind.TICKET_CHANGE, read_horizon(self.database), keys=True)
        found = found[found["field"] == "status"]
        return sorted(zip(found["ticket"], found["at"], found["value"], strict=True))


def ending(chance: random.Random, world: World) -> Callable[[RunRecord], None]:
    """Return what ends a run after some page: a kill, or that time is up."""
    pages, is_kill = chance.randint(1, 9), chance.random() < 0.5

    def told(record: RunRecord) -> None:
        if record.pages < pages:
            return
        if is_kill:
            raise _Killed
        world.is_time_up = True

    return told


def everything_in(database: Database) -> str:
    tables = sa.MetaData()
    tables.reflect(database.engine)
    with database.reading() as connection:
        rows = [row for table in tables.sorted_tables for row in connection.execute(sa.select(table))]
    return " ".join(str(cell) for row in rows for cell in row)


@pytest.mark.parametrize("kind", ["servicenow", "jira_cloud", "jira_data_center"])
def test_killed_cut_off_and_mapped_anew_while_tickets_change_it_ends_with_what_the_system_says(
    database: Database, kind: str
) -> None:
    if kind != "servicenow" and database.dialect == "postgresql":
        pytest.skip("what a system does differs by system, what a database does does not")
    chance = random.Random(1)  # noqa: S311 - chances of a test
    desk, world = desk_of(kind), World(NOW, {"PASSWORD": SECRETS[3]})
    opened: dict[str, int] = {}

    def open_ticket(number: int, at: int) -> None:
        before = set(desk.keys)
        desk.open(number, at)
        opened.update(dict.fromkeys(set(desk.keys) - before, at))

    for number in range(TICKETS):
        open_ticket(number, NOW - chance.choice([20 * DAY, 3 * DAY, 300]) + number // 4)
    further = iter(range(TICKETS, 1000))

    def happen(_number: int) -> None:
        world.now += 1
        if chance.random() < 0.3:
            desk.change(chance.choice(list(desk.keys)), world.now, chance.choice(desk.statuses))
        if chance.random() < 0.04:
            open_ticket(next(further), world.now)

    desk.server.before = happen
    otherwise = {**desk.mapping, "statuses": {**desk.mapping["statuses"], desk.statuses[1]: "waiting_third"}}
    with replaying(desk.answer) as replay:
        watched = Watched(desk, database, replay.address, world, desk.mapping, sweeps=True)
        for _ in range(RUNS):
            world.is_time_up = False
            watched.mapping = chance.choice([desk.mapping, otherwise])
            if len(desk.keys) > 4 and chance.random() < 0.3:
                desk.delete(chance.choice(list(desk.keys)))
            with suppress(_Killed):
                watched.run(ending(chance, world))
            world.now += 61
        desk.server.before = lambda _number: None
        world.is_time_up, watched.mapping = False, otherwise
        # Longer than either reads again, so that the last sweep names what opened meanwhile too.
        for _ in range(2):
            world.now += 2 * 3600
            assert watched.run().outcome is RunOutcome.COMPLETE
    assert watched.stored() == sorted(desk.truth(opened))
    position = position_of(str(read_cursor(database, "tickets")))
    assert position is not None
    assert (position.back_fill, position.is_under_way) == (None, False)
    changes = read_facts(database, FactKind.TICKET_CHANGE, read_horizon(database))
    waiting = changes[(changes["field"] == "status") & (changes["value"] == desk.statuses[1])]
    assert set(waiting["state"]) <= {int(TicketState.WAITING_THIRD)}
    gone = set(read_tombstones(database, read_horizon(database))["ticket"])
    assert gone.isdisjoint(desk.keys.values())
    text = everything_in(database)
    assert [secret for secret in SECRETS if secret in text] == []


def test_more_changes_within_the_overlap_than_a_run_has_time_for_are_read_all_the_same(
    database: Database,
) -> None:
    # Twelve tickets changed within two minutes; a run has time for one page of three, of which one is known.
    desk, world = desk_of("servicenow"), World(NOW, {"PASSWORD": SECRETS[3]})
    for number in range(12):
        desk.open(number, NOW - 2000 + 10 * number)
    with replaying(desk.answer) as replay:
        watched = Watched(desk, database, replay.address, world, desk.mapping)
        for _ in range(6):
            world.is_time_up = False

            def one_page(record: RunRecord) -> None:
                world.is_time_up = record.rows > 0

            watched.run(one_page)
            world.now += 60
    assert len({ticket for ticket, *_ in watched.stored()}) == 12


def test_what_a_run_read_before_another_began_does_not_take_the_place_of_what_that_saved(
    database: Database,
) -> None:
    desk, world = desk_of("servicenow"), World(NOW, {"PASSWORD": SECRETS[3]})
    desk.open(1, NOW - 1000)
    (key,) = desk.keys
    with replaying(desk.answer) as replay:
        watched = Watched(desk, database, replay.address, world, desk.mapping)
        slow = watched.connector()

        class Slow:
            """Reads the page, and is overtaken before it can be saved."""

            name, system, fingerprint = slow.name, slow.system, slow.fingerprint

            def fetch(self, cursor: str | None) -> Any:
                page = next(iter(slow.fetch(cursor)))
                desk.change(key, world.now, "6")
                world.now += 60
                assert watched.run().outcome is RunOutcome.COMPLETE
                yield page

            normalise = staticmethod(slow.normalise)

        record = collect(Slow(), database, lambda: world.now)
    assert record.outcome is RunOutcome.FAILED
    assert "another run of this source began meanwhile" in record.problem
    assert [status for *_, status in watched.stored()] == ["1", "6"]


def test_a_source_that_was_renamed_and_says_its_system_doubles_no_ticket(database: Database) -> None:
    desk, world = desk_of("servicenow"), World(NOW, {"PASSWORD": SECRETS[3]})
    for number in range(4):
        desk.open(number, NOW - 2000 + number)
    first = next(iter(desk.keys))
    with replaying(desk.answer) as replay:
        Watched(desk, database, replay.address, world, desk.mapping, "old", "desk").run()
        desk.change(first, NOW, "6")
        world.now += 60
        watched = Watched(desk, database, replay.address, world, desk.mapping, "new", "desk")
        watched.run()
    opened = dict.fromkeys(desk.keys, 0) | {key: NOW - 2000 + number for number, key in enumerate(desk.keys)}
    assert watched.stored() == sorted(desk.truth(opened))


def test_two_feeds_of_one_system_bring_each_ticket_once(database: Database) -> None:
    desk, world = desk_of("servicenow"), World(NOW, {"PASSWORD": SECRETS[3]})
    for number in range(4):
        desk.open(number, NOW - 2000 + number)
    first, second = list(desk.keys)[:2]
    with replaying(desk.answer) as replay:
        feeds = [
            Watched(desk, database, replay.address, world, desk.mapping, name, "desk", sweeps=True)
            for name in ("a", "b")
        ]
        for feed in feeds:
            feed.run()
        desk.change(first, world.now, "6")
        world.now += 60
        for feed in reversed(feeds):
            feed.run()
        desk.delete(second)
        world.now += 3 * 3600
        for feed in feeds:
            feed.run()
    opened = {key: NOW - 2000 + int(ticket[1:]) for key, ticket in desk.keys.items()}
    assert feeds[0].stored() == sorted(desk.truth(opened))


def test_a_clock_that_was_set_back_saves_nothing_until_it_is_right_again_and_loses_nothing(
    database: Database,
) -> None:
    desk, world = desk_of("servicenow"), World(NOW, {"PASSWORD": SECRETS[3]})
    desk.open(1, NOW - 1000)
    (key,) = desk.keys
    with replaying(desk.answer) as replay:
        watched = Watched(desk, database, replay.address, world, desk.mapping)
        watched.run()
        desk.change(key, NOW + 10, "6")
        world.now = NOW - DAY
        assert watched.run().outcome is RunOutcome.FAILED
        world.now = NOW + 60
        assert watched.run().outcome is RunOutcome.COMPLETE
    assert watched.stored() == sorted(desk.truth({key: NOW - 1000}))
