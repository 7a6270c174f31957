"""The queue of the outbox: one message at a time is claimed, and what became of it is written down."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from supplierwatch.notifying.attempts import Attempt, gives_up, wait_after
from supplierwatch.notifying.messages import Attachment, Message, Way
from supplierwatch.notifying.tables import MESSAGE, MESSAGE_ATTACHMENT

CLAIM_SECONDS = 300
"""How long one process has a message for itself at least; after that it is taken to have died."""


@dataclass(frozen=True)
class Claim:
    """A message that is ours to send: its id before `@`, when it was put, how often it was tried, now too."""

    number: int
    message: Message
    message_id: str
    created_at: int
    attempts: int


@dataclass(frozen=True)
class Wanted:
    """Which messages are taken: due by an instant, and by none of the ways that are closed.

    What is claimed is so for `seconds`.
    """

    due_by: int
    closed: Collection[Way] = ()
    seconds: int = CLAIM_SECONDS


def claim_next(database: Database, clock: Callable[[], int], wanted: Wanted) -> Claim | None:
    """Claim the next message that is wanted, and return it; None where there is none.

    Within one stream a destination gets its messages in their order. A message whose claim lapsed is due.
    """
    now = clock()
    with database.reading() as connection:
        if connection.execute(_due(now, wanted)).first() is None:
            return None
    with database.writing() as connection:
        # Others may have had the lock for long.
        now = clock()
        row = connection.execute(_due(now, wanted)).mappings().first()
        if row is None:
            return None
        claimed = {
            "state": "sending",
            "attempts": row["attempts"] + 1,
            "claimed_until": now + wanted.seconds,
        }
        connection.execute(sa.update(MESSAGE).where(MESSAGE.c.number == row["number"]).values(**claimed))
        return _claim(connection, row)


def settle(database: Database, claim: Claim, attempt: Attempt, now: int, give_up_after: int) -> str:
    """Write down how the attempt ended, and return the state of the message; empty where it is not ours.

    It is not where the claim lapsed and another process has it.
    """
    values = _values(claim, attempt, now, give_up_after)
    with database.writing() as connection:
        ours = sa.and_(
            MESSAGE.c.number == claim.number,
            MESSAGE.c.state == "sending",
            MESSAGE.c.attempts == claim.attempts,
        )
        changed = connection.execute(sa.update(MESSAGE).where(ours).values(claimed_until=None, **values))
    return str(values["state"]) if changed.rowcount == 1 else ""


def _values(claim: Claim, attempt: Attempt, now: int, give_up_after: int) -> dict[str, Any]:
    if attempt.is_sent:
        return {"state": "sent", "sent_at": now, "problem": ""}
    if attempt.is_final or gives_up(claim.attempts, now - claim.created_at, give_up_after):
        return {"state": "failed", "problem": attempt.problem}
    again = now + wait_after(claim.attempts, claim.message_id)
    return {"state": "waiting", "next_attempt_at": again, "problem": attempt.problem}


def _due(now: int, wanted: Wanted) -> "sa.Select[Any]":
    earlier = MESSAGE.alias("earlier")
    is_behind = sa.exists().where(
        earlier.c.state.in_(("waiting", "sending")),
        earlier.c.destination == MESSAGE.c.destination,
        earlier.c.stream == MESSAGE.c.stream,
        earlier.c.number < MESSAGE.c.number,
    )
    waits = sa.and_(MESSAGE.c.state == "waiting", MESSAGE.c.next_attempt_at <= wanted.due_by)
    lapsed = sa.and_(MESSAGE.c.state == "sending", MESSAGE.c.claimed_until <= now)
    is_open = MESSAGE.c.way.not_in([way.value for way in wanted.closed])
    due = sa.select(MESSAGE).where(sa.or_(waits, lapsed), is_open, ~is_behind)
    return due.order_by(MESSAGE.c.number).limit(1)


def _claim(connection: sa.Connection, row: Mapping[Any, Any]) -> Claim:
    attached = MESSAGE_ATTACHMENT.c
    found = connection.execute(
        sa.select(attached.name, attached.media_type, attached.content)
        .where(attached.message == row["number"])
        .order_by(attached.position)
    )
    message = Message(
        key=row["key"],
        way=Way(row["way"]),
        destination=row["destination"],
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        attachments=tuple(Attachment(name, kind, bytes(content)) for name, kind, content in found),
    )
    return Claim(row["number"], message, row["message_id"], row["created_at"], row["attempts"] + 1)
