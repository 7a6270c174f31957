"""From cases to figures: for each scope, the count, share, mean, percentile or longest overrun."""

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.indicators import (
    Count,
    LeadTime,
    LeadTimeResult,
    Mean,
    Percentile,
    Share,
    TimeWithinTarget,
)
from evaluator.core.measuring.selection import TicketIndicator
from evaluator.core.outcomes import Figure
from evaluator.core.statistics import percentile

Numbers = npt.NDArray[np.int64]
FigureOf = Callable[[pd.DataFrame], Figure]


def figure_of(indicator: TicketIndicator) -> FigureOf:
    """Return the function that makes the figure of `indicator` from a frame of cases."""
    match indicator:
        case TimeWithinTarget() | Share():
            return share_figure
        case Count():
            return count_figure
        case Mean():
            return mean_figure
        case Percentile():
            return lambda cases: percentile_figure(cases, indicator)
        case LeadTime():
            return overrun_figure if indicator.result is LeadTimeResult.LONGEST_OVERRUN else share_figure
        case _:
            assert_never(indicator)


def share_figure(cases: pd.DataFrame) -> Figure:
    """Return the share of known cases that are no miss; unknown ones could all miss, or none."""
    unknown = cases["unknown"].to_numpy(dtype=bool)
    missed = cases["missed"].to_numpy(dtype=bool) & ~unknown
    return share_of(len(cases), int(np.count_nonzero(unknown)), int(np.count_nonzero(missed)))


def share_of(cases: int, unknown: int, misses: int) -> Figure:
    """Return the share of `cases` that are no miss, `unknown` of which could be either."""
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


def count_figure(cases: pd.DataFrame) -> Figure:
    """Return the number of counted cases; each unknown one could be one more."""
    unknown = int(np.count_nonzero(cases["unknown"]))
    counted = int(
        np.count_nonzero(cases["missed"].to_numpy(dtype=bool) & ~cases["unknown"].to_numpy(dtype=bool))
    )
    return Figure(
        numerator=counted,
        denominator=1,
        sample_size=len(cases) - unknown,
        misses=counted,
        known=len(cases) - unknown,
        expected=len(cases),
        low=Fraction(counted),
        high=Fraction(counted + unknown),
    )


def mean_figure(cases: pd.DataFrame) -> Figure:
    """Return the mean time in seconds of known cases; unbounded where some are unknown."""
    used = _known_times(cases)
    total = int(used.sum())
    return _times_figure(cases, total, len(used))


def percentile_figure(cases: pd.DataFrame, indicator: Percentile) -> Figure:
    """Return the percentile of the times in seconds of known cases; unbounded where some are unknown."""
    used = _known_times(cases)
    value = percentile(used, indicator.percentile, indicator.method)
    if value is None:
        return _times_figure(cases, 0, 0)
    return _times_figure(cases, value.numerator, value.denominator, len(used))


def overrun_figure(cases: pd.DataFrame) -> Figure:
    """Return how far the longest case went over its limit, 0 when none did.

    One that has not ended goes on: the highest end is known only when all have.
    """
    known = cases.loc[~cases["unknown"].to_numpy(dtype=bool)]
    over = (known["used"] - known["limit"]).astype("int64").to_numpy()
    longest = max(int(over.max()), 0) if len(over) > 0 else 0
    complete = len(known) == len(cases) and bool(known["ended_at"].notna().all())
    return Figure(
        numerator=longest,
        denominator=min(len(known), 1),
        sample_size=len(known),
        misses=int(np.count_nonzero(over > 0)),
        known=len(known),
        expected=len(cases),
        low=Fraction(longest) if len(known) > 0 else None,
        high=Fraction(longest) if complete and len(known) > 0 else None,
    )


def _times_figure(cases: pd.DataFrame, numerator: int, denominator: int, sample: int | None = None) -> Figure:
    size = denominator if sample is None else sample
    value = _part(numerator, denominator) if size == len(cases) else None
    return Figure(
        numerator=numerator,
        denominator=denominator,
        sample_size=size,
        misses=None,
        known=size,
        expected=len(cases),
        low=value,
        high=value,
    )


def _known_times(cases: pd.DataFrame) -> Numbers:
    used: Numbers = cases.loc[~cases["unknown"].to_numpy(dtype=bool), "used"].to_numpy(dtype=np.int64)
    return used


def _part(numerator: int, denominator: int) -> Fraction | None:
    return None if denominator == 0 else Fraction(numerator, denominator)
