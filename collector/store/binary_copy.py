"""Rows as PostgreSQL's binary COPY takes them, laid out column by column."""

import struct
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

_HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TRAILER = struct.pack(">h", -1)
_COUNT, _LENGTH, _NUMBER = 2, 4, 8
_MISSING = -1
_ROWS_AT_ONCE = 100_000

Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


def binary_rows(frame: pd.DataFrame) -> Iterator[bytes]:
    """Yield whole numbers (64 bits) and text as binary COPY: per row a count, per value length and bytes.

    A missing value has the length -1 and no bytes. Source: PostgreSQL documentation, COPY, "Binary Format".
    """
    yield _HEADER
    for start in range(0, len(frame), _ROWS_AT_ONCE):
        yield _laid_out(frame.iloc[start : start + _ROWS_AT_ONCE])
    yield _TRAILER


def _laid_out(frame: pd.DataFrame) -> bytes:
    values = [_values(frame[column]) for column in frame.columns]
    widths = np.full(len(frame), _COUNT, dtype=np.int64)
    for lengths, _ in values:
        widths += _LENGTH + np.maximum(lengths, 0)
    place = np.cumsum(widths) - widths
    rows = np.empty(int(widths.sum()), dtype=np.uint8)
    place = _put(rows, place, _big_endian(np.full(len(frame), len(values)), ">i2"))
    for lengths, content in values:
        place = _put(rows, place, _big_endian(lengths, ">i4"))
        if content.ndim == 2:
            place = _put(rows, place, content)
        else:
            place = _put_of_lengths(rows, place, np.maximum(lengths, 0), content)
    return rows.tobytes()


def _values(column: pd.Series) -> tuple[Numbers, Bytes]:
    """The length of each value, and the bytes of all: a row for each where all are as long."""
    if not pd.api.types.is_integer_dtype(column.dtype):
        return _text_values(column)
    missing = column.isna().to_numpy()
    content = _big_endian(column.fillna(0).to_numpy(dtype=np.int64), ">i8")
    lengths = np.where(missing, _MISSING, _NUMBER)
    return lengths, content[~missing].ravel() if missing.any() else content


def _text_values(column: pd.Series) -> tuple[Numbers, Bytes]:
    texts = pa.array(column, type=pa.large_binary(), from_pandas=True)
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    _, offsets, content = texts.buffers()
    borders = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    lengths = np.diff(borders)
    held = np.zeros(0, dtype=np.uint8) if content is None else np.frombuffer(content, dtype=np.uint8)
    missing = texts.is_null().to_numpy(zero_copy_only=False)
    return np.where(missing, _MISSING, lengths), held[borders[0] : borders[-1]]


def _put(rows: Bytes, place: Numbers, content: Bytes) -> Numbers:
    """Put a row of `content` at each place; return where the next value begins."""
    for number in range(content.shape[1]):
        rows[place + number] = content[:, number]
    return np.asarray(place + content.shape[1])


def _put_of_lengths(rows: Bytes, place: Numbers, lengths: Numbers, content: Bytes) -> Numbers:
    starts: Numbers = np.cumsum(lengths) - lengths
    rows[np.repeat(place - starts, lengths) + np.arange(len(content))] = content
    return np.asarray(place + lengths)


def _big_endian(values: Numbers, dtype: str) -> Bytes:
    ordered = values.astype(dtype)
    return ordered.view(np.uint8).reshape(len(ordered), ordered.itemsize)
