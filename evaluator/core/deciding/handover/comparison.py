"""The new supplier's first months against the frozen figures of the old one: same season, same weekdays.

A day is held against the days of the baseline that fall on the same weekday, lie in the same season and are
working days or not, as it is. What a figure would have been, had the old supplier gone on with the same
number of cases on the same days, stands beside what it is; how far chance goes says a bootstrap over days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from evaluator.core.deciding.handover.baseline import Baseline, DayFigures

DRAWS = 2000
_YEAR = 365
_OUTER = 0.025
"""What is cut off at either end: 95 % of the draws lie between."""

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


class Measure(StrEnum):
    """What is compared: cases a day, the share of the judged that missed, the mean time of a case."""

    CASES = "cases"
    MISSED = "missed"
    TIME = "time"


class Difference(StrEnum):
    """Which way a figure differs; whether that is good is for the reader to say of cases."""

    HIGHER = "higher"
    LOWER = "lower"
    CANNOT_BE_TOLD = "cannot_be_told"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Compared:
    """One figure of the new supplier (`now`) beside what the baseline gives for the same days (`before`).

    `low` and `high` are the ends of 95 % of the draws of the difference, now less before, rounded; None where
    there are too few cases to draw from. `cases` are those judged now, `unmatched` the days that no day of
    the baseline is like, which are left out.
    """

    indicator: str
    measure: Measure
    now: Fraction | None
    before: Fraction | None
    low: float | None
    high: float | None
    difference: Difference
    cases: int
    unmatched: int


@dataclass(frozen=True)
class NewDays:
    """The days of the new supplier that are over, with what was judged on them."""

    days: tuple[date, ...]
    is_working_day: tuple[bool, ...]
    indicators: dict[str, DayFigures]


def matching(baseline: Baseline, new: NewDays, season: int) -> Flags:
    """Return a row for each new day, a column for each of the baseline: whether they are alike.

    `season` is how many days of the year they may lie apart, around the turn of the year too.
    """
    weekday = np.array([[day.weekday()] for day in new.days]) == np.array(
        [day.weekday() for day in baseline.days]
    )
    of_year = np.array([[day.timetuple().tm_yday] for day in new.days])
    apart = np.abs(of_year - np.array([day.timetuple().tm_yday for day in baseline.days]))
    working = np.array([[one] for one in new.is_working_day]) == np.array(baseline.is_working_day)
    return np.asarray(weekday & working & (np.minimum(apart, _YEAR - apart) <= season))


def compare_days(
    baseline: Baseline, new: NewDays, *, season: int, seed: int, fewest: int
) -> tuple[Compared, ...]:
    """Return the figures of each indicator that both have, by indicator and measure.

    With fewer than `fewest` cases judged now, or before, nothing is said of a difference. The same inputs and
    `seed` give the same ends.
    """
    alike = matching(baseline, new, season)
    generator = np.random.Generator(np.random.PCG64(seed))
    weights = _Weights(_drawn(generator, len(new.days)), _drawn(generator, len(baseline.days)))
    found: list[Compared] = []
    for indicator in sorted(baseline.indicators.keys() & new.indicators.keys()):
        pair = _Pair(indicator, new.indicators[indicator], baseline.indicators[indicator], alike, fewest)
        found += [pair.compared(measure, weights) for measure in Measure if pair.has(measure)]
    return tuple(found)


@dataclass(frozen=True, eq=False)
class _Weights:
    """How often each day comes in each draw."""

    new: Floats
    before: Floats


def _drawn(generator: np.random.Generator, count: int) -> Floats:
    if count == 0:
        return np.zeros((DRAWS, 0))
    return generator.multinomial(count, np.full(count, 1 / count), size=DRAWS).astype(np.float64)


@dataclass(frozen=True, eq=False)
class _Pair:
    """One indicator now and before."""

    indicator: str
    now: DayFigures
    before: DayFigures
    alike: Flags
    fewest: int

    def has(self, measure: Measure) -> bool:
        return measure is not Measure.TIME or (self.now.used is not None and self.before.used is not None)

    def compared(self, measure: Measure, weights: _Weights) -> Compared:
        matched: Flags = np.asarray(self.alike.any(axis=1))
        cases = int(np.array(self.now.judged)[matched].sum())
        now, before = self._exact(measure, matched)
        low, high = self._ends(measure, matched, weights) if self._is_enough(cases) else (None, None)
        return Compared(
            indicator=self.indicator,
            measure=measure,
            now=now,
            before=before,
            low=low,
            high=high,
            difference=_difference(low, high),
            cases=cases,
            unmatched=int((~matched).sum()),
        )

    def _is_enough(self, cases: int) -> bool:
        seen = self.alike.any(axis=0)
        return min(cases, int(np.array(self.before.judged)[seen].sum())) >= self.fewest

    def _parts(self, measure: Measure) -> tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]:
        """What is summed now and before, and what it is divided by."""
        if measure is Measure.CASES:
            ones = [1] * len(self.now.judged), [1] * len(self.before.judged)
            return self.now.judged, ones[0], self.before.judged, ones[1]
        if measure is Measure.MISSED:
            return self.now.missed, self.now.judged, self.before.missed, self.before.judged
        return self.now.used or (), self.now.judged, self.before.used or (), self.before.judged

    def _exact(self, measure: Measure, matched: Flags) -> tuple[Fraction | None, Fraction | None]:
        own, own_of, base, base_of = self._parts(measure)
        rows = [int(row) for row in np.flatnonzero(matched)]
        bottom = sum(own_of[row] for row in rows)
        now = None if bottom == 0 else Fraction(sum(own[row] for row in rows), bottom)
        return now, _standardised(own_of, base, base_of, self.alike, rows)

    def _ends(self, measure: Measure, matched: Flags, weights: _Weights) -> tuple[float | None, float | None]:
        own, own_of, base, base_of = (np.array(part, dtype=np.float64) for part in self._parts(measure))
        alike = self.alike[matched].astype(np.float64)
        drawn_new = weights.new[:, matched]
        with np.errstate(divide="ignore", invalid="ignore"):
            now = (drawn_new @ own[matched]) / (drawn_new @ own_of[matched])
            rates = ((weights.before * base) @ alike.T) / ((weights.before * base_of) @ alike.T)
            mixed = drawn_new * own_of[matched]
            known = np.isfinite(rates)
            before = (mixed * np.where(known, rates, 0)).sum(axis=1) / (mixed * known).sum(axis=1)
        apart = now - before
        apart = apart[np.isfinite(apart)]
        if apart.size == 0:
            return None, None
        low, high = np.quantile(apart, [_OUTER, 1 - _OUTER])
        return round(float(low), 6), round(float(high), 6)


def _standardised(
    own_of: Sequence[int],
    base: Sequence[int],
    base_of: Sequence[int],
    alike: Flags,
    rows: Sequence[int],
) -> Fraction | None:
    """What the baseline gives for the same days and number of cases; None where it knows no such day."""
    top, bottom = Fraction(0), 0
    for row in rows:
        days = [int(day) for day in np.flatnonzero(alike[row])]
        of = sum(base_of[day] for day in days)
        if of > 0 and own_of[row] > 0:
            top += Fraction(sum(base[day] for day in days), of) * own_of[row]
            bottom += own_of[row]
    return None if bottom == 0 else top / bottom


def _difference(low: float | None, high: float | None) -> Difference:
    if low is None or high is None:
        return Difference.TOO_FEW
    if low > 0:
        return Difference.HIGHER
    return Difference.LOWER if high < 0 else Difference.CANNOT_BE_TOLD
