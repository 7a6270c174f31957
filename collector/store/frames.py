"""Columns as the store has them, back into a frame of facts."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from collector.records import COLUMNS, TICKET_KEY, ColumnType, FactKind
from collector.store.schema import NOT_STATED, stored_name

Numbers = npt.NDArray[np.int64]


def facts_frame(kind: FactKind, table: pa.Table, words: pd.Index) -> pd.DataFrame:
    """Return stored rows of `kind` as a frame: `source`, the columns of the kind, `ticket` where it was read.

    Words are categories in the order of their text (only those that occur), instants and integers `int64`,
    or `Int64` where optional; `ticket_id` is `int64`.
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
    return pd.DataFrame(columns)


def categorical(column: pa.ChunkedArray, words: pd.Index) -> pd.Series:
    """Return numbers of words as categories; `NOT_STATED` is missing."""
    ids = _plain(column)
    used = np.flatnonzero(np.bincount(ids, minlength=1))
    used = used[used != NOT_STATED]
    categories = words.take(used)
    order = np.argsort(categories.to_numpy(dtype=object), kind="stable")
    codes = np.full(max(len(words), 1), -1, dtype=np.int32)
    codes[used[order]] = np.arange(len(used), dtype=np.int32)
    return pd.Series(pd.Categorical.from_codes(np.take(codes, ids), categories=categories.take(order)))


def numbers(column: pa.ChunkedArray) -> pd.Series:
    """Return whole numbers of which none is missing as `int64`."""
    return pd.Series(_plain(column))


def optional_numbers(column: pa.ChunkedArray) -> pd.Series:
    """Return whole numbers as `Int64`."""
    missing = pc.is_null(column).to_numpy()
    values = _plain(pc.fill_null(column.cast(pa.int64()), 0))
    return pd.Series(pd.arrays.IntegerArray(values, missing.astype(np.bool_)))


def text(column: pa.ChunkedArray) -> pd.Series:
    """Return text as `str`."""
    return pd.Series(column.cast(pa.string()).to_pandas(), dtype="str")


def _plain(column: pa.ChunkedArray) -> Numbers:
    # A copy of its own: Arrow's memory is read-only.
    return np.array(column.cast(pa.int64()).to_numpy(), dtype=np.int64)
