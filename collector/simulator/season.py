"""The year of a city: how busy a day is, and how much worse a busy time goes."""

import numpy as np
import numpy.typing as npt

from collector.simulator.days import Days, Flags
from collector.simulator.traits import Traits

Floats = npt.NDArray[np.float64]

JULY_FACTOR = 0.5
_QUIET_DAY = 0.04  # holidays and weekends, as a part of a working day


def is_school_start(days: Days) -> Flags:
    """Return the days from mid-August to the first week of September."""
    august = (days.month_of_year == 8) & (days.day_of_month >= 10)
    september = (days.month_of_year == 9) & (days.day_of_month <= 7)
    start: Flags = august | september
    return start


def is_busy_december(days: Days) -> Flags:
    """Return the days of December before Christmas."""
    busy: Flags = (days.month_of_year == 12) & (days.day_of_month <= 20)
    return busy


def busyness(days: Days, traits: Traits) -> Floats:
    """Return how many times an ordinary working day each day is."""
    factor = np.ones(len(days.month))
    factor[days.month_of_year == 7] = JULY_FACTOR
    factor[(days.month_of_year == 12) & (days.day_of_month > 20)] = JULY_FACTOR
    factor[is_school_start(days)] = traits.school_start_factor
    factor[is_busy_december(days)] = traits.december_factor
    return factor * np.where(days.working, 1.0, _QUIET_DAY)


def strain(days: Days) -> Floats:
    """Return how strained the supplier is: 1 at school start, a half in December, else 0."""
    return np.where(is_school_start(days), 1.0, np.where(is_busy_december(days), 0.5, 0.0))
