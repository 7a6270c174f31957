"""States of services: records kept as they are, or samples turned into changes, with what was observed.

What a page yields depends on its borders only in ways that mean the same: its first row of a service
states the state anew, and observed intervals of neighbouring pages touch or overlap.
"""

import numpy as np
import pandas as pd

from collector.mapping.monitoring import StateMapping
from collector.records import FactKind, ServiceState, as_facts, empty_frame
from collector.source import Normalised, Page
from collector.sources.row_reader import RowReader
from collector.sources.sample_runs import Integers, is_change, is_first_look
from collector.sources.statuses import service_states_of

_SCOPE = ["prober", "service", "unit"]


def normalise_states(page: Page, mapping: StateMapping, prober: str, *, only_changes: bool) -> Normalised:
    """Return states and observed intervals of a page; `prober` names who saw it where the page does not.

    With `only_changes` a row that repeats the state before it is left out. With `max_gap` a record speaks for
    that many seconds at most, after a longer gap the rest is not observed; without it states hold
    without limit.
    """
    reader = RowReader(page, mapping)
    records = _read_records(reader, mapping, prober)
    first = _first_states(reader, mapping)
    records = records.assign(first_at=first)[reader.good]
    if records.empty:
        empty = {kind: empty_frame(kind) for kind in (FactKind.SERVICE_STATE, FactKind.OBSERVED)}
        return Normalised(empty, reader.rejects(), page.warnings)
    records = _in_order(records)
    starts = _first_rows(records, mapping)
    states = records[_changes(records)] if only_changes else records
    facts = {
        FactKind.SERVICE_STATE: as_facts(FactKind.SERVICE_STATE, pd.concat([starts, states])),
        FactKind.OBSERVED: as_facts(
            FactKind.OBSERVED, _observed(_in_order(pd.concat([starts, records])), mapping)
        ),
    }
    return Normalised(facts, reader.rejects(), page.warnings)


def _read_records(reader: RowReader, mapping: StateMapping, prober: str) -> pd.DataFrame:
    columns = mapping.columns
    words = reader.text(columns.state)
    state = service_states_of(words, mapping.states)
    reader.refuse(state.isna(), "the mapping lists no such state: " + words.str.slice(0, 40))
    records = {
        "prober": reader.words("prober").fillna(prober),
        "service": reader.words("service", required=True),
        "unit": reader.words("unit"),
        "at": reader.times(columns.at, required="the time"),
        "state": state,
    }
    if columns.users_affected is not None:
        records["users_affected"] = reader.whole_numbers(columns.users_affected)
    if columns.speaks_for is not None:
        records["speaks_for"] = reader.whole_numbers(columns.speaks_for)
        reader.refuse((records["speaks_for"] <= 0).fillna(value=False), "the record speaks for no second")
    return pd.DataFrame(records)


def _first_states(reader: RowReader, mapping: StateMapping) -> pd.Series:
    if mapping.exists_from is None:
        return pd.Series(pd.NA, index=reader.rows.index, dtype="Int64")
    return reader.times(mapping.exists_from.column)


def _in_order(records: pd.DataFrame) -> pd.DataFrame:
    """Return the records by scope and time, of several at one instant the last; `code` numbers the scopes."""
    codes = records.groupby(_SCOPE, sort=False, dropna=False).ngroup().to_numpy()
    order = np.lexsort((records["at"].to_numpy(dtype="int64"), codes))
    ordered = records.assign(code=codes).iloc[order]
    return ordered[~ordered.duplicated(["code", "at"], keep="last")]


def _changes(records: pd.DataFrame) -> np.ndarray:
    named = [name for name in ("state", "users_affected") if name in records]
    values = [records[name].fillna(-1).to_numpy(dtype="int64") for name in named]
    return is_change([records["code"].to_numpy(), *values])


def _first_rows(records: pd.DataFrame, mapping: StateMapping) -> pd.DataFrame:
    """Return one row per scope at the instant it exists from, where that lies before its first record."""
    firsts = records[~records["code"].duplicated()]
    firsts = firsts[(firsts["first_at"] < firsts["at"]).fillna(value=False)]
    if mapping.exists_from is None or firsts.empty:
        return records.iloc[:0]
    state = int(ServiceState[mapping.exists_from.state.upper()])
    return firsts.assign(at=firsts["first_at"], state=state).drop(columns="users_affected", errors="ignore")


def _observed(records: pd.DataFrame, mapping: StateMapping) -> pd.DataFrame:
    at, code = records["at"].to_numpy(dtype="int64"), records["code"].to_numpy()
    if mapping.max_gap is None:
        return records[is_change([code])].rename(columns={"at": "from_at"})[[*_SCOPE, "from_at"]]
    speaks_for = _speaks_for(records, mapping.max_gap)
    starts = is_first_look(code, at, speaks_for)
    ends = np.append(starts[1:], [True])
    runs = records[starts].rename(columns={"at": "from_at"})[[*_SCOPE, "from_at"]]
    lasts = speaks_for if isinstance(speaks_for, int) else speaks_for[ends]
    return runs.assign(to_at=at[ends] + lasts)


def _speaks_for(records: pd.DataFrame, longest: int) -> int | Integers:
    if "speaks_for" not in records:
        return longest
    return records["speaks_for"].fillna(longest).clip(upper=longest).to_numpy(dtype="int64")
