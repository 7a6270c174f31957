"""What stands beside an outcome: its limit, response, trend, budget; forecasts; when tickets were due."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Results that were there before say nothing of these: missing.
ADDED: dict[str, dict[str, Any]] = {
    "outcome": {
        "binding": sa.Text(),
        "response_numerator": NUMBER,
        "response_denominator": NUMBER,
        "trend_direction": sa.Text(),
        "trend_slope": sa.Text(),
        "trend_p_value": sa.Double(),
        "trend_periods": NUMBER,
        "budget_initial": sa.Text(),
        "budget_consumed": sa.Text(),
    },
    "ticket_evidence": {"due_at": NUMBER, "beyond_longest_wait": NUMBER},
    "outage_evidence": {"seen_by": sa.Text()},
}


def upgrade() -> None:
    """Add the columns and the table of forecasts."""
    for table, columns in ADDED.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    keys = ("indicator", "service", "occasion", "option")
    op.create_table(
        "forecast",
        sa.Column("evaluation", NUMBER, sa.ForeignKey("evaluation.number"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in (*keys, "on_day", "basis")),
        sa.Column("periods", NUMBER, nullable=False),
        *(sa.Column(name, sa.Double, nullable=True) for name in ("value", "low", "high")),
        sa.PrimaryKeyConstraint("evaluation", *keys),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("forecast")
    for table, columns in ADDED.items():
        for name in columns:
            op.drop_column(table, name)
