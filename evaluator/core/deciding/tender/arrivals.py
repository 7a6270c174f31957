"""When tickets open: on which local days and in which hours, counted in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.core.deciding.tender.spread import Spread, spread_of

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
HOURS_A_DAY = 24
_MONDAY_OF_1970 = 3  # 1970-01-01 was a Thursday, three days after a Monday


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Tickets that opened in each local hour of days in a row from `first_day` on.

    `counts` has a row for each day and a column for each hour on the clock (an hour that comes twice counts
    both); `is_working` says which days are working days of the contract, `is_known` which lie in months that
    have results.
    """

    first_day: date
    counts: Counts
    is_working: Flags
    is_known: Flags

    @property
    def looked_at(self) -> Flags:
        """The days that rates are made of: known working days."""
        return self.is_working & self.is_known

    @property
    def of_days(self) -> Counts:
        """The tickets of each day."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    @property
    def months(self) -> Counts:
        """The month of each day, as year times 12 plus month less 1."""
        months = self._days.astype("datetime64[M]").astype(np.int64)
        return np.asarray(months + 1970 * 12, dtype=np.int64)

    @property
    def weekdays(self) -> Counts:
        """The weekday of each day, 0 for Monday."""
        return np.asarray((self._days.astype(np.int64) + _MONDAY_OF_1970) % 7, dtype=np.int64)

    @property
    def _days(self) -> npt.NDArray[np.datetime64]:
        return np.datetime64(self.first_day, "D") + np.arange(len(self.counts))

    def day(self, place: int) -> date:
        """Return the day in row `place`."""
        return self.first_day + timedelta(days=place)

    def within(self, first: date, last: date) -> Flags:
        """Return which days lie from `first` to `last`, both included."""
        places = np.arange(len(self.counts))
        return np.asarray(
            (places >= (first - self.first_day).days) & (places <= (last - self.first_day).days)
        )


@dataclass(frozen=True)
class HourPeak:
    """The tickets of one hour on the clock, over all working days."""

    hour: int
    spread: Spread


@dataclass(frozen=True)
class Peaks:
    """Tickets on a working day, and in each hour of working days in which any opened.

    `on_other_days` are those that opened on days that are no working days.
    """

    days: Spread | None
    hours: tuple[HourPeak, ...]
    on_other_days: int


def count_arrivals(
    opened_at: Counts, zone: ZoneInfo, first_day: date, end_day: date, working: Counts, known: Sequence[str]
) -> Arrivals:
    """Return when tickets opened, from `first_day` until `end_day` (which is no longer counted).

    `opened_at` are UTC seconds, `working` the working days in days since 1970-01-01, `known` the names of
    months with results.
    """
    number = (end_day - first_day).days
    local = pd.to_datetime(opened_at, unit="s", utc=True).tz_convert(zone).tz_localize(None)
    seconds = (local - pd.Timestamp(first_day)).total_seconds().to_numpy(dtype=np.int64)
    hours = seconds // 3600
    inside = hours[(hours >= 0) & (hours < number * HOURS_A_DAY)]
    counts = np.bincount(inside, minlength=number * HOURS_A_DAY).reshape(number, HOURS_A_DAY)
    first = (first_day - date(1970, 1, 1)).days
    days = np.arange(first, first + number)
    names = pd.date_range(first_day, periods=number).strftime("%Y-%m")
    return Arrivals(
        first_day, counts.astype(np.int64), np.isin(days, working), np.isin(names.to_numpy(str), list(known))
    )


def peaks_of(arrivals: Arrivals) -> Peaks:
    """Return how many tickets a working day and its hours bring."""
    chosen = arrivals.looked_at
    names = [arrivals.day(int(place)).isoformat() for place in np.flatnonzero(chosen)]
    of_hours = arrivals.counts[chosen]
    hours = []
    for hour in range(HOURS_A_DAY):
        spread = _spread(names, of_hours[:, hour])
        if spread is not None and spread.total > 0:
            hours.append(HourPeak(hour, spread))
    other = arrivals.is_known & ~arrivals.is_working
    return Peaks(_spread(names, arrivals.of_days[chosen]), tuple(hours), int(arrivals.of_days[other].sum()))


def _spread(names: Sequence[str], counts: Counts) -> Spread | None:
    return spread_of(dict(zip(names, (int(count) for count in counts), strict=True)))
