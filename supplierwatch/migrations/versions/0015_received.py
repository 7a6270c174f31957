"""Files that suppliers send: what came when, from whom, and what it gave."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "received",
        sa.Column("number", _WHOLE_NUMBER, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("size", _WHOLE_NUMBER, nullable=False),
        sa.Column(
            "way",
            sa.Text,
            sa.CheckConstraint("way IN ('folder', 'mailbox')", name="received_way"),
            nullable=False,
        ),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("received_at", _WHOLE_NUMBER, nullable=False),
        sa.Column("refused", sa.Text, nullable=False),
        sa.Column("rows", _WHOLE_NUMBER, nullable=False),
        sa.Column("rejects", _WHOLE_NUMBER, nullable=False),
        sa.UniqueConstraint("source", "file", "content_hash"),
    )


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("received")
