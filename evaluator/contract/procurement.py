"""What changes of the contract are held against: its value, and the threshold of the procurement law."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import Field

from evaluator.contract.credits import Money
from evaluator.contract.parts import Terms


class ContractSubject(StrEnum):
    """What was procured, which decides the share that a small change stays below (LOU 17 kap. 9 §)."""

    SERVICES = "services"
    GOODS = "goods"
    WORKS = "works"

    @property
    def small_share(self) -> Fraction:
        """The share of the contract's value that changes of small value stay below."""
        return Fraction(15, 100) if self is ContractSubject.WORKS else Fraction(10, 100)


class Threshold(Terms):
    """The EU threshold that was looked up; it is changed every other year, so none is built in."""

    amount: Money = Field(gt=0)
    source: str = Field(min_length=1, description="where the amount was found")
    read_on: date = Field(description="when it was looked up")


class ProcurementTerms(Terms):
    """The measures of LOU 17 kap. 9 §; what is null cannot be held against, and nothing is assumed."""

    subject: ContractSubject
    contract_value: Money | None = Field(gt=0, description="in the contract's currency; null: not stated")
    threshold: Threshold | None = Field(description="null: not stated")
