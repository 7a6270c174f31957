"""Which files were received: each with its hash, who sent it, when it came, and the rows it gave.

A file is received once: the same content under the same name again is the same file. Nothing of the file
itself is kept here.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from collector.source import Delivery, Page, Way
from collector.store.database import Database
from collector.store.runs import RunOutcome
from collector.store.schema import FACTS, RUN, WHOLE_NUMBER

RECEIVED = sa.Table(
    "received",
    FACTS,
    sa.Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("size", WHOLE_NUMBER, nullable=False),
    sa.Column(
        "way",
        sa.Text,
        sa.CheckConstraint("way IN ('folder', 'mailbox')", name="received_way"),
        nullable=False,
    ),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("received_at", WHOLE_NUMBER, nullable=False),
    # Why nothing of it was read; "" where it was.
    sa.Column("refused", sa.Text, nullable=False),
    sa.Column("rows", WHOLE_NUMBER, nullable=False),
    sa.Column("rejects", WHOLE_NUMBER, nullable=False),
    sa.UniqueConstraint("source", "file", "content_hash"),
)


@dataclass(frozen=True)
class Received:
    """One file: what is known of its coming, and the rows it gave, with those of them put aside.

    `doubles` is the name under which the source brought the same content before, "" where it did not.
    """

    source: str
    file: str
    content_hash: str
    size: int
    way: Way
    sender: str
    received_at: int
    refused: str
    rows: int
    rejects: int
    doubles: str = ""


def save_received(
    connection: sa.Connection, source_name: str, page: Page, delivery: Delivery, rejects: int, now: int
) -> None:
    """Save that the file of `page` was received, and count what the page gave.

    A file came when its folder or the mail server says, but not before the last time that we looked and did
    not find it, and not after `now`.
    """
    same = sa.and_(
        RECEIVED.c.source == source_name,
        RECEIVED.c.file == page.origin,
        RECEIVED.c.content_hash == page.content_hash,
    )
    counts = {"rows": len(page.rows), "rejects": rejects}
    if not delivery.begins:
        counted = {name: RECEIVED.c[name] + count for name, count in counts.items()}
        connection.execute(sa.update(RECEIVED).where(same).values(**counted))
        return
    again = sa.update(RECEIVED).where(same).values(**counts, refused=delivery.refused)
    if connection.execute(again).rowcount > 0:
        return
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(RECEIVED.c.number), 0))).scalar_one()
    looked_at = connection.execute(_last_look(source_name)).scalar_one_or_none()
    came_at = delivery.came_at if looked_at is None else max(delivery.came_at, looked_at)
    connection.execute(
        sa.insert(RECEIVED).values(
            number=last + 1,
            source=source_name,
            file=page.origin,
            content_hash=page.content_hash,
            size=delivery.size,
            way=delivery.way.value,
            sender=delivery.sender,
            received_at=min(now, came_at),
            refused=delivery.refused,
            **counts,
        )
    )


def read_received(database: Database, source_name: str | None = None) -> list[Received]:
    """Return the files received, of one source or of all, in order of their coming."""
    query = sa.select(RECEIVED).order_by(RECEIVED.c.received_at, RECEIVED.c.number)
    if source_name is not None:
        query = query.where(RECEIVED.c.source == source_name)
    first: dict[tuple[str, str], str] = {}
    with database.reading() as connection:
        return [_received(row, first) for row in connection.execute(query)]


def _received(row: "sa.Row[tuple[object, ...]]", first: dict[tuple[str, str], str]) -> Received:
    name = first.setdefault((row.source, row.content_hash), row.file)
    return Received(
        row.source,
        row.file,
        row.content_hash,
        row.size,
        Way(row.way),
        row.sender,
        row.received_at,
        row.refused,
        row.rows,
        row.rejects,
        "" if name == row.file else name,
    )


def _last_look(source_name: str) -> "sa.Select[tuple[int | None]]":
    """Select when the last run of the source that went well began: what it did not find had not come."""
    return sa.select(sa.func.max(RUN.c.started_at)).where(
        RUN.c.source == source_name, RUN.c.outcome == RunOutcome.COMPLETE.value
    )
