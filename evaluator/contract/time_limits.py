"""Which indicators hold every case against a limit in time."""

from evaluator.contract.clocks import ClockCondition
from evaluator.contract.indicators import (
    AnyIndicator,
    Count,
    Duty,
    LeadTime,
    Rate,
    Share,
    TimeWithinTarget,
)

Limited = TimeWithinTarget | Count | Rate | Share | LeadTime | Duty


def limit_clock(indicator: Limited) -> str | None:
    """Return the clock whose limit it is, None for lead times; empty text where there is no limit."""
    if isinstance(indicator, TimeWithinTarget):
        return indicator.clock
    if isinstance(indicator, LeadTime | Duty):
        return None
    return next((one.clock for one in indicator.that if isinstance(one, ClockCondition)), "")


def has_time_limit(indicator: AnyIndicator) -> bool:
    """Return whether each case of `indicator` has, or can have, a limit in time."""
    return isinstance(indicator, Limited) and limit_clock(indicator) != ""
