"""Terms of calendars of a time plan: the days on which something can be done or decided."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from evaluator.contract.hours import DateRange, DayOfTheYear, Weekday
from evaluator.contract.parts import Label, Name, Terms


class YearlyDays(Terms):
    """Days of every year, both ends included; a range may run over New Year."""

    first: DayOfTheYear
    last: DayOfTheYear


class MonthlyMeeting(Terms):
    """A meeting in every month but some, on the first, second, ... of a weekday; -1 is the last one."""

    weekday: Weekday
    week: Annotated[int, Field(ge=-1, le=4)] = -1
    not_in: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(
        default=(), description="months without a meeting, such as 7"
    )

    @model_validator(mode="after")
    def _some_week(self) -> "MonthlyMeeting":
        if self.week == 0:
            raise ValueError("week 0 does not exist: 1 to 4, or -1 for the last of the month")
        if len(set(self.not_in)) == 12:
            raise ValueError("no month is left for a meeting")
        return self


class PlanCalendarTerms(Terms):
    """Days on which a stage can go on, or on which it can end.

    What is known of a year stands in `days`, `dates` or the contract's service hours; from the day after the
    last of it what recurs, `yearly` or `monthly`, is assumed to hold.
    """

    label: Label
    outside_hours: Name | None = Field(
        default=None,
        description="service hours of the contract; days on which they do not open, such as school breaks",
    )
    days: tuple[date, ...] = Field(default=(), description="single days, such as meetings already fixed")
    dates: tuple[DateRange, ...] = ()
    yearly: tuple[YearlyDays, ...] = ()
    monthly: MonthlyMeeting | None = None

    @model_validator(mode="after")
    def _recurs(self) -> "PlanCalendarTerms":
        if not self.yearly and self.monthly is None:
            raise ValueError(
                "a plan reaches further than any calendar that is known: give `yearly` or `monthly`, "
                "which is assumed from there on"
            )
        return self
