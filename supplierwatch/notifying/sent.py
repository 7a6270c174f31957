"""What was sent to whom, what waits, and what was given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from supplierwatch.notifying.tables import ALERT_TOLD, BOUNCE, MESSAGE, MESSAGE_ATTACHMENT

MESSAGES = "message"
"""What messages are called where the settings say how long each kind is kept."""

BOUNCED = "bounced"
"""The state that a message is shown in which was sent and came back."""

_OVER = ("sent", "failed")
_STATE = sa.case((BOUNCE.c.message.is_not(None), BOUNCED), else_=MESSAGE.c.state)
_WITH_BOUNCES = MESSAGE.outerjoin(BOUNCE, BOUNCE.c.message == MESSAGE.c.number)


@dataclass(frozen=True)
class KeptMessage:
    """A message of the outbox without what it says; instants are None where there is none.

    `state` is waiting, sending, sent, failed or bounced; of what bounced `problem` has the code.
    """

    key: str
    message_id: str
    way: str
    destination: str
    subject: str
    created_at: int
    state: str
    attempts: int
    next_attempt_at: int | None
    sent_at: int | None
    problem: str


@dataclass(frozen=True)
class Telling:
    """Who was told of a matter, why, and whether that arrived."""

    destination: str
    event: str
    state: str
    created_at: int
    sent_at: int | None
    message: str


def read_messages(database: Database, states: Sequence[str], most: int) -> tuple[KeptMessage, ...]:
    """Return the last `most` messages in one of `states`, newest first."""
    query = (
        sa.select(MESSAGE, _STATE.label("shown_state"), BOUNCE.c.status)
        .select_from(_WITH_BOUNCES)
        .where(_STATE.in_(states))
        .order_by(MESSAGE.c.number.desc())
    )
    with database.reading() as connection:
        return tuple(_kept(row) for row in connection.execute(query.limit(most)).mappings())


def count_messages(database: Database) -> Mapping[str, int]:
    """Return how many messages there are in each state that any is in."""
    query = sa.select(_STATE, sa.func.count()).select_from(_WITH_BOUNCES).group_by(_STATE)
    with database.reading() as connection:
        return {str(state): int(number) for state, number in connection.execute(query).all()}


def count_undelivered(database: Database, since: int) -> int:
    """Return how many messages put since an instant were given up, or came back."""
    query = (
        sa.select(sa.func.count())
        .select_from(_WITH_BOUNCES)
        .where(_STATE.in_(("failed", BOUNCED)), MESSAGE.c.created_at >= since)
    )
    with database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def first_sent_outside(database: Database, begins: str, own_domain: str) -> int | None:
    """Return when a file whose name `begins` so was first mailed to an address not of `own_domain`.

    What came back was not received; None where nothing was sent, or it is kept no more.
    """
    query = (
        sa.select(sa.func.min(MESSAGE.c.sent_at))
        .select_from(_WITH_BOUNCES)
        .join(MESSAGE_ATTACHMENT, MESSAGE_ATTACHMENT.c.message == MESSAGE.c.number)
        .where(
            _STATE == "sent",
            MESSAGE_ATTACHMENT.c.name.startswith(begins, autoescape=True),
            ~sa.func.lower(MESSAGE.c.destination).endswith(f"@{own_domain.lower()}", autoescape=True),
        )
    )
    with database.reading() as connection:
        found = connection.execute(query).scalar_one()
    return None if found is None else int(found)


def read_tellings(database: Database, alert: str) -> tuple[Telling, ...]:
    """Return who was told of the matter called `alert`, oldest first, of all the times it was raised."""
    columns = (
        MESSAGE.c.destination,
        ALERT_TOLD.c.event,
        _STATE,
        MESSAGE.c.created_at,
        MESSAGE.c.sent_at,
    )
    query = (
        sa.select(*columns, MESSAGE.c.key)
        .select_from(_WITH_BOUNCES)
        .join(ALERT_TOLD, ALERT_TOLD.c.message == MESSAGE.c.number)
        .where(ALERT_TOLD.c.alert == alert)
        .order_by(MESSAGE.c.number)
    )
    with database.reading() as connection:
        return tuple(Telling(*row) for row in connection.execute(query).all())


def retry(connection: sa.Connection, key: str, now: int) -> bool:
    """Let a message that was given up, came back, or waits, be tried at once; return whether there is one."""
    tried = {"state": "waiting", "attempts": 0, "next_attempt_at": now}
    came_back = sa.select(BOUNCE.c.message).join(MESSAGE).where(MESSAGE.c.key == key)
    numbers = connection.execute(came_back).scalars().all()
    connection.execute(sa.delete(BOUNCE).where(BOUNCE.c.message.in_(numbers)))
    is_open = sa.or_(MESSAGE.c.state.in_(("waiting", "failed")), MESSAGE.c.number.in_(numbers))
    ours = sa.and_(MESSAGE.c.key == key, is_open)
    return connection.execute(sa.update(MESSAGE).where(ours).values(**tried)).rowcount == 1


def count_old(connection: sa.Connection, up_to: int) -> int:
    """Return how many messages were put before `up_to` and are over."""
    return int(connection.execute(sa.select(sa.func.count()).where(_is_old(up_to))).scalar_one())


def remove_old(connection: sa.Connection, up_to: int) -> int:
    """Remove what was put before `up_to` and is over, with the record of what it told; return how many."""
    numbers = sa.select(MESSAGE.c.number).where(_is_old(up_to))
    for table in (MESSAGE_ATTACHMENT, ALERT_TOLD, BOUNCE):
        connection.execute(sa.delete(table).where(table.c.message.in_(numbers)))
    return connection.execute(sa.delete(MESSAGE).where(_is_old(up_to))).rowcount


def _is_old(up_to: int) -> "sa.ColumnElement[bool]":
    return sa.and_(MESSAGE.c.created_at < up_to, MESSAGE.c.state.in_(_OVER))


def _kept(row: sa.RowMapping) -> KeptMessage:
    found: dict[str, Any] = {name: row[name] for name in KeptMessage.__dataclass_fields__}
    found["state"] = row["shown_state"]
    if found["state"] != "waiting":
        found["next_attempt_at"] = None
    if found["state"] == BOUNCED:
        found["problem"] = f"came back: {row['status']}"
    return KeptMessage(**found)
