"""Rounding for people: what is shown stands on the same side of a target as the exact value."""

from decimal import Decimal
from fractions import Fraction

from evaluator.contract.bands import Range

MOST_DIGITS = 9
"""Where so many digits do not part a value from its target, the last of them is moved off it."""

ENOUGH_DIGITS = 4
"""A percentage has no more digits than these only to show that it is not quite 0 or 100."""


def round_half_up(value: Fraction, digits: int) -> Decimal:
    """Return `value` to `digits` decimals; a half goes away from zero."""
    scale = 10**digits
    size = (abs(value) * scale * 2 + 1) // 2
    return _decimal(int(size) if value >= 0 else -int(size), digits)


def digits_needed(value: Fraction, most: int = 4) -> int:
    """Return how many decimals write `value` exactly, at most `most`."""
    numerator, denominator = value.numerator, value.denominator
    return next((digits for digits in range(most) if numerator * 10**digits % denominator == 0), most)


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


def round_percentage(percentage: Fraction, digits: int, target: Range | None = None) -> Decimal:
    """Return a percentage rounded as `round_beside`, that reads 0 or 100 only where it is exactly that.

    Digits are added up to `ENOUGH_DIGITS`; where these will not do, the last of them is moved off the end.
    """
    for more in range(digits, MOST_DIGITS + 1):
        nearest = (
            round_half_up(percentage, more) if target is None else round_beside(percentage, more, target)
        )
        if _keeps_off_ends(nearest, percentage):
            return nearest
        beside = [one for one in _neighbours(percentage, more) if _keeps_off_ends(one, percentage)]
        on_side = [one for one in beside if target is None or _same_side(one, percentage, target)]
        if more >= ENOUGH_DIGITS and on_side:
            return on_side[0]
    return _neighbours(percentage, MOST_DIGITS)[1]


def _keeps_off_ends(shown: Decimal, exact: Fraction) -> bool:
    return shown == exact or shown not in {Decimal(0), Decimal(100)}


def _same_side(shown: Decimal, exact: Fraction, target: Range) -> bool:
    return target.holds(Fraction(shown)) == target.holds(exact)


def _neighbours(value: Fraction, digits: int) -> tuple[Decimal, Decimal, Decimal]:
    scaled = value * 10**digits
    floor, ceiling = scaled.__floor__(), scaled.__ceil__()
    return round_half_up(value, digits), _decimal(floor, digits), _decimal(ceiling, digits)


def _decimal(units: int, digits: int) -> Decimal:
    # built from its digits: arithmetic on decimals would round to the context's precision
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -digits))
