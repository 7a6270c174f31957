"""Reading facts as they stood at a horizon: an intake number, after which nothing can slip in."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from collector.records import COLUMNS, FactKind
from collector.store.bulk import read_table
from collector.store.database import Database
from collector.store.frames import facts_frame
from collector.store.schema import FACT_TABLES, INTAKE, TICKET_KEYS, TICKET_KINDS, WORD, stored_name

Window = tuple[int, int]
"""Instants (from, to), the end not included."""

Condition = sa.ColumnElement[bool]

LATER_THAN_ANY = 1 << 62
"""An intake number above any there will be: stands for *not replaced*."""

_TICKET = FACT_TABLES[FactKind.TICKET]
_CHANGE = FACT_TABLES[FactKind.TICKET_CHANGE]
_STATE = FACT_TABLES[FactKind.SERVICE_STATE]


@dataclass(frozen=True)
class FoundTicket:
    """A ticket by its number in the store, its key, and the ticket system that gave the key."""

    ticket_id: int
    system: str
    ticket: str


_BORDERS = {
    FactKind.OBSERVED: ("from_at", "to_at"),
    FactKind.MAINTENANCE: ("starts_at", "ends_at"),
    FactKind.MEASUREMENT: ("from_at", "to_at"),
    FactKind.STATEMENT: ("from_at", "to_at"),
}
"""The kinds that last, with the columns of their start and end."""

ORDER = {
    FactKind.TICKET: ("ticket_id",),
    FactKind.TICKET_CHANGE: ("ticket_id", "at", "sequence", "field"),
    FactKind.SERVICE_STATE: ("prober", "service", "unit", "at", "source"),
    FactKind.OBSERVED: ("prober", "service", "unit", "from_at", "source"),
    FactKind.MAINTENANCE: ("starts_at", "window", "source"),
    FactKind.MEASUREMENT: ("measure", "service", "unit", "segment", "from_at", "to_at", "source"),
    FactKind.STATEMENT: ("indicator", "service", "unit", "from_at", "to_at", "source"),
}
"""The order of the facts of each kind: by what identifies them, so that it never depends on how they lie."""


def read_horizon(database: Database, as_of: int | None = None) -> int:
    """Return the number of the last intake committed by the instant `as_of` (None: of all); 0 for none."""
    query = sa.select(sa.func.coalesce(sa.func.max(INTAKE.c.number), 0))
    if as_of is not None:
        query = query.where(INTAKE.c.committed_at <= as_of)
    with database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def read_words(database: Database) -> pd.Index:
    """Return every word; its position is its number."""
    with database.reading() as connection:
        rows = connection.execute(sa.select(WORD.c.id, WORD.c.text)).all()
    texts = np.full(max((row.id for row in rows), default=0) + 1, "", dtype=object)
    texts[[row.id for row in rows]] = [row.text for row in rows]
    return pd.Index(texts, dtype="str")


def read_facts(
    database: Database, kind: FactKind, horizon: int, where: Condition | None = None, *, keys: bool = False
) -> pd.DataFrame:
    """Return the facts of `kind` that stood at `horizon`, in the order of `ORDER`.

    `where` is a condition on the columns of `FACT_TABLES[kind]` with whole numbers as its parameters; `keys`
    adds the column `ticket` to facts of tickets. See `frames.facts_frame` for columns and types.
    """
    with_keys = keys and kind in TICKET_KINDS
    query = _all(kind, horizon, with_keys) if where is None else _some(kind, horizon, where, with_keys)
    table = read_table(database, query)
    # After the facts: every word they use was committed before them.
    return _in_order(facts_frame(kind, table, read_words(database)), ORDER[kind])


def read_tickets(
    database: Database, horizon: int, window: Window | None = None, *, keys: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tickets that opened or changed in `window` (None: all) and all changes of each.

    Changes are ordered by `ticket_id`, `at`, `sequence`, `field`.
    """
    if window is None:
        tickets = read_facts(database, FactKind.TICKET, horizon, keys=keys)
        changes = read_facts(database, FactKind.TICKET_CHANGE, horizon)
    else:
        active = _active(horizon, window)
        tickets = read_facts(database, FactKind.TICKET, horizon, _TICKET.c.ticket_id.in_(active), keys=keys)
        changes = read_facts(database, FactKind.TICKET_CHANGE, horizon, _CHANGE.c.ticket_id.in_(active))
    return tickets, changes


def read_ticket(database: Database, ticket_id: int, horizon: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one ticket with its key (no row where `horizon` did not know it) and its changes in order."""
    ticket = read_facts(database, FactKind.TICKET, horizon, _TICKET.c.ticket_id == ticket_id, keys=True)
    changes = read_facts(database, FactKind.TICKET_CHANGE, horizon, _CHANGE.c.ticket_id == ticket_id)
    return ticket, changes


def find_ticket(database: Database, key: str) -> list[FoundTicket]:
    """Return the tickets whose key is `key`, one per ticket system that has it."""
    query = (
        sa.select(TICKET_KEYS.c.id, WORD.c.text, TICKET_KEYS.c.ticket)
        .join_from(TICKET_KEYS, WORD, WORD.c.id == TICKET_KEYS.c.source)
        .where(TICKET_KEYS.c.ticket == key)
        .order_by(WORD.c.text)
    )
    with database.reading() as connection:
        return [FoundTicket(row.id, row.text, row.ticket) for row in connection.execute(query)]


def read_service_states(database: Database, horizon: int, window: Window | None = None) -> pd.DataFrame:
    """Return states that began in `window`, and of each prober, service and unit the last one before it.

    States of a prober that several sources bring are kept apart.
    """
    condition = None if window is None else _in_window_or_last_before(horizon, window)
    return read_facts(database, FactKind.SERVICE_STATE, horizon, condition)


def read_lasting(
    database: Database, kind: FactKind, horizon: int, window: Window | None = None
) -> pd.DataFrame:
    """Return observed intervals, maintenance, measurements or statements that overlap `window` (None: all).

    Raises KeyError for a kind that does not last.
    """
    start, end = _BORDERS[kind]
    if window is None:
        return read_facts(database, kind, horizon)
    columns = FACT_TABLES[kind].c
    ends_later = sa.or_(columns[end].is_(None), columns[end] > window[0])
    return read_facts(database, kind, horizon, sa.and_(columns[start] < window[1], ends_later))


def _all(kind: FactKind, horizon: int, with_keys: bool) -> "sa.Select[Any]":  # noqa: FBT001 - private
    return _columns(kind, with_keys).where(_stood(FACT_TABLES[kind], horizon))


def _some(
    kind: FactKind,
    horizon: int,
    where: Condition,
    with_keys: bool,  # noqa: FBT001 - private
) -> "sa.CompoundSelect[Any]":
    """Select what stands now, and what stood at `horizon` and was replaced since.

    Two selects, because each of them has an index of its own and one condition would use neither.
    """
    fact = FACT_TABLES[kind]
    known = _columns(kind, with_keys).where(fact.c.intake <= horizon, where)
    return sa.union_all(
        known.where(fact.c.replaced_by.is_(None)),
        known.where(fact.c.replaced_by > horizon),
    )


def _columns(kind: FactKind, with_keys: bool) -> "sa.Select[Any]":  # noqa: FBT001 - private
    fact = FACT_TABLES[kind]
    query = sa.select(fact.c.source, *(fact.c[stored_name(column)] for column in COLUMNS[kind]))
    if not with_keys:
        return query
    return query.add_columns(TICKET_KEYS.c.ticket).join_from(
        fact, TICKET_KEYS, TICKET_KEYS.c.id == fact.c.ticket_id
    )


def _stood(fact: sa.FromClause, horizon: int) -> Condition:
    # As one expression no index answers it, so that all is read in the order it lies in.
    return sa.and_(fact.c.intake <= horizon, sa.func.coalesce(fact.c.replaced_by, LATER_THAN_ANY) > horizon)


def _active(horizon: int, window: Window) -> "sa.CompoundSelect[tuple[int]]":
    opened = sa.select(_TICKET.c.ticket_id).where(
        _TICKET.c.opened_at >= window[0], _TICKET.c.opened_at < window[1], _stood(_TICKET, horizon)
    )
    changed = sa.select(_CHANGE.c.ticket_id).where(
        _CHANGE.c.at >= window[0], _CHANGE.c.at < window[1], _stood(_CHANGE, horizon)
    )
    return sa.union(opened, changed)


def _in_window_or_last_before(horizon: int, window: Window) -> Condition:
    earlier = _STATE.alias("earlier")
    seen = ("source", "prober", "service", "unit")
    last = (
        sa.select(sa.func.max(earlier.c.at))
        .where(earlier.c.at < window[0], _stood(earlier, horizon))
        .group_by(*(earlier.c[name] for name in seen))
    )
    last_of_each = last.add_columns(*(earlier.c[name] for name in seen)).subquery("last_of_each")
    is_last = sa.exists().where(
        _STATE.c.at == last_of_each.c[0], *(_STATE.c[name] == last_of_each.c[name] for name in seen)
    )
    inside = sa.and_(_STATE.c.at >= window[0], _STATE.c.at < window[1])
    return sa.or_(inside, sa.and_(_STATE.c.at < window[0], is_last))


def _in_order(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    order = np.lexsort([_sortable(frame[name]) for name in reversed(names)])
    if (order[1:] > order[:-1]).all():
        return frame
    return frame.take(order).reset_index(drop=True)


def _sortable(values: pd.Series) -> npt.NDArray[Any]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy()
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.to_numpy(dtype=np.int64)
    return pd.factorize(values, sort=True)[0]
