"""Reports as they were made, and mails that came back."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IDENTITY = ("kind", "period", "scope", "edition", "language", "form")


def upgrade() -> None:
    """Add the tables."""
    _create_archived_report()
    op.create_table(
        "scheduled_report",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("report", NUMBER, sa.ForeignKey("archived_report.number"), nullable=False),
    )
    op.create_table(
        "bounce",
        sa.Column("message", NUMBER, sa.ForeignKey("message.number"), primary_key=True, autoincrement=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reported_at", NUMBER, nullable=False),
    )
    op.create_table(
        "bounce_mailbox",
        sa.Column("mailbox", sa.Text, primary_key=True),
        sa.Column("validity", NUMBER, nullable=False),
        sa.Column("uid", NUMBER, nullable=False),
        sa.Column("read_at", NUMBER, nullable=False),
    )


def _create_archived_report() -> None:
    op.create_table(
        "archived_report",
        sa.Column("number", NUMBER, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in IDENTITY),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("evaluation", NUMBER, nullable=True),
        sa.Column("restatement", NUMBER, nullable=True),
        sa.Column("made_at", NUMBER, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint(*IDENTITY, "version", name="archived_report_version"),
        sa.UniqueConstraint(*IDENTITY, "content_hash", name="archived_report_content"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # It is packed already.
        op.execute("ALTER TABLE archived_report ALTER COLUMN packed SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Remove the tables."""
    for table in ("bounce_mailbox", "bounce", "scheduled_report", "archived_report"):
        op.drop_table(table)
