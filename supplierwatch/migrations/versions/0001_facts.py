"""The tables of facts, of their intakes and runs, and of rows in quarantine."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The columns of each kind of fact; `?` marks those that may be missing, `=` those that hold text.
FACTS = {
    "ticket": "ticket_id opened_at kind service unit priority",
    "ticket_change": "ticket_id at sequence field value state?",
    "service_state": "prober service unit at state users_affected?",
    "observed": "prober service unit from_at to_at?",
    "maintenance": "window= service unit starts_at ends_at announced_at?",
    "measurement": (
        "measure service unit segment from_at to_at numerator denominator sample_size? population?"
    ),
    "statement": "indicator service unit from_at to_at numerator denominator",
}

# Of a fact that stands there is one row per key; facts of tickets are keyed by the ticket.
KEYS = {
    "ticket": "ticket_id",
    "ticket_change": "ticket_id at sequence field",
    "service_state": "source prober service unit at",
    "observed": "source prober service unit from_at",
    "maintenance": "source window",
    "measurement": "source measure service unit segment from_at to_at",
    "statement": "source indicator service unit from_at to_at",
}


def upgrade() -> None:
    """Create every table, and word 0: *not stated*."""
    _create_texts()
    for kind in FACTS:
        _create_facts(kind)
    op.create_index("ticket_opened", "ticket", ["opened_at", "ticket_id"])
    op.create_index("ticket_change_at", "ticket_change", ["at", "ticket_id"])
    op.create_index("service_state_at", "service_state", ["at"])
    _create_partial_index("ticket_change_unmapped", "ticket_change", ["source", "value"], "state = 0")
    _create_runs()
    _create_intakes()


def downgrade() -> None:
    """Drop every table."""
    for table in ("confirmed", "quarantine", "source_cursor", "intake", "run", *FACTS, "ticket_key", "word"):
        op.drop_table(table)


def _create_texts() -> None:
    word = op.create_table("word", _key("id"), _text("text"), sa.UniqueConstraint("text"))
    op.bulk_insert(word, [{"id": 0, "text": ""}])
    op.create_table(
        "ticket_key", _key("id"), _number("source"), _text("ticket"), sa.UniqueConstraint("source", "ticket")
    )
    op.create_index("ticket_key_ticket", "ticket_key", ["ticket"])


def _create_facts(kind: str) -> None:
    op.create_table(
        kind,
        sa.Column("id", NUMBER, primary_key=True),
        _number("source"),
        *(_column(words) for words in FACTS[kind].split()),
        _number("intake"),
        _number("replaced_by", nullable=True),
    )
    _create_partial_index(f"{kind}_standing", kind, KEYS[kind].split(), "replaced_by IS NULL", unique=True)
    _create_partial_index(f"{kind}_former", kind, ["replaced_by"], "replaced_by IS NOT NULL")


def _create_runs() -> None:
    op.create_table(
        "run",
        _key("id"),
        _text("source"),
        _number("started_at"),
        _number("finished_at", nullable=True),
        _text("outcome"),
        _number("pages"),
        _number("rows"),
        _number("rejects"),
        _text("problem"),
        sa.CheckConstraint("outcome IN ('running', 'complete', 'failed')", name="run_outcome"),
    )
    op.create_index("run_source", "run", ["source", "id"])


def _create_intakes() -> None:
    op.create_table(
        "intake",
        _key("number"),
        _text("source"),
        _text("origin"),
        _text("content_hash"),
        _number("committed_at"),
        sa.Column("run", NUMBER, sa.ForeignKey("run.id"), nullable=False),
        _number("rows"),
        _number("rejects"),
        _number("removed"),
    )
    op.create_index("intake_committed_at", "intake", ["committed_at"])
    op.create_table(
        "source_cursor",
        sa.Column("source", sa.Text, primary_key=True),
        _text("cursor"),
        sa.Column("intake", NUMBER, sa.ForeignKey("intake.number"), nullable=False),
        _number("delivery_from"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("intake", NUMBER, sa.ForeignKey("intake.number"), nullable=False),
        _text("source"),
        _text("origin"),
        _number("line"),
        _text("reason"),
        _text("fields"),
    )
    op.create_index("quarantine_line", "quarantine", ["source", "origin", "line"])
    op.create_table("confirmed", _key("source"), sa.Column("kind", sa.Text, primary_key=True), _key("fact"))


def _create_partial_index(
    name: str, table: str, columns: list[str], condition: str, *, unique: bool = False
) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _column(words: str) -> "sa.Column[int] | sa.Column[str]":
    if words.endswith("="):
        return _text(words.removesuffix("="))
    return _number(words.removesuffix("?"), nullable=words.endswith("?"))


def _key(name: str) -> "sa.Column[int]":
    return sa.Column(name, NUMBER, primary_key=True, autoincrement=False)


def _number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, NUMBER, nullable=nullable)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)
