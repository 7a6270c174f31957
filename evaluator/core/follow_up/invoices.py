"""What invoices show, held against what the ledger says was credited."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class InvoiceFinding(StrEnum):
    """How the ledger and the invoices part."""

    NOT_ON_INVOICE = "not_on_invoice"
    NOT_IN_LEDGER = "not_in_ledger"
    DIFFERENT = "different"


@dataclass(frozen=True)
class InvoiceDifference:
    """A month and service of which ledger and invoices say different things.

    `on_invoices` is None where no invoice says anything, which is not the same as 0.
    """

    period: str
    service: str
    finding: InvoiceFinding
    credited: Decimal
    on_invoices: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """What invoices show less what the ledger says; None where no invoice says anything."""
        return None if self.on_invoices is None else self.on_invoices - self.credited


def compare(
    period: str, service: str, credited: Decimal, on_invoices: Decimal | None
) -> InvoiceDifference | None:
    """Return how a month's credits of a service part from its invoices; None where they agree."""
    if on_invoices is None:
        finding = InvoiceFinding.NOT_ON_INVOICE
        return None if credited == 0 else InvoiceDifference(period, service, finding, credited, None)
    if on_invoices == credited:
        return None
    finding = InvoiceFinding.NOT_IN_LEDGER if credited == 0 else InvoiceFinding.DIFFERENT
    return InvoiceDifference(period, service, finding, credited, on_invoices)
