"""Whole tables as Arrow streams, the same from either database, and back into an empty one of either.

Rows go through in parts, so that the size of a table does not matter. Tables are as the database has them,
whatever version of the program made it.
"""

from collections.abc import Iterator
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from collector.store.staging import append

_ROWS_AT_ONCE = 50_000
_LARGE_ROWS_AT_ONCE = 200
"""Of a table that holds files or pages."""

_VERSION_TABLE = "alembic_version"
_TYPES: list[tuple[type[sa.types.TypeEngine[Any]], pa.DataType]] = [
    (sa.Boolean, pa.bool_()),
    (sa.Integer, pa.int64()),
    (sa.Float, pa.float64()),
    (sa.LargeBinary, pa.large_binary()),
    (sa.Text, pa.large_string()),
    (sa.String, pa.large_string()),
]
"""What a column is in a stream; the first type that fits."""

_APPENDED = (pa.int64(), pa.large_string())
"""The columns that go into a database in bulk."""


def tables_of(connection: sa.Connection) -> list[sa.Table]:
    """Return the tables there are, each after those it refers to, without that of the version."""
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _VERSION_TABLE]


def write_rows(connection: sa.Connection, table: sa.Table, file: Any) -> int:
    """Write all rows of `table` to `file` as an Arrow stream, and return how many there are."""
    schema = _schema_of(table)
    total = 0
    with pa.ipc.new_stream(file, schema) as stream:
        for rows in _parts(connection, table):
            columns = [
                pa.array(column, type=kind)
                for column, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
            ]
            stream.write_batch(pa.record_batch(columns, schema=schema))
            total += len(rows)
    return total


def append_rows(connection: sa.Connection, table: sa.Table, file: IO[bytes]) -> int:
    """Append the rows of an Arrow stream to `table`, and return how many there were.

    Raises ValueError where the stream is none, is damaged, or has other columns than the table.
    """
    try:
        return sum(_append(connection, table, batch) for batch in _batches(table, file))
    except (pa.ArrowException, OSError, EOFError) as error:
        raise ValueError(f"{table.name} cannot be read: {error}") from error


def set_row_numbers(connection: sa.Connection, table: sa.Table) -> None:
    """Let a database that counts rows by a sequence go on after the rows that are there."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
        name = connection.execute(sa.select(sequence)).scalar_one()
        last = connection.execute(sa.select(sa.func.max(column))).scalar_one()
        if name is not None and last is not None:
            connection.execute(sa.select(sa.func.setval(name, last)))


def _parts(connection: sa.Connection, table: sa.Table) -> Iterator[Any]:
    is_large = any(isinstance(column.type, sa.LargeBinary) for column in table.columns)
    rows = _LARGE_ROWS_AT_ONCE if is_large else _ROWS_AT_ONCE
    result = connection.execute(
        sa.select(table), execution_options={"stream_results": True, "max_row_buffer": rows}
    )
    yield from result.partitions(rows)


def _schema_of(table: sa.Table) -> pa.Schema:
    return pa.schema([(column.name, _arrow_type(table, column)) for column in table.columns])


def _arrow_type(table: sa.Table, column: "sa.Column[Any]") -> pa.DataType:
    for kind, arrow in _TYPES:
        if isinstance(column.type, kind):
            return arrow
    raise TypeError(f"{table.name}.{column.name} is of {column.type!r}, which a stream of rows cannot hold")


def _batches(table: sa.Table, file: IO[bytes]) -> Iterator[pa.RecordBatch]:
    wanted = _schema_of(table)
    with pa.ipc.open_stream(file) as stream:
        if {(one.name, one.type) for one in stream.schema} != {(one.name, one.type) for one in wanted}:
            raise ValueError(f"{table.name} has other columns: {', '.join(stream.schema.names)}")
        for batch in stream:
            # What came from outside may lie about its own length.
            batch.validate(full=True)
            yield batch


def _append(connection: sa.Connection, table: sa.Table, batch: pa.RecordBatch) -> int:
    if batch.num_rows == 0:
        return 0
    if all(one.type in _APPENDED for one in batch.schema):
        append(connection, table.name, _frame(batch))
    else:
        connection.execute(sa.insert(table), batch.to_pylist())
    return int(batch.num_rows)


def _frame(batch: pa.RecordBatch) -> pd.DataFrame:
    columns = {
        name: column.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        if column.type == pa.int64()
        else pd.Series(column.to_pandas(), dtype="str")
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    }
    return pd.DataFrame(columns)
