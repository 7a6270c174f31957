"""Reading many rows as columns: by ADBC where its driver is installed, else row by row."""

import importlib
from contextlib import closing
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa
import sqlalchemy as sa

from collector.errors import SupplierwatchError
from collector.store.database import Database

_DRIVERS = {"sqlite": "adbc_driver_sqlite.dbapi", "postgresql": "adbc_driver_postgresql.dbapi"}
_SQLITE_ROWS_PER_BATCH = "65536"
_INTEGER_SPACE = 1 << 63


def read_table(database: Database, query: "sa.Select[Any] | sa.CompoundSelect[Any]") -> pa.Table:
    """Return the rows of `query`, whose parameters are whole numbers, as an Arrow table.

    Columns without a row, or with missing values only, have the type the driver gives them.
    """
    driver = bulk_driver(database)
    return _read_rows(database, query) if driver is None else _read_arrow(driver, database, query)


def bulk_driver(database: Database) -> ModuleType | None:
    """Return the ADBC driver for `database`, None where it is switched off or not installed."""
    if not database.bulk_driver:
        return None
    try:
        return importlib.import_module(_DRIVERS[database.dialect])
    except ModuleNotFoundError:
        return None


def _read_arrow(
    driver: ModuleType, database: Database, query: "sa.Select[Any] | sa.CompoundSelect[Any]"
) -> pa.Table:
    text = sql_with_numbers(database, query)
    options = {"adbc.sqlite.query.batch_rows": _SQLITE_ROWS_PER_BATCH} if database.dialect == "sqlite" else {}
    with (
        closing(_connected(driver, database)) as connection,
        closing(connection.cursor(adbc_stmt_kwargs=options)) as cursor,
    ):
        cursor.execute(text)
        return cursor.fetch_arrow_table()


def _connected(driver: ModuleType, database: Database) -> Any:
    try:
        return driver.connect(bulk_address(database))
    except driver.Error:
        # What the driver says can repeat the address, and with it the password.
        refused = SupplierwatchError(
            f"the database {database.url.render_as_string()} cannot be opened for a bulk read. "
            "Check that it runs, its address, and the user's rights"
        )
    raise refused


def _read_rows(database: Database, query: "sa.Select[Any] | sa.CompoundSelect[Any]") -> pa.Table:
    with database.reading() as connection:
        result = connection.execute(query)
        names = list(result.keys())
        rows = result.all()
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pa.table([pa.array(column) for column in columns], names=names)


def sql_with_numbers(database: Database, query: "sa.Select[Any] | sa.CompoundSelect[Any]") -> str:
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
