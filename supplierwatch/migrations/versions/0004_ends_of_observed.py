"""An index on the ends of observed intervals: a window is read without those that ended before it."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("observed_to", "observed", ["to_at", "from_at"])


def downgrade() -> None:
    """Remove the index."""
    op.drop_index("observed_to", "observed")
