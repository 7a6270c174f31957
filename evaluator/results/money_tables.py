"""The tables of credit lines, of what a month comes to, and of thresholds."""

import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER
from evaluator.results.schema import RESULTS


def _text(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str) -> "list[sa.Column[int]]":
    return [sa.Column(name, WHOLE_NUMBER, nullable=False) for name in names]


def _of_evaluation() -> "sa.Column[int]":
    return sa.Column("evaluation", WHOLE_NUMBER, sa.ForeignKey("evaluation.number"), nullable=False)


CREDIT_LINE = sa.Table(
    "credit_line",
    RESULTS,
    _of_evaluation(),
    *_text("service", "view", "kind", "indicator", "measured_on", "period"),
    *_numbers("points"),
    # Exact amounts in the currency, as fractions: what is rounded is the credit of the service.
    *_text("before_caps", "after_caps", "currency"),
    sa.PrimaryKeyConstraint("evaluation", "service", "view", "kind", "indicator", "measured_on", "period"),
)

CREDIT_TOTAL = sa.Table(
    "credit_total",
    RESULTS,
    _of_evaluation(),
    *_text("view"),
    *_numbers("credited_minor", "given_back_minor", "to_date_minor"),
    *_text("currency"),
    sa.PrimaryKeyConstraint("evaluation", "view"),
)

TRIGGER_STATE = sa.Table(
    "trigger_state",
    RESULTS,
    _of_evaluation(),
    *_text("trigger", "view", "leads_to", "indicator", "service"),
    sa.Column("is_open", sa.Boolean, nullable=False),
    *_numbers("reached", "needed"),
    # The months behind it, oldest first, one a line: month, points after doubling, 1 where it counts.
    *_text("months"),
    sa.PrimaryKeyConstraint("evaluation", "trigger", "view", "indicator", "service"),
)
