"""The ledger as CSV for spreadsheets."""

import csv
import io

from dashboards.ledger.document import row_document
from dashboards.ledger.words import AMOUNTS, ledger_words
from dashboards.report.csv_columns import defuse
from dashboards.report.csv_form import BYTE_ORDER_MARK
from dashboards.wording import Wording
from dashboards.wording.words import marked
from evaluator.contract.contract import Contract
from evaluator.core.follow_up.ledger import Ledger

_BESIDE = {
    "too_much": marked("Claimed or waived too much"),
    "credited_too_much": marked("Credited beyond the claims"),
    "withdrawn": marked("Claim withdrawn"),
}
_COLUMNS = {
    "period": marked("Month"),
    "service": marked("Service"),
    **AMOUNTS,
    **_BESIDE,
    "on_invoices": marked("On invoices"),
    "last_day_to_claim": marked("Last day to claim"),
}


def render_ledger_csv(ledger: Ledger, contract: Contract, wording: Wording) -> str:
    """Return a row for each month and service: semicolons, CRLF, a byte order mark, exact amounts."""
    words, file = ledger_words(contract, wording), io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([wording.text(heading) for heading in _COLUMNS.values()])
    for row in ledger.rows:
        cells = {**row_document(row), "service": words.service(row.service)}
        writer.writerow([defuse(cells[name]) for name in _COLUMNS])
    return BYTE_ORDER_MARK + file.getvalue()
