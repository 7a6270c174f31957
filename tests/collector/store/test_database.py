"""Opening a database."""

import traceback
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from collector.errors import ProblemsFound, SupplierwatchError
from collector.store.bulk import bulk_address, read_table
from collector.store.database import Database, open_database


@pytest.mark.parametrize(
    "address",
    [
        "mysql://root:s3cret@host/watch",
        "postgresql://root:s3cret@host/watch",
        "postgresql+asyncpg://root:s3cret@host/watch",
        "s3cret",
        "postgresql+psycopg://root:s3cret@host:port/watch",
    ],
)
def test_another_scheme_is_refused_with_those_allowed_and_without_the_password(address: str) -> None:
    with pytest.raises(ProblemsFound, match="allowed: sqlite:///") as refused:
        open_database(address)
    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(address: str) -> None:
    with pytest.raises(ProblemsFound, match=r"in memory.*Name a file"):
        open_database(address)


def test_a_database_that_cannot_be_opened_says_which_and_hides_the_password(tmp_path: Path) -> None:
    with (
        open_database(f"sqlite:///{tmp_path}/missing/watch.db") as database,
        pytest.raises(SupplierwatchError, match="cannot be opened"),
        database.reading(),
    ):
        pass
    server = "postgresql+psycopg://watch:s3cret@127.0.0.1:1/watch"
    with open_database(server) as database, pytest.raises(SupplierwatchError) as refused, database.writing():
        pass
    assert "s3cret" not in str(refused.value)
    assert "127.0.0.1:1/watch" in str(refused.value)


HARD_PASSWORD = "a b+c%20@/:?#ö"  # noqa: S105 - of a server that is not there


def test_bulk_reads_take_any_password_to_the_same_address() -> None:
    url = sa.URL.create(
        "postgresql+psycopg",
        "the watch",
        HARD_PASSWORD,
        "127.0.0.1",
        5432,
        "city watch",
        {"application_name": "a b"},
    )
    with open_database(url.render_as_string(hide_password=False)) as database:
        understood = psycopg.conninfo.conninfo_to_dict(bulk_address(database))
    assert understood == {
        "user": "the watch",
        "password": HARD_PASSWORD,
        "host": "127.0.0.1",
        "port": "5432",
        "dbname": "city watch",
        "application_name": "a b",
    }


def test_a_bulk_read_that_cannot_connect_never_says_the_password() -> None:
    address = "postgresql+psycopg://watch:s3cret%20word@127.0.0.1:1/watch?no_such_option=s3cret"
    with open_database(address) as database, pytest.raises(SupplierwatchError) as refused:
        read_table(database, sa.select(sa.literal(1)))
    assert "cannot be opened for a bulk read" in str(refused.value)
    shown = "".join(traceback.format_exception(refused.value))
    assert "s3cret word" not in shown
    assert "s3cret%20word" not in shown


def test_what_fails_inside_a_write_is_rolled_back(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError), database.writing() as connection:  # noqa: PT012 - both belong to it
        connection.execute(sa.text("CREATE TABLE half (a INTEGER)"))
        connection.execute(sa.text("SELECT nothing FROM half"))
    with database.reading() as connection:
        assert "half" not in sa.inspect(connection).get_table_names()


def test_sqlite_checks_foreign_keys_and_lets_readers_read_while_one_writes(sqlite_database: Database) -> None:
    with sqlite_database.writing() as connection:
        assert connection.execute(sa.text("PRAGMA foreign_keys")).scalar_one() == 1
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar_one() == "wal"
        with sqlite_database.reading() as reader:
            assert reader.execute(sa.text("SELECT count(*) FROM intake")).scalar_one() == 0
