"""What the service has run, and who may run it now."""

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""


def downgrade() -> None:
    """Take them away."""
