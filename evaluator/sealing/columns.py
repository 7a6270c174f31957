"""A frame as plain columns in one order, whatever numbers, types and order a store happens to use.

Text is held as places in its sorted distinct values, whole numbers as 64 bits with a mark for what is
missing. Rows are in the order of all their columns; nothing else of a frame is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]
MISSING = -1


@dataclass(frozen=True, eq=False)
class PlainColumn:
    """One column: `numbers` are places in `words` (-1: missing), or numbers where that is None."""

    name: str
    numbers: Numbers
    missing: npt.NDArray[np.bool_]
    words: tuple[str, ...] | None

    def take(self, rows: Places) -> "PlainColumn":
        """Return the column of some of the rows."""
        return PlainColumn(self.name, self.numbers[rows], self.missing[rows], self.words)

    def texts(self) -> npt.NDArray[np.object_]:
        """Return the values as text, missing ones as empty text."""
        if self.words is None:
            shown = self.numbers.astype("U20").astype(object)
            return np.where(self.missing, "", shown)
        return np.array([*self.words, ""], dtype=object)[self.numbers]


def plain_columns(frame: pd.DataFrame, keys: pd.DataFrame) -> tuple[PlainColumn, ...]:
    """Return `frame` in plain columns, by name, and its rows in the order of all of them; () without rows.

    A column `ticket_id` becomes the columns `system` and `ticket` of `keys` (`read_ticket_keys`). Raises
    ValueError for a value that is neither a whole number nor text.
    """
    if frame.empty:
        return ()
    named = frame if "ticket_id" not in frame.columns else with_keys(frame, keys)
    columns = [_plain(str(name), named[name]) for name in sorted(named.columns)]
    order = np.lexsort([part for one in reversed(columns) for part in (one.numbers, one.missing)])
    return tuple(one.take(order) for one in columns)


def with_keys(frame: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with `system` and `ticket`, at its end, in place of numbers of tickets."""
    places = np.searchsorted(keys["ticket_id"].to_numpy(), frame["ticket_id"].to_numpy(dtype=np.int64))
    named = {name: keys[name].take(places).reset_index(drop=True) for name in ("system", "ticket")}
    return frame.drop(columns=["ticket_id", "ticket"], errors="ignore").reset_index(drop=True).assign(**named)


def _plain(name: str, values: pd.Series) -> PlainColumn:
    missing = values.isna().to_numpy(dtype=np.bool_)
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_integer_dtype(values.dtype):
        numbers = values.to_numpy(np.int64, na_value=0) if missing.any() else values.to_numpy(np.int64)
        return PlainColumn(name, np.where(missing, 0, numbers), missing, None)
    if pd.api.types.is_float_dtype(values.dtype):
        raise ValueError(f"{name} holds rounded numbers, which no seal is made of")
    return _text(name, values, missing)


def _text(name: str, values: pd.Series, missing: npt.NDArray[np.bool_]) -> PlainColumn:
    codes, uniques = pd.factorize(values.astype("str"), use_na_sentinel=True)
    texts = np.asarray(uniques, dtype=object)
    order = np.argsort(texts, kind="stable")
    places = np.full(len(texts) + 1, MISSING, dtype=np.int64)
    places[order] = np.arange(len(texts), dtype=np.int64)
    words = tuple(str(word) for word in texts[order])
    return PlainColumn(name, np.where(missing, MISSING, places[codes]), missing, words)


def joined(columns: Sequence[PlainColumn], names: Sequence[str], separator: str) -> list[str]:
    """Return for each row the texts of the columns called `names`, those that say something, joined."""
    found = {one.name: one for one in columns}
    length = len(columns[0].numbers) if columns else 0
    texts = np.full(length, "", dtype=object)
    for name in names:
        if name in found:
            part = found[name].texts()
            between = np.where((texts != "") & (part != ""), separator, "")
            texts = texts + between + part
    return [str(text) for text in texts]
