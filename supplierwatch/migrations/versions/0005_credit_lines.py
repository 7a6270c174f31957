"""What each indicator costs before and after caps, what a month comes to, which thresholds are reached."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ADDED = {"service_credit": "reached", "score": "held_by_triggers"}
TABLES = ("trigger_state", "credit_total", "credit_line")


def upgrade() -> None:
    """Add the tables, and the columns that results of before leave empty."""
    for table, name in ADDED.items():
        op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    of_line = ("service", "view", "kind", "indicator", "measured_on", "period")
    op.create_table(
        "credit_line",
        _evaluation(),
        *_texts(*of_line),
        _number("points"),
        *_texts("before_caps", "after_caps", "currency"),
        sa.PrimaryKeyConstraint("evaluation", *of_line),
    )
    op.create_table(
        "credit_total",
        _evaluation(),
        *_texts("view"),
        *(_number(name) for name in ("credited_minor", "given_back_minor", "to_date_minor")),
        *_texts("currency"),
        sa.PrimaryKeyConstraint("evaluation", "view"),
    )
    op.create_table(
        "trigger_state",
        _evaluation(),
        *_texts("trigger", "view", "leads_to", "indicator", "service"),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        _number("reached"),
        _number("needed"),
        *_texts("months"),
        sa.PrimaryKeyConstraint("evaluation", "trigger", "view", "indicator", "service"),
    )


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_table(table)
    for table, name in ADDED.items():
        op.drop_column(table, name)


def _evaluation() -> "sa.Column[int]":
    return sa.Column("evaluation", NUMBER, sa.ForeignKey("evaluation.number"), nullable=False)


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, NUMBER, nullable=False)
