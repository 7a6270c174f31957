"""Amounts as the tables keep them: money as whole minor units of the currency, fractions as text."""

from decimal import Decimal
from fractions import Fraction

MINOR_UNITS = 100


def minor_units(amount: Decimal) -> int:
    """Return `amount` in hundredths of the currency; raises ValueError where these are no whole number."""
    minor = amount * MINOR_UNITS
    if minor != minor.to_integral_value():
        raise ValueError(f"{amount} is no whole number of hundredths of the currency")
    return int(minor)


def amount_of(minor: int) -> Decimal:
    """Return the amount of so many hundredths of the currency."""
    return Decimal(minor) / MINOR_UNITS


def fraction_text(value: Fraction) -> str:
    """Return an exact fraction as the tables keep it, `19/20`."""
    return f"{value.numerator}/{value.denominator}"
