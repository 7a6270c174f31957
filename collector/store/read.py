"""Reading facts as they stood at a horizon: an intake number, after which nothing can slip in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from collector.records import FactKind
from collector.store.bulk import Query, read_table, read_tables, readers
from collector.store.database import Database
from collector.store.frames import facts_frame
from collector.store.schema import FACT_TABLES, INTAKE, TICKET_KEYS, TICKET_KINDS, WORD
from collector.store.standing import Condition, all_facts, ranges_of, some_facts
from collector.store.windows import (
    Window,
    active_tickets,
    covers_most,
    last_of_runs,
    overlapping,
    states_around,
    states_in,
    tickets_in,
)

_TICKET = FACT_TABLES[FactKind.TICKET]
_CHANGE = FACT_TABLES[FactKind.TICKET_CHANGE]
_ROWS_OF_A_PART = 200_000
"""Fewer rows than this are not worth a reader more."""


@dataclass(frozen=True)
class FoundTicket:
    """A ticket by its number in the store, its key, and the ticket system that gave the key."""

    ticket_id: int
    system: str
    ticket: str


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


@dataclass(frozen=True)
class Wanted:
    """Facts of one kind: all, or those that meet one of some conditions, no two of which overlap.

    Conditions are on the columns of `FACT_TABLES[kind]` with whole numbers as their parameters; `keys` adds
    the column `ticket` to facts of tickets.
    """

    kind: FactKind
    where: tuple[Condition, ...] = ()
    keys: bool = False


def read_facts(
    database: Database, kind: FactKind, horizon: int, where: Condition | None = None, *, keys: bool = False
) -> pd.DataFrame:
    """Return the facts of `kind` that stood at `horizon`, in the order of `frames.ORDER`.

    See `Wanted` for `where` and `keys`, and `frames.facts_frame` for columns and types.
    """
    conditions = () if where is None else (where,)
    return read_wanted(database, horizon, [Wanted(kind, conditions, keys)])[0]


def read_wanted(database: Database, horizon: int, wanted: Sequence[Wanted]) -> list[pd.DataFrame]:
    """Return the facts wanted, as `read_facts` does, read side by side: all looked up or all read whole."""
    queries = [_queries(database, one, horizon) for one in wanted]
    flat = [query for each in queries for query in each]
    found = iter(read_tables(database, flat, by_index=any(one.where for one in wanted)))
    # After the facts: every word they use was committed before them.
    tables = [_joined(list(islice(found, len(each)))) for each in queries]
    words = read_words(database)
    return [facts_frame(one.kind, table, words) for one, table in zip(wanted, tables, strict=True)]


def read_tickets(
    database: Database, horizon: int, window: Window | None = None, *, keys: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tickets that opened or changed in `window` (None: all) and all changes of each.

    Changes are ordered by `ticket_id`, `at`, `sequence`, `field`. A window over most of all time is read
    with the rest, and cut out of it.
    """
    whole = window is None or _covers_most(database, window)
    where: list[tuple[Condition, ...]] = [(), ()]
    if window is not None and not whole:
        active = active_tickets(horizon, window)
        where = [(fact.c.ticket_id.in_(active),) for fact in (_TICKET, _CHANGE)]
    tickets, changes = read_wanted(
        database,
        horizon,
        [Wanted(FactKind.TICKET, where[0], keys), Wanted(FactKind.TICKET_CHANGE, where[1])],
    )
    return tickets_in(tickets, changes, window) if window is not None and whole else (tickets, changes)


def _covers_most(database: Database, window: Window) -> bool:
    with database.reading() as connection:
        return covers_most(connection, window)


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
    if window is None:
        return read_facts(database, FactKind.SERVICE_STATE, horizon)
    found = read_table(database, last_of_runs(horizon, window[0]), by_index=True)["id"]
    last = [number for number in found.to_pylist() if number is not None]
    wanted = Wanted(FactKind.SERVICE_STATE, tuple(states_around(horizon, window, last)))
    return states_in(read_wanted(database, horizon, [wanted])[0], window)


def read_lasting(
    database: Database, kind: FactKind, horizon: int, window: Window | None = None
) -> pd.DataFrame:
    """Return observed intervals, maintenance, measurements or statements that overlap `window` (None: all).

    Raises KeyError for a kind that does not last.
    """
    where = () if window is None else tuple(overlapping(kind, window))
    return read_wanted(database, horizon, [Wanted(kind, where)])[0]


def _queries(database: Database, wanted: Wanted, horizon: int) -> list[Query]:
    keys = wanted.keys and wanted.kind in TICKET_KINDS
    if wanted.where:
        return [some_facts(wanted.kind, horizon, where, keys=keys) for where in wanted.where]
    return all_facts(wanted.kind, horizon, keys=keys, parts=_parts(database, wanted.kind))


def row_ranges(database: Database, kind: FactKind) -> list[Condition]:
    """Return conditions that part the rows of `kind` among several readers, in the order they lie in."""
    return ranges_of(FACT_TABLES[kind], _parts(database, kind))


def _parts(database: Database, kind: FactKind) -> list[int]:
    """The row numbers at which several readers part the rows of `kind`.

    PostgreSQL's server works beside its one reader already.
    """
    if database.dialect != "sqlite":
        return []
    with database.reading() as connection:
        rows = connection.execute(sa.select(sa.func.max(FACT_TABLES[kind].c.id))).scalar_one() or 0
    parts = min(readers(), rows // _ROWS_OF_A_PART)
    return [rows * part // parts for part in range(1, parts)]


def _joined(tables: list[pa.Table]) -> pa.Table:
    """The tables one after another; of one without rows the driver cannot know the types."""
    filled = [table for table in tables if table.num_rows > 0]
    return pa.concat_tables(filled, promote_options="default") if filled else tables[0]
