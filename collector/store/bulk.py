"""Reading many rows as columns: by ADBC where its driver is installed, else row by row."""

import importlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa
import sqlalchemy as sa

from collector.errors import SupplierwatchError
from collector.store.database import BUSY_SECONDS, Database
from collector.store.failures import first_line
from collector.store.one_library import driver_alone
from collector.store.planning import LOOK_ROWS_UP, settings_of

Query = sa.Select[Any] | sa.CompoundSelect[Any]

_DRIVERS = {"sqlite": "adbc_driver_sqlite.dbapi", "postgresql": "adbc_driver_postgresql.dbapi"}
_WAITS: dict[str, tuple[str, ...]] = {
    "sqlite": (f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",),
    "postgresql": (),
}
"""What makes a reader wait while another connection opens or closes the same file."""

_SQLITE_ROWS_PER_BATCH = "65536"
_INTEGER_SPACE = 1 << 63
_MOST_READERS = 4


def read_table(database: Database, query: Query, *, by_index: bool = False) -> pa.Table:
    """Return the rows of `query` as an Arrow table; see `read_tables`."""
    return read_tables(database, [query], by_index=by_index)[0]


def read_tables(database: Database, queries: Sequence[Query], *, by_index: bool = False) -> list[pa.Table]:
    """Return the rows of each of `queries`, whose parameters are whole numbers, as an Arrow table.

    ADBC reads them side by side, each on a connection of its own that sees what is committed when it begins;
    of SQLite where nothing else in this process has the file open (`one_library`), else they are read row by
    row.
    `by_index`: the rows are few among many, to be looked up and not searched for. Columns without a row, or
    with missing values only, have the type the driver gives them. Raises SupplierwatchError where the
    database cannot be reached, or the connection is lost.
    """
    driver = bulk_driver(database)
    if driver is not None and database.dialect == "sqlite":
        with driver_alone(database.engine) as is_alone:
            if is_alone:
                return _read_by_driver(driver, database, queries, by_index=by_index)
    elif driver is not None:
        return _read_by_driver(driver, database, queries, by_index=by_index)
    return [_read_rows(database, query, by_index=by_index) for query in queries]


def _read_by_driver(
    driver: ModuleType, database: Database, queries: Sequence[Query], *, by_index: bool
) -> list[pa.Table]:
    settings = _WAITS[database.dialect]
    if by_index:
        settings += settings_of(database.dialect, LOOK_ROWS_UP)
    reader = _ArrowReader(driver, database, settings)
    texts = [sql_with_numbers(database, query) for query in queries]
    if len(texts) == 1:
        return [reader.read(texts[0])]
    with ThreadPoolExecutor(readers()) as pool:
        return list(pool.map(reader.read, texts))


def readers() -> int:
    """Return how many queries are read side by side: as many as there are processors, up to a few."""
    return min(len(os.sched_getaffinity(0)), _MOST_READERS)


def bulk_driver(database: Database) -> ModuleType | None:
    """Return the ADBC driver for `database`, None where it is switched off or not installed."""
    if not database.bulk_driver:
        return None
    try:
        return importlib.import_module(_DRIVERS[database.dialect])
    except ModuleNotFoundError:
        return None


@dataclass(frozen=True)
class _ArrowReader:
    """Reads by an ADBC driver, under some settings of the session."""

    driver: ModuleType
    database: Database
    settings: tuple[str, ...]

    def read(self, text: str) -> pa.Table:
        """Return the rows of the SQL `text`."""
        sqlite = self.database.dialect == "sqlite"
        options = {"adbc.sqlite.query.batch_rows": _SQLITE_ROWS_PER_BATCH} if sqlite else {}
        try:
            with (
                closing(self._connected()) as connection,
                closing(connection.cursor(adbc_stmt_kwargs=options)) as cursor,
            ):
                for setting in self.settings:
                    cursor.execute(setting)
                cursor.execute(text)
                return cursor.fetch_arrow_table()
        except self.driver.OperationalError as error:
            raise SupplierwatchError(
                f"a bulk read of the database {self.database.url.render_as_string()} broke off: "
                f"{first_line(error)}. Nothing was changed; check that the database runs, and start again"
            ) from error

    def _connected(self) -> Any:
        try:
            return self.driver.connect(bulk_address(self.database))
        except self.driver.Error:
            # What the driver says can repeat the address, and with it the password.
            refused = SupplierwatchError(
                f"the database {self.database.url.render_as_string()} cannot be opened for a bulk read. "
                "Check that it runs, its address, and the user's rights"
            )
        raise refused


def _read_rows(database: Database, query: Query, *, by_index: bool) -> pa.Table:
    with database.reading() as connection:
        for setting in settings_of(database.dialect, LOOK_ROWS_UP) if by_index else ():
            connection.exec_driver_sql(setting)
        result = connection.execute(query)
        names = list(result.keys())
        rows = result.all()
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pa.table([pa.array(column) for column in columns], names=names)


def sql_with_numbers(database: Database, query: Query) -> str:
    """Return the SQL of `query` with its whole-number parameters written out.

    PostgreSQL's fast way out (COPY) takes no parameters. Raises TypeError for a parameter that is not a whole
    number, so that no text from outside is ever part of a statement.
    """
    dialect = database.engine.dialect
    for value in query.compile(dialect=dialect).params.values():
        numbers = value if isinstance(value, list | tuple) else [value]
        if not all(type(number) is int and -_INTEGER_SPACE <= number < _INTEGER_SPACE for number in numbers):
            raise TypeError(f"a bulk read takes whole numbers of 64 bits, not {value!r}")
    return str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def bulk_address(database: Database) -> str:
    """Return the address of `database` for its ADBC driver, with the password where it has one."""
    if database.dialect == "sqlite":
        return f"file:{quote(str(database.url.database))}?mode=ro"
    plain = database.url.set(drivername="postgresql", query={}).render_as_string(hide_password=False)
    # PostgreSQL's own library takes no space in an address, and no `+` for one.
    options = urlencode(database.url.query, doseq=True, quote_via=quote)
    return plain.replace(" ", "%20") + (f"?{options}" if options else "")
