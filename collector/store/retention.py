"""Removing facts whose time of keeping is over, and the record of what was removed.

Former versions and facts that were withdrawn follow the same rule as those that stand. A record says up to
which instant facts of a kind may be gone, so that nobody takes what is left for all there was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pandas as pd
import sqlalchemy as sa

from collector.records import COLUMNS, ColumnType, FactKind, TicketState
from collector.store.database import Database
from collector.store.schema import (
    CONFIRMED,
    FACT_TABLES,
    GONE_TICKET,
    INTAKE,
    KEPT_PAGE,
    QUARANTINE,
    RETENTION,
    TICKET_KEYS,
    TICKET_KINDS,
    WORD,
    stored_name,
)
from collector.store.staging import selected
from collector.store.windows import BORDERS, SEEN

QUARANTINED = "quarantine"
"""Rows that could not be read, by when they came; the other kinds are those of facts."""

TICKETS = FactKind.TICKET.value
"""Tickets with all their changes: of a half one every figure would be wrong."""

KEPT_PAGES = "raw_pages"
"""Pages that came over the network, by when they were seen last."""

KINDS = (TICKETS, *(kind.value for kind in FactKind if kind not in TICKET_KINDS), QUARANTINED, KEPT_PAGES)
"""The kinds that can be removed on their own."""

ROWS_AT_ONCE = 20_000
_ENDED = (int(TicketState.RESOLVED), int(TicketState.CLOSED), int(TicketState.CANCELLED))


@dataclass(frozen=True)
class Removal:
    """What was removed of one kind at a time.

    Of facts over before `up_to` none is left that needs not stay; `rows` counts what was removed, and
    `digest` is a SHA-256 over it. Until `retain` ends, some of it may still be there.
    """

    number: int
    kind: str
    up_to: int
    removed_at: int
    rows: int
    digest: str


def read_removals(database: Database) -> list[Removal]:
    """Return every removal there was, oldest first."""
    with database.reading() as connection:
        found = connection.execute(sa.select(RETENTION).order_by(RETENTION.c.number))
        return [Removal(**row._mapping) for row in found]  # noqa: SLF001 - SQLAlchemy's own public name


def count_removable(database: Database, kind: str, up_to: int) -> int:
    """Return how many rows of `kind` `remove_facts` would remove."""
    ids = _over(kind, up_to)
    with database.reading() as connection:
        counts = [_count_of(sa.select(column).where(column.in_(ids))) for table, column in _tables(kind)]
        return sum(connection.execute(count).scalar_one() for count in counts)


def count_kept_open(database: Database, up_to: int) -> int:
    """Return how many tickets without anything since `up_to` stay, because nobody ended them."""
    quiet, over = _quiet_tickets(up_to), _over(TICKETS, up_to)
    with database.reading() as connection:
        both = [connection.execute(_count_of(query)).scalar_one() for query in (quiet, over)]
    return int(both[0] - both[1])


def remove_facts(
    database: Database,
    kind: str,
    up_to: int,
    now: int,
    batch: int = ROWS_AT_ONCE,
    progress: Callable[[int], None] | None = None,
) -> Removal | None:
    """Remove what of `kind` was over before the instant `up_to`; return what was, None for nothing.

    Part by part, each in a transaction of its own with its record: a process that is killed leaves what it
    removed recorded, and the next one goes on. Kept are tickets that nobody ended, and the last state of a
    service before `up_to`, which still holds after it.
    """
    number, removal = None, None
    while (found := _remove_part(database, kind, up_to, now, batch, number)) is not None:
        number, removal = found.number, found
        if progress is not None:
            progress(found.rows)
    return removal


def _remove_part(
    database: Database, kind: str, up_to: int, now: int, batch: int, number: int | None
) -> Removal | None:
    with database.writing() as connection:
        ids = _over(kind, up_to).limit(batch)
        with selected(connection, "over", ids) as over:
            if connection.execute(_count_of(sa.select(over))).scalar_one() == 0:
                return None
            before = _begun(connection, kind, up_to, now, number)
            digest, rows = sha256(before.digest.encode()), before.rows
            named = sa.select(over.c[over.primary_key.columns.keys()[0]])
            for table, column in _tables(kind):
                inside = column.in_(named)
                digest.update(_content(connection, table, inside))
                _forget_confirmed(connection, kind, table, inside)
                rows += connection.execute(sa.delete(table).where(inside)).rowcount
            if kind == TICKETS:
                connection.execute(sa.delete(GONE_TICKET).where(GONE_TICKET.c.ticket_id.in_(named)))
        removal = Removal(before.number, kind, up_to, now, rows, digest.hexdigest())
        connection.execute(
            sa.update(RETENTION).where(RETENTION.c.number == removal.number).values(vars(removal))
        )
        return removal


def _begun(connection: sa.Connection, kind: str, up_to: int, now: int, number: int | None) -> Removal:
    """The record of this removal so far, written when it begins."""
    if number is not None:
        row = connection.execute(sa.select(RETENTION).where(RETENTION.c.number == number)).one()
        return Removal(**row._mapping)  # noqa: SLF001 - as above
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(RETENTION.c.number), 0))).scalar_one()
    begun = Removal(int(last) + 1, kind, up_to, now, 0, "")
    connection.execute(sa.insert(RETENTION).values(vars(begun)))
    return begun


def _tables(kind: str) -> Iterator[tuple[sa.Table, "sa.Column[Any]"]]:
    """The tables that hold a kind, with the column by which `_over` names what goes."""
    if kind == QUARANTINED:
        yield QUARANTINE, QUARANTINE.c.id
    elif kind == KEPT_PAGES:
        yield KEPT_PAGE, KEPT_PAGE.c.number
    elif kind == TICKETS:
        for one in (FactKind.TICKET_CHANGE, FactKind.TICKET):
            yield FACT_TABLES[one], FACT_TABLES[one].c.ticket_id
    else:
        table = FACT_TABLES[FactKind(kind)]
        yield table, table.c.id


def _over(kind: str, up_to: int) -> "sa.Select[tuple[int]]":
    """Select what of `kind` was over before `up_to` and need not stay."""
    if kind == TICKETS:
        return _quiet_tickets(up_to).where(~_open_ticket()).order_by(TICKET_KEYS.c.id)
    if kind == QUARANTINED:
        came = sa.select(INTAKE.c.number).where(INTAKE.c.committed_at < up_to)
        return sa.select(QUARANTINE.c.id).where(QUARANTINE.c.intake.in_(came)).order_by(QUARANTINE.c.id)
    if kind == KEPT_PAGES:
        pages = sa.select(KEPT_PAGE.c.number).where(KEPT_PAGE.c.fetched_at < up_to)
        return pages.order_by(KEPT_PAGE.c.number)
    fact = FACT_TABLES[FactKind(kind)]
    if kind == FactKind.SERVICE_STATE:
        return sa.select(fact.c.id).where(fact.c.at < up_to, _followed(fact, up_to)).order_by(fact.c.id)
    # What goes on without limit is never over.
    return sa.select(fact.c.id).where(fact.c[BORDERS[FactKind(kind)][1]] <= up_to).order_by(fact.c.id)


def _followed(state: sa.Table, up_to: int) -> "sa.ColumnElement[bool]":
    """Whether a later state of the same run stands, which began before `up_to` too."""
    later = state.alias("later")
    same = [later.c[name] == state.c[name] for name in SEEN]
    stands = later.c.replaced_by.is_(None)
    return sa.exists().where(*same, later.c.at > state.c.at, later.c.at < up_to, stands).correlate(state)


def _quiet_tickets(up_to: int) -> "sa.Select[tuple[int]]":
    """Select the tickets with facts, none of which lies at or after `up_to` in any version."""
    ticket, change = FACT_TABLES[FactKind.TICKET], FACT_TABLES[FactKind.TICKET_CHANGE]
    key = TICKET_KEYS.c.id
    return sa.select(key).where(
        key.in_(sa.union(sa.select(ticket.c.ticket_id), sa.select(change.c.ticket_id))),
        key.not_in(sa.select(ticket.c.ticket_id).where(ticket.c.opened_at >= up_to)),
        key.not_in(sa.select(change.c.ticket_id).where(change.c.at >= up_to)),
    )


def _open_ticket() -> "sa.ColumnElement[bool]":
    """Whether a ticket stands that nothing ended: its last status is none of those that end work."""
    ticket = FACT_TABLES[FactKind.TICKET]
    stands = sa.exists().where(ticket.c.ticket_id == TICKET_KEYS.c.id, ticket.c.replaced_by.is_(None))
    change = FACT_TABLES[FactKind.TICKET_CHANGE]
    status = change.alias("status_change")
    last = (
        sa.select(status.c.state)
        .where(
            status.c.ticket_id == TICKET_KEYS.c.id,
            status.c.replaced_by.is_(None),
            status.c.state.is_not(None),
        )
        .order_by(status.c.at.desc(), status.c.sequence.desc())
        .limit(1)
        .scalar_subquery()
        .correlate(TICKET_KEYS)
    )
    return sa.and_(stands, sa.func.coalesce(last, 0).not_in(_ENDED))


def _count_of(query: "sa.Select[Any]") -> "sa.Select[int]":
    return sa.select(sa.func.count()).select_from(query.subquery())


def _forget_confirmed(
    connection: sa.Connection, kind: str, table: sa.Table, inside: "sa.ColumnElement[bool]"
) -> None:
    if kind not in {QUARANTINED, KEPT_PAGES}:
        facts = sa.select(table.c.id).where(inside)
        connection.execute(
            sa.delete(CONFIRMED).where(CONFIRMED.c.kind == table.name, CONFIRMED.c.fact.in_(facts))
        )


def _content(connection: sa.Connection, table: sa.Table, inside: "sa.ColumnElement[bool]") -> bytes:
    """The rows that go, with words and tickets by their text, in the order they lie in."""
    if table is KEPT_PAGE:
        # Each page's own hash says what was in it.
        columns = [column for column in table.c if column is not KEPT_PAGE.c.content]
        query = sa.select(*columns, KEPT_PAGE.c.number.label("id")).order_by(KEPT_PAGE.c.number)
    else:
        query = sa.select(table).order_by(table.c.id)
    result = connection.execute(query.where(inside))
    frame = pd.DataFrame.from_records(result.all(), columns=list(result.keys()), coerce_float=False)
    for name in _words_of(table):
        frame[name] = frame[name].map(_texts(connection, WORD.c.id, WORD.c.text, frame[name]))
    if "ticket_id" in frame:
        texts = _texts(connection, TICKET_KEYS.c.id, TICKET_KEYS.c.ticket, frame["ticket_id"])
        frame["ticket_id"] = frame["ticket_id"].map(texts)
    return frame.drop(columns="id").to_csv(index=False, lineterminator="\n").encode()


def _words_of(table: sa.Table) -> list[str]:
    if table in {QUARANTINE, KEPT_PAGE}:
        return []
    columns = COLUMNS[FactKind(table.name)]
    return ["source", *(stored_name(one) for one in columns if one.type is ColumnType.WORD)]


def _texts(
    connection: sa.Connection, number: "sa.Column[Any]", text: "sa.Column[Any]", used: pd.Series
) -> dict[int, str]:
    wanted = [int(one) for one in used.unique()]
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 1000):
        query = sa.select(number, text).where(number.in_(wanted[start : start + 1000]))
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found
