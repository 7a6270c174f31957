"""The tables of results; readers of results read these and nothing else."""

import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER

RESULTS = sa.MetaData()


def _number(name: str, *, optional: bool = False) -> "sa.Column[int]":
    return sa.Column(name, WHOLE_NUMBER, nullable=optional)


def _text(name: str, *, optional: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=optional)


def _double(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Double, nullable=True)


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean, nullable=False)


def _of_evaluation() -> "sa.Column[int]":
    return sa.Column("evaluation", WHOLE_NUMBER, sa.ForeignKey("evaluation.number"), nullable=False)


EVALUATION = sa.Table(
    "evaluation",
    RESULTS,
    sa.Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    _text("period"),
    _text("contract_version"),
    _text("exclusions_version"),
    _number("horizon"),
    _number("known_at"),
    _text("program_version"),
    _text("inputs"),
    _number("evaluated_at"),
    # In which order evaluations became the present result of their period; 0: an answer as of the past.
    _number("turn"),
    sa.UniqueConstraint(
        "period",
        "contract_version",
        "exclusions_version",
        "horizon",
        "program_version",
        "inputs",
        name="evaluation_identity",
    ),
)

EVALUATION_INPUT = sa.Table(
    "evaluation_input",
    RESULTS,
    _of_evaluation(),
    sa.Column("earlier", WHOLE_NUMBER, sa.ForeignKey("evaluation.number"), nullable=False),
    sa.PrimaryKeyConstraint("evaluation", "earlier"),
)

CALENDAR_USED = sa.Table(
    "calendar_used",
    RESULTS,
    _of_evaluation(),
    _text("name"),
    _text("windows_hash"),
    _text("time_zone_data"),
    _text("holidays_data"),
    sa.PrimaryKeyConstraint("evaluation", "name"),
)

EXCLUSION_USED = sa.Table(
    "exclusion_used",
    RESULTS,
    _of_evaluation(),
    _text("exclusion"),
    _number("position"),
    _text("content"),
    sa.PrimaryKeyConstraint("evaluation", "exclusion"),
)

OUTCOME = sa.Table(
    "outcome",
    RESULTS,
    _of_evaluation(),
    _text("indicator"),
    _text("period"),
    _text("service"),
    _text("segment"),
    _text("unit"),
    _text("view"),
    _flag("measured"),
    _number("numerator", optional=True),
    _number("denominator", optional=True),
    _number("sample_size", optional=True),
    _number("misses", optional=True),
    _number("known", optional=True),
    _number("expected", optional=True),
    _number("low_numerator", optional=True),
    _number("low_denominator", optional=True),
    _number("high_numerator", optional=True),
    _number("high_denominator", optional=True),
    _text("verdict"),
    _number("points"),
    _flag("repeated"),
    _number("points_after_repeat"),
    _double("confidence_low"),
    _double("confidence_high"),
    # Which of several limits the value is of; empty where there is only one.
    _text("binding", optional=True),
    _number("response_numerator", optional=True),
    _number("response_denominator", optional=True),
    # Exact fractions as text: they have no bound on their length.
    _text("trend_direction", optional=True),
    _text("trend_slope", optional=True),
    _double("trend_p_value"),
    _number("trend_periods", optional=True),
    _text("budget_initial", optional=True),
    _text("budget_consumed", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "indicator", "service", "segment", "unit", "view"),
)

FORECAST = sa.Table(
    "forecast",
    RESULTS,
    _of_evaluation(),
    _text("indicator"),
    _text("service"),
    # For which day: the end of the period, notice of an option (which `option` names), the last day.
    _text("occasion"),
    _text("option"),
    _text("on_day"),
    _text("basis"),
    _number("periods"),
    _double("value"),
    _double("low"),
    _double("high"),
    sa.PrimaryKeyConstraint("evaluation", "indicator", "service", "occasion", "option"),
)

SERVICE_CREDIT = sa.Table(
    "service_credit",
    RESULTS,
    _of_evaluation(),
    _text("service"),
    _text("view"),
    _number("points"),
    _number("monthly_fee_minor"),
    _text("raw_share"),
    _text("share"),
    _text("capped_by"),
    _number("amount_minor"),
    _text("currency"),
    _text("reached", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "service", "view"),
)

SCORE = sa.Table(
    "score",
    RESULTS,
    _of_evaluation(),
    _text("low"),
    _text("high"),
    _text("band_low"),
    _text("band_high"),
    _text("held_down_by"),
    _text("held_by_triggers", optional=True),
    sa.PrimaryKeyConstraint("evaluation"),
)

AREA_SCORE = sa.Table(
    "area_score",
    RESULTS,
    _of_evaluation(),
    _text("area"),
    _number("position"),
    _number("weight"),
    _text("value", optional=True),
    _text("low"),
    _text("high"),
    _number("cases"),
    sa.PrimaryKeyConstraint("evaluation", "area"),
)

TICKET_EVIDENCE = sa.Table(
    "ticket_evidence",
    RESULTS,
    _of_evaluation(),
    _text("indicator"),
    _number("ticket_id"),
    _text("service"),
    _text("unit"),
    _text("segment"),
    _text("priority"),
    _number("opened_at"),
    _number("ended_at", optional=True),
    _number("used"),
    _number("limit_amount", optional=True),
    # 0 or 1: rows come by the thousand through bulk columns of whole numbers and text
    _number("in_working_days"),
    _number("missed"),
    _number("unknown"),
    _number("waiting_user"),
    _number("waiting_customer"),
    _number("waiting_third"),
    _number("due_at", optional=True),
    _number("beyond_longest_wait", optional=True),
    _text("left_out_by"),
    sa.Index("ticket_evidence_evaluation", "evaluation", "indicator"),
    sa.Index("ticket_evidence_ticket", "ticket_id"),
)

OUTAGE_EVIDENCE = sa.Table(
    "outage_evidence",
    RESULTS,
    _of_evaluation(),
    _text("indicator"),
    _text("service"),
    _text("unit"),
    _text("segment"),
    _number("starts_at"),
    _number("ends_at", optional=True),
    _text("state"),
    _number("counted"),
    _number("planned"),
    _number("users_affected", optional=True),
    _text("left_out_by"),
    _text("seen_by", optional=True),
    sa.Index("outage_evidence_evaluation", "evaluation", "indicator"),
)

COMPARED_STATEMENT = sa.Table(
    "compared_statement",
    RESULTS,
    _of_evaluation(),
    _text("indicator"),
    _text("service"),
    _text("segment"),
    _text("unit"),
    _number("stated_numerator"),
    _number("stated_denominator"),
    _number("measured_numerator", optional=True),
    _number("measured_denominator", optional=True),
    # 1 where the measured figure is of all services together; results of earlier programs do not say.
    _number("together", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "indicator", "service", "segment", "unit"),
)

SOURCE_HEALTH = sa.Table(
    "source_health",
    RESULTS,
    _of_evaluation(),
    _text("source"),
    _number("last_intake_at", optional=True),
    _text("last_outcome"),
    _text("problem"),
    _number("rows"),
    _number("rejects"),
    _number("unmapped"),
    _text("unmapped_words"),
    # Results of earlier programs do not say these.
    _number("last_success_at", optional=True),
    _number("reached_at", optional=True),
    _number("gone", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "source"),
)
