"""The tables of the service: who may do a job now, and what was done."""

import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER
from supplierwatch.serving.job_names import Outcome

SERVICE = sa.MetaData()

OUTCOMES = tuple(outcome.value for outcome in Outcome)


def _number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, WHOLE_NUMBER, nullable=nullable)


def _text(name: str, *, primary_key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=False)


LEASE = sa.Table(
    "lease",
    SERVICE,
    # One row per job from when a service first saw it: nothing due before `since` is made up.
    _text("job", primary_key=True),
    _number("since"),
    # The process that may do the job until then, by the database's clock; empty for none.
    _text("holder"),
    _number("until"),
)

JOB_RUN = sa.Table(
    "job_run",
    SERVICE,
    _text("job", primary_key=True),
    # What identifies the time it was due: an instant, a day, or the month it is about.
    _text("occurrence", primary_key=True),
    _number("due_at"),
    _number("started_at"),
    _number("ended_at", nullable=True),
    sa.Column(
        "outcome",
        sa.Text,
        sa.CheckConstraint(f"outcome IN {OUTCOMES}", name="job_run_outcome"),
        nullable=False,
    ),
    # How often it was tried without success until now, over occurrences where these follow at intervals.
    _number("attempts"),
    # Not tried again before; empty for what needs no other try.
    _number("retry_at", nullable=True),
    _text("problem"),
    _text("holder"),
    sa.Index("job_run_due", "job", "due_at"),
)
