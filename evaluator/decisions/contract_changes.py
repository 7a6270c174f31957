"""The register of what was added to the contract or altered in it, each with its value."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from evaluator.contract.credits import Money
from evaluator.contract.parts import Name, Terms
from evaluator.decisions.parts import Said

_MOST = 10**13


class LegalClass(StrEnum):
    """The rule of LOU (2016:1145) chapter 17 that a person bases a change on."""

    SMALL_VALUE = "lou_17_9"
    CLAUSE = "lou_17_10"
    SUPPLEMENTARY = "lou_17_11"
    UNFORESEEABLE = "lou_17_12"
    OTHER_SUPPLIER = "lou_17_13"
    NOT_SUBSTANTIAL = "lou_17_14"
    NOT_ASSESSED = "not_assessed"


class Assessment(Terms):
    """Which rule a change rests on: entered by a person, with reasons, and never inferred."""

    legal_class: LegalClass
    by: Said = Field(description="name of the person who assessed it")
    day: date
    reasoning: Said


class ContractChange(Terms):
    """Something added or altered; `value` is below 0 where the contract became cheaper."""

    id: Name
    day: date = Field(description="when it was agreed")
    what: Said
    value: Money = Field(
        ge=-_MOST, le=_MOST, description="over the rest of the term, in the contract's currency"
    )
    amendment: str | None = Field(
        default=None, description="id of the amendment; null: it altered no term here"
    )
    assessment: Assessment | None = Field(default=None, description="null: nobody assessed it yet")

    def legal_class_on(self, day: date) -> LegalClass:
        """Return the class that had been entered by the end of `day`."""
        if self.assessment is None or self.assessment.day > day:
            return LegalClass.NOT_ASSESSED
        return self.assessment.legal_class

    @property
    def size(self) -> Decimal:
        """The value whether it went up or down."""
        return abs(self.value)


class ContractChanges(Terms):
    """All changes."""

    contract_changes: tuple[ContractChange, ...] = ()
