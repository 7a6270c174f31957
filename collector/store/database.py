"""One database of facts and results: SQLite in a file, or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, OperationalError

from collector.errors import Problem, ProblemsFound, SupplierwatchError
from collector.store.failures import driver_errors, failure_of, first_line
from collector.store.one_library import watch_connections

ALLOWED = "sqlite:///path/to/file.db or postgresql+psycopg://user:password@host/name"
_FIRST_LOCK = 0x5355_5050_4C49_4552
_TAKE_TURN = f"""
    DO $$ BEGIN
        IF to_regclass('alembic_version') IS NULL THEN
            PERFORM pg_advisory_xact_lock({_FIRST_LOCK});
        END IF;
        IF to_regclass('alembic_version') IS NOT NULL THEN
            LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE;
        END IF;
    END $$
"""
"""The lock that every writer of a PostgreSQL database holds until commit.

It is that of a table no audience has a right on: an advisory lock can be taken, and kept, by anybody who may
log in, and all work would wait. Only where there are no tables yet, and so no audience, one serves; whoever
waited for it finds the table afterwards, and takes its lock too.
"""

BUSY_SECONDS = 60
_WRITES = "supplierwatch_writes"
_LIVELINESS = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds (and tries) after which a server that is gone without a word is given up, instead of hours."""


@dataclass(frozen=True)
class Database:
    """An open database; `bulk_driver` says whether bulk reads go through ADBC where it is installed."""

    engine: sa.Engine
    bulk_driver: bool = True

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @property
    def url(self) -> URL:
        """The address, whose text hides the password."""
        return self.engine.url

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Yield a connection that sees what was committed; what it writes is rolled back.

        Raises SupplierwatchError where the database cannot be reached, or fails meanwhile.
        """
        with self._failures_told(), self._connected() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Yield a connection inside the one write transaction there can be; committed at the end.

        Any exception rolls all of it back. Raises SupplierwatchError where the database cannot be reached,
        or fails meanwhile.
        """
        with self._failures_told(), self._connected() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                if self.dialect == "postgresql":
                    connection.execute(sa.text(_TAKE_TURN))
                yield connection

    @contextmanager
    def noting(self) -> Iterator[sa.Connection]:
        """Yield a connection inside a short write transaction, for tables with locks of their own.

        On PostgreSQL it does not wait for the one writer; SQLite has room for one. Committed and told of
        failures as `writing` is.
        """
        with self._failures_told(), self._connected() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.dispose()

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        """Turn what the driver says when the database fails into an error that says what to do."""
        try:
            yield
        except driver_errors() as error:
            failure = failure_of(error)
            if not failure:
                raise
            raise SupplierwatchError(
                f"the database {self.url.render_as_string()} failed: {failure}. What was not committed is "
                "undone. Check that it runs, its disk and the user's rights, and start again: by that "
                "nothing is lost or doubled"
            ) from error

    def _connected(self) -> sa.Connection:
        try:
            return self.engine.connect()
        except OperationalError as error:
            raise SupplierwatchError(
                f"the database {self.url.render_as_string()} cannot be opened: {first_line(error.orig)}. "
                "Check that it runs, that its folder exists, and the user's rights"
            ) from error


def open_database(address: str, *, bulk_driver: bool = True) -> Database:
    """Open the database at `address`; connects only when first used.

    Raises ProblemsFound for an address that is neither a SQLite file nor PostgreSQL; no error names
    a password.
    """
    url = _checked(address)
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        _prepare_sqlite(engine)
        return Database(engine, bulk_driver)
    try:
        own = {name: value for name, value in _LIVELINESS.items() if name not in url.query}
        engine = sa.create_engine(url, pool_pre_ping=True, connect_args=own)
    except ModuleNotFoundError as error:
        raise _refused(
            "PostgreSQL needs the driver psycopg, which is not installed",
            "Install supplierwatch with its extra `postgresql`",
        ) from error
    sa.event.listen(engine, "connect", _refuse_hidden_rows)
    return Database(engine, bulk_driver)


def _refuse_hidden_rows(connection: Any, _record: Any) -> None:
    """Have the server refuse what a policy would shorten: results are never reckoned from a part of the rows.

    Owners of tables are under no policy; any other user of the program gets an error, not fewer rows.
    """
    connection.execute("SET row_security = off")
    connection.commit()


def _checked(address: str) -> URL:
    try:
        url = sa.make_url(address)
    except (ArgumentError, ValueError):
        # The cause would repeat the address, and with it the password.
        raise _refused("the database address is not an address") from None
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise _refused(f"a database address with the scheme {url.drivername!r}")
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        raise _refused(
            "a SQLite database in memory", "Name a file: bulk reads open it by a second connection"
        )
    return url


def _refused(found: str, remedy: str = "Mend the database address in the settings") -> ProblemsFound:
    return ProblemsFound([Problem(found=found, allowed=ALLOWED, remedy=remedy)])


def _prepare_sqlite(engine: sa.Engine) -> None:
    watch_connections(engine)
    sa.event.listen(engine, "connect", _configure_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin too late (at the first write) and commit before DDL.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
