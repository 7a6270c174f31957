"""The ledger: calculated credits, what people did about them, and what lapses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from evaluator.core.follow_up.balances import Balance, total_of
from evaluator.core.follow_up.invoices import InvoiceDifference, compare
from evaluator.core.follow_up.laying import Cell, Excess, lay
from evaluator.decisions.ledger import LedgerEntry


@dataclass(frozen=True)
class CalculatedCredit:
    """A service's credit of one month, after agreed exclusions, and the day a claim for it lapses."""

    period: str
    service: str
    amount: Decimal
    lapses_on: date


@dataclass(frozen=True)
class LedgerFacts:
    """What the ledger is made from beside the entries.

    `calculated` is by month, of a month in the contract's order of services. `on_invoices` holds what
    invoices show by month and service; None where the contract does not follow them. `unjudged` are months
    without results that could be claimed, between the first month judged and the last one over.
    """

    currency: str
    calculated: tuple[CalculatedCredit, ...]
    on_invoices: Mapping[Cell, Decimal] | None
    unjudged: tuple[str, ...] = ()


@dataclass(frozen=True)
class LedgerRow:
    """One service in one month; `on_invoices` is None where no invoice says anything."""

    period: str
    service: str
    balance: Balance
    lapses_on: date
    on_invoices: Decimal | None

    @property
    def last_day_to_claim(self) -> date:
        """The last day on which it can be claimed."""
        return self.lapses_on - timedelta(days=1)


@dataclass(frozen=True)
class Ledger:
    """Every credit as it stood at the end of `day`; with `is_part` of some months only.

    `entries` are those made by then; `excesses` those over what was there, `unplaced` those about a month or
    service of which no credit is known, which are in no sum.
    """

    day: date
    currency: str
    rows: tuple[LedgerRow, ...]
    entries: tuple[LedgerEntry, ...]
    excesses: tuple[Excess, ...]
    unplaced: tuple[LedgerEntry, ...]
    differences: tuple[InvoiceDifference, ...]
    follows_invoices: bool
    unjudged: tuple[str, ...]
    is_part: bool = False

    @property
    def total(self) -> Balance:
        """The sum of all rows."""
        return total_of(row.balance for row in self.rows)

    def by_month(self) -> dict[str, Balance]:
        """Return the sum of each month, in the order of rows."""
        months = dict.fromkeys(row.period for row in self.rows)
        return {name: total_of(row.balance for row in self.rows if row.period == name) for name in months}

    def by_service(self) -> dict[str, Balance]:
        """Return the sum of each service, in the order of rows."""
        services = dict.fromkeys(row.service for row in self.rows)
        return {name: total_of(row.balance for row in self.rows if row.service == name) for name in services}

    def lapsing_within(self, days: int) -> tuple[LedgerRow, ...]:
        """Return the rows with something open that lapses on one of the next `days` days, soonest first."""
        until = self.day + timedelta(days=days)
        found = [row for row in self.rows if row.balance.open > 0 and row.lapses_on <= until]
        return tuple(sorted(found, key=lambda row: row.lapses_on))

    def between(self, first: str | None, last: str | None) -> "Ledger":
        """Return the part about the months from `first` to `last`, both included; None: without that end."""

        def within(period: str) -> bool:
            return (first is None or first <= period) and (last is None or period <= last)

        return replace(
            self,
            rows=tuple(row for row in self.rows if within(row.period)),
            entries=tuple(entry for entry in self.entries if within(entry.period)),
            excesses=tuple(one for one in self.excesses if within(one.entry.period)),
            unplaced=tuple(entry for entry in self.unplaced if within(entry.period)),
            differences=tuple(one for one in self.differences if within(one.period)),
            unjudged=tuple(name for name in self.unjudged if within(name)),
            is_part=self.is_part or first is not None or last is not None,
        )


def make_ledger(facts: LedgerFacts, entries: Iterable[LedgerEntry], day: date) -> Ledger:
    """Return the ledger as it stood at the end of `day`: entries of a later day are not made yet.

    What was neither claimed nor waived lapses on the day that follows from the contract
    (`follow_up.lapse`). Amounts are exact; the sums close as `Balance` says.
    """
    made = tuple(entry for entry in entries if entry.day <= day)
    shown = {} if facts.on_invoices is None else facts.on_invoices
    laid = lay({(one.period, one.service): one.amount for one in facts.calculated}, made)
    rows = tuple(
        LedgerRow(
            period=one.period,
            service=one.service,
            balance=laid.accounts[one.period, one.service].balance(has_lapsed=one.lapses_on <= day),
            lapses_on=one.lapses_on,
            on_invoices=shown.get((one.period, one.service)),
        )
        for one in facts.calculated
    )
    return Ledger(
        day=day,
        currency=facts.currency,
        rows=rows,
        entries=made,
        excesses=laid.excesses,
        unplaced=laid.unplaced,
        differences=_differences(rows, facts.on_invoices),
        follows_invoices=facts.on_invoices is not None,
        unjudged=facts.unjudged,
    )


def _differences(
    rows: Sequence[LedgerRow], on_invoices: Mapping[Cell, Decimal] | None
) -> tuple[InvoiceDifference, ...]:
    if on_invoices is None:
        return ()
    credited = {(row.period, row.service): row.balance.credited for row in rows}
    cells = sorted({*credited, *on_invoices})
    found = [compare(*cell, credited.get(cell, Decimal(0)), on_invoices.get(cell)) for cell in cells]
    return tuple(one for one in found if one is not None)
