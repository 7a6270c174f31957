"""The tables of results."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Columns: `?` marks those that may be missing, `=` those that hold text, `!` truth, `~` a rounded number.
CONTENT = {
    "evaluation_input": "evaluation earlier",
    "calendar_used": "evaluation name= windows_hash= time_zone_data= holidays_data=",
    "exclusion_used": "evaluation exclusion= position content=",
    "outcome": (
        "evaluation indicator= period= service= segment= unit= view= measured! numerator? denominator? "
        "sample_size? misses? known? expected? low_numerator? low_denominator? high_numerator? "
        "high_denominator? verdict= points repeated! points_after_repeat confidence_low~ confidence_high~"
    ),
    "service_credit": (
        "evaluation service= view= points monthly_fee_minor raw_share= share= capped_by= amount_minor "
        "currency="
    ),
    "score": "evaluation low= high= band_low= band_high= held_down_by=",
    "area_score": "evaluation area= position weight value=? low= high= cases",
    "ticket_evidence": (
        "evaluation indicator= ticket_id service= unit= segment= priority= opened_at ended_at? used "
        "limit_amount? in_working_days missed unknown waiting_user waiting_customer waiting_third "
        "left_out_by="
    ),
    "outage_evidence": (
        "evaluation indicator= service= unit= segment= starts_at ends_at? state= counted planned "
        "users_affected? left_out_by="
    ),
    "compared_statement": (
        "evaluation indicator= service= segment= unit= stated_numerator stated_denominator "
        "measured_numerator? measured_denominator?"
    ),
    "source_health": (
        "evaluation source= last_intake_at? last_outcome= problem= rows rejects unmapped unmapped_words="
    ),
}

KEYS = {
    "evaluation_input": "evaluation earlier",
    "calendar_used": "evaluation name",
    "exclusion_used": "evaluation exclusion",
    "outcome": "evaluation indicator service segment unit view",
    "service_credit": "evaluation service view",
    "score": "evaluation",
    "area_score": "evaluation area",
    "compared_statement": "evaluation indicator service segment unit",
    "source_health": "evaluation source",
}

IDENTITY = ("period", "contract_version", "exclusions_version", "horizon", "program_version", "inputs")


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "evaluation",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        *(_column(word) for word in ("period=", "contract_version=", "exclusions_version=")),
        *(_column(word) for word in ("horizon", "known_at", "program_version=", "inputs=", "evaluated_at")),
        _column("turn"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint(*IDENTITY, name="evaluation_identity"),
    )
    for table, words in CONTENT.items():
        op.create_table(table, *(_column(word) for word in words.split()), *_constraints(table))
    op.create_index("ticket_evidence_evaluation", "ticket_evidence", ["evaluation", "indicator"])
    op.create_index("ticket_evidence_ticket", "ticket_evidence", ["ticket_id"])
    op.create_index("outage_evidence_evaluation", "outage_evidence", ["evaluation", "indicator"])


def downgrade() -> None:
    """Drop every table."""
    for table in (*CONTENT, "evaluation"):
        op.drop_table(table)


def _column(word: str) -> "sa.Column[int] | sa.Column[str] | sa.Column[bool] | sa.Column[float]":
    name = word.rstrip("?=!~")
    if "=" in word:
        return sa.Column(name, sa.Text, nullable="?" in word)
    if "!" in word:
        return sa.Column(name, sa.Boolean, nullable=False)
    if "~" in word:
        return sa.Column(name, sa.Double, nullable=True)
    return sa.Column(name, NUMBER, nullable="?" in word)


def _constraints(table: str) -> list[sa.Constraint]:
    found: list[sa.Constraint] = [sa.ForeignKeyConstraint(["evaluation"], ["evaluation.number"])]
    if table == "evaluation_input":
        found.append(sa.ForeignKeyConstraint(["earlier"], ["evaluation.number"]))
    if table in KEYS:
        found.append(sa.PrimaryKeyConstraint(*KEYS[table].split()))
    return found
