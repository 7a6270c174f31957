"""The tables of seals, and of which evaluation was the present result of its month from when on."""

import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER
from evaluator.results.schema import RESULTS


def _number(name: str, target: str = "", *, primary_key: bool = False) -> "sa.Column[int]":
    keys = (sa.ForeignKey(target),) if target else ()
    return sa.Column(name, WHOLE_NUMBER, *keys, primary_key=primary_key, nullable=False, autoincrement=False)


def _text(name: str, *, optional: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=optional)


PRESENTED = sa.Table(
    "presented",
    RESULTS,
    # The same turns as those of evaluations, each with the instant at which it came.
    _number("turn", primary_key=True),
    _number("evaluation", "evaluation.number"),
    _number("presented_at"),
    sa.Index("presented_evaluation", "evaluation"),
)

SEAL = sa.Table(
    "seal",
    RESULTS,
    _number("number", primary_key=True),
    _text("period"),
    # 0 for the seal itself, from 1 for its restatements.
    _number("restatement"),
    _number("evaluation", "evaluation.number"),
    _number("sealed_at"),
    _text("sealed_by"),
    _text("reason"),
    _text("content_hash"),
    # Compressed and written as text: what the hash is of, what stands beside it, and what names subjects.
    _text("document"),
    _text("beside"),
    _text("fingerprints"),
    _text("previous"),
    _text("record_hash"),
    sa.UniqueConstraint("period", "restatement", name="seal_restatement"),
)

SEAL_DIFFERENCE = sa.Table(
    "seal_difference",
    RESULTS,
    _number("seal", "seal.number", primary_key=True),
    _number("position", primary_key=True),
    _text("part"),
    _text("subject"),
    _text("field"),
    _text("before", optional=True),
    _text("after", optional=True),
)

TABLES_OF_SEALS = (PRESENTED, SEAL, SEAL_DIFFERENCE)
"""Those that are no content of an evaluation, and are never deleted."""
