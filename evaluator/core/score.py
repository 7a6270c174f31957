"""The scorecard: areas on fixed scales, widened to an interval where facts are missing."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class AreaScore:
    """The score of one area, 0 to 100; from 0 to 100 where no facts are there.

    `value` is None where no facts are there; `cases` counts the outcomes behind it.
    """

    area: str
    weight: int
    value: Fraction | None
    low: Fraction
    high: Fraction
    cases: int


@dataclass(frozen=True)
class Score:
    """The total score as an interval, its band at either end, and whether the floor held it down."""

    areas: tuple[AreaScore, ...]
    low: Fraction
    high: Fraction
    band_low: str
    band_high: str
    held_down_by: tuple[str, ...]
