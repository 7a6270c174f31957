"""The tables of facts, built from the columns of each kind.

Text that repeats is kept as the number of a `word`; word 0 is the empty text and stands for *not stated*,
so that no column of a key is ever missing. A ticket's key is kept as the number of a `ticket_key`.
Nothing is overwritten: a row that no longer stands keeps the number of the intake that replaced it.
"""

import sqlalchemy as sa

from collector.records import COLUMNS, TICKET_KEY, Column, ColumnType, FactKind

FACTS = sa.MetaData()

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""64 bits on both databases; SQLite grows its own row number only from a column of type INTEGER."""

NOT_STATED = 0
"""The word for a missing text."""

TICKET_KINDS = frozenset({FactKind.TICKET, FactKind.TICKET_CHANGE})
"""Kinds whose rows belong to a ticket, and so to a ticket system whichever source brought them."""

RUN_OUTCOMES = ("running", "complete", "failed")


def stored_name(column: Column) -> str:
    """Return the name of a column of facts in its table."""
    return "ticket_id" if column is TICKET_KEY else column.name


def key_names(kind: FactKind) -> list[str]:
    """Return the stored columns that identify a fact of `kind`.

    Facts of a ticket are identified within its ticket system, which `ticket_id` names already, so that
    several sources may deliver one ticket; all others within the source that brought them.
    """
    names = [stored_name(column) for column in COLUMNS[kind] if column.key]
    return names if kind in TICKET_KINDS else ["source", *names]


def value_names(kind: FactKind) -> list[str]:
    """Return the stored columns that may change while the key stays."""
    return [stored_name(column) for column in COLUMNS[kind] if not column.key]


def _number(name: str, *, primary_key: bool = False, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, WHOLE_NUMBER, primary_key=primary_key, nullable=nullable, autoincrement=False)


def _text(name: str, *, primary_key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=False)


def _stored(column: Column) -> "sa.Column[int] | sa.Column[str]":
    if column.type is ColumnType.TEXT and column is not TICKET_KEY:
        return _text(column.name)
    optional = column.optional and column.type is not ColumnType.WORD
    return _number(stored_name(column), nullable=optional)


def _fact_table(kind: FactKind) -> sa.Table:
    table = sa.Table(
        kind.value,
        FACTS,
        sa.Column("id", WHOLE_NUMBER, primary_key=True),
        _number("source"),
        *(_stored(column) for column in COLUMNS[kind]),
        _number("intake"),
        _number("replaced_by", nullable=True),
    )
    stands = table.c.replaced_by.is_(None)
    former = table.c.replaced_by.is_not(None)
    sa.Index(
        f"{kind}_standing",
        *(table.c[name] for name in key_names(kind)),
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    sa.Index(f"{kind}_former", table.c.replaced_by, sqlite_where=former, postgresql_where=former)
    return table


FACT_TABLES: dict[FactKind, sa.Table] = {kind: _fact_table(kind) for kind in FactKind}
"""The table of each kind; one row per version of a fact."""

_TICKET = FACT_TABLES[FactKind.TICKET]
_CHANGE = FACT_TABLES[FactKind.TICKET_CHANGE]
_STATE = FACT_TABLES[FactKind.SERVICE_STATE]
_OBSERVED = FACT_TABLES[FactKind.OBSERVED]
_STATED_TICKET = FACT_TABLES[FactKind.STATED_TICKET]
_UNMAPPED = _CHANGE.c.state == sa.literal_column("0")

# A window picks its tickets by when they opened and by when they changed.
sa.Index("ticket_opened", _TICKET.c.opened_at, _TICKET.c.ticket_id)
sa.Index("ticket_change_at", _CHANGE.c.at, _CHANGE.c.ticket_id)
sa.Index("service_state_at", _STATE.c.at)
sa.Index("observed_to", _OBSERVED.c.to_at, _OBSERVED.c.from_at)
sa.Index("stated_ticket_to", _STATED_TICKET.c.to_at, _STATED_TICKET.c.from_at)
# Statuses without a mapping are few and looked for after every collect.
sa.Index(
    "ticket_change_unmapped",
    _CHANGE.c.source,
    _CHANGE.c.value,
    sqlite_where=_UNMAPPED,
    postgresql_where=_UNMAPPED,
)

WORD = sa.Table("word", FACTS, _number("id", primary_key=True), _text("text"), sa.UniqueConstraint("text"))

TICKET_KEYS = sa.Table(
    "ticket_key",
    FACTS,
    _number("id", primary_key=True),
    _number("source"),
    _text("ticket"),
    sa.UniqueConstraint("source", "ticket"),
    sa.Index("ticket_key_ticket", "ticket"),
)

RUN = sa.Table(
    "run",
    FACTS,
    _number("id", primary_key=True),
    _text("source"),
    _number("started_at"),
    _number("finished_at", nullable=True),
    sa.Column(
        "outcome",
        sa.Text,
        sa.CheckConstraint(f"outcome IN {RUN_OUTCOMES}", name="run_outcome"),
        nullable=False,
    ),
    _number("pages"),
    _number("rows"),
    _number("rejects"),
    _text("problem"),
    # What a person should know all the same: problems as JSON, those of saved pages from their transaction.
    sa.Column("warnings", sa.Text, nullable=False, server_default=""),
    # Up to which instant the source was known when the run ended, whichever run made it known.
    _number("reached_at", nullable=True),
    sa.Index("run_source", "source", "id"),
)

INTAKE = sa.Table(
    "intake",
    FACTS,
    _number("number", primary_key=True),
    _text("source"),
    _text("origin"),
    _text("content_hash"),
    _number("committed_at"),
    sa.Column("run", WHOLE_NUMBER, sa.ForeignKey("run.id"), nullable=False),
    _number("rows"),
    _number("rejects"),
    _number("removed"),
    # Rows put into quarantine before that it understood, or found to be no longer said.
    sa.Column("resolved", WHOLE_NUMBER, nullable=False, server_default="0"),
    sa.Index("intake_committed_at", "committed_at"),
)

SOURCE_CURSOR = sa.Table(
    "source_cursor",
    FACTS,
    _text("source", primary_key=True),
    _text("cursor"),
    sa.Column("intake", WHOLE_NUMBER, sa.ForeignKey("intake.number"), nullable=False),
    # The first intake of the delivery now under way: what it brought cannot be missing from it.
    _number("delivery_from"),
)

QUARANTINE = sa.Table(
    "quarantine",
    FACTS,
    sa.Column("id", WHOLE_NUMBER, primary_key=True),
    sa.Column("intake", WHOLE_NUMBER, sa.ForeignKey("intake.number"), nullable=False),
    _text("source"),
    _text("origin"),
    _number("line"),
    _text("reason"),
    _text("fields"),
    # The intake since which the row is understood, or no longer said.
    _number("replaced_by", nullable=True),
    sa.Index("quarantine_line", "source", "origin", "line"),
    sa.Index("quarantine_intake", "intake"),
)

CONFIRMED = sa.Table(
    "confirmed",
    FACTS,
    # Facts stored before that the delivery now under way brought again, unchanged.
    _number("source", primary_key=True),
    _text("kind", primary_key=True),
    _number("fact", primary_key=True),
)

RETENTION = sa.Table(
    "retention",
    FACTS,
    # What was removed because its time of keeping was over: one row per kind and removal.
    _number("number", primary_key=True),
    _text("kind"),
    # All facts of the kind that were over before this instant may be gone.
    _number("up_to"),
    _number("removed_at"),
    _number("rows"),
    # Over the digest of what was removed before in the same removal, and the rows of the last batch.
    _text("digest"),
)

KEPT_PAGE = sa.Table(
    "kept_page",
    FACTS,
    # Rises with the time a page was last seen, within its source.
    _number("number", primary_key=True),
    _text("source"),
    _text("origin"),
    _text("content_hash"),
    _number("fetched_at"),
    # The hash of the mapping under which it was normalised last.
    _text("fingerprint"),
    # The intakes that brought its facts, as a JSON list; one more each time it is normalised again.
    _text("intakes"),
    _number("rows"),
    _text("columns"),
    # The hash of the rows, by which damage shows, and the same page that comes again.
    _text("digest"),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Index("kept_page_source", "source", "number"),
    sa.Index("kept_page_digest", "source", "digest"),
    sa.Index("kept_page_fetched_at", "fetched_at"),
)

RESTATING = sa.Table(
    "restating",
    FACTS,
    # What is under way for a source whose pages are normalised again: its first intake, the intakes whose
    # facts are judged anew, and the tickets already stated anew.
    _number("source", primary_key=True),
    _text("fingerprint", primary_key=True),
    sa.Column(
        "part",
        sa.Text,
        sa.CheckConstraint("part IN ('first', 'intake', 'ticket')", name="restating_part"),
        primary_key=True,
    ),
    _number("number", primary_key=True),
)

GONE_TICKET = sa.Table(
    "gone_ticket",
    FACTS,
    sa.Column("id", WHOLE_NUMBER, primary_key=True),
    _number("source"),
    _number("ticket_id"),
    _number("opened_at"),
    # The intake that found it gone, and the one that found it there again.
    _number("intake"),
    _number("replaced_by", nullable=True),
    # The hash of the mapping under which its facts were read when they were removed.
    _text("fingerprint"),
)
_STILL_GONE = GONE_TICKET.c.replaced_by.is_(None)
sa.Index(
    "gone_ticket_standing",
    GONE_TICKET.c.source,
    GONE_TICKET.c.ticket_id,
    unique=True,
    sqlite_where=_STILL_GONE,
    postgresql_where=_STILL_GONE,
)
