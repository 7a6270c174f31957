"""Words of the ledger: its amounts, its entries, and how it parts from invoices."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dashboards.wording import Wording
from dashboards.wording.words import marked
from evaluator.contract.contract import Contract
from evaluator.core.follow_up.balances import Balance
from evaluator.core.follow_up.invoices import InvoiceDifference, InvoiceFinding
from evaluator.decisions.ledger import Claimed, Credited, LedgerEntry, Waived

AMOUNTS = {
    "calculated": marked("Calculated"),
    "claimed": marked("Claimed"),
    "credited": marked("Credited"),
    "disputed": marked("In dispute"),
    "fallen": marked("Lost in dispute"),
    "outstanding": marked("Outstanding"),
    "waived": marked("Waived"),
    "lapsed": marked("Lapsed"),
    "open": marked("Not yet claimed"),
}
"""The columns of amounts in order, by the field of a balance."""

_DONE = {
    "claimed": marked("Claimed"),
    "credited": marked("Credited"),
    "disputed": marked("Disputed by the supplier"),
    "settled": marked("Dispute settled"),
    "withdrawn": marked("Claim withdrawn"),
    "waived": marked("Waived"),
}


@dataclass(frozen=True)
class LedgerWords:
    """What the ledger is told in: a language, a currency, and what services are called."""

    wording: Wording
    currency: str
    services: Mapping[str, str]

    def money(self, amount: Decimal | None) -> str:
        """Return an amount, a dash where nobody knows it."""
        return "\N{EN DASH}" if amount is None else self.wording.money(amount, self.currency)

    def service(self, name: str | None) -> str:
        """Return what a service is called; of no service the words for all of them."""
        return self.wording.text("All services") if name is None else self.services.get(name, name)

    def place(self, period: str, service: str | None) -> str:
        """Return `Servicedesk, oktober 2026`."""
        return f"{self.service(service)}, {self.wording.month(period)}"

    def done(self, entry: LedgerEntry) -> str:
        """Return what an entry says was done."""
        return self.wording.text(_DONE[entry.kind])


def ledger_words(contract: Contract, wording: Wording) -> LedgerWords:
    """Return the words of the ledger of `contract`."""
    labels = {service.id: service.label.in_language(wording.language) for service in contract.services}
    return LedgerWords(wording, contract.contract.currency, labels)


def sum_up(total: Balance, words: LedgerWords) -> str:
    """Return the one sentence a decision quotes."""
    return words.wording.text(
        "Calculated credits amount to {calculated}, of which {credited} has been credited and {disputed} is "
        "in dispute.",
        calculated=words.money(total.calculated),
        credited=words.money(total.credited),
        disputed=words.money(total.disputed),
    )


def tell_difference(one: InvoiceDifference, words: LedgerWords) -> str:
    """Return how a month's invoices of a service part from the ledger."""
    place, credited = words.place(one.period, one.service), words.money(one.credited)
    shown, difference = words.money(one.on_invoices), words.money(one.difference)
    text = words.wording.text
    if one.finding is InvoiceFinding.NOT_ON_INVOICE:
        return text(
            "{place}: {credited} is noted as credited, and no invoice shows it.",
            place=place,
            credited=credited,
        )
    if one.finding is InvoiceFinding.NOT_IN_LEDGER:
        return text(
            "{place}: invoices credit {shown}, and the ledger has no such entry.", place=place, shown=shown
        )
    return text(
        "{place}: {credited} is noted as credited, and invoices show {shown}; difference {difference}.",
        place=place,
        credited=credited,
        shown=shown,
        difference=difference,
    )


def tell_grounds(entry: LedgerEntry) -> str:
    """Return what an entry gives as its reference or its reason."""
    if isinstance(entry, Claimed):
        return entry.reference
    return entry.invoice if isinstance(entry, Credited) else entry.reason


def done_by(entry: LedgerEntry) -> str:
    """Return who an entry says did it."""
    return entry.decided_by if isinstance(entry, Waived) else entry.by or ""
