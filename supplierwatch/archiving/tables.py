"""The table of the archive."""

import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER

ARCHIVING = sa.MetaData()

IDENTITY = ("kind", "period", "scope", "edition", "language", "form")
"""What makes a report the same one in every version."""

ARCHIVED_REPORT = sa.Table(
    "archived_report",
    ARCHIVING,
    sa.Column("number", WHOLE_NUMBER, primary_key=True),
    # `scope` is the unit or segment it is about, empty for the whole contract.
    *(sa.Column(name, sa.Text, nullable=False) for name in IDENTITY),
    # Counted from 1 within one identity.
    sa.Column("version", WHOLE_NUMBER, nullable=False),
    # Of the results it shows: none where it shows none, no restatement either where the period is not sealed.
    sa.Column("evaluation", WHOLE_NUMBER, nullable=True),
    sa.Column("restatement", WHOLE_NUMBER, nullable=True),
    sa.Column("made_at", WHOLE_NUMBER, nullable=False),
    # A role, or the program; never a person.
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("size", WHOLE_NUMBER, nullable=False),
    sa.Column("packed", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint(*IDENTITY, "version", name="archived_report_version"),
    sa.UniqueConstraint(*IDENTITY, "content_hash", name="archived_report_content"),
)

SCHEDULED_REPORT = sa.Table(
    "scheduled_report",
    ARCHIVING,
    # The time it was due and what of: made once for that, whoever tries again.
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("report", WHOLE_NUMBER, sa.ForeignKey("archived_report.number"), nullable=False),
)
