"""Outages against the contract: one measure of them, or several limits at once with the one that binds."""

from fractions import Fraction
from typing import assert_never

from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.outage_indicators import LimitSpan, OutageLimit, OutageLimits, Outages
from evaluator.core.availability.outage_figures import OutageTerms, measure_outages, reach_of
from evaluator.core.availability.readings import Readings
from evaluator.core.availability.scenario import Window
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.outcomes import Figure
from evaluator.core.periods import Period, month, months_in, period_ending_with, quarter_so_far

OutageIndicator = Outages | OutageLimits


def outage_windows(
    indicator: OutageIndicator, contract: Contract, period: Period, known_at: int
) -> tuple[Window, ...]:
    """Return the windows that the outages of `period` are read in, the widest that is judged first.

    With them come the stretches in which the outages of each are counted whole.
    """
    if isinstance(indicator, Outages):
        judged = [window_of(period)]
    else:
        judged = [_window(limit, contract, period) for limit in indicator.limits]
    judged.sort(key=lambda window: window.starts_at)
    return (*judged, *(reach_of(window, known_at) for window in judged))


def outage_figure(
    indicator: OutageIndicator, readings: Readings, hours: ServiceHours, contract: Contract, period: Period
) -> Figure:
    """Return the figure of the outages of one subject: as measured, or the share used of the tightest limit.

    `readings` are cut at the `outage_windows`.
    """
    if isinstance(indicator, Outages):
        terms = OutageTerms(indicator.measure, indicator.month_of)
        return measure_outages(readings, hours, window_of(period), terms)
    used = {}
    for limit in indicator.limits:
        terms = OutageTerms(limit.measure, indicator.month_of)
        used[limit] = measure_outages(readings, hours, _window(limit, contract, period), terms)
    return tightest(used)


def tightest(used: dict[OutageLimit, Figure]) -> Figure:
    """Return how much is used of the limit of which most is: it binds, the first of several equal ones.

    The figure is a share of the limit, above 1 where it is not kept, and names the limit. Its facts are as
    complete as those of the least complete limit. The ends are those of whichever limit is then the tightest;
    the highest is not known where that of any limit is not. A limit over a time without hours is none; where
    all are, there is no value.
    """
    values = {limit: value / limit.at_most for limit, one in used.items() if (value := one.value) is not None}
    if not values:
        return next(iter(used.values()))
    binding = max(values, key=lambda limit: values[limit])
    least_known = min((used[limit] for limit in values), key=lambda one: Fraction(one.known, one.expected))
    lows = [low / limit.at_most for limit in values if (low := used[limit].low) is not None]
    highs = [high / limit.at_most for limit in values if (high := used[limit].high) is not None]
    return Figure(
        numerator=values[binding].numerator,
        denominator=values[binding].denominator,
        sample_size=used[binding].sample_size,
        misses=None,
        known=least_known.known,
        expected=least_known.expected,
        low=max(lows),
        high=max(highs) if len(highs) == len(values) else None,
        binding=binding.name,
    )


def window_of(period: Period) -> Window:
    """Return a period as a window of time."""
    return Window(period.starts_at, period.ends_at, months_in(period))


def _window(limit: OutageLimit, contract: Contract, period: Period) -> Window:
    zone, starts = contract.contract.zone, contract.term.first_day
    last = month(period.name, zone)
    match limit.over:
        case LimitSpan.MONTH:
            return window_of(last)
        case LimitSpan.QUARTER:
            return window_of(quarter_so_far(last, zone))
        case LimitSpan.ROLLING_12_MONTHS:
            rolling = period_ending_with(last, PeriodLength.ROLLING_12_MONTHS, zone, starts)
            assert rolling is not None  # noqa: S101 - one ends with every month
            return window_of(rolling)
        case _:
            assert_never(limit.over)
