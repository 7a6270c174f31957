"""Terms of indicators about the time between two events of a ticket."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from evaluator.contract.clocks import ClockHours, EventTerms, StateWord, TicketFilter
from evaluator.contract.hours import UsedUp
from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.contract.ticket_indicators import LimitTerms


class LeadTimeResult(StrEnum):
    """What of the lead times is judged: the share within the limit, or the longest overrun.

    `longest_overrun` is what the longest took beyond its limit, in working days or seconds as the limits
    are (0 when all are in time).
    """

    SHARE_WITHIN = "share_within"
    LONGEST_OVERRUN = "longest_overrun"


class LeadTimeMonth(StrEnum):
    """Which event says which period a lead time belongs to; `due`: when its limit falls."""

    START = "start"
    END = "end"
    DUE = "due"


def check_used_up(said: UsedUp | None, hours: str, *, in_working_days: bool) -> None:
    """Raise ValueError where it is not said, or said in vain, when a time used up at a close is due."""
    if in_working_days or hours == ClockHours.ALWAYS:
        if said is not None:
            raise ValueError("used_up_at_close is about limits of time in hours that close")
    elif said is None:
        raise ValueError("a limit of time in hours that close needs used_up_at_close: close or next_opening")


class LeadTimeTerms(IndicatorTerms):
    """The time from one event of a ticket to another, and its limit."""

    tickets: TicketFilter
    start: EventTerms
    end: EventTerms
    hours: str = Field(
        description="service, always, or the name of service hours; gives the holiday calendar too"
    )
    cancels_in: tuple[StateWord, ...] = Field(
        description="a ticket that is in one of these in the end is no case"
    )
    within: LimitTerms
    used_up_at_close: UsedUp | None = Field(
        default=None,
        description="for limits of time in hours that close: whether one used up exactly at a close is due at"
        " the close or the next opening",
    )

    @model_validator(mode="after")
    def _said_where_it_matters(self) -> "LeadTimeTerms":
        check_used_up(self.used_up_at_close, self.hours, in_working_days=self.within.in_working_days)
        return self


class LeadTime(LeadTimeTerms):
    """Time between two events of a ticket against a limit, in seconds or working days."""

    kind: Literal["lead_time"]
    result: LeadTimeResult
    month_of: LeadTimeMonth

    @property
    def whole_numbers(self) -> bool:
        """Whether its values are whole numbers."""
        return self.result is LeadTimeResult.LONGEST_OVERRUN

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return self.result is LeadTimeResult.SHARE_WITHIN


class DutyResult(StrEnum):
    """What of the duties is judged: the share done in time, or the number not done in time."""

    SHARE_IN_TIME = "share_in_time"
    MISSED = "missed"


class Duty(LeadTimeTerms):
    """What is to be done within a time after an event of a ticket, in the period in which it falls due."""

    kind: Literal["duty"]
    result: DutyResult

    @property
    def month_of(self) -> LeadTimeMonth:
        """A duty belongs to the period in which it falls due, done or not."""
        return LeadTimeMonth.DUE

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
