"""What is raised, what waits to be sent, and what was sent to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str, optional: bool = False) -> "list[sa.Column[int]]":
    return [sa.Column(name, NUMBER, nullable=optional) for name in names]


def _of_message() -> "sa.Column[int]":
    return sa.Column("message", NUMBER, sa.ForeignKey("message.number"), nullable=False)


def upgrade() -> None:
    """Add them."""
    _messages()
    _alerts()


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("number", NUMBER, primary_key=True),
        *_texts("key", "stream", "message_id", "way", "destination", "subject", "text", "html"),
        *_numbers("created_at"),
        *_texts("state"),
        *_numbers("attempts", "next_attempt_at"),
        *_numbers("claimed_until", "sent_at", optional=True),
        *_texts("problem"),
        sa.UniqueConstraint("key", name="message_key"),
        sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed')", name="message_state"),
        sa.CheckConstraint("way IN ('mail', 'service')", name="message_way"),
    )
    op.create_index("message_due", "message", ["state", "next_attempt_at"])
    op.create_table(
        "message_attachment",
        _of_message(),
        *_numbers("position"),
        *_texts("name", "media_type"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("message", "position"),
    )


def _alerts() -> None:
    op.create_table(
        "alert_state",
        sa.Column("key", sa.Text, primary_key=True),
        *_texts("kind", "severity", "indicator", "service", "subject", "month"),
        *_numbers("stage", "raised_at", "last_seen_at", "level"),
        *_numbers("told_at", "escalated_at", "recovered_at", "acknowledged_at", optional=True),
        *_texts("acknowledged_by"),
    )
    op.create_table(
        "alert_told",
        _of_message(),
        *_texts("alert"),
        *_numbers("raised_at"),
        *_texts("event"),
        sa.PrimaryKeyConstraint("message", "alert"),
    )
    op.create_index("alert_told_alert", "alert_told", ["alert", "raised_at"])


def downgrade() -> None:
    """Take them away."""
    for table in ("alert_told", "alert_state", "message_attachment", "message"):
        op.drop_table(table)
