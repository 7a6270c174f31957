"""A database that fails in the middle: what people are told, and what is left."""

import sqlite3

import psycopg
import pytest
import sqlalchemy as sa

from collector.collect import collect
from collector.errors import SupplierwatchError
from collector.records import FactKind
from collector.store.bulk import read_table
from collector.store.database import Database
from collector.store.failures import failure_of
from collector.store.read import read_facts, read_horizon
from collector.store.runs import RunOutcome
from collector.store.schema import WORD
from collector.store.staging import staged
from tests.collector.store.pages import ListedSource, clock, save, ticket

WHAT_TO_DO = "What was not committed is undone.*start again: by that nothing is lost or doubled"


def end_every_other_connection(database: Database) -> None:
    """What an operator's restart of the server does to those who are connected."""
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def write_and_lose(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(sa.insert(WORD).values(id=99, text="half"))
        end_every_other_connection(database)
        connection.execute(sa.insert(WORD).values(id=100, text="way"))


def read_and_lose(database: Database) -> None:
    with database.reading() as connection:
        connection.execute(sa.select(WORD.c.id))
        end_every_other_connection(database)
        connection.execute(sa.select(WORD.c.id))


def test_a_connection_lost_in_the_middle_of_a_write_is_told_and_undone(postgresql_database: Database) -> None:
    with pytest.raises(SupplierwatchError, match=WHAT_TO_DO) as told:
        write_and_lose(postgresql_database)
    assert "terminating connection" in str(told.value)
    with postgresql_database.reading() as connection:
        assert connection.execute(sa.select(WORD.c.text).where(WORD.c.id >= 99)).all() == []


def test_a_connection_lost_in_the_middle_of_a_read_is_told(postgresql_database: Database) -> None:
    with pytest.raises(SupplierwatchError, match=WHAT_TO_DO):
        read_and_lose(postgresql_database)


def test_a_connection_lost_while_rows_are_copied_is_told(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sa.Table.create

    def create_and_lose(table: sa.Table, bind: sa.Connection) -> None:
        real(table, bind)
        end_every_other_connection(postgresql_database)

    monkeypatch.setattr(sa.Table, "create", create_and_lose)
    rows = pytest.importorskip("pandas").DataFrame({"id": [1]})
    with (
        pytest.raises(SupplierwatchError, match=WHAT_TO_DO),
        postgresql_database.writing() as connection,
        staged(connection, "lost", rows),
    ):
        pass


def test_a_collect_that_loses_its_connection_fails_and_the_next_one_goes_on(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [{FactKind.TICKET: [ticket(key, 100)]} for key in "ABC"]
    source = ListedSource(pages)
    lost: list[bool] = []

    def lose_once(_connection: sa.Connection) -> None:
        if source.asked and read_horizon(postgresql_database) == 1 and not lost:
            lost.append(True)
            end_every_other_connection(postgresql_database)

    # Inside the transaction of a page, before its facts are saved.
    monkeypatch.setattr("collector.store.save.join_by_index", lose_once)
    record = collect(source, postgresql_database, clock(1000))
    assert (record.outcome, record.pages) == (RunOutcome.FAILED, 1)
    assert "terminating connection" in record.problem
    assert collect(source, postgresql_database, clock(2000)).outcome is RunOutcome.COMPLETE
    assert sorted(read_facts(postgresql_database, FactKind.TICKET, 3, keys=True)["ticket"]) == ["A", "B", "C"]
    assert read_horizon(postgresql_database) == 3


def test_a_bulk_read_that_breaks_off_is_told(postgresql_database: Database) -> None:
    save(postgresql_database, {FactKind.TICKET: [ticket("A", 100)]})
    itself = sa.select(sa.func.pg_terminate_backend(sa.func.pg_backend_pid()).cast(sa.Integer).label("ended"))
    with pytest.raises(SupplierwatchError, match=r"broke off: .*Nothing was changed") as told:
        read_table(postgresql_database, itself)
    assert "SELECT" not in str(told.value)


def test_a_sqlite_file_that_another_program_holds_is_told(sqlite_database: Database) -> None:
    path = str(sqlite_database.url.database)
    with sqlite_database.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(SupplierwatchError, match=f"database is locked.*{WHAT_TO_DO}"),
            sqlite_database.writing(),
        ):
            pass
    finally:
        other.close()


def test_a_wrong_statement_is_no_failure_of_the_database(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError), database.reading() as connection:
        connection.exec_driver_sql("SELECT nothing FROM word")


def test_what_no_database_said_is_no_failure_of_one() -> None:
    assert failure_of(ValueError("text")) == ""
    assert failure_of(sqlite3.OperationalError("no such column")) == ""
