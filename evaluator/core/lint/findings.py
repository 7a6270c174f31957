"""What the linter finds, and how it writes amounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Path = tuple[str | int, ...]
"""Keys, and positions in lists, that lead to a part of the contract."""

SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class LintFinding:
    """Terms that do not hold water: where, what was found, the sum that shows it, and how to mend it."""

    rule: str
    path: Path
    found: str
    arithmetic: str
    remedy: str


def decimals(value: Fraction, places: int = 2) -> str:
    """Return `value` for people, rounded half up to at most `places` decimals."""
    step = Decimal(1).scaleb(-places)
    # The quotient is exact far beyond what is shown, so that it is rounded once.
    rounded = (Decimal(value.numerator) / value.denominator).quantize(step, ROUND_HALF_UP)
    return f"{rounded.normalize():f}" if rounded != 0 else "0"


def percent(share: Fraction, places: int = 2) -> str:
    """Return a share of 1 as people write it."""
    return f"{decimals(share * 100, places)} %"


def duration(seconds: Fraction | int) -> str:
    """Return a length of time in hours, under an hour in minutes, under two minutes in seconds."""
    exact = Fraction(seconds)
    if exact >= SECONDS_AN_HOUR:
        return f"{decimals(exact / SECONDS_AN_HOUR)} h"
    return f"{decimals(exact / 60, 1)} min" if exact >= 120 else f"{decimals(exact, 1)} s"


def counted(number: int, word: str) -> str:
    """Return a number of things: `1 day`, `3 days`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def mean(values: Iterable[Fraction | int]) -> Fraction:
    """Return the exact mean of at least one value."""
    listed = list(values)
    return Fraction(sum(listed)) / len(listed)
