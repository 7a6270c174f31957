"""Small parts of what the API answers: exact figures, money, and errors."""

from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from evaluator.results.amounts import minor_units


class Answer(BaseModel):
    """Base of what the API answers: frozen."""

    model_config = ConfigDict(frozen=True)


class Exact(Answer):
    """An exact figure, and beside it the number nearest to it that programs reckon with."""

    numerator: int = Field(examples=[1991])
    denominator: int = Field(examples=[2000])
    rounded: float = Field(description="the nearest floating point number", examples=[0.9955])

    @classmethod
    def of(cls, value: Fraction | None) -> "Exact | None":
        """Return the figure of `value`; None where that is not known."""
        if value is None:
            return None
        # Fewer digits could lift what is just below a target up to it.
        return cls(numerator=value.numerator, denominator=value.denominator, rounded=float(value))


class Money(Answer):
    """An amount in hundredths of its currency."""

    minor: int = Field(description="whole hundredths of the currency, such as öre", examples=[3600000])
    currency: str = Field(examples=["SEK"])

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        """Return the amount in hundredths."""
        return cls(minor=minor_units(amount), currency=currency)


class ProblemDetails(Answer):
    """Why a request was not answered (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such page, or nothing is known of what it asks for."])


class Label(Answer):
    """What people call a thing, in both languages."""

    sv: str
    en: str
