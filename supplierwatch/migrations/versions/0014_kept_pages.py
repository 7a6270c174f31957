"""Pages of connectors as they came, tickets found gone, and up to when each source is known."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

HEALTH = ("last_success_at", "reached_at", "gone")


def upgrade() -> None:
    """Add them."""
    op.add_column("run", sa.Column("warnings", sa.Text, nullable=False, server_default=""))
    op.add_column("run", sa.Column("reached_at", NUMBER, nullable=True))
    op.add_column("intake", sa.Column("resolved", NUMBER, nullable=False, server_default="0"))
    op.add_column("quarantine", sa.Column("replaced_by", NUMBER, nullable=True))
    op.create_index("quarantine_intake", "quarantine", ["intake"])
    for name in HEALTH:
        op.add_column("source_health", sa.Column(name, NUMBER, nullable=True))
    _create_kept_page()
    _create_restating()
    _create_gone_ticket()


def _create_kept_page() -> None:
    op.create_table(
        "kept_page",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("fetched_at", NUMBER, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("intakes", sa.Text, nullable=False),
        sa.Column("rows", NUMBER, nullable=False),
        sa.Column("columns", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_index("kept_page_source", "kept_page", ["source", "number"])
    op.create_index("kept_page_digest", "kept_page", ["source", "digest"])
    op.create_index("kept_page_fetched_at", "kept_page", ["fetched_at"])
    if op.get_bind().dialect.name == "postgresql":
        # It is packed already.
        op.execute("ALTER TABLE kept_page ALTER COLUMN content SET STORAGE EXTERNAL")


def _create_restating() -> None:
    op.create_table(
        "restating",
        sa.Column("source", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.CheckConstraint("part IN ('first', 'intake', 'ticket')", name="restating_part"),
    )


def _create_gone_ticket() -> None:
    op.create_table(
        "gone_ticket",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("source", NUMBER, nullable=False),
        sa.Column("ticket_id", NUMBER, nullable=False),
        sa.Column("opened_at", NUMBER, nullable=False),
        sa.Column("intake", NUMBER, nullable=False),
        sa.Column("replaced_by", NUMBER, nullable=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
    )
    stands: sa.ColumnElement[bool] = sa.literal_column("replaced_by IS NULL")
    op.create_index(
        "gone_ticket_standing",
        "gone_ticket",
        ["source", "ticket_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("gone_ticket", "restating", "kept_page"):
        op.drop_table(table)
    for name in HEALTH:
        op.drop_column("source_health", name)
    op.drop_index("quarantine_intake", "quarantine")
    op.drop_column("quarantine", "replaced_by")
    op.drop_column("intake", "resolved")
    op.drop_column("run", "reached_at")
    op.drop_column("run", "warnings")
