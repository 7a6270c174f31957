"""Terms of duties that come back: what is to be done after the end of each month, quarter or year."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from evaluator.contract.clocks import TimeLimit
from evaluator.contract.hours import UsedUp
from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.contract.lead_time_indicators import DutyResult, check_used_up

LONGEST_IN_WORKING_DAYS = 100
LONGEST_IN_SECONDS = 24 * 86_400


class Interval(StrEnum):
    """After the end of which part of the calendar a duty comes back."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it is long."""
        return {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.HALF_YEAR: 6, Interval.YEAR: 12}[self]


class PeriodicDuty(IndicatorTerms):
    """What is to be done within a time after the end of each interval, such as a report or an invoice.

    It is done when a measurement called `done` says so: one that runs from the end of the interval until it
    was done.
    """

    kind: Literal["periodic_duty"]
    after_each: Interval
    within: TimeLimit
    hours: str = Field(
        description="service, always, or the name of service hours; gives the holiday calendar too"
    )
    done: str = Field(description="the measurement that runs from the end of the interval until it was done")
    result: DutyResult
    used_up_at_close: UsedUp | None = Field(
        default=None,
        description="for a limit of time in hours that close: whether one used up exactly at a close is due"
        " at the close or the next opening",
    )

    @model_validator(mode="after")
    def _said_where_it_matters(self) -> "PeriodicDuty":
        in_days = self.within.working_days is not None
        check_used_up(self.used_up_at_close, self.hours, in_working_days=in_days)
        return self

    @model_validator(mode="after")
    def _due_within_a_year(self) -> "PeriodicDuty":
        days, time = self.within.working_days, self.within.time
        if (days or 0) > LONGEST_IN_WORKING_DAYS or (time or 0) > LONGEST_IN_SECONDS:
            raise ValueError("what comes back is due within 100 working days, or 24 days of open time")
        return self

    @property
    def whole_numbers(self) -> bool:
        """Whether its values are whole numbers."""
        return self.result is DutyResult.MISSED

    @property
    def sums_misses(self) -> bool:
        """Whether its value is the number of misses."""
        return self.result is DutyResult.MISSED

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return self.result is DutyResult.SHARE_IN_TIME
