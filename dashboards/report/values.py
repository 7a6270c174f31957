"""Values as people read them: percentages, numbers, lengths of time, and targets in words."""

import itertools
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from dashboards.report.figure_words import describe_duty_limit, describe_rate
from dashboards.report.limits import describe_limits
from dashboards.report.outage_words import describe_limit, describe_outages
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed, round_beside, round_half_up
from dashboards.wording.words import MINUS, NO_BREAK_SPACE
from evaluator.contract.bands import Range
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import (
    AnyIndicator,
    Availability,
    LeadTime,
    LeadTimeResult,
    LeadTimeTerms,
    Mean,
    MonitoringIndicator,
    OutageLimits,
    Outages,
    Percentile,
    PeriodicDuty,
    Rate,
    ShareOfUnits,
    TimeWithinTarget,
)


class ValueForm(StrEnum):
    """What an indicator's value is."""

    SHARE = "share"
    NUMBER = "number"
    DURATION = "seconds"
    WORKING_DAYS = "working_days"


def value_form(indicator: AnyIndicator) -> ValueForm:
    """Return what the values of `indicator` are."""
    if isinstance(indicator, Mean | Percentile):
        return ValueForm.DURATION
    if isinstance(indicator, Outages):
        return ValueForm.NUMBER if indicator.whole_numbers else ValueForm.DURATION
    if isinstance(indicator, LeadTime) and indicator.result is LeadTimeResult.LONGEST_OVERRUN:
        return ValueForm.WORKING_DAYS
    return ValueForm.SHARE if indicator.is_share else ValueForm.NUMBER


def format_value(indicator: AnyIndicator, value: Fraction, wording: Wording) -> str:
    """Return a value of `indicator`, rounded for people but never across its target (design rule 4)."""
    return _format(value_form(indicator), value, _digits(indicator), wording, indicator.target)


def format_end(indicator: AnyIndicator, end: Fraction, wording: Wording) -> str:
    """Return an end of a target or band with the decimals it was written with."""
    form = value_form(indicator)
    digits = digits_needed(end * 100 if form is ValueForm.SHARE else end)
    return _format(form, end, digits, wording, None)


def format_difference(indicator: AnyIndicator, difference: Fraction, wording: Wording) -> str:
    """Return the signed difference of two values; percentages differ in percentage points."""
    if difference == 0:
        return "±0"
    sign = "+" if difference > 0 else MINUS
    form, size = value_form(indicator), abs(difference)
    if form is ValueForm.SHARE:
        digits = max(_digits(indicator), 2)
        return sign + _small(size * 100, digits, wording) + NO_BREAK_SPACE + wording.text("percentage points")
    if form is ValueForm.DURATION:
        return sign + wording.duration(int(round_half_up(size, 0)))
    return sign + _small(size, _digits(indicator), wording)


def describe_target(indicator: AnyIndicator, contract: Contract, wording: Wording) -> str:
    """Return the target in words, `at least 90 %, limit 8 h`."""
    shown = describe_range(indicator, indicator.target, wording)
    if isinstance(indicator, TimeWithinTarget | LeadTimeTerms | PeriodicDuty):
        limits = (
            describe_duty_limit(indicator, wording)
            if isinstance(indicator, PeriodicDuty)
            else describe_limits(indicator, contract, wording)
        )
        if value_form(indicator) is ValueForm.WORKING_DAYS:
            return wording.text("{target} over the limit {limit}", target=shown, limit=limits)
        return wording.text("{target}, limit {limit}", target=shown, limit=limits)
    if isinstance(indicator, Rate):
        return describe_rate(indicator, shown, contract, wording)
    if isinstance(indicator, MonitoringIndicator):
        return _monitored_target(indicator, shown, wording)
    if isinstance(indicator, Percentile):
        return wording.text(
            "{target} at percentile {percentile}",
            target=shown,
            percentile=wording.number(indicator.percentile * 100, digits_needed(indicator.percentile * 100)),
        )
    return shown


def _monitored_target(indicator: MonitoringIndicator, shown: str, wording: Wording) -> str:
    match indicator:
        case Availability():
            return wording.text("{target} of the time", target=shown)
        case ShareOfUnits():
            unit = describe_range(indicator, indicator.unit_target, wording)
            return wording.text("{target} of the units reach {unit_target}", target=shown, unit_target=unit)
        case Outages():
            return describe_outages(indicator.measure, shown, wording)
        case OutageLimits():
            return wording.listing(describe_limit(limit, wording) for limit in indicator.limits)
        case _:
            assert_never(indicator)


def describe_range(indicator: AnyIndicator, found: Range, wording: Wording) -> str:
    """Return a range of the indicator's values in words."""
    if found.from_value is not None and found.from_value == found.to:
        return wording.text("exactly {value}", value=format_end(indicator, found.to, wording))
    ends = [
        (found.from_value, wording.text("at least {value}", value="{}")),
        (found.above, wording.text("above {value}", value="{}")),
        (found.to, wording.text("at most {value}", value="{}")),
        (found.below, wording.text("below {value}", value="{}")),
    ]
    return wording.listing(
        words.format(format_end(indicator, end, wording)) for end, words in ends if end is not None
    )


def higher_is_better(indicator: AnyIndicator) -> bool:
    """Return whether more is better: the target is open upwards."""
    return indicator.target.highest is None


def _digits(indicator: AnyIndicator) -> int:
    form = value_form(indicator)
    if form in {ValueForm.DURATION, ValueForm.WORKING_DAYS} or indicator.whole_numbers:
        return 0
    ends = [end for end in (indicator.target.lowest, indicator.target.highest) if end is not None]
    scale = 100 if form is ValueForm.SHARE else 1
    usual = 2 if isinstance(indicator, Availability) else 1
    return max([usual, *(digits_needed(end * scale) for end in ends)])


def _format(form: ValueForm, value: Fraction, digits: int, wording: Wording, target: Range | None) -> str:
    if form is ValueForm.SHARE:
        return wording.percent(value, digits, target)
    if form is ValueForm.DURATION:
        rounded = round_half_up(value, 0) if target is None else round_beside(value, 0, target)
        return wording.duration(int(rounded))
    if form is ValueForm.WORKING_DAYS and value.denominator == 1:
        return wording.plural("{n} working day", "{n} working days", int(value))
    return wording.number(value, digits, target)


def _small(size: Fraction, digits: int, wording: Wording) -> str:
    # as many digits more as it takes for a difference not to read as none
    enough = next(more for more in itertools.count(digits) if round_half_up(size, more) != 0)
    return wording.number(size, enough)
