"""What the supplier says of single tickets and outages, and how it compares with the measurement."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# `?` marks columns that may be missing, `=` those that hold text.
FACTS = {
    "stated_ticket": (
        "indicator ticket= from_at to_at service priority resolved_at? used? used_days? missed? left_out "
        "rounded_to"
    ),
    "stated_outage": "outage= service unit starts_at ends_at? planned users_affected? rounded_to",
}
KEYS = {
    "stated_ticket": "source indicator ticket from_at to_at",
    "stated_outage": "source outage",
}
EFFECT = "effect_verdict=? effect_points? effect_amount_minor?"
RESULTS = {
    "reconciled_source": (
        "source= measured_amount_minor? stated_amount_minor? repeated",
        "source",
    ),
    "reconciled_figure": (
        (
            "source= indicator= service= subject= position measured stated differing explained "
            "measured_value=? stated_value=? "
            "measured_verdict= stated_verdict= measured_points stated_points amount_minor?"
        ),
        "source indicator service",
    ),
    "ticket_difference": (
        (
            "source= indicator= service= ticket= kinds= position in_working_days measured_used? stated_used? "
            "measured_ended_at? stated_ended_at? measured_missed? stated_missed? measured_priority= "
            f"stated_priority= stated_service= elsewhere= explanation= hours= {EFFECT}"
        ),
        "position",
    ),
    "outage_difference": (
        (
            "source= indicator= service= unit= kinds= position stated_planned measured_starts_at? "
            f"measured_ends_at? stated_starts_at? stated_ends_at? measured_users? stated_users? {EFFECT}"
        ),
        "position",
    ),
}


def upgrade() -> None:
    """Add the tables, and whether a statement is compared with a figure of several services."""
    for kind, columns in FACTS.items():
        _create_facts(kind, columns.split(), KEYS[kind].split())
    op.create_index("stated_ticket_to", "stated_ticket", ["to_at", "from_at"])
    for table, (columns, key) in RESULTS.items():
        op.create_table(
            table,
            sa.Column("evaluation", NUMBER, sa.ForeignKey("evaluation.number"), nullable=False),
            *(_column(words) for words in columns.split()),
            sa.PrimaryKeyConstraint("evaluation", *key.split()),
        )
    op.add_column("compared_statement", sa.Column("together", NUMBER, nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("compared_statement", "together")
    for table in (*RESULTS, *FACTS):
        op.drop_table(table)


def _create_facts(kind: str, columns: list[str], keys: list[str]) -> None:
    op.create_table(
        kind,
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("source", NUMBER, nullable=False),
        *(_column(words) for words in columns),
        sa.Column("intake", NUMBER, nullable=False),
        sa.Column("replaced_by", NUMBER, nullable=True),
    )
    for name, names, condition, unique in (
        (f"{kind}_standing", keys, "replaced_by IS NULL", True),
        (f"{kind}_former", ["replaced_by"], "replaced_by IS NOT NULL", False),
    ):
        where = sa.text(condition)
        op.create_index(name, kind, names, unique=unique, sqlite_where=where, postgresql_where=where)


def _column(words: str) -> "sa.Column[int] | sa.Column[str]":
    optional = words.endswith("?")
    name = words.removesuffix("?")
    if name.endswith("="):
        return sa.Column(name.removesuffix("="), sa.Text(), nullable=optional)
    return sa.Column(name, NUMBER, nullable=optional)
