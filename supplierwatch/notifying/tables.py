"""The tables of what is raised, what waits to be sent, and what was sent to whom."""

import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER
from supplierwatch.notifying.messages import Way

NOTIFYING = sa.MetaData()

STATES = ("waiting", "sending", "sent", "failed")
"""A message waits; it is claimed by the one process that sends it; it was sent, or given up."""


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str, optional: bool = False) -> "list[sa.Column[int]]":
    return [sa.Column(name, WHOLE_NUMBER, nullable=optional) for name in names]


def _one_of(words: tuple[str, ...], column: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN {words}", name=name)


MESSAGE = sa.Table(
    "message",
    NOTIFYING,
    sa.Column("number", WHOLE_NUMBER, primary_key=True),
    # The stream is the key up to its first stroke: within one, a destination gets messages in their order.
    *_texts("key", "stream", "message_id", "way", "destination", "subject", "text", "html"),
    *_numbers("created_at"),
    *_texts("state"),
    *_numbers("attempts", "next_attempt_at"),
    # A claim that lapsed is of a process that died: the message is sent again under the same id.
    *_numbers("claimed_until", "sent_at", optional=True),
    *_texts("problem"),
    sa.UniqueConstraint("key", name="message_key"),
    _one_of(STATES, "state", "message_state"),
    _one_of(tuple(way.value for way in Way), "way", "message_way"),
    sa.Index("message_due", "state", "next_attempt_at"),
)

MESSAGE_ATTACHMENT = sa.Table(
    "message_attachment",
    NOTIFYING,
    sa.Column("message", WHOLE_NUMBER, sa.ForeignKey("message.number"), nullable=False),
    *_numbers("position"),
    *_texts("name", "media_type"),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("message", "position"),
)

BOUNCE = sa.Table(
    "bounce",
    NOTIFYING,
    # A mail that was sent and came back, by the report of some mail system on the way (RFC 3464).
    sa.Column(
        "message", WHOLE_NUMBER, sa.ForeignKey("message.number"), primary_key=True, autoincrement=False
    ),
    # Its code such as 5.1.1; nothing else of the report is kept.
    *_texts("status"),
    *_numbers("reported_at"),
)

BOUNCE_MAILBOX = sa.Table(
    "bounce_mailbox",
    NOTIFYING,
    sa.Column("mailbox", sa.Text, primary_key=True),
    # Up to which mail it was read: numbers count while the validity stays (RFC 3501, 2.3.1.1).
    *_numbers("validity", "uid", "read_at"),
)

ALERT_STATE = sa.Table(
    "alert_state",
    NOTIFYING,
    sa.Column("key", sa.Text, primary_key=True),
    *_texts("kind", "severity", "indicator", "service", "subject", "month"),
    *_numbers("stage", "raised_at", "last_seen_at", "level"),
    # Told last, and escalated last, to whom `alert_told` says; recovered for good once all of them know.
    *_numbers("told_at", "escalated_at", "recovered_at", "acknowledged_at", optional=True),
    # A role, never a person.
    *_texts("acknowledged_by"),
)

ALERT_TOLD = sa.Table(
    "alert_told",
    NOTIFYING,
    sa.Column("message", WHOLE_NUMBER, sa.ForeignKey("message.number"), nullable=False),
    # `event` is raised, worsened, escalated, repeated or recovered.
    *_texts("alert"),
    *_numbers("raised_at"),
    *_texts("event"),
    sa.PrimaryKeyConstraint("message", "alert"),
    sa.Index("alert_told_alert", "alert", "raised_at"),
)
