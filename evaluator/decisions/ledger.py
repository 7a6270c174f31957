"""The ledger: what people did about calculated credits - claimed, credited, disputed, waived."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from evaluator.contract.credits import Money
from evaluator.contract.parts import Name, Terms
from evaluator.decisions.parts import MonthName, Said

LEGAL_NOTE = (
    "not applying essential terms such as penalties, time and again, can itself be seen as an unlawful "
    "change of the contract (LOU 17 kap.)"
)
"""Why a waiver needs so much (domain: Upphandlingsmyndigheten, from the preparatory works)."""

_NEEDED_TO_WAIVE = ("decided_by", "reason", "legal_review")


def _in_minor_units(found: Decimal) -> Decimal:
    if (Fraction(found) * 100).denominator != 1:
        raise ValueError("an amount has at most two decimals")
    return found


_MOST = 10**13
Amount = Annotated[Money, AfterValidator(_in_minor_units), Field(gt=0, le=_MOST)]
AmountOrNothing = Annotated[Money, AfterValidator(_in_minor_units), Field(ge=0, le=_MOST)]


def last_day_of(month: str) -> date:
    """Return the last day of the month called `2026-10`."""
    year, number = (int(part) for part in month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


class _Entry(Terms):
    """What every entry says; without a `service` it is about all services of its month together."""

    id: Name
    period: MonthName
    service: Name | None = None
    day: date = Field(description="when it was done")
    currency: str | None = Field(default=None, description="null: that of the contract")

    @model_validator(mode="after")
    def _after_its_month(self) -> "_Entry":
        last = last_day_of(self.period)
        if self.day <= last:
            raise ValueError(f"it is dated {self.day}, before {self.period} was over: its last day is {last}")
        return self


class Claimed(_Entry):
    """The customer claimed a credit; `late_because` says why a claim that had lapsed is made all the same."""

    kind: Literal["claimed"]
    amount: Amount
    reference: Said = Field(description="registry number of the claim")
    by: Said
    late_because: Said | None = None


class Credited(_Entry):
    """The supplier credited it."""

    kind: Literal["credited"]
    amount: Amount
    invoice: Said = Field(description="number of the invoice or credit note")
    by: Said | None = None


class Disputed(_Entry):
    """The supplier disputes a claim, or a part of it."""

    kind: Literal["disputed"]
    amount: Amount
    reason: Said
    by: Said


class Settled(_Entry):
    """A dispute came to an end: how much of the claim stands, and how much falls."""

    kind: Literal["settled"]
    stands: AmountOrNothing
    falls: AmountOrNothing
    reason: Said
    by: Said

    @model_validator(mode="after")
    def _settles_something(self) -> "Settled":
        if self.stands + self.falls == 0:
            raise ValueError("stands and falls are both 0: nothing is settled")
        return self


class Withdrawn(_Entry):
    """The customer took a claim back; what is withdrawn is open again, so that it takes no waiver's place."""

    kind: Literal["withdrawn"]
    amount: Amount
    reason: Said
    by: Said


class LegalReview(Terms):
    """Who looked at a waiver before it was decided, when, and what they found."""

    by: Said
    day: date
    finding: Said


class Waived(_Entry):
    """The customer does not claim: refused without a name, a reason and a legal review (`LEGAL_NOTE`)."""

    kind: Literal["waived"]
    amount: Amount
    decided_by: Said = Field(description="name of the person who decided")
    reason: Said
    legal_review: LegalReview

    @model_validator(mode="before")
    @classmethod
    def _refuse_without_grounds(cls, found: Any) -> Any:
        missing = [name for name in _NEEDED_TO_WAIVE if _is_empty(found, name)]
        if missing:
            raise ValueError(f"a waiver needs {', '.join(missing)}: {LEGAL_NOTE}")
        return found

    @model_validator(mode="after")
    def _reviewed_before(self) -> "Waived":
        if self.legal_review.day > self.day:
            raise ValueError(
                f"the legal review is dated {self.legal_review.day}, after the waiver of {self.day}"
            )
        return self


def _is_empty(found: Any, name: str) -> bool:
    value = found.get(name) if isinstance(found, Mapping) else None
    return value is None or (isinstance(value, str) and re.search(r"\w", value) is None)


LedgerEntry: TypeAlias = Claimed | Credited | Disputed | Settled | Withdrawn | Waived
_AnyEntry = Annotated[LedgerEntry, Field(discriminator="kind")]


class LedgerEntries(Terms):
    """All entries of the ledger."""

    entries: tuple[_AnyEntry, ...] = ()


def amount_of(entry: LedgerEntry) -> Decimal:
    """Return what an entry is about; of a settled dispute what stands and what falls together."""
    return entry.stands + entry.falls if isinstance(entry, Settled) else entry.amount
