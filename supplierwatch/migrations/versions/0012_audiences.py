"""Which roles of PostgreSQL read which rows."""

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""


def downgrade() -> None:
    """Take them away."""
