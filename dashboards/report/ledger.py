"""The ledger in a month's report: the month by service, the sum of all months, and its rows for CSV."""

from collections.abc import Iterator

from dashboards.ledger.section import LedgerSection, build_ledger
from dashboards.ledger.words import AMOUNTS
from dashboards.report.context import Context
from dashboards.report.csv_columns import Row
from evaluator.core.follow_up.summary import FollowUp


def build_ledger_section(context: Context, follow_up: FollowUp | None) -> LedgerSection | None:
    """Return the ledger beside the results of a month; None where none was read or no credits are given."""
    if follow_up is None or follow_up.ledger is None:
        return None
    period = context.results.period.name
    return build_ledger(follow_up.ledger, follow_up.lapsing, context.contract, context.wording, period)


def ledger_rows(context: Context, follow_up: FollowUp | None) -> Iterator[Row]:
    """Yield the month's rows of the ledger, exact amounts."""
    if follow_up is None or follow_up.ledger is None:
        return
    period = context.results.period.name
    for row in follow_up.ledger.between(period, period).rows:
        yield {
            "row": context.wording.text("ledger"),
            "service": context.service(row.service),
            "period": period,
            "on_invoices": row.on_invoices,
            **{name: getattr(row.balance, name) for name in AMOUNTS},
        }
