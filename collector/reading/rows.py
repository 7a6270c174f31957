"""Rows of a file as a frame of text, whatever the file's format."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from collector.errors import Problem, SourceUnreadable

ROW_PROBLEM = "#problem"
"""Column that says why a row could not be taken apart; such a row has no other text."""


@dataclass(frozen=True)
class TableOptions:
    """How the text of a table is written."""

    delimiter: str = ","
    encoding: str = "utf-8"
    sheet: str | None = None


def check_columns(path: Path, needed: Sequence[str], present: Sequence[str]) -> None:
    """Raise SourceUnreadable where a needed column is missing or stands twice; names those present."""
    missing = [name for name in needed if name not in present]
    twice = [name for name in needed if list(present).count(name) > 1]
    if missing or twice:
        wrong = (
            f"column {missing[0]!r} is missing" if missing else f"column {twice[0]!r} stands more than once"
        )
        raise SourceUnreadable(
            Problem(
                wrong if len(missing) < 2 else f"columns {', '.join(map(repr, missing))} are missing",
                allowed=", ".join(dict.fromkeys(present)),
                remedy="Name the column in the mapping as the file does, and check the mapping's delimiter",
                file=str(path),
                line=1,
            )
        )


def text_frame(columns: Mapping[str, Sequence[str]], lines: Sequence[int]) -> pd.DataFrame:
    """Return `columns` of text as a frame indexed by `lines`."""
    index = pd.Index(np.asarray(lines, dtype="int64"), name="line")
    texts = {name: pd.Series(values, dtype="str", index=index) for name, values in columns.items()}
    return pd.DataFrame(texts, index=index)


def without_blank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` without the rows that hold no text at all: they state nothing."""
    told = pd.Series(data=False, index=frame.index)
    for name in frame.columns:
        told |= frame[name] != ""
    return frame if bool(told.all()) else frame[told]


def in_pages(frames: Iterable[pd.DataFrame], page_rows: int) -> Iterator[pd.DataFrame]:
    """Yield the rows of `frames` in order, `page_rows` at a time; the last page has the rest."""
    waiting: list[pd.DataFrame] = []
    count = 0
    for frame in frames:
        waiting.append(frame)
        count += len(frame)
        while count >= page_rows:
            joined = _join(waiting)
            yield joined.iloc[:page_rows]
            waiting = [joined.iloc[page_rows:]]
            count -= page_rows
    rest = _join(waiting)
    if len(rest):
        yield rest


def _join(frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        return pd.DataFrame()
    joined = pd.concat(filled)
    if ROW_PROBLEM in joined:
        joined = joined.fillna("")
    return joined
