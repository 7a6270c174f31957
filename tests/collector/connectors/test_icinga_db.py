"""Icinga DB's history: of a real Icinga, and of rows laid into its tables."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
from pydantic import ValidationError

from collector.connectors.icinga_db import IcingaDbOptions
from collector.errors import ProblemsFound, SourceUnreadable
from collector.records import FactKind, ServiceState
from collector.source import Page
from tests.collector.connectors.helpers import World, connector_of, facts, fetched
from tests.conformance.availability import measure, percent, preset
from tests.databases import fresh_database
from tests.icinga_server import Icinga
from tests.icinga_tables import Tables
from tests.services import wait_until

UP, DEGRADED, DOWN = int(ServiceState.UP), int(ServiceState.DEGRADED), int(ServiceState.DOWN)
UNKNOWN = int(ServiceState.UNKNOWN)
DAY, HOUR = 86_400, 3600
MAPPING: dict[str, Any] = {
    "type": "service_states",
    "time_format": "unix",
    "columns": {"at": "at", "state": "state", "service": "checkable"},
    "states": {
        "ok": "up",
        "warning": "degraded",
        "critical": "down",
        "unknown": "down",
        "up": "up",
        "down": "down",
        "pending": "unknown",
        "lost": "unknown",
    },
    "records": "changes_only",
}
DOWNTIMES: dict[str, Any] = {
    "type": "maintenance",
    "time_format": "unix",
    "columns": {
        "window": "window",
        "starts_at": "starts_at",
        "ends_at": "ends_at",
        "announced_at": "announced_at",
        "service": "checkable",
    },
}


def _today() -> int:
    return int(time.time()) // DAY * DAY


def _options(address: str, **options: Any) -> dict[str, Any]:
    since = datetime.fromtimestamp(_today() - 2 * DAY, tz=UTC).date().isoformat()
    return {"type": "icinga_db", "address": address, "since": since, **options}


def _pages(address: str, mapping: dict[str, Any] = MAPPING, **options: Any) -> list[Any]:
    connector = connector_of(_options(address, **options), mapping, World(now=int(time.time())))
    return [connector.normalise(page) for page in fetched(connector)]


def _states(address: str, checkable: str, **options: Any) -> list[tuple[int, int]]:
    rows = facts(_pages(address, **options), FactKind.SERVICE_STATE)
    rows = rows[rows["service"] == checkable].drop_duplicates("at", keep="last").sort_values("at")
    return [(int(at), int(state)) for at, state in zip(rows["at"], rows["state"], strict=True)]


def test_hard_states_begin_when_the_check_found_them_cut_to_whole_seconds(icinga: Icinga) -> None:
    begin = _today() - DAY
    for status, at in [(0, 0), (2, 600.75), (1, 900), (0, 1200.25)]:
        icinga.tell("exact", status, begin + at)
    icinga.wait_for_states("exact", 4)
    assert _states(icinga.database, "exact!web") == [
        (begin, UP),
        (begin + 600, DOWN),
        (begin + 900, DEGRADED),
        (begin + 1200, UP),
    ]


def test_soft_states_begin_with_the_first_failed_check(icinga: Icinga) -> None:
    begin = _today() - DAY
    for status, at in [(0, 0), (2, 600), (2, 660), (2, 720), (0, 1200)]:
        icinga.tell("soft", status, begin + at)
    icinga.wait_for_states("soft", 3)
    all_told = "SELECT 1 FROM state_history s JOIN host h ON h.id = s.host_id WHERE h.name = 'soft'"
    wait_until("every soft state", lambda: len(icinga.rows(all_told)) == 5)
    hard = _states(icinga.database, "soft!web", reads="hard_states")
    soft = _states(icinga.database, "soft!web", reads="soft_states")
    assert hard == [(begin, UP), (begin + 720, DOWN), (begin + 1200, UP)]
    assert [soft[0], soft[1], soft[-1]] == [(begin, UP), (begin + 600, DOWN), (begin + 1200, UP)]


def test_the_state_at_the_start_is_that_of_the_last_change_before_it(icinga: Icinga) -> None:
    today = _today()
    icinga.tell("earlier", 2, today - 5 * DAY)
    icinga.tell("earlier", 0, today - DAY)
    icinga.wait_for_states("earlier", 2)
    assert _states(icinga.database, "earlier!web") == [(today - 5 * DAY, DOWN), (today - DAY, UP)]


def test_a_downtime_is_a_maintenance_window_and_ends_when_it_was_called_off(icinga: Icinga) -> None:
    now = int(time.time())
    told = {"type": "Service", "filter": 'host.name=="planned"', "author": "watch", "comment": "c"}
    icinga.ask(
        "actions/schedule-downtime", {**told, "start_time": now - 60, "end_time": now + HOUR, "fixed": True}
    )
    windows = (
        "SELECT 1 FROM sla_history_downtime s JOIN downtime_history d ON d.downtime_id = s.downtime_id "
        "JOIN host h ON h.id = d.host_id WHERE h.name = 'planned'"
    )
    icinga.wait_for(windows)
    before = facts(_pages(icinga.database, DOWNTIMES, reads="downtimes"), FactKind.MAINTENANCE)
    before = before[before["service"] == "planned!web"]
    assert list(zip(before["starts_at"], before["ends_at"], strict=True)) == [(now - 60, now + HOUR)]
    assert now <= int(before["announced_at"].iloc[0]) <= now + 5
    icinga.ask("actions/remove-downtime", {"type": "Service", "filter": 'host.name=="planned"'})
    icinga.wait_for(f"{windows} AND d.has_been_cancelled = 'y' AND s.downtime_end = d.cancel_time")
    after = facts(_pages(icinga.database, DOWNTIMES, reads="downtimes"), FactKind.MAINTENANCE)
    after = after[after["service"] == "planned!web"].drop_duplicates("window")
    assert after["window"].tolist() == before["window"].drop_duplicates().tolist()
    assert now <= int(after["ends_at"].iloc[0]) <= now + 30


def test_icingas_own_function_finds_the_same_availability(icinga: Icinga) -> None:
    begin = _today() - DAY
    for status, at in [(0, 0), (2, 3600), (1, 5400), (3, 7200), (0, 9000), (2, 40_000), (0, 40_017)]:
        icinga.tell("oracle", status, begin + at)
    icinga.wait_for_states("oracle", 7)
    found = _pages(icinga.database)
    states = facts(found, FactKind.SERVICE_STATE)
    seen = facts(found, FactKind.OBSERVED)
    states, seen = (
        rows[rows["service"] == "oracle!web"].assign(service="S").drop_duplicates(keep="last")
        for rows in (states, seen)
    )
    window = (begin + 1800, begin + 43_200)
    ours = percent(measure(states, seen, preset("icinga_db"), window))
    [(theirs,)] = icinga.rows(
        "SELECT get_sla_ok_percent(s.host_id, s.id, %s, %s) FROM service s "
        "JOIN host h ON h.id = s.host_id WHERE h.name = 'oracle'",
        window[0] * 1000,
        window[1] * 1000,
    )
    # Down from 3600 to 5400, from 7200 to 9000 and for 17 s; a warning is no outage.
    assert ours == Fraction(100 * (41_400 - 1800 - 1800 - 17), 41_400)
    # The function of version 1.1 divides whole numbers, so its percent has no decimals on PostgreSQL.
    assert int(ours) == theirs


@pytest.fixture
def tables(postgresql_server: str) -> Iterator[Tables]:
    laid = Tables(postgresql_server)
    laid.beat(int(time.time()))
    try:
        yield laid
    finally:
        laid.connection.close()


def test_every_state_is_read_however_the_pages_are_cut_and_the_runs_end(tables: Tables) -> None:
    begin, host = _today() - DAY, tables.host("north")
    # Ten states in one millisecond, more than two pages hold, between others a minute apart.
    for number in range(10):
        tables.state(host, begin + number * 60, number % 2, (number + 1) % 2)
    for number in range(10):
        tables.state(tables.host(f"other{number}"), begin + 300, 1, 99)
    read: list[tuple[int, str]] = []
    cursor = None
    for _ in range(5):
        options = _options(tables.address, page_size=4)
        connector = connector_of(options, MAPPING, World(now=int(time.time())))
        pages: list[Page] = list(islice(connector.fetch(cursor), 8))
        connector.close()
        read += [
            (int(at), host)
            for page in pages
            if len(page.rows)
            for at, host in zip(page.rows["at"], page.rows["checkable"], strict=True)
        ]
        cursor = pages[-1].cursor
    assert set(read) == {(begin + number * 60, "north") for number in range(10)} | {
        (begin + 300, f"other{number}") for number in range(10)
    }


def test_what_came_before_a_state_that_another_preceded_is_unknown(tables: Tables) -> None:
    begin, host = _today() - DAY, tables.host("north")
    tables.state(host, begin, 0, 99)
    tables.state(host, begin + 600, 1, 0)
    # The return to 0 was never written: from 600 to 1200 it may have been either.
    tables.state(host, begin + 1200, 1, 0)
    tables.state(host, begin + 1800, 0, 1)
    expected = [(begin, UP), (begin + 600, UNKNOWN), (begin + 1200, DOWN), (begin + 1800, UP)]
    assert _states(tables.address, "north") == expected
    assert _states(tables.address, "north", page_size=1) == expected


def test_what_has_not_changed_since_the_oldest_row_kept_is_as_it_is_now(tables: Tables) -> None:
    begin, steady, moved = _today() - 900 * DAY, tables.host("steady"), tables.host("moved")
    tables.present(steady, 0, begin)
    tables.present(moved, 1, _today() - DAY)
    tables.state(moved, _today() - DAY, 1, 0)
    assert _states(tables.address, "steady") == [(begin, UP)]
    assert _states(tables.address, "moved") == [(_today() - DAY, DOWN)]


def test_a_mapping_that_does_not_fit_what_is_read_is_refused(tables: Tables) -> None:
    with pytest.raises(ProblemsFound, match="does not fit `reads: downtimes`"):
        connector_of(_options(tables.address, reads="downtimes"), MAPPING)
    with pytest.raises(ProblemsFound, match="does not fit `reads: hard_states`"):
        connector_of(_options(tables.address), {**MAPPING, "records": "all", "max_gap": 60})


def test_nothing_is_known_after_icinga_db_last_said_that_it_works(tables: Tables) -> None:
    now = int(time.time())
    tables.beat(now - 2 * HOUR)
    connector = connector_of(_options(tables.address), MAPPING, World(now=now))
    pages = fetched(connector)
    assert max(page.reached_at for page in pages if page.reached_at is not None) == now - 2 * HOUR
    told = [problem.found for page in pages for problem in page.warnings]
    assert any("has not said since" in text for text in told)


def test_a_state_of_a_deleted_object_is_put_aside_and_not_lost(tables: Tables) -> None:
    # Not within the hour that what is new and the back-fill both read.
    tables.state(b"g" * 20, _today() - DAY - 6 * HOUR, 1, 99)
    rejects = [one.rejects for one in _pages(tables.address)]
    assert sum(len(rows) for rows in rejects) == 1


def test_the_connection_can_only_read(tables: Tables) -> None:
    connector: Any = connector_of(_options(tables.address), MAPPING, World(now=int(time.time())))
    next(iter(connector.fetch(None)))
    with pytest.raises(Exception, match="read-only transaction"):
        connector._connect().exec_driver_sql("DELETE FROM sla_history_state")
    connector.close()


def test_a_question_that_takes_too_long_is_given_up(tables: Tables) -> None:
    options = _options(tables.address, time_out=1)
    connector: Any = connector_of(options, MAPPING, World(now=int(time.time())))
    with tables.connection.transaction():
        tables.connection.execute("LOCK TABLE icingadb_instance IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(SourceUnreadable, match="57014"):
            fetched(connector)


def test_a_database_that_is_none_of_icinga_is_named_without_secrets(postgresql_server: str) -> None:
    options = _options(fresh_database(postgresql_server), password_env="ICINGA_PASSWORD")  # noqa: S106 - a name
    world = World(now=int(time.time()), secrets={"ICINGA_PASSWORD": "hidden"})
    with pytest.raises(SourceUnreadable, match="42P01") as error:
        fetched(connector_of(options, MAPPING, world))
    assert "hidden" not in str(error.value)
    assert error.value.__context__ is None


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://reader:secret@db.example.se/icingadb",
        "mysql+pymysql://reader@db.example.se/icingadb",
        "postgresql+psycopg://reader@db.example.se",
        "icingadb",
    ],
)
def test_an_address_with_a_password_or_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(ValidationError) as error:
        IcingaDbOptions.model_validate(_options(address))
    assert "secret" not in str(error.value.errors(include_input=False))


def test_another_machine_is_asked_only_where_its_certificate_is_verified_or_that_is_waived() -> None:
    address = "postgresql+psycopg://reader@db.example.se/icingadb"
    with pytest.raises(ValidationError, match="certificate_authority: name the PEM file"):
        IcingaDbOptions.model_validate(_options(address))
    IcingaDbOptions.model_validate(_options(address, certificate_authority="ca.pem"))
    IcingaDbOptions.model_validate(_options(address, unencrypted=True))
