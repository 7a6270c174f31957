"""Ledgers for tests: two services in October and November 2026, claims that lapse after three months."""

from datetime import date
from decimal import Decimal
from typing import Any

from evaluator.core.follow_up.lapse import lapses_on
from evaluator.core.follow_up.ledger import CalculatedCredit, Ledger, LedgerFacts, make_ledger
from evaluator.decisions.ledger import LedgerEntries, LedgerEntry

REVIEW = {"by": "Stadsjurist", "day": "2026-11-10", "finding": "Enstaka fall"}


def entry(name: str, kind: str, day: str, **said: Any) -> dict[str, Any]:
    """Return an entry as the file says it, about October 2026 and complete but for what is `said`."""
    grounds: dict[str, dict[str, Any]] = {
        "claimed": {"reference": "KS 2026/1", "by": "Avtalsförvaltare"},
        "credited": {"invoice": "F-1"},
        "disputed": {"reason": "Fel mätt", "by": "Leverantören"},
        "settled": {"reason": "Enligt logg", "by": "Taktiskt forum"},
        "withdrawn": {"reason": "Omräknat", "by": "Avtalsförvaltare"},
        "waived": {"decided_by": "Anna Ek", "reason": "Ringa", "legal_review": REVIEW},
    }
    return {"id": name, "kind": kind, "period": "2026-10", "day": day, **grounds[kind], **said}


def entries(*found: dict[str, Any]) -> tuple[LedgerEntry, ...]:
    """Return entries as the file is read."""
    return LedgerEntries.model_validate({"entries": list(found)}).entries


def facts(
    amounts: dict[tuple[str, str], int], on_invoices: dict[tuple[str, str], int] | None = None
) -> LedgerFacts:
    """Return calculated credits by month and service."""
    calculated = tuple(
        CalculatedCredit(period, service, Decimal(amount), lapses_on(period, 3))
        for (period, service), amount in amounts.items()
    )
    shown = None if on_invoices is None else {cell: Decimal(found) for cell, found in on_invoices.items()}
    return LedgerFacts("SEK", calculated, shown)


OCTOBER = {("2026-10", "T1"): 90000, ("2026-10", "T3"): 108000}


def ledger_on(day: str, *found: dict[str, Any], amounts: dict[tuple[str, str], int] | None = None) -> Ledger:
    """Return the ledger of October (T1 90 000, T3 108 000) or of `amounts` on `day`."""
    return make_ledger(
        facts(OCTOBER if amounts is None else amounts), entries(*found), date.fromisoformat(day)
    )
