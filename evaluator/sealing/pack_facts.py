"""Facts as text files of an evidence pack, and back: exact, without any number of a store.

CSV in UTF-8: a value that is missing stands empty, text stands in quotes. Which columns are words, text or
numbers stands beside, so that the core gets back the very frames it was given.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.facts import Facts
from evaluator.sealing.columns import with_keys
from evaluator.sealing.document import FRAMES

_WORD, _TEXT, _NUMBER, _OPTIONAL = "word", "text", "number", "optional number"
_TICKET = "ticket_id"
Kinds = dict[str, dict[str, dict[str, str]]]
"""The kind of each column, by length of period and kind of facts."""


def fact_files(facts: Mapping[PeriodLength, Facts], keys: pd.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of a file for each kind of facts of each length of period."""
    for length, found in facts.items():
        for name in FRAMES:
            yield file_of(length.value, name), _written(getattr(found, name), keys)


def column_kinds(facts: Mapping[PeriodLength, Facts]) -> Kinds:
    """Return what kind each column of the facts is."""
    return {
        length.value: {name: _kinds(getattr(found, name)) for name in FRAMES}
        for length, found in facts.items()
    }


def file_of(length: str, name: str) -> str:
    """Return the name of the file that holds a kind of facts of a length of period."""
    return f"facts/{length}/{name}.csv"


def read_fact_files(
    kinds: Kinds, content: Mapping[str, bytes], known_at: int
) -> tuple[dict[PeriodLength, Facts], pd.DataFrame]:
    """Return the facts in the files of a pack, and the keys of their tickets, numbered anew.

    Raises ValueError for files that are not what `column_kinds` says, and KeyError where one is missing.
    """
    frames = {
        (length, name): _read(content[file_of(length, name)], columns)
        for length, parts in kinds.items()
        for name, columns in parts.items()
    }
    keys = _keys_of(frames)
    numbered = {place: _numbered(frame, keys, kinds[place[0]][place[1]]) for place, frame in frames.items()}
    facts = {
        PeriodLength(length): Facts(**{name: numbered[length, name] for name in parts}, known_at=known_at)
        for length, parts in kinds.items()
    }
    return facts, keys


def _kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): _kind(dtype) for name, dtype in frame.dtypes.items()}


def _kind(dtype: Any) -> str:
    if isinstance(dtype, pd.CategoricalDtype):
        return _WORD
    if isinstance(dtype, pd.Int64Dtype):
        return _OPTIONAL
    return _NUMBER if pd.api.types.is_integer_dtype(dtype) else _TEXT


def _written(frame: pd.DataFrame, keys: pd.DataFrame) -> bytes:
    named = with_keys(frame, keys) if _TICKET in frame.columns else frame
    columns = {str(name): _arrow(named[name]) for name in named.columns}
    file = io.BytesIO()
    if columns:
        arrow_csv.write_csv(pa.table(columns), file)
    return file.getvalue()


def _arrow(values: pd.Series) -> pa.Array:
    if pd.api.types.is_integer_dtype(values.dtype):
        return pa.array(values, type=pa.int64(), from_pandas=True)
    return pa.array(values.astype("str"), type=pa.string(), from_pandas=True)


def _read(content: bytes, kinds: Mapping[str, str]) -> pd.DataFrame:
    """A frame with `system` and `ticket` in place of numbers of tickets."""
    if not kinds:
        return pd.DataFrame()
    named = _named(kinds)
    types = {name: pa.string() if kind in {_WORD, _TEXT} else pa.int64() for name, kind in named.items()}
    options = arrow_csv.ConvertOptions(
        column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    parsing = arrow_csv.ParseOptions(newlines_in_values=True)
    table = arrow_csv.read_csv(io.BytesIO(content), parse_options=parsing, convert_options=options)
    if table.column_names != list(named):
        raise ValueError(f"the columns {table.column_names} are not {list(named)}")
    return pd.DataFrame({name: _series(table[name], kind) for name, kind in named.items()})


def _named(kinds: Mapping[str, str]) -> dict[str, str]:
    """The columns as they stand in a file: keys of tickets in place of their numbers, at the end."""
    if _TICKET not in kinds:
        return dict(kinds)
    others = {name: kind for name, kind in kinds.items() if name not in {_TICKET, "ticket"}}
    return {**others, "system": _TEXT, "ticket": _TEXT}


def _series(column: pa.ChunkedArray, kind: str) -> pd.Series:
    if kind == _NUMBER:
        return pd.Series(column.to_numpy(), dtype="int64")
    if kind == _OPTIONAL:
        return pd.Series(column.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get), dtype="Int64")
    texts = pd.Series(column.to_pandas(), dtype="str")
    return texts.astype("category") if kind == _WORD else texts


def _keys_of(frames: Mapping[tuple[str, str], pd.DataFrame]) -> pd.DataFrame:
    """Every ticket of some frames, numbered in the order of system and key."""
    parts = [one[["system", "ticket"]] for one in frames.values() if "system" in one.columns]
    if not parts:
        parts = [pd.DataFrame({"system": pd.Series(dtype="str"), "ticket": pd.Series(dtype="str")})]
    keys = pd.concat(parts).drop_duplicates().sort_values(["system", "ticket"]).reset_index(drop=True)
    return keys.assign(ticket_id=np.arange(1, len(keys) + 1, dtype=np.int64))


def _numbered(frame: pd.DataFrame, keys: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """The frame with numbers of tickets, in its own columns and in the order of facts of a ticket."""
    if _TICKET not in kinds:
        return frame
    found = frame.merge(keys, on=["system", "ticket"], how="left", sort=False)
    order = [name for name in (_TICKET, "at", "sequence", "field") if name in found.columns]
    return found.sort_values(order, kind="stable").reset_index(drop=True)[list(kinds)]
