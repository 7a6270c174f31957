"""The tables that say which role of PostgreSQL is which audience; its policies read them."""

import sqlalchemy as sa

AUDIENCES = sa.MetaData()

AUDIENCE = sa.Table(
    "audience",
    AUDIENCES,
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column(
        "kind",
        sa.Text,
        sa.CheckConstraint("kind IN ('reader', 'unit_reader', 'supplier')", name="audience_kind"),
        nullable=False,
    ),
)

AUDIENCE_UNIT = sa.Table(
    "audience_unit",
    AUDIENCES,
    sa.Column("role", sa.Text, sa.ForeignKey("audience.role"), primary_key=True),
    sa.Column("unit", sa.Text, primary_key=True),
)
