"""Rows of an answer as a frame of text, with only the columns that were asked for.

A frame of a connector has the columns of its mapping under the system's own names, and those below, which say
what every system tells. `PART` says what a row is.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from collector.errors import Problem, SourceUnreadable
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET

PART = "#part"
TICKET_PART, CHANGE_PART, PRESENT_PART, ROW_PART = "ticket", "change", "present", "row"
"""A ticket as it is, one change of a field of it, a key that is there, and a row of anything else."""

UPDATED_AT, OLD, NEW = "#updated_at", "#old", "#new"
_MOST_DIGITS = 18
"""Of a number that 64 bits hold; longer ones would also take long to read."""

FROM, TO, BEGUN, MOST_GONE = "#from", "#to", "#begun_at", "#most_gone_percent"

TICKET_COLUMNS = (TICKET, OPENED_AT, UPDATED_AT)
"""Of a ticket: its key, when it opened, and when it last changed; times as the system writes them."""

CHANGE_COLUMNS = (TICKET, AT, ORDER, FIELD, OLD, NEW)
"""Of a change: the ticket, when, its place among the ticket's changes from 1, field, old and new value."""


def value_at(record: Any, path: str) -> str:
    """Return the text at the dotted `path` of a JSON record, "" where there is none.

    Lists are joined by `, `; an object in place of a text is its JSON.
    """
    found = record
    for key in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(key)
        elif isinstance(found, list) and key.isdigit() and int(key) < len(found):
            found = found[int(key)]
        else:
            return ""
    return as_text(found)


def as_text(value: Any) -> str:
    """Return a JSON value as text: null is blank, true and false are words, numbers stay as written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(not isinstance(item, Mapping | list) for item in value):
        return ", ".join(as_text(item) for item in value)
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except RecursionError:
        pass
    raise SourceUnreadable(Problem("the answer holds a value that is nested too deeply"))


def whole_number(text: str) -> int | None:
    """Return the whole number that a text writes in at most 18 digits, None where it writes none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def frame_of(part: str, columns: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return columns of text as rows of `part`."""
    texts = {name: pd.Series(list(values), dtype="str") for name, values in columns.items()}
    frame = pd.DataFrame(texts)
    frame.insert(0, PART, pd.Series(part, index=frame.index, dtype="str"))
    return frame


def records_frame(part: str, records: Sequence[Any], paths: Mapping[str, str]) -> pd.DataFrame:
    """Return JSON records as rows of `part`: each column holds what stands at its dotted path."""
    return frame_of(
        part, {name: [value_at(record, path) for record in records] for name, path in paths.items()}
    )


def joined_rows(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return frames below each other, lines numbered from 1, blank where a column is of another part."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame({PART: pd.Series([], dtype="str")})
    joined = pd.concat(filled, ignore_index=True).fillna("").astype("str")
    joined.index = pd.RangeIndex(1, len(joined) + 1, name="line")
    return joined
