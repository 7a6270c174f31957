"""Amounts of money as the tables keep them: whole minor units of the currency."""

from decimal import Decimal

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
