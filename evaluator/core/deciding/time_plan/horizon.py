"""The days that a plan is reckoned on, counted from the first of them."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
"""Days by their number on the horizon."""

Marks = npt.NDArray[np.bool_]
"""For each day of the horizon whether something can be done on it."""


@dataclass(frozen=True)
class Horizon:
    """So many days from `first`; number `count` stands for any later day."""

    first: date
    count: int

    def number(self, day: date) -> int:
        """Return the number of `day`, as near as the horizon has it."""
        return min(max((day - self.first).days, 0), self.count)

    def day(self, number: int) -> date:
        """Return the day with that number."""
        return self.first + timedelta(days=number)


def horizon_of(first: date, last: date) -> Horizon:
    """Return the days from `first` to `last`, both included."""
    return Horizon(first, (last - first).days + 1)
