"""One balance of the ledger: what became of calculated credits, in sums that always close."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Balance:
    """What became of credits, in the contract's currency; none of it is below 0.

    The sums close, for a month, a service and in total:

    * calculated + too_much = claimed + waived + lapsed + open
    * claimed + credited_too_much = credited + disputed + fallen + outstanding

    `claimed` are the claims that stand, without those `withdrawn`, which are open again. `too_much` is what
    was claimed or waived beyond what is calculated now, as a restatement can make it; `credited_too_much`
    what was credited beyond the claims. `fallen` was lost when a dispute was settled.
    """

    calculated: Decimal = NOTHING
    too_much: Decimal = NOTHING
    claimed: Decimal = NOTHING
    waived: Decimal = NOTHING
    lapsed: Decimal = NOTHING
    open: Decimal = NOTHING
    credited: Decimal = NOTHING
    credited_too_much: Decimal = NOTHING
    disputed: Decimal = NOTHING
    fallen: Decimal = NOTHING
    outstanding: Decimal = NOTHING
    withdrawn: Decimal = NOTHING

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Balance)}
        )


def total_of(balances: Iterable[Balance]) -> Balance:
    """Return the sum of some balances, nothing where there are none."""
    return sum(balances, Balance())


@dataclass
class Account:
    """A service's credit of one month while entries are laid on it, one after another."""

    calculated: Decimal
    claimed: Decimal = NOTHING
    waived: Decimal = NOTHING
    credited: Decimal = NOTHING
    disputed: Decimal = NOTHING
    fallen: Decimal = NOTHING
    withdrawn: Decimal = NOTHING

    @property
    def unclaimed(self) -> Decimal:
        """What is neither claimed nor waived; below 0 where that is more than was calculated."""
        return self.calculated - self.claimed - self.waived

    @property
    def outstanding(self) -> Decimal:
        """What was claimed and neither credited, disputed nor lost; below 0 where more was credited."""
        return self.claimed - self.credited - self.disputed - self.fallen

    def balance(self, *, has_lapsed: bool) -> Balance:
        """Return the balance; what is not claimed lapsed, or is open."""
        left = max(self.unclaimed, NOTHING)
        return Balance(
            calculated=self.calculated,
            too_much=max(-self.unclaimed, NOTHING),
            claimed=self.claimed,
            waived=self.waived,
            lapsed=left if has_lapsed else NOTHING,
            open=NOTHING if has_lapsed else left,
            credited=self.credited,
            credited_too_much=max(-self.outstanding, NOTHING),
            disputed=self.disputed,
            fallen=self.fallen,
            outstanding=max(self.outstanding, NOTHING),
            withdrawn=self.withdrawn,
        )
