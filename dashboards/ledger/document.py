"""The ledger for programs: one JSON document."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from evaluator.core.follow_up.balances import Balance
from evaluator.core.follow_up.invoices import InvoiceDifference
from evaluator.core.follow_up.laying import Excess
from evaluator.core.follow_up.ledger import Ledger, LedgerRow

FORM_VERSION = 1


def ledger_document(ledger: Ledger, lapsing: Sequence[LedgerRow]) -> dict[str, Any]:
    """Return the ledger as plain values: amounts and days as text, what nobody knows as null."""
    return {
        "form": {"name": "supplierwatch ledger", "version": FORM_VERSION},
        "day": ledger.day.isoformat(),
        "currency": ledger.currency,
        "rows": [row_document(row) for row in ledger.rows],
        "months": {name: _balance(found) for name, found in ledger.by_month().items()},
        "services": {name: _balance(found) for name, found in ledger.by_service().items()},
        "total": _balance(ledger.total),
        "lapsing": [row_document(row) for row in lapsing],
        "follows_invoices": ledger.follows_invoices,
        "differences": [_difference(one) for one in ledger.differences],
        "over": [_excess(one) for one in ledger.excesses],
        "unplaced": [entry.id for entry in ledger.unplaced],
        "months_without_results": list(ledger.unjudged),
        "entries": [entry.model_dump(mode="json") for entry in ledger.entries],
    }


def render_ledger_json(ledger: Ledger, lapsing: Sequence[LedgerRow]) -> str:
    """Return the ledger as one JSON document."""
    return json.dumps(ledger_document(ledger, lapsing), ensure_ascii=False, indent=1) + "\n"


def row_document(row: LedgerRow) -> dict[str, str | None]:
    """Return one service in one month."""
    return {
        "period": row.period,
        "service": row.service,
        **_balance(row.balance),
        "on_invoices": _text(row.on_invoices),
        "last_day_to_claim": row.last_day_to_claim.isoformat(),
    }


def _balance(balance: Balance) -> dict[str, str]:
    return {name: str(_text(amount)) for name, amount in asdict(balance).items()}


def _difference(one: InvoiceDifference) -> dict[str, str | None]:
    return {
        "period": one.period,
        "service": one.service,
        "finding": one.finding.value,
        "credited": _text(one.credited),
        "on_invoices": _text(one.on_invoices),
        "difference": _text(one.difference),
    }


def _excess(one: Excess) -> dict[str, str | None]:
    return {"id": one.entry.id, "available": _text(one.available), "too_much": _text(one.too_much)}


def _text(amount: Decimal | None) -> str | None:
    """An amount with the decimals it needs and no other: 90000 however it was written."""
    if amount is None:
        return None
    return str(amount.to_integral_value()) if amount == amount.to_integral_value() else str(amount)
