"""Columns as the store has them, back into a frame of facts."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from collector.records import COLUMNS, TICKET_KEY, ColumnType, FactKind
from collector.store.schema import NOT_STATED, stored_name

Numbers = npt.NDArray[np.int64]

ORDER = {
    FactKind.TICKET: ("ticket_id",),
    FactKind.TICKET_CHANGE: ("ticket_id", "at", "sequence", "field"),
    FactKind.SERVICE_STATE: ("prober", "service", "unit", "at", "source"),
    FactKind.OBSERVED: ("prober", "service", "unit", "from_at", "source"),
    FactKind.MAINTENANCE: ("starts_at", "window", "source"),
    FactKind.MEASUREMENT: ("measure", "service", "unit", "segment", "from_at", "to_at", "source"),
    FactKind.STATEMENT: ("indicator", "service", "unit", "from_at", "to_at", "source"),
    FactKind.STATED_TICKET: ("indicator", "ticket", "from_at", "to_at", "source"),
    FactKind.STATED_OUTAGE: ("starts_at", "outage", "source"),
}
"""The order of the facts of each kind: by what identifies them, so that it never depends on how they lie."""


def facts_frame(kind: FactKind, table: pa.Table, words: pd.Index) -> pd.DataFrame:
    """Return stored rows of `kind` as a frame: `source`, the columns of the kind, `ticket` where it was read.

    Words are categories in the order of their text (only those that occur), instants and integers `int64`,
    or `Int64` where optional; `ticket_id` is `int64`. Rows are in the order of `ORDER`.
    """
    columns: dict[str, pd.Series] = {"source": categorical(table["source"], words)}
    for column in COLUMNS[kind]:
        name = stored_name(column)
        if column.type is ColumnType.WORD:
            columns[name] = categorical(table[name], words)
        elif column.type is ColumnType.TEXT and column is not TICKET_KEY:
            columns[name] = text(table[name])
        else:
            columns[name] = optional_numbers(table[name]) if column.optional else numbers(table[name])
    if TICKET_KEY.name in table.column_names:
        columns[TICKET_KEY.name] = text(table[TICKET_KEY.name])
    order = np.lexsort([_sortable(columns[name]) for name in reversed(ORDER[kind])])
    if (order[1:] < order[:-1]).any():
        columns = {name: column.take(order).reset_index(drop=True) for name, column in columns.items()}
    # Without a copy: stacking the columns of a year would cost a tenth of reading it.
    return pd.DataFrame(columns, copy=False)


def categorical(column: pa.ChunkedArray, words: pd.Index) -> pd.Series:
    """Return numbers of words as categories; `NOT_STATED` is missing."""
    ids = _plain(column)
    used = np.flatnonzero(np.bincount(ids, minlength=1))
    used = used[used != NOT_STATED]
    categories = words.take(used)
    order = np.argsort(categories.to_numpy(dtype=object), kind="stable")
    # As narrow as their count allows, as pandas would make them.
    codes = np.full(max(len(words), 1), -1, dtype=np.min_scalar_type(-max(len(used), 1)))
    codes[used[order]] = np.arange(len(used), dtype=codes.dtype)
    dtype = pd.CategoricalDtype(categories.take(order), ordered=False)
    return pd.Series(pd.Categorical.from_codes(codes[ids], dtype=dtype, validate=False), copy=False)


def numbers(column: pa.ChunkedArray) -> pd.Series:
    """Return whole numbers of which none is missing as `int64`."""
    return pd.Series(_plain(column), copy=False)


def optional_numbers(column: pa.ChunkedArray) -> pd.Series:
    """Return whole numbers as `Int64`."""
    missing = np.array(pc.is_null(column).to_numpy(), dtype=np.bool_)
    values = _plain(pc.fill_null(column.cast(pa.int64()), 0))
    return pd.Series(pd.arrays.IntegerArray(values, missing), copy=False)


def text(column: pa.ChunkedArray) -> pd.Series:
    """Return text as `str`."""
    return pd.Series(column.cast(pa.string()).to_pandas(), dtype="str")


def _plain(column: pa.ChunkedArray) -> Numbers:
    values: Numbers = column.cast(pa.int64()).to_numpy()
    # Out of several chunks comes an array of its own; a single one lends its memory, which nobody may write.
    return values if values.flags.writeable else values.copy()


def _sortable(values: pd.Series) -> npt.NDArray[Any]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy()
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.to_numpy(dtype=np.int64)
    return pd.factorize(values, sort=True)[0]
