"""Temporary tables that a page is put into before sets of rows are compared and saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from collector.store.binary_copy import binary_rows
from collector.store.schema import WHOLE_NUMBER

_ROWS_AT_ONCE = 100_000


@contextmanager
def staged(connection: sa.Connection, name: str, frame: pd.DataFrame) -> Iterator[sa.Table]:
    """Yield a temporary table that holds `frame`: whole numbers (`int64`, `Int64`) and text (`str`).

    Lives inside the transaction: dropped at the end, or rolled back with everything else.
    """
    table = _temporary(f"staged_{name}", tuple((column, _is_text(frame[column])) for column in frame.columns))
    table.create(connection)
    temporary = "temp" if connection.dialect.name == "sqlite" else "pg_temp"
    append(connection, f"{temporary}.{table.name}", frame)
    _analyse(connection, table)
    yield table
    table.drop(connection)


def append(connection: sa.Connection, table: str, frame: pd.DataFrame) -> None:
    """Append the rows of `frame`, whole numbers and text, to the columns of those names of a table."""
    if connection.dialect.name == "postgresql":
        _copy(connection, table, frame)
    else:
        _insert(connection, table, frame)


@contextmanager
def selected(
    connection: sa.Connection, name: str, query: "sa.Select[Any] | sa.CompoundSelect[Any]"
) -> Iterator[sa.Table]:
    """Yield a temporary table that holds the rows of `query`, whose first column identifies them."""
    columns = tuple((column.key, isinstance(column.type, sa.Text)) for column in query.selected_columns)
    table = _temporary(f"selected_{name}", columns, keyed=True)
    table.create(connection)
    connection.execute(sa.insert(table).from_select(list(table.columns), query))
    _analyse(connection, table)
    yield table
    table.drop(connection)


@lru_cache(maxsize=256)
def _temporary(name: str, columns: tuple[tuple[str, bool], ...], *, keyed: bool = False) -> sa.Table:
    """Describe a temporary table of columns, each text or not, where `keyed` by its first.

    One object per shape, so that SQLAlchemy compiles each statement once.
    """
    return sa.Table(
        name,
        sa.MetaData(),
        *(
            sa.Column(
                column,
                sa.Text() if text else WHOLE_NUMBER,
                primary_key=keyed and position == 0,
                autoincrement=False,
            )
            for position, (column, text) in enumerate(columns)
        ),
        prefixes=["TEMPORARY"],
    )


def _analyse(connection: sa.Connection, table: sa.Table) -> None:
    # PostgreSQL never looks at temporary tables by itself, and guesses badly how many rows they hold.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {table.name}")


def _is_text(values: pd.Series) -> bool:
    return not pd.api.types.is_integer_dtype(values.dtype)


def _python_values(values: pd.Series) -> list[int | str | None]:
    if not values.isna().any():
        return values.to_list()
    plain = values.astype(object)
    return plain.where(plain.notna(), None).to_list()


def _insert(connection: sa.Connection, table: str, frame: pd.DataFrame) -> None:
    marks = ", ".join("?" for _ in frame.columns)
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in use has one
    statement = f"INSERT INTO {table} ({_names(frame)}) VALUES ({marks})"  # noqa: S608 - own names
    # Part by part: as Python's own numbers and texts a million rows would fill hundreds of megabytes.
    for start in range(0, len(frame), _ROWS_AT_ONCE):
        part = frame.iloc[start : start + _ROWS_AT_ONCE]
        rows = zip(*(_python_values(part[column]) for column in frame.columns), strict=True)
        driver.executemany(statement, rows).close()


def _copy(connection: sa.Connection, table: str, frame: pd.DataFrame) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in use has one
    statement = f"COPY {table} ({_names(frame)}) FROM STDIN (FORMAT BINARY)"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for part in binary_rows(frame):
            copy.write(part)


def _names(frame: pd.DataFrame) -> str:
    """The columns as SQL writes them: some are called like words of the language."""
    return ", ".join(f'"{name}"' for name in frame.columns)
