"""From cases to figures: for each scope, the count, share, mean, percentile or longest overrun."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar, assert_never

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.indicators import (
    Count,
    Duty,
    DutyResult,
    LeadTime,
    LeadTimeResult,
    Mean,
    Percentile,
    PercentileInterval,
    Rate,
    Share,
    TimeWithinTarget,
)
from evaluator.core.confidence.bootstrap import mean_interval, percentile_bootstrap
from evaluator.core.confidence.order_statistics import percentile_interval
from evaluator.core.confidence.statistics import percentile
from evaluator.core.measuring.selection import TicketIndicator
from evaluator.core.outcomes import Figure, Scope

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]
Made = TypeVar("Made")


class Counts(NamedTuple):
    """How many cases a scope has, of how many nothing can be said, and how many of the known ones missed."""

    cases: int
    unknown: int
    misses: int


class CaseTimes(NamedTuple):
    """What was measured of cases, one by one: as arrays, which are quick to take apart by unit."""

    used: Numbers
    limit: Numbers
    unknown: Flags
    ended: Flags

    def at(self, rows: Positions | Flags) -> "CaseTimes":
        """Return those of some rows."""
        return CaseTimes(self.used[rows], self.limit[rows], self.unknown[rows], self.ended[rows])

    @property
    def known_times(self) -> Numbers:
        """The times used of the known cases."""
        return self.used[~self.unknown]


def times_of(cases: pd.DataFrame) -> CaseTimes:
    """Return what was measured of `cases`; a limit is 0 where there is none."""
    return CaseTimes(
        used=cases["used"].to_numpy(dtype=np.int64),
        limit=cases["limit"].fillna(0).to_numpy(dtype=np.int64),
        unknown=cases["unknown"].to_numpy(dtype=bool),
        ended=cases["ended_at"].notna().to_numpy(dtype=bool),
    )


@dataclass(frozen=True)
class FromCounts(Generic[Made]):
    """Something of a scope that follows from how many cases it has, and how they went."""

    make: Callable[[Scope, Counts], Made]


@dataclass(frozen=True)
class FromCases(Generic[Made]):
    """Something of a scope that follows from its cases one by one."""

    make: Callable[[CaseTimes], Made]


Maker = FromCounts[Made] | FromCases[Made]


def figure_maker(indicator: TicketIndicator) -> Maker[Figure]:
    """Return what makes the figure of `indicator`; a rate still lacks its volume, and is a count."""
    match indicator:
        case Count() | Rate():
            return FromCounts(lambda _, counts: count_of(counts))
        case Mean():
            return FromCases(mean_figure)
        case Percentile():
            return FromCases(lambda cases: percentile_figure(cases, indicator))
        case LeadTime() if indicator.result is LeadTimeResult.LONGEST_OVERRUN:
            return FromCases(overrun_figure)
        case Duty():
            return FromCounts(lambda _, counts: duty_figure(counts, indicator.result))
        case TimeWithinTarget() | Share() | LeadTime():
            return FromCounts(lambda _, counts: share_of(counts))
        case _:
            assert_never(indicator)


def share_of(counts: Counts) -> Figure:
    """Return the share of known cases that are no miss; unknown ones could all miss, or none."""
    cases, unknown, misses = counts
    known = cases - unknown
    return Figure(
        numerator=known - misses,
        denominator=known,
        sample_size=known,
        misses=misses,
        known=known,
        expected=cases,
        low=_part(known - misses, cases),
        high=_part(cases - misses, cases),
    )


def count_of(counts: Counts) -> Figure:
    """Return the number of counted cases; each unknown one could be one more."""
    cases, unknown, counted = counts
    return Figure(
        numerator=counted,
        denominator=1,
        sample_size=cases - unknown,
        misses=counted,
        known=cases - unknown,
        expected=cases,
        low=Fraction(counted),
        high=Fraction(counted + unknown),
    )


def duty_figure(counts: Counts, result: DutyResult) -> Figure:
    """Return the share of duties done in time, or the number that were not; none where no duty is known."""
    if result is DutyResult.SHARE_IN_TIME:
        return share_of(counts)
    cases, unknown, misses = counts
    return Figure(
        numerator=misses,
        denominator=min(cases - unknown, 1),
        sample_size=cases - unknown,
        misses=misses,
        known=cases - unknown,
        expected=cases,
        low=Fraction(misses) if cases > 0 else None,
        high=Fraction(misses + unknown) if cases > 0 else None,
    )


def mean_figure(cases: CaseTimes) -> Figure:
    """Return the mean time in seconds of known cases; unbounded where some are unknown."""
    used = cases.known_times
    return _times_figure(cases, int(used.sum()), len(used))


def percentile_figure(cases: CaseTimes, indicator: Percentile) -> Figure:
    """Return the percentile of the times in seconds of known cases; unbounded where some are unknown."""
    value = percentile(cases.known_times, indicator.percentile, indicator.method)
    if value is None:
        return _times_figure(cases, 0, 0)
    return _times_figure(cases, value.numerator, value.denominator)


def percentile_confidence(cases: CaseTimes, indicator: Percentile) -> tuple[float, float] | None:
    """Return the 95 % confidence interval of the percentile of known cases, in seconds; None for too few."""
    known = cases.known_times
    if indicator.interval is PercentileInterval.EXACT:
        return _as_published(percentile_interval(known, indicator.percentile))
    return _as_published(percentile_bootstrap(known, indicator.percentile, indicator.method))


def mean_confidence(cases: CaseTimes) -> tuple[float, float] | None:
    """Return the 95 % confidence interval of the mean of known cases, in seconds; None for too few."""
    return _as_published(mean_interval(cases.known_times))


def confidence_maker(indicator: Mean | Percentile) -> FromCases[tuple[float, float] | None]:
    """Return what makes the confidence interval that only the cases of `indicator` can give."""
    if isinstance(indicator, Mean):
        return FromCases(mean_confidence)
    return FromCases(lambda cases: percentile_confidence(cases, indicator))


def overrun_figure(cases: CaseTimes) -> Figure:
    """Return how far the longest case went over its limit, 0 when none did.

    One that has not ended goes on: the highest end is known only when all have.
    """
    known = cases.at(~cases.unknown)
    size = len(known.used)
    over = known.used - known.limit
    longest = max(int(over.max()), 0) if size > 0 else 0
    complete = size == len(cases.used) and bool(known.ended.all())
    return Figure(
        numerator=longest,
        denominator=min(size, 1),
        sample_size=size,
        misses=int(np.count_nonzero(over > 0)),
        known=size,
        expected=len(cases.used),
        low=Fraction(longest) if size > 0 else None,
        high=Fraction(longest) if complete and size > 0 else None,
    )


def _times_figure(cases: CaseTimes, numerator: int, denominator: int) -> Figure:
    size = len(cases.known_times)
    value = _part(numerator, denominator) if size == len(cases.used) else None
    return Figure(
        numerator=numerator,
        denominator=denominator,
        sample_size=size,
        misses=None,
        known=size,
        expected=len(cases.used),
        low=value,
        high=value,
    )


def _as_published(found: tuple[int, int] | None) -> tuple[float, float] | None:
    return None if found is None else (float(found[0]), float(found[1]))


def _part(numerator: int, denominator: int) -> Fraction | None:
    return None if denominator == 0 else Fraction(numerator, denominator)
