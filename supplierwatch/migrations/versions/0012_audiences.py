"""Which roles of PostgreSQL read which rows.

Every table of results gets one policy. What it compares with is asked once per statement (sub-selects that
depend on no row), not once per row; a role that is no audience reads nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KIND = "(SELECT kind FROM audience WHERE role = current_user)"
_OWN_UNITS = "(ARRAY(SELECT unit FROM audience_unit WHERE role = current_user))"
_SEALED = "(ARRAY(SELECT evaluation FROM seal))"

_ALL, _NOTHING = "true", "false"
_OWN = f"unit = ANY {_OWN_UNITS}"
_WHOLE_OR_OWN = f"unit = '' OR {_OWN}"
_WHOLE_OR_OWN_NO_SEGMENT = f"(unit = '' AND segment = '') OR {_OWN}"
_OF_SEALED = f"evaluation = ANY {_SEALED}"
_OF_PERIOD = "occasion = 'period_end'"

# Of each table what a unit's reader sees, and what the supplier sees.
_ROWS = {
    "evaluation": (_ALL, f"number = ANY {_SEALED}"),
    "evaluation_input": (_ALL, _OF_SEALED),
    "calendar_used": (_ALL, _OF_SEALED),
    # Who asked to leave what out, with tickets and units of all.
    "exclusion_used": (_NOTHING, _OF_SEALED),
    "outcome": (_WHOLE_OR_OWN_NO_SEGMENT, _OF_SEALED),
    # Forecasts for days on which the customer decides are the customer's.
    "forecast": (_OF_PERIOD, f"{_OF_SEALED} AND {_OF_PERIOD}"),
    "service_credit": (_ALL, _OF_SEALED),
    "score": (_ALL, _OF_SEALED),
    "area_score": (_ALL, _OF_SEALED),
    "ticket_evidence": (_OWN, _OF_SEALED),
    "outage_evidence": (_WHOLE_OR_OWN_NO_SEGMENT, _OF_SEALED),
    "compared_statement": (_WHOLE_OR_OWN_NO_SEGMENT, _OF_SEALED),
    "source_health": (_ALL, _OF_SEALED),
    "credit_line": (_ALL, _OF_SEALED),
    "credit_total": (_ALL, _OF_SEALED),
    "trigger_state": (_ALL, _OF_SEALED),
    "reconciled_source": (_ALL, _OF_SEALED),
    "reconciled_figure": (_ALL, _OF_SEALED),
    # A ticket stands there without its unit.
    "ticket_difference": (_NOTHING, _OF_SEALED),
    "outage_difference": (_WHOLE_OR_OWN, _OF_SEALED),
    "presented": (_ALL, _OF_SEALED),
    "seal": (_ALL, _ALL),
    # Its subjects are tickets and units of all.
    "seal_difference": (_NOTHING, _ALL),
    "contract_card": (_ALL, _OF_SEALED),
    "decision_date": (_NOTHING, _NOTHING),
    "named_indicator": (_ALL, _OF_SEALED),
    "named_service": (_ALL, _OF_SEALED),
    "named_unit": (_OWN, _OF_SEALED),
    "named_trigger": (_ALL, _OF_SEALED),
    # Tickets without a unit are nobody's own.
    "ticket_group": (_OWN, _OF_SEALED),
    "ticket_flow": (_OWN, _OF_SEALED),
    "open_ticket": (_OWN, _OF_SEALED),
    "open_case": (_OWN, _OF_SEALED),
    "maintenance_window": (_WHOLE_OR_OWN, _OF_SEALED),
    "burn_rate": (_ALL, _OF_SEALED),
}

# The one table of facts that is read: a ticket's name, by whoever sees a row of the ticket. The policies of
# the tables asked here hold for the one who asks.
_TICKET_NAMES = """
    EXISTS (SELECT 1 FROM ticket_evidence AS seen WHERE seen.ticket_id = ticket_key.id)
    OR id IN (SELECT ticket_id FROM open_ticket)
    OR id IN (SELECT ticket_id FROM open_case)
"""


def upgrade() -> None:
    """Add the tables, and the policies where the database has such."""
    op.create_table(
        "audience",
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.CheckConstraint("kind IN ('reader', 'unit_reader', 'supplier')", name="audience_kind"),
    )
    op.create_table(
        "audience_unit",
        sa.Column("role", sa.Text, sa.ForeignKey("audience.role"), primary_key=True),
        sa.Column("unit", sa.Text, primary_key=True),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, condition in _policies().items():
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY audience_reads ON {table} FOR SELECT USING ({condition})")


def _policies() -> dict[str, str]:
    of_results = {table: _condition(unit, supplier) for table, (unit, supplier) in _ROWS.items()}
    # An audience sees itself alone; these two are asked by all other policies.
    of_itself = dict.fromkeys(("audience", "audience_unit"), "role = current_user")
    return {**of_itself, **of_results, "ticket_key": f"{_KIND} = 'reader' OR {_TICKET_NAMES}"}


def _condition(unit: str, supplier: str) -> str:
    return (
        f"{_KIND} = 'reader' OR ({_KIND} = 'unit_reader' AND ({unit})) "
        f"OR ({_KIND} = 'supplier' AND ({supplier}))"
    )


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "postgresql":
        for table in _policies():
            op.execute(f"DROP POLICY audience_reads ON {table}")
            op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.drop_table("audience_unit")
    op.drop_table("audience")
