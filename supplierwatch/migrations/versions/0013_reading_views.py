"""Views of PostgreSQL made for reading."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""


def downgrade() -> None:
    """Take them away."""
