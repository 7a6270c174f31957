"""Reading within one request: one connection, one moment, and a new beginning after a failure."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.types import Receive, Scope, Send

from collector.errors import SupplierwatchError
from collector.store.database import Database, open_database
from evaluator.results.schema import EVALUATION
from supplierwatch.migrate import revisions
from supplierwatch.web.store import OneMoment, ServedStore, open_served_store
from tests.supplierwatch.web.served import app_of, client_of, watch_of

COUNT = sa.select(sa.func.count()).select_from(EVALUATION)


def in_one_request(work: Callable[[], None], method: str = "GET") -> None:
    """Do `work` as an application does what answers one request."""

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.to_thread(work)

    async def nothing(*_: Any) -> Any:
        return {}

    asyncio.run(OneMoment(app)({"type": "http", "method": method}, nothing, nothing))


def served(database: Database) -> ServedStore:
    return ServedStore(database.engine, bulk_driver=False)


def count(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(COUNT).scalar_one())


def add(database: Database, number: int) -> None:
    names = {"period": "2026-10", "contract_version": "a", "exclusions_version": "a", "program_version": "a"}
    numbers = {"horizon": number, "known_at": 1, "evaluated_at": 1, "turn": number}
    with database.writing() as connection:
        connection.execute(sa.insert(EVALUATION).values(number=number, inputs="", **names, **numbers))


def test_a_request_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    store, seen = served(database), []

    def work() -> None:
        seen.append(count(store))
        with open_database(_address(database)) as other:
            add(other, 1)
        seen.append(count(store))

    in_one_request(work)
    in_one_request(lambda: seen.append(count(store)))
    assert seen == [0, 0, 1]


def _address(database: Database) -> str:
    return str(database.url.render_as_string(hide_password=False))


def test_all_reads_of_a_request_go_over_one_connection_that_is_given_back(database: Database) -> None:
    store, used = served(database), []

    def work() -> None:
        for _ in range(3):
            with store.reading() as connection:
                used.append(connection)

    in_one_request(work)
    assert len(set(map(id, used))) == 1
    assert used[0].closed


def test_outside_of_a_request_every_read_has_a_connection_of_its_own(database: Database) -> None:
    store = served(database)
    with store.reading() as one, store.reading() as other:
        assert one is not other


def test_after_a_failed_statement_the_request_can_read_on(database: Database) -> None:
    store, seen = served(database), []

    def work() -> None:
        with pytest.raises(sa.exc.DBAPIError), store.reading() as connection:
            connection.execute(sa.text("SELECT nothing FROM nowhere"))
        seen.append(count(store))

    in_one_request(work)
    assert seen == [0]


def test_what_a_request_reads_by_can_not_be_left_behind_by_an_error(database: Database) -> None:
    store, used = served(database), []

    def work() -> None:
        with store.reading() as connection:
            used.append(connection)
        raise ValueError("the page is broken")

    with pytest.raises(ValueError, match="broken"):
        in_one_request(work)
    assert used[0].closed


def test_a_statement_that_takes_too_long_is_given_up(
    postgresql_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supplierwatch.web.store._OPTIONS", ("statement_timeout=50ms",))
    watch = watch_of(tmp_path, {}, _address(postgresql_database))
    with (
        open_served_store(watch, {}) as store,
        pytest.raises((SupplierwatchError, sa.exc.DBAPIError), match="statement timeout"),
        store.reading() as connection,
    ):
        connection.execute(sa.text("SELECT pg_sleep(5)"))


def test_many_requests_at_once_share_few_connections_without_waiting_for_ever(read_only_folder: Path) -> None:
    app = app_of(read_only_folder, {"limits": {"burst": 10_000}})
    with client_of(app) as client, ThreadPoolExecutor(60) as readers:
        found = list(readers.map(lambda _: client.get("/api/v1/months").status_code, range(240)))
    assert set(found) == {200}


def test_tables_of_another_version_are_refused_until_somebody_has_brought_them_up(
    sqlite_database: Database,
) -> None:
    store = served(sqlite_database)
    seen: list[int | str] = []

    def ask() -> None:
        try:
            seen.append(count(store))
        except SupplierwatchError as error:
            seen.append(str(error).partition("are of ")[2].partition(",")[0])

    for version in ("0009", revisions()[-1]):
        with sqlite_database.writing() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :found"), {"found": version})
        in_one_request(ask)
    assert seen == ["version 0009", 0]
