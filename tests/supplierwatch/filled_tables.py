"""Rows for every table of a database, whatever version its tables are of; and all rows of it, to compare."""

from typing import Any

import sqlalchemy as sa

from collector.store.copying import tables_of

ROWS = 3
"""Rows per table; in the last one everything that may be missing is."""

WORDS = {
    ("audience", "kind"): "unit_reader",
    ("job_run", "outcome"): "done",
    ("run", "outcome"): "complete",
    ("outcome", "verdict"): "missed",
    ("outcome", "view"): "as_measured",
    ("message", "state"): "waiting",
    ("received", "way"): "folder",
    ("restating", "part"): "ticket",
    ("message", "way"): "mail",
}
"""Columns that hold certain words only."""


def fill_tables(connection: sa.Connection) -> None:
    """Put rows into every table: numbers from 1, text with its place, references to rows that are there."""
    for table in tables_of(connection):
        connection.execute(sa.delete(table))
        connection.execute(sa.insert(table), [_row(table, number) for number in range(1, ROWS + 1)])


def _row(table: sa.Table, number: int) -> dict[str, Any]:
    return {column.name: _value(table, column, number) for column in table.columns}


def _value(table: sa.Table, column: "sa.Column[Any]", number: int) -> Any:
    if column.nullable and number == ROWS:
        return None
    if isinstance(column.type, sa.Boolean):
        return number % 2 == 0
    if isinstance(column.type, sa.Integer):
        return number
    if isinstance(column.type, sa.Float):
        return number / 3
    if isinstance(column.type, sa.LargeBinary):
        return bytes([number, 0, 255])
    # A text that refers to another table's is that one.
    named = next((key.target_fullname for key in column.foreign_keys), f"{table.name}.{column.name}")
    return WORDS.get((table.name, column.name), f"{named} å{number}")


Rows = dict[str, list[dict[str, Any]]]


def all_rows(connection: sa.Connection) -> Rows:
    """Return the rows of every table, in one order."""
    return {
        table.name: sorted((dict(row) for row in connection.execute(sa.select(table)).mappings()), key=repr)
        for table in tables_of(connection)
    }


def rows_of_old_columns(before: Rows, after: Rows) -> Rows:
    """Return of `after` the tables and columns that `before` has."""
    return {
        table: sorted(({name: row[name] for name in rows[0]} for row in after[table]), key=repr)
        for table, rows in before.items()
    }
