"""The tables of what the supplier's lists say beside the measurement."""

import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER
from evaluator.results.schema import RESULTS


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str, optional: bool = False) -> "list[sa.Column[int]]":
    return [sa.Column(name, WHOLE_NUMBER, nullable=optional) for name in names]


def _of_evaluation() -> "sa.Column[int]":
    return sa.Column("evaluation", WHOLE_NUMBER, sa.ForeignKey("evaluation.number"), nullable=False)


def _optional_texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=True) for name in names]


RECONCILED_SOURCE = sa.Table(
    "reconciled_source",
    RESULTS,
    _of_evaluation(),
    *_texts("source"),
    *_numbers("measured_amount_minor", "stated_amount_minor", optional=True),
    *_numbers("repeated"),
    sa.PrimaryKeyConstraint("evaluation", "source"),
)

RECONCILED_FIGURE = sa.Table(
    "reconciled_figure",
    RESULTS,
    _of_evaluation(),
    *_texts("source", "indicator", "service", "subject"),
    *_numbers("position", "measured", "stated", "differing", "explained"),
    # Exact fractions as text: they have no bound on their length.
    *_optional_texts("measured_value", "stated_value"),
    *_texts("measured_verdict", "stated_verdict"),
    *_numbers("measured_points", "stated_points"),
    *_numbers("amount_minor", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "source", "indicator", "service"),
)

TICKET_DIFFERENCE = sa.Table(
    "ticket_difference",
    RESULTS,
    _of_evaluation(),
    *_texts("source", "indicator", "service", "ticket", "kinds"),
    *_numbers("position", "in_working_days"),
    *_numbers(
        "measured_used",
        "stated_used",
        "measured_ended_at",
        "stated_ended_at",
        "measured_missed",
        "stated_missed",
        optional=True,
    ),
    *_texts("measured_priority", "stated_priority", "stated_service", "elsewhere", "explanation", "hours"),
    *_optional_texts("effect_verdict"),
    *_numbers("effect_points", "effect_amount_minor", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "position"),
)

OUTAGE_DIFFERENCE = sa.Table(
    "outage_difference",
    RESULTS,
    _of_evaluation(),
    *_texts("source", "indicator", "service", "unit", "kinds"),
    *_numbers("position", "stated_planned"),
    *_numbers(
        "measured_starts_at",
        "measured_ends_at",
        "stated_starts_at",
        "stated_ends_at",
        "measured_users",
        "stated_users",
        optional=True,
    ),
    *_optional_texts("effect_verdict"),
    *_numbers("effect_points", "effect_amount_minor", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "position"),
)
