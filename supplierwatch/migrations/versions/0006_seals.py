"""Seals of periods, their restatements, and which evaluation was present from when on."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = (
    "sealed_by",
    "reason",
    "content_hash",
    "document",
    "beside",
    "fingerprints",
    "previous",
    "record_hash",
)

# What was present before this version of the program was so from when it was evaluated.
FILLED = "INSERT INTO presented SELECT turn, number, evaluated_at FROM evaluation WHERE turn > 0"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "presented",
        sa.Column("turn", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("evaluation", NUMBER, sa.ForeignKey("evaluation.number"), nullable=False),
        sa.Column("presented_at", NUMBER, nullable=False),
    )
    op.create_index("presented_evaluation", "presented", ["evaluation"])
    op.execute(FILLED)
    op.create_table(
        "seal",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("restatement", NUMBER, nullable=False),
        sa.Column("evaluation", NUMBER, sa.ForeignKey("evaluation.number"), nullable=False),
        sa.Column("sealed_at", NUMBER, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.UniqueConstraint("period", "restatement", name="seal_restatement"),
    )
    op.create_table(
        "seal_difference",
        sa.Column("seal", NUMBER, sa.ForeignKey("seal.number"), primary_key=True, autoincrement=False),
        sa.Column("position", NUMBER, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("part", "subject", "field")),
        *(sa.Column(name, sa.Text, nullable=True) for name in ("before", "after")),
    )


def downgrade() -> None:
    """Remove the tables."""
    for table in ("seal_difference", "seal", "presented"):
        op.drop_table(table)
