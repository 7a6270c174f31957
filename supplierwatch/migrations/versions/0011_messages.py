"""What is raised, what waits to be sent, and what was sent to whom."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""


def downgrade() -> None:
    """Take them away."""
