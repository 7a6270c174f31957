"""What the service has run, and who may run it now."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OUTCOMES = ("running", "done", "failed", "handed_back")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "lease",
        sa.Column("job", sa.Text, primary_key=True),
        sa.Column("since", NUMBER, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", NUMBER, nullable=False),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.Text, primary_key=True),
        sa.Column("occurrence", sa.Text, primary_key=True),
        sa.Column("due_at", NUMBER, nullable=False),
        sa.Column("started_at", NUMBER, nullable=False),
        sa.Column("ended_at", NUMBER),
        sa.Column(
            "outcome",
            sa.Text,
            sa.CheckConstraint(f"outcome IN {OUTCOMES}", name="job_run_outcome"),
            nullable=False,
        ),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("retry_at", NUMBER),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
    )
    op.create_index("job_run_due", "job_run", ["job", "due_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("job_run")
    op.drop_table("lease")
