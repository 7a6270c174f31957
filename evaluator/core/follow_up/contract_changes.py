"""Changes of the contract summed up against the limits of LOU 17 kap. 9 §; what they mean people say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.procurement import ProcurementTerms
from evaluator.decisions.contract_changes import ContractChange, LegalClass


class Standing(StrEnum):
    """Where a sum of changes lies; being below the limits is only a part of what the law asks."""

    BELOW = "below"
    NOT_BELOW = "not_below"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True)
class ClassSum:
    """The changes of one legal class: their number, their sum, and their sum whether up or down."""

    legal_class: LegalClass
    changes: int
    net: Decimal
    absolute: Decimal


@dataclass(frozen=True)
class Limits:
    """What changes of small value stay below: each is None where the contract does not state its base.

    `of_value` is a share of the contract's value, `threshold` the EU threshold.
    """

    of_value: Fraction | None
    threshold: Decimal | None

    @property
    def lower(self) -> Fraction | None:
        """The one that binds; None where either is not stated, as nothing is assumed."""
        if self.of_value is None or self.threshold is None:
            return None
        return min(self.of_value, Fraction(self.threshold))


@dataclass(frozen=True)
class Headroom:
    """A sum of changes, up or down, against the limit that binds; `left` is below 0 beyond it."""

    used: Decimal
    limit: Fraction | None

    @property
    def left(self) -> Fraction | None:
        """What is left below the limit; None where no limit is known."""
        return None if self.limit is None else self.limit - Fraction(self.used)

    @property
    def standing(self) -> Standing:
        """Whether the sum is below the limit; exactly at it is not."""
        if self.left is None:
            return Standing.NOT_ASSESSABLE
        return Standing.BELOW if self.left > 0 else Standing.NOT_BELOW


@dataclass(frozen=True)
class ChangeRegister:
    """Every change agreed by the end of `day`, by the class a person entered by then.

    `small` holds those entered as LOU 17 kap. 9 § against the limits, `with_unassessed` the same and all that
    nobody has assessed. `unregistered` are amendments that no entry of the register names.
    """

    day: date
    changes: tuple[ContractChange, ...]
    sums: tuple[ClassSum, ...]
    net: Decimal
    absolute: Decimal
    terms: ProcurementTerms | None
    limits: Limits
    small: Headroom
    with_unassessed: Headroom
    unregistered: tuple[str, ...]


def weigh_changes(
    changes: Iterable[ContractChange],
    amendments: Iterable[str],
    terms: ProcurementTerms | None,
    day: date,
) -> ChangeRegister:
    """Return the register as it stood at the end of `day`, its sums and the headroom they leave.

    The values of LOU 17 kap. 9 § are added up whether they went up or down: a cheaper contract is a changed
    one too, and two changes that cancel each other out are still two. The sum with signs stands beside it.
    """
    every = tuple(changes)
    made = tuple(change for change in every if change.day <= day)
    limits = limits_of(terms)
    sums = {
        one: _sum(one, [change for change in made if change.legal_class_on(day) is one]) for one in LegalClass
    }
    small = sums[LegalClass.SMALL_VALUE].absolute
    unassessed = sums[LegalClass.NOT_ASSESSED].absolute
    registered = {change.amendment for change in every}
    return ChangeRegister(
        day=day,
        changes=made,
        sums=tuple(one for one in sums.values() if one.changes > 0),
        net=sum((change.value for change in made), Decimal(0)),
        absolute=sum((change.size for change in made), Decimal(0)),
        terms=terms,
        limits=limits,
        small=Headroom(small, limits.lower),
        with_unassessed=Headroom(small + unassessed, limits.lower),
        unregistered=tuple(name for name in amendments if name not in registered),
    )


def limits_of(terms: ProcurementTerms | None) -> Limits:
    """Return the limits that the terms give; what they do not state is None."""
    if terms is None:
        return Limits(None, None)
    value, threshold = terms.contract_value, terms.threshold
    return Limits(
        of_value=None if value is None else Fraction(value) * terms.subject.small_share,
        threshold=None if threshold is None else threshold.amount,
    )


def _sum(legal_class: LegalClass, changes: list[ContractChange]) -> ClassSum:
    return ClassSum(
        legal_class=legal_class,
        changes=len(changes),
        net=sum((change.value for change in changes), Decimal(0)),
        absolute=sum((change.size for change in changes), Decimal(0)),
    )
