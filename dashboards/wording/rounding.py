"""Rounding for people: what is shown stands on the same side of a target as the exact value."""

from decimal import Decimal
from fractions import Fraction

from evaluator.contract.bands import Range

MOST_DIGITS = 9
"""Where so many digits do not part a value from its target, the last of them is moved off it."""


def round_half_up(value: Fraction, digits: int) -> Decimal:
    """Return `value` to `digits` decimals; a half goes away from zero."""
    scale = 10**digits
    size = (abs(value) * scale * 2 + 1) // 2
    return _decimal(int(size) if value >= 0 else -int(size), digits)


def digits_needed(value: Fraction, most: int = 4) -> int:
    """Return how many decimals write `value` exactly, at most `most`."""
    return next((digits for digits in range(most) if (value * 10**digits).denominator == 1), most)


def round_beside(value: Fraction, digits: int, target: Range) -> Decimal:
    """Return `value` rounded so that it meets `target` exactly when the unrounded value does (design rule 4).

    The nearest value wins; where it would cross the border, the one on the other side is taken, and
    where neither will do (a border finer than the digits), digits are added. `value` and `target` are
    in the same unit.
    """
    meets = target.holds(value)
    for more in range(digits, MOST_DIGITS + 1):
        for candidate in _neighbours(value, more):
            if target.holds(Fraction(candidate)) == meets:
                return candidate
    return _neighbours(value, MOST_DIGITS)[1]


def _neighbours(value: Fraction, digits: int) -> tuple[Decimal, Decimal, Decimal]:
    scaled = value * 10**digits
    floor, ceiling = scaled.__floor__(), scaled.__ceil__()
    return round_half_up(value, digits), _decimal(floor, digits), _decimal(ceiling, digits)


def _decimal(units: int, digits: int) -> Decimal:
    # built from its digits: arithmetic on decimals would round to the context's precision
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -digits))
