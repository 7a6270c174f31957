"""Views of PostgreSQL made for reading."""

from importlib.resources import files

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; SQLite has none."""
    if op.get_bind().dialect.name == "postgresql":
        frozen = files("supplierwatch.migrations") / "frozen" / "0013_reading_views.sql"
        op.get_bind().exec_driver_sql(frozen.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SCHEMA IF EXISTS reading CASCADE")
