"""A window is read without the rest of history: how many rows come, and by which indexes they are found."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from collector.records import FactKind
from collector.store import bulk, read
from collector.store.bulk import Query, sql_with_numbers
from collector.store.database import Database, open_database
from collector.store.planning import LOOK_ROWS_UP, save_statistics, settings_of
from collector.store.read import read_facts, read_horizon, read_lasting, read_service_states, read_tickets
from collector.store.windows import Window, lasting_in, states_in, tickets_in
from tests.collector.store.pages import Facts, Rows, change, save, service_state
from tests.collector.store.two_years import A_DAY, A_MONTH, MONTHS, inside, save_two_years
from tests.databases import fresh_database

LENGTHS = {"month": 1, "quarter": 3, "half-year": 6, "rolling 12 months": 12}
SERVICES = 3


@dataclass
class TwoYears:
    database: Database
    tickets: Rows
    changes: Rows
    watched: Facts
    horizon: int


@dataclass
class Asked:
    """What was asked of the database, and how many rows it gave."""

    queries: list[Query] = field(default_factory=list)
    rows: int = 0


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two_years(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoYears]:
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        path = tmp_path_factory.mktemp("two-years") / "watch.db"
        path.write_bytes(template.read_bytes())
        address = f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgresql_server")
        address = fresh_database(server, request.getfixturevalue("postgresql_template"))
    with open_database(address) as database:
        tickets, changes, watched = save_two_years(database)
        save_statistics(database)
        yield TwoYears(database, tickets, changes, watched, read_horizon(database))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    found = Asked()
    real = bulk.read_tables

    def counted(database: Database, queries: Sequence[Query], *, by_index: bool = False) -> list[pa.Table]:
        tables = real(database, queries, by_index=by_index)
        found.queries += queries if by_index else []
        found.rows += sum(table.num_rows for table in tables)
        return tables

    monkeypatch.setattr(bulk, "read_tables", counted)
    monkeypatch.setattr(read, "read_tables", counted)
    return found


def window_of(months: int, last: int) -> Window:
    return ((last + 1 - months) * A_MONTH, (last + 1) * A_MONTH)


@pytest.mark.parametrize("months", LENGTHS.values(), ids=LENGTHS)
@pytest.mark.parametrize("last", [11, 17, MONTHS - 1])
def test_of_tickets_come_those_that_opened_or_changed_in_the_window_with_all_their_changes(
    two_years: TwoYears, asked: Asked, months: int, last: int
) -> None:
    window = window_of(months, last)
    active = {row["ticket"] for row in two_years.tickets if inside(row["opened_at"], window)}
    active |= {row["ticket"] for row in two_years.changes if inside(row["at"], window)}
    tickets, changes = read_tickets(two_years.database, two_years.horizon, window, keys=True)
    assert set(tickets["ticket"]) == active
    assert len(changes) == sum(row["ticket"] in active for row in two_years.changes)
    # No more rows left the database than stand in the frames.
    assert asked.rows == len(tickets) + len(changes)
    if months == 1:
        # 20 that opened in it, and at most 10 of the two months before that changed in it.
        assert asked.rows <= 30 + 30 * 3


@pytest.mark.parametrize("months", LENGTHS.values(), ids=LENGTHS)
def test_of_states_come_those_in_the_window_and_one_before_it_for_each_service(
    two_years: TwoYears, asked: Asked, months: int
) -> None:
    window = window_of(months, 17)
    states = read_service_states(two_years.database, two_years.horizon, window)
    own = [row for row in two_years.watched[FactKind.SERVICE_STATE] if inside(row["at"], window)]
    assert len(states) == len(own) + SERVICES
    # And the row numbers of the states before.
    assert asked.rows == len(states) + SERVICES


@pytest.mark.parametrize("months", LENGTHS.values(), ids=LENGTHS)
def test_of_observed_intervals_come_those_that_overlap_the_window(
    two_years: TwoYears, asked: Asked, months: int
) -> None:
    found = read_lasting(two_years.database, FactKind.OBSERVED, two_years.horizon, window_of(months, 17))
    assert len(found) == asked.rows == months * SERVICES


def read_all_of(watch: TwoYears, window: Window) -> None:
    read_tickets(watch.database, watch.horizon, window)
    read_service_states(watch.database, watch.horizon, window)
    read_lasting(watch.database, FactKind.OBSERVED, watch.horizon, window)


FIRST_RUN = "SCAN first USING INDEX service_state_standing"
"""Of it one row is taken, from which every other run is found by index."""


@pytest.mark.parametrize("months", LENGTHS.values(), ids=LENGTHS)
def test_every_row_of_a_window_is_found_by_an_index(two_years: TwoYears, asked: Asked, months: int) -> None:
    read_all_of(two_years, window_of(months, 17))
    assert len(asked.queries) >= 8
    plan = {"sqlite": sqlite_scans, "postgresql": postgresql_scans}[two_years.database.dialect]
    assert [scan for query in asked.queries for scan in plan(two_years.database, query)] == []


def sqlite_scans(database: Database, query: Query) -> list[str]:
    """The tables that are read from end to end."""
    with database.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql_with_numbers(database, query)}").all()
    scans = [row.detail for row in plan if row.detail.startswith("SCAN")]
    return [scan for scan in scans if scan not in {"SCAN runs", "SCAN start", FIRST_RUN}]


def postgresql_scans(database: Database, query: Query) -> list[str]:
    """The tables that are read from end to end, also where that is by way of an index."""
    with database.reading() as connection:
        for setting in settings_of(database.dialect, LOOK_ROWS_UP, local=True):
            connection.exec_driver_sql(setting)
        text = f"EXPLAIN (FORMAT JSON) {sql_with_numbers(database, query)}"
        plan = connection.exec_driver_sql(text).scalar_one()
    found = json.loads(plan) if isinstance(plan, str) else plan
    return [
        f"{node['Node Type']} {node['Relation Name']}"
        for node in nodes_of(found[0]["Plan"])
        if "Relation Name" in node and node["Alias"] != "first" and not is_looked_up(node)
    ]


def nodes_of(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", []):
        yield from nodes_of(part)


def is_looked_up(node: dict[str, Any]) -> bool:
    return any("Index Cond" in part for part in nodes_of(node))


@pytest.mark.parametrize("window", [(0, A_MONTH), (5 * A_MONTH, 9 * A_MONTH), (3, 23 * A_MONTH), (0, 0)])
@pytest.mark.parametrize("way", ["read with the rest", "looked up"])
def test_a_window_cut_out_of_everything_is_the_one_looked_up(
    two_years: TwoYears, monkeypatch: pytest.MonkeyPatch, window: Window, way: str
) -> None:
    database, horizon = two_years.database, two_years.horizon
    monkeypatch.setattr(read, "_covers_most", lambda *_: way == "read with the rest")
    tickets, changes = read_tickets(database, horizon)
    expected = tickets_in(tickets, changes, window)
    for found, cut in zip(read_tickets(database, horizon, window), expected, strict=True):
        pd.testing.assert_frame_equal(found, cut)
    states = states_in(read_facts(database, FactKind.SERVICE_STATE, horizon), window)
    pd.testing.assert_frame_equal(read_service_states(database, horizon, window), states)
    observed = lasting_in(read_facts(database, FactKind.OBSERVED, horizon), FactKind.OBSERVED, window)
    pd.testing.assert_frame_equal(read_lasting(database, FactKind.OBSERVED, horizon, window), observed)


def test_only_a_window_over_most_of_all_time_is_read_with_the_rest(two_years: TwoYears, asked: Asked) -> None:
    everything = len(two_years.tickets) + len(two_years.changes)
    found = read_tickets(two_years.database, two_years.horizon, (2 * A_MONTH, MONTHS * A_MONTH))
    assert asked.queries == []
    assert asked.rows == everything
    assert sum(map(len, found)) < everything


def test_what_was_replaced_after_the_horizon_is_in_the_window_as_it_was(database: Database) -> None:
    save_two_years(database)
    then, window = read_horizon(database), window_of(1, 17)
    reads: list[Callable[[], pd.DataFrame]] = [
        lambda: read_tickets(database, then, window)[1],
        lambda: read_service_states(database, then, window),
    ]
    before = [each() for each in reads]
    last_state = 17 * A_MONTH - (30 - 12) * A_DAY
    corrected = {
        FactKind.TICKET_CHANGE: [change("17-1", 17 * A_MONTH + A_DAY, "New")],
        FactKind.SERVICE_STATE: [service_state(last_state, 2) | {"service": "T0"}],
    }
    save(database, corrected, cursor="corrected", at=2 * MONTHS * A_MONTH)
    for old, new in zip(before, [each() for each in reads], strict=True):
        pd.testing.assert_frame_equal(old, new)
    assert not read_service_states(database, then + 1, window).equals(before[1])


def test_several_readers_of_one_table_give_it_in_its_order(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_two_years(sqlite_database)
    horizon = read_horizon(sqlite_database)
    whole = [read_facts(sqlite_database, kind, horizon, keys=True) for kind in FactKind]
    monkeypatch.setattr(read, "_ROWS_OF_A_PART", 7)
    monkeypatch.setattr(read, "readers", lambda: 4)
    assert len(read._parts(sqlite_database, FactKind.TICKET)) == 3
    parted = [read_facts(sqlite_database, kind, horizon, keys=True) for kind in FactKind]
    for one, other in zip(whole, parted, strict=True):
        pd.testing.assert_frame_equal(one, other)
