"""Temporary tables that a page is put into before sets of rows are compared and saved."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER

_COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_COPY_TRAILER = struct.pack(">h", -1)
_LENGTH, _PAYLOAD = 4, 8


def prefer_indexes(connection: sa.Connection) -> None:
    """Make joins of this transaction look rows up by index, as SQLite always does.

    PostgreSQL would read a whole table of facts for a page of two hundred thousand rows, so that each page
    costs more than the one before; a page is small beside what is stored.
    """
    if connection.dialect.name == "postgresql":
        for setting in ("enable_hashjoin", "enable_mergejoin", "enable_material", "jit"):
            connection.exec_driver_sql(f"SET LOCAL {setting} = off")


@contextmanager
def staged(connection: sa.Connection, name: str, frame: pd.DataFrame) -> Iterator[sa.Table]:
    """Yield a temporary table that holds `frame`: whole numbers (`int64`, `Int64`) and text (`str`).

    Lives inside the transaction: dropped at the end, or rolled back with everything else.
    """
    table = _temporary(f"staged_{name}", tuple((column, _is_text(frame[column])) for column in frame.columns))
    table.create(connection)
    if connection.dialect.name == "postgresql":
        _copy(connection, table, frame)
    else:
        _insert(connection, table, frame)
    _analyse(connection, table)
    yield table
    table.drop(connection)


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


def _insert(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    rows = zip(*(_python_values(frame[column]) for column in frame.columns), strict=True)
    marks = ", ".join("?" for _ in frame.columns)
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in use has one
    driver.executemany(f"INSERT INTO temp.{table.name} VALUES ({marks})", rows).close()  # noqa: S608 - own names


def _copy(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in use has one
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN (FORMAT BINARY)") as copy:
        if any(_is_text(frame[column]) for column in frame.columns):
            copy.set_types(["text" if _is_text(frame[column]) else "int8" for column in frame.columns])
            for row in zip(*(_python_values(frame[column]) for column in frame.columns), strict=True):
                copy.write_row(row)
        else:
            copy.write(binary_rows(frame))


def binary_rows(frame: pd.DataFrame) -> bytes:
    """Return whole numbers as PostgreSQL's binary COPY: per row a count, per value its length and bytes.

    All rows are laid out at full width in one matrix; a missing value has the length -1 and its bytes are
    cut out. Source: PostgreSQL documentation, COPY, "Binary Format".
    """
    width = 2 + len(frame.columns) * (_LENGTH + _PAYLOAD)
    matrix = np.zeros((len(frame), width), dtype=np.uint8)
    kept = np.ones((len(frame), width), dtype=np.bool_)
    matrix[:, :2] = _big_endian(np.full(len(frame), len(frame.columns)), ">i2")
    for position, column in enumerate(frame.columns):
        start = 2 + position * (_LENGTH + _PAYLOAD)
        payload = slice(start + _LENGTH, start + _LENGTH + _PAYLOAD)
        missing = frame[column].isna().to_numpy()
        matrix[:, start : start + _LENGTH] = _big_endian(np.where(missing, -1, _PAYLOAD), ">i4")
        matrix[:, payload] = _big_endian(frame[column].fillna(0).to_numpy(dtype=np.int64), ">i8")
        kept[:, payload] = ~missing[:, np.newaxis]
    return _COPY_HEADER + matrix[kept].tobytes() + _COPY_TRAILER


def _big_endian(values: npt.NDArray[np.int64], dtype: str) -> npt.NDArray[np.uint8]:
    ordered = values.astype(dtype)
    return ordered.view(np.uint8).reshape(len(ordered), ordered.itemsize)
