"""How fast a budget was used up in a window of time."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class BurnRate:
    """How fast a budget was used up in the window of `window_seconds` that ended when facts were known.

    `missed` of `counted` are seconds, user-seconds or cases; `allowed` is what the target leaves to miss.
    """

    indicator: str
    service: str
    window_seconds: int
    missed: int
    counted: int
    allowed: Fraction

    @property
    def rate(self) -> Fraction | None:
        """How many times faster than the target allows; None where nothing counted or nothing is allowed."""
        if self.counted == 0 or self.allowed == 0:
            return None
        return Fraction(self.missed, self.counted) / self.allowed
