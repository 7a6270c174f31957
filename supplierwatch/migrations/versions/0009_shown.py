"""Tables made for showing: names, dates, sums of tickets, what stands open, how fast budgets burn."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _texts(*names: str, optional: bool = False) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=optional) for name in names]


def _numbers(*names: str, optional: bool = False) -> "list[sa.Column[int]]":
    return [sa.Column(name, NUMBER, nullable=optional) for name in names]


def _of_evaluation() -> "sa.Column[int]":
    return sa.Column("evaluation", NUMBER, sa.ForeignKey("evaluation.number"), nullable=False)


def upgrade() -> None:
    """Add them."""
    _names()
    _tickets()
    _monitoring()


def _names() -> None:
    op.create_table(
        "contract_card",
        _of_evaluation(),
        *_texts(
            "contract",
            "title_sv",
            "title_en",
            "reference",
            "customer",
            "supplier",
            "currency",
            "time_zone",
            "first_day",
            "last_day",
        ),
        *_numbers("smallest_group", "targets_are_assumed"),
        sa.PrimaryKeyConstraint("evaluation"),
    )
    op.create_table(
        "decision_date",
        _of_evaluation(),
        *_texts("decision", "kind", "label_sv", "label_en", "state"),
        *_numbers("position"),
        *_texts("on_day", "internal_day", "prolongs_to", optional=True),
        sa.PrimaryKeyConstraint("evaluation", "decision"),
    )
    op.create_table(
        "named_indicator",
        _of_evaluation(),
        *_texts("indicator", "label_sv", "label_en", "clause", "kind", "unit", "period", "consequence"),
        *_numbers("position"),
        *_texts("target_lowest", "target_highest", optional=True),
        *_numbers("lowest_belongs", "highest_belongs"),
        sa.PrimaryKeyConstraint("evaluation", "indicator"),
    )
    op.create_table(
        "named_service",
        _of_evaluation(),
        *_texts("service", "label_sv", "label_en", "part_of"),
        *_numbers("position"),
        *_numbers("users", "monthly_fee_minor", optional=True),
        sa.PrimaryKeyConstraint("evaluation", "service"),
    )
    op.create_table(
        "named_unit",
        _of_evaluation(),
        *_texts("unit", "label", "segment", "segment_label_sv", "segment_label_en"),
        *_numbers("position", "users"),
        sa.PrimaryKeyConstraint("evaluation", "unit"),
    )
    op.create_table(
        "named_trigger",
        _of_evaluation(),
        *_texts("trigger", "label_sv", "label_en", "leads_to"),
        *_numbers("position"),
        sa.PrimaryKeyConstraint("evaluation", "trigger"),
    )


def _tickets() -> None:
    op.create_table(
        "ticket_group",
        _of_evaluation(),
        *_texts("indicator", "service", "unit", "segment", "priority"),
        *_numbers(
            "cases",
            "missed",
            "unknown",
            "left_out",
            "left_out_missed",
            "used",
            "waiting_user",
            "waiting_customer",
            "waiting_third",
        ),
        sa.PrimaryKeyConstraint("evaluation", "indicator", "service", "unit", "segment", "priority"),
    )
    op.create_table(
        "ticket_flow",
        _of_evaluation(),
        *_texts("service", "unit", "segment", "priority", "kind"),
        *_numbers("opened", "ended", "reopened", "hand_overs", "open_at_end"),
        sa.PrimaryKeyConstraint("evaluation", "service", "unit", "segment", "priority", "kind"),
    )
    op.create_table(
        "open_ticket",
        _of_evaluation(),
        *_numbers("ticket_id"),
        *_texts("service", "unit", "segment", "priority", "kind", "waits_for"),
        *_numbers("opened_at"),
        sa.PrimaryKeyConstraint("evaluation", "ticket_id"),
    )
    op.create_table(
        "open_case",
        _of_evaluation(),
        *_texts("indicator"),
        *_numbers("ticket_id", "cycle"),
        *_texts("service", "unit", "segment", "priority"),
        *_numbers("used", "in_working_days", "missed"),
        *_numbers("limit_amount", "due_at", optional=True),
        sa.PrimaryKeyConstraint("evaluation", "indicator", "ticket_id", "cycle"),
    )


def _monitoring() -> None:
    op.create_table(
        "maintenance_window",
        _of_evaluation(),
        *_texts("service", "unit"),
        *_numbers("starts_at", "ends_at"),
        *_numbers("announced_at", optional=True),
    )
    op.create_index("maintenance_window_evaluation", "maintenance_window", ["evaluation"])
    op.create_table(
        "burn_rate",
        _of_evaluation(),
        *_texts("indicator", "service"),
        *_numbers("window_seconds", "missed", "counted"),
        *_texts("allowed"),
        sa.PrimaryKeyConstraint("evaluation", "indicator", "service", "window_seconds"),
    )


def downgrade() -> None:
    """Take them away."""
    for name in (
        "burn_rate",
        "maintenance_window",
        "open_case",
        "open_ticket",
        "ticket_flow",
        "ticket_group",
        "named_trigger",
        "named_unit",
        "named_service",
        "named_indicator",
        "decision_date",
        "contract_card",
    ):
        op.drop_table(name)
