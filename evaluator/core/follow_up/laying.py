"""Laying the entries of the ledger on the credits they are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluator.core.follow_up.balances import NOTHING, Account
from evaluator.decisions.ledger import (
    Claimed,
    Credited,
    Disputed,
    LedgerEntry,
    Settled,
    Waived,
    Withdrawn,
    amount_of,
)

Cell = tuple[str, str]
"""A month and a service."""


@dataclass(frozen=True)
class Excess:
    """An entry over what there was to claim, credit, dispute, settle or withdraw when it was made.

    What was claimed, waived or credited counts all the same, as it was done; the rest of a dispute, its
    settlement or a withdrawal does not, as nothing was there that it could be about.
    """

    entry: LedgerEntry
    available: Decimal

    @property
    def too_much(self) -> Decimal:
        """The part for which nothing was there."""
        return amount_of(self.entry) - self.available


@dataclass(frozen=True)
class Laid:
    """Entries laid on accounts; `unplaced` are about a month or service of which no credit is known."""

    accounts: Mapping[Cell, Account]
    excesses: tuple[Excess, ...]
    unplaced: tuple[LedgerEntry, ...]


def lay(calculated: Mapping[Cell, Decimal], entries: Iterable[LedgerEntry]) -> Laid:
    """Return the accounts of all credits after all entries, by day and of one day in the order given.

    An entry that names no service is laid on the services of its month in the order of `calculated`, on each
    as far as it goes; what is left of it is on the last.
    """
    accounts = {cell: Account(amount) for cell, amount in calculated.items()}
    excesses, unplaced = [], []
    for entry in sorted(entries, key=lambda entry: entry.day):
        found = [account for cell, account in accounts.items() if _is_about(entry, cell)]
        if not found:
            unplaced.append(entry)
            continue
        available = sum((room_for(entry, account) for account in found), NOTHING)
        if amount_of(entry) > available:
            excesses.append(Excess(entry, available))
        _lay_one(entry, found)
    return Laid(accounts, tuple(excesses), tuple(unplaced))


def room_for(entry: LedgerEntry, account: Account) -> Decimal:
    """Return how much of `account` an entry like `entry` can be about; not below 0."""
    if isinstance(entry, Claimed | Waived):
        return max(account.unclaimed, NOTHING)
    if isinstance(entry, Settled):
        return account.disputed
    return max(account.outstanding, NOTHING)


def _is_about(entry: LedgerEntry, cell: Cell) -> bool:
    return cell[0] == entry.period and entry.service in {None, cell[1]}


def _lay_one(entry: LedgerEntry, accounts: Sequence[Account]) -> None:
    if isinstance(entry, Settled):
        _lay_settled(entry, accounts)
        return
    left = entry.amount
    for account in accounts:
        part = min(left, room_for(entry, account))
        _add(entry, account, part)
        left -= part
    if isinstance(entry, Claimed | Waived | Credited):
        _add(entry, accounts[-1], left)


def _add(entry: Claimed | Waived | Credited | Disputed | Withdrawn, account: Account, part: Decimal) -> None:
    if isinstance(entry, Claimed):
        account.claimed += part
    elif isinstance(entry, Waived):
        account.waived += part
    elif isinstance(entry, Credited):
        account.credited += part
    elif isinstance(entry, Disputed):
        account.disputed += part
    else:
        account.claimed -= part
        account.withdrawn += part


def _lay_settled(entry: Settled, accounts: Sequence[Account]) -> None:
    """What stands is claimed as before the dispute; what falls is lost."""
    stands, falls = entry.stands, entry.falls
    for account in accounts:
        kept = min(stands, account.disputed)
        account.disputed -= kept
        lost = min(falls, account.disputed)
        account.disputed -= lost
        account.fallen += lost
        stands, falls = stands - kept, falls - lost
