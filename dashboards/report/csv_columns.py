"""The columns of the CSV report, and cells that no spreadsheet runs."""

from collections.abc import Mapping
from decimal import Decimal

from dashboards.ledger.words import AMOUNTS
from dashboards.wording.words import marked

Cell = str | int | Decimal | bool | None
Row = Mapping[str, Cell]

# spreadsheets run text that begins with one of these (OWASP, CSV Injection); full-width forms included
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

COLUMNS = {
    "row": marked("Row"),
    "indicator": marked("Indicator"),
    "label": marked("Label"),
    "service": marked("Service"),
    "segment": marked("Segment"),
    "unit": marked("Unit"),
    "period": marked("Period"),
    "target": marked("Target"),
    "verdict_measured": marked("Verdict as measured"),
    "verdict_after": marked("Verdict after agreed exclusions"),
    "measured": marked("As measured"),
    "measured_numerator": marked("Numerator as measured"),
    "measured_denominator": marked("Denominator as measured"),
    "after": marked("After agreed exclusions"),
    "after_numerator": marked("Numerator after agreed exclusions"),
    "after_denominator": marked("Denominator after agreed exclusions"),
    "difference": marked("Difference"),
    "minutes_measured": marked("Minutes lost as measured"),
    "minutes_after": marked("Minutes lost after agreed exclusions"),
    "minutes_difference": marked("Difference in minutes"),
    "cases_measured": marked("Cases as measured"),
    "cases_after": marked("Cases after agreed exclusions"),
    "cases_difference": marked("Difference in cases"),
    "pending": marked("If pending exclusions are accepted"),
    "pending_numerator": marked("Numerator if pending exclusions are accepted"),
    "pending_denominator": marked("Denominator if pending exclusions are accepted"),
    "cases": marked("Cases"),
    "misses": marked("Misses"),
    "known": marked("Known"),
    "expected": marked("To be known"),
    "low": marked("Lowest possible"),
    "high": marked("Highest possible"),
    "confidence_low": marked("95% confidence from"),
    "confidence_high": marked("95% confidence to"),
    "binding": marked("Limit that binds"),
    "response": marked("Response"),
    "budget": marked("Room left by the target"),
    "budget_used": marked("Of it used"),
    "trend": marked("Trend"),
    "trend_slope": marked("Change a period"),
    "trend_p_value": marked("Probability without a trend"),
    "trend_periods": marked("Periods judged"),
    "forecast": marked("Forecast"),
    "basis": marked("Basis"),
    "points": marked("Points"),
    "points_after_repeat": marked("Points after repeat"),
    **AMOUNTS,
    "on_invoices": marked("On invoices"),
    "ticket": marked("Ticket"),
    "priority": marked("Priority"),
    "state": marked("State"),
    "started": marked("Started (UTC)"),
    "ended": marked("Ended (UTC)"),
    "used": marked("Time used"),
    "limit": marked("Limit"),
    "unit_of_time": marked("Unit of time"),
    "waiting_user": marked("Waited for the user (s)"),
    "waiting_customer": marked("Waited for the customer (s)"),
    "waiting_third": marked("Waited for a third party (s)"),
    "due": marked("Due (UTC)"),
    "told_on": marked("Told on"),
    "beyond_longest_wait": marked("Waited longer than accepted (s)"),
    "outcome": marked("Outcome"),
    "counted": marked("Counted (s)"),
    "planned": marked("In agreed maintenance (s)"),
    "users_affected": marked("Users hit"),
    "left_out_by": marked("Left out by"),
    "explain": marked("Explained by"),
}
"""The headings in order, by the name of the column."""


def defuse(cell: Cell) -> str:
    """Return a cell as text; what a spreadsheet would run as a formula gets an apostrophe in front.

    Numbers are ours and stay as they are.
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return str(cell)
