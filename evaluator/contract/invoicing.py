"""Where credits stand on the supplier's invoices, so that they can be held against what was credited."""

from enum import StrEnum

from pydantic import Field

from evaluator.contract.parts import Terms


class AmountUnit(StrEnum):
    """What one of a measurement's value is: a krona, or an öre (a hundredth of the currency)."""

    CURRENCY = "currency"
    MINOR = "minor"


class CreditSign(StrEnum):
    """How a credit is written on the invoice."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class InvoicedCredits(Terms):
    """The measurements that tell what invoices credited, by service and the month it is a credit for."""

    data: tuple[str, ...] = Field(min_length=1, description="sources that bring them")
    measure: str = Field(min_length=1, description="the measure that is the amount credited")
    unit: AmountUnit
    credits_are: CreditSign
