"""Tables made for showing: names and dates of the contract as it applied, sums of tickets, what stands open.

They hold no figure of their own: each follows from the contract and the facts of its evaluation, in the form
in which dashboards, pages and metrics read it without any file at hand. Seals leave them out.
"""

import sqlalchemy as sa

from collector.store.schema import WHOLE_NUMBER
from evaluator.results.schema import RESULTS


def _texts(*names: str, optional: bool = False) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=optional) for name in names]


def _numbers(*names: str, optional: bool = False) -> "list[sa.Column[int]]":
    return [sa.Column(name, WHOLE_NUMBER, nullable=optional) for name in names]


def _of_evaluation() -> "sa.Column[int]":
    return sa.Column("evaluation", WHOLE_NUMBER, sa.ForeignKey("evaluation.number"), nullable=False)


CONTRACT_CARD = sa.Table(
    "contract_card",
    RESULTS,
    _of_evaluation(),
    *_texts("contract", "title_sv", "title_en", "reference", "customer", "supplier", "currency", "time_zone"),
    # Days are written as 2026-12-31; the last day is that with the options used so far.
    *_texts("first_day", "last_day"),
    *_numbers("smallest_group", "targets_are_assumed"),
    sa.PrimaryKeyConstraint("evaluation"),
)

DECISION_DATE = sa.Table(
    "decision_date",
    RESULTS,
    _of_evaluation(),
    # The option's name, or `end` for the contract's last day; kind is `notice` or `last_day`.
    *_texts("decision", "kind", "label_sv", "label_en", "state"),
    *_numbers("position"),
    *_texts("on_day", "internal_day", "prolongs_to", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "decision"),
)

NAMED_INDICATOR = sa.Table(
    "named_indicator",
    RESULTS,
    _of_evaluation(),
    # `period` is the length of its period, `unit` that of its value: share, seconds, count, index.
    *_texts("indicator", "label_sv", "label_en", "clause", "kind", "unit", "period", "consequence"),
    *_numbers("position"),
    # Ends of the target as exact fractions; 1 where the end belongs to the target.
    *_texts("target_lowest", "target_highest", optional=True),
    *_numbers("lowest_belongs", "highest_belongs"),
    sa.PrimaryKeyConstraint("evaluation", "indicator"),
)

NAMED_SERVICE = sa.Table(
    "named_service",
    RESULTS,
    _of_evaluation(),
    *_texts("service", "label_sv", "label_en", "part_of"),
    *_numbers("position"),
    *_numbers("users", "monthly_fee_minor", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "service"),
)

NAMED_UNIT = sa.Table(
    "named_unit",
    RESULTS,
    _of_evaluation(),
    *_texts("unit", "label", "segment", "segment_label_sv", "segment_label_en"),
    *_numbers("position", "users"),
    sa.PrimaryKeyConstraint("evaluation", "unit"),
)

NAMED_TRIGGER = sa.Table(
    "named_trigger",
    RESULTS,
    _of_evaluation(),
    *_texts("trigger", "label_sv", "label_en", "leads_to"),
    *_numbers("position"),
    sa.PrimaryKeyConstraint("evaluation", "trigger"),
)

TICKET_GROUP = sa.Table(
    "ticket_group",
    RESULTS,
    _of_evaluation(),
    *_texts("indicator", "service", "unit", "segment", "priority"),
    # As measured; those an exclusion leaves out are among them, and counted again. Seconds are summed:
    # used up over cases with a limit in time, waited over all.
    *_numbers("cases", "missed", "unknown", "left_out", "left_out_missed"),
    *_numbers("used", "waiting_user", "waiting_customer", "waiting_third"),
    sa.PrimaryKeyConstraint("evaluation", "indicator", "service", "unit", "segment", "priority"),
)

TICKET_FLOW = sa.Table(
    "ticket_flow",
    RESULTS,
    _of_evaluation(),
    *_texts("service", "unit", "segment", "priority", "kind"),
    # Within the month: tickets opened, ended, reopened, handed from team to team; open at its end, or now.
    *_numbers("opened", "ended", "reopened", "hand_overs", "open_at_end"),
    sa.PrimaryKeyConstraint("evaluation", "service", "unit", "segment", "priority", "kind"),
)

OPEN_TICKET = sa.Table(
    "open_ticket",
    RESULTS,
    _of_evaluation(),
    *_numbers("ticket_id"),
    *_texts("service", "unit", "segment", "priority", "kind"),
    # Whom it waits for: supplier, user, customer, third, or `unmapped` where its status is not known.
    *_texts("waits_for"),
    *_numbers("opened_at"),
    sa.PrimaryKeyConstraint("evaluation", "ticket_id"),
)

OPEN_CASE = sa.Table(
    "open_case",
    RESULTS,
    _of_evaluation(),
    *_texts("indicator"),
    *_numbers("ticket_id"),
    # Of several cycles of one ticket the number of the one that runs.
    *_numbers("cycle"),
    *_texts("service", "unit", "segment", "priority"),
    *_numbers("used", "in_working_days", "missed"),
    *_numbers("limit_amount", "due_at", optional=True),
    sa.PrimaryKeyConstraint("evaluation", "indicator", "ticket_id", "cycle"),
)

MAINTENANCE_WINDOW = sa.Table(
    "maintenance_window",
    RESULTS,
    _of_evaluation(),
    *_texts("service", "unit"),
    *_numbers("starts_at", "ends_at"),
    *_numbers("announced_at", optional=True),
    sa.Index("maintenance_window_evaluation", "evaluation"),
)

BURN_RATE = sa.Table(
    "burn_rate",
    RESULTS,
    _of_evaluation(),
    *_texts("indicator", "service"),
    *_numbers("window_seconds"),
    # What was missed of what counted in the window up to `known_at`: user-seconds, seconds or cases; nothing
    # counted is 0 of 0, and has no rate. `allowed` is the share the target leaves to miss, an exact fraction.
    *_numbers("missed", "counted"),
    *_texts("allowed"),
    sa.PrimaryKeyConstraint("evaluation", "indicator", "service", "window_seconds"),
)

SHOWN = (
    CONTRACT_CARD,
    DECISION_DATE,
    NAMED_INDICATOR,
    NAMED_SERVICE,
    NAMED_UNIT,
    NAMED_TRIGGER,
    TICKET_GROUP,
    TICKET_FLOW,
    OPEN_TICKET,
    OPEN_CASE,
    MAINTENANCE_WINDOW,
    BURN_RATE,
)
"""All of them; they go when an evaluation is replaced."""
