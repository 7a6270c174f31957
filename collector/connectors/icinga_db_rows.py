"""Rows of Icinga DB's history as rows of a page, in words."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from collector.connectors.icinga_db_queries import NAMES
from collector.connectors.rows import ROW_PART, frame_of, joined_rows

LOST = "lost"
"""The word for a state that was followed by something that the history does not hold."""

_PENDING = 99
_WORDS = {
    "host": {0: "up", 1: "down", _PENDING: "pending"},
    "service": {0: "ok", 1: "warning", 2: "critical", 3: "unknown", _PENDING: "pending"},
}
_CHECKABLE = "checkable"


def state_rows(found: Sequence[Any], *, hard: bool) -> pd.DataFrame:
    """Return states as rows with at (`unix`), state, host, service, checkable, object_type and display names.

    Where the next state of an object was not preceded by this one, something between them was never written:
    from this one until then the state is `lost`. The row before is told again for that, since it may have
    been read before there was a next one. Only of `hard` states: a soft one names the state before the
    problem there, not the one before it.
    """
    if not found:
        return joined_rows([])
    table = pd.DataFrame([tuple(row) for row in found], columns=list(found[0]._fields))
    names = _names(table)
    now_lost = hard & table["told_after"].notna() & (table["told_after"] != table["state"])
    words = np.where(now_lost, LOST, _words(table, "state")).tolist()
    told = _told(table["changed"], words, names)
    hole = hard & table["before_at"].notna() & (table["before_state"] != table["previous"])
    earlier = _told(table["before_at"][hole], [LOST] * int(hole.sum()), names[hole])
    return joined_rows([earlier, told])


def downtime_rows(found: Sequence[Any]) -> pd.DataFrame:
    """Return downtimes as rows with window, starts_at, ends_at, announced_at (`unix`) and whose they are."""
    table = pd.DataFrame([tuple(row) for row in found], columns=list(found[0]._fields))
    times = {name: _seconds(table[name]) for name in ("starts_at", "ends_at", "announced_at")}
    window = [bytes(key).hex() for key in table["key"]]
    return joined_rows([frame_of(ROW_PART, {"window": window, **times, **_lists(_names(table))})])


def _told(at: pd.Series, words: list[str], names: pd.DataFrame) -> pd.DataFrame:
    return frame_of(ROW_PART, {"at": _seconds(at), "state": words, **_lists(names)})


def _lists(names: pd.DataFrame) -> dict[str, list[str]]:
    return {str(name): names[name].tolist() for name in names.columns}


def _seconds(milliseconds: pd.Series) -> list[str]:
    """Return whole seconds as text, blank where there is no time."""
    return ["" if pd.isna(value) else str(int(value) // 1000) for value in milliseconds]


def _words(table: pd.DataFrame, column: str) -> list[str]:
    """Return the word for each state; a number that Icinga does not know stays as it is, to be put aside."""
    return [
        _WORDS.get(str(kind), {}).get(int(state), str(state))
        for kind, state in zip(table["object_type"], table[column], strict=True)
    ]


def _names(table: pd.DataFrame) -> pd.DataFrame:
    names = table[list(NAMES)].astype("object")
    names = names.where(names.notna(), "").astype("str")
    # As Icinga itself writes it: HOST for a host, HOST!SERVICE for a service.
    of_service = names["object_type"] == "service"
    nameless = (names["host"] == "") | (of_service & (names["service"] == ""))
    checkable = names["host"].where(~of_service, names["host"] + "!" + names["service"])
    return names.assign(**{_CHECKABLE: checkable.mask(nameless, "")})
