"""Seasons: how much busier than an ordinary month each part of the year is, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

import numpy as np

from evaluator.core.deciding.tender.arrivals import Arrivals, Flags

MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class SeasonIndex:
    """Tickets per working day of one month of the year, or of one weekday, against what is ordinary.

    `place` is the month from 1 or the weekday from 0 for Monday. `index` is of all its days together, 1 being
    ordinary; `lowest` and `highest` are those of single months of the history, `seen` of them.
    """

    place: int
    index: Fraction
    lowest: Fraction
    highest: Fraction
    seen: int
    rate: Fraction


@dataclass(frozen=True)
class WatchedPeak:
    """What the days of a watched period brought.

    `index` is against the ordinary month, of all its days together; `spans` those of each span with known
    working days, in the order given. `busiest` is the day with most tickets, and `tickets` their number.
    """

    name: str
    index: Fraction
    spans: tuple[tuple[date, date, Fraction], ...]
    busiest: date
    tickets: int


@dataclass(frozen=True)
class Seasons:
    """The seasons of a history of working days.

    `ordinary` is the median of the months' tickets per working day. `cells` are those per working day of a
    weekday in a month of the year, None where no such day was seen.
    """

    ordinary: Fraction
    months: tuple[SeasonIndex, ...]
    weekdays: tuple[SeasonIndex, ...]
    cells: tuple[tuple[Fraction | None, ...], ...]

    def peaks(self, above: Fraction) -> tuple[SeasonIndex, ...]:
        """Return the months of the year that lay at least `above` over the ordinary in every year seen."""
        return tuple(one for one in self.months if one.lowest >= 1 + above)


Span = tuple[date, date]


def seasons_of(arrivals: Arrivals) -> Seasons | None:
    """Return the seasons; None without a known working day, or where ordinary months bring no ticket."""
    chosen = arrivals.looked_at
    months = [int(month) for month in np.unique(arrivals.months[chosen])]
    rates = {month: _known_rate(arrivals, chosen & (arrivals.months == month)) for month in months}
    ordinary = median(rates.values()) if rates else Fraction(0)
    if ordinary == 0:
        return None
    of_year = arrivals.months % MONTHS_A_YEAR
    return Seasons(
        ordinary=ordinary,
        months=tuple(
            _month_index(arrivals, chosen & (of_year == month), month + 1, ordinary, rates)
            for month in range(MONTHS_A_YEAR)
            if (chosen & (of_year == month)).any()
        ),
        weekdays=tuple(
            _weekday_index(arrivals, chosen, weekday, rates)
            for weekday in range(DAYS_A_WEEK)
            if (chosen & (arrivals.weekdays == weekday)).any()
        ),
        cells=tuple(
            tuple(
                _rate(arrivals, chosen & (of_year == month) & (arrivals.weekdays == weekday))
                for month in range(MONTHS_A_YEAR)
            )
            for weekday in range(DAYS_A_WEEK)
        ),
    )


def watched_peak(
    name: str, spans: Sequence[Span], arrivals: Arrivals, ordinary: Fraction
) -> WatchedPeak | None:
    """Return what the known working days of `spans` brought; None where there are none."""
    chosen = np.zeros(len(arrivals.counts), dtype=bool)
    found = []
    for first, last in spans:
        days = arrivals.looked_at & arrivals.within(first, last)
        rate = _rate(arrivals, days)
        if rate is not None:
            found.append((first, last, rate / ordinary))
            chosen |= days
    whole = _rate(arrivals, chosen)
    if whole is None:
        return None
    busiest = int(np.argmax(np.where(chosen, arrivals.of_days, -1)))
    return WatchedPeak(
        name, whole / ordinary, tuple(found), arrivals.day(busiest), int(arrivals.of_days[busiest])
    )


def _month_index(
    arrivals: Arrivals, days: Flags, place: int, ordinary: Fraction, rates: dict[int, Fraction]
) -> SeasonIndex:
    rate = _known_rate(arrivals, days)
    own = [of_month / ordinary for month, of_month in rates.items() if month % MONTHS_A_YEAR == place - 1]
    return SeasonIndex(place, rate / ordinary, min(own), max(own), len(own), rate)


def _weekday_index(
    arrivals: Arrivals, chosen: Flags, weekday: int, rates: dict[int, Fraction]
) -> SeasonIndex:
    """A weekday against all working days of the same months: a season of the year is none of a weekday."""
    days = chosen & (arrivals.weekdays == weekday)
    rate, whole = _known_rate(arrivals, days), _known_rate(arrivals, chosen)
    own = []
    for month, of_month in rates.items():
        of_weekday = _rate(arrivals, days & (arrivals.months == month))
        if of_weekday is not None and of_month > 0:
            own.append(of_weekday / of_month)
    return SeasonIndex(weekday, rate / whole, min(own), max(own), len(own), rate)


def _known_rate(arrivals: Arrivals, days: Flags) -> Fraction:
    return Fraction(int(arrivals.of_days[days].sum()), int(days.sum()))


def _rate(arrivals: Arrivals, days: Flags) -> Fraction | None:
    return _known_rate(arrivals, days) if days.any() else None
