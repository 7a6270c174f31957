"""The whole ledger as one page of HTML that needs nothing else."""

from collections.abc import Sequence

from dashboards.ledger.section import build_ledger
from dashboards.report.html_form import PACKAGE, STYLE
from dashboards.report.page import page_environment, page_style, style_hash
from dashboards.wording import Wording
from evaluator.contract.contract import Contract
from evaluator.core.follow_up.ledger import Ledger, LedgerRow


def render_ledger_html(
    ledger: Ledger, lapsing: Sequence[LedgerRow], contract: Contract, wording: Wording
) -> str:
    """Return the ledger as one self-contained page; all that comes from files and results is escaped."""
    style = page_style(STYLE)
    return (
        page_environment(PACKAGE)
        .get_template("ledger_page.html")
        .render(
            ledger=build_ledger(ledger, lapsing, contract, wording),
            title=contract.contract.title.in_language(wording.language),
            language=wording.language,
            text=wording.text,
            style=style,
            style_hash=style_hash(style),
        )
    )
