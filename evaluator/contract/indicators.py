"""Terms of indicators: what is measured, against which target, with which bands and consequence."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from evaluator.contract.bands import Range
from evaluator.contract.clocks import (
    ClockCondition,
    Condition,
    EventTerms,
    FieldCondition,
    StateWord,
    TicketFilter,
    TimeLimit,
)
from evaluator.contract.indicator_terms import IndicatorTerms, Measured
from evaluator.contract.parts import Name, Quantity, Terms


class MonthOf(StrEnum):
    """Which event of a ticket says which period it belongs to.

    `stopped_or_overdue`: the stop, but a ticket that still runs past its limit when a period ends is a miss
    of the first such period, and not counted again when it stops.
    """

    OPENED = "opened"
    STOPPED = "stopped"
    STOPPED_OR_OVERDUE = "stopped_or_overdue"


def _check_stop_has_clock(month_of: MonthOf, clock: str | None) -> None:
    if (month_of is MonthOf.OPENED) != (clock is None):
        raise ValueError("month_of: stopped needs a clock, and a clock belongs to it")


class LimitTerms(Terms):
    """One limit for all tickets, or one per priority or kind."""

    limit: TimeLimit | None = None
    limit_by: Literal["priority", "kind"] | None = None
    limits: dict[str, TimeLimit] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> "LimitTerms":
        if (self.limit is None) == (self.limit_by is None) or (self.limit_by is None) != (not self.limits):
            raise ValueError("name either limit, or limit_by with limits")
        return self


class TimeWithinTarget(IndicatorTerms):
    """Share of tickets whose clock stopped within its limit."""

    kind: Literal["time_within_target"]
    tickets: TicketFilter
    clock: Name
    within: LimitTerms
    month_of: MonthOf

    @model_validator(mode="after")
    def _limits_are_times(self) -> "TimeWithinTarget":
        limits = [self.within.limit, *self.within.limits.values()]
        if any(limit is not None and limit.time is None for limit in limits):
            raise ValueError("a clock's limit is a time; for working days use lead_time")
        return self


def _refuse_together(indicator: IndicatorTerms) -> None:
    # Each service has hours of its own, so that seconds of several services have no common sum.
    if indicator.measured is Measured.TOGETHER:
        raise ValueError("a monitored service is measured on its own; write measured: per_service")


class Availability(IndicatorTerms):
    """Share of the time a service worked."""

    kind: Literal["availability"]
    rules: Name

    @property
    def counts_misses(self) -> bool:
        """It has no single misses."""
        return False

    @model_validator(mode="after")
    def _each_on_its_own(self) -> "Availability":
        _refuse_together(self)
        return self


class ShareOfUnits(IndicatorTerms):
    """Share of the units of a segment whose own availability reached a level."""

    kind: Literal["share_of_units"]
    segment: Name
    rules: Name
    unit_target: Range

    @model_validator(mode="after")
    def _each_on_its_own(self) -> "ShareOfUnits":
        _refuse_together(self)
        return self


class Count(IndicatorTerms):
    """Number of tickets, or of changes of a field, that meet all conditions."""

    kind: Literal["count"]
    tickets: TicketFilter
    count: Literal["tickets", "changes"]
    that: tuple[Condition, ...] = ()
    changes_of: FieldCondition | None = None
    month_of: MonthOf
    clock: Name | None = Field(default=None, description="the clock whose stop says the month")

    @property
    def whole_numbers(self) -> bool:
        """Whether its values are whole numbers."""
        return True

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return False

    @model_validator(mode="after")
    def _changes_named(self) -> "Count":
        if (self.count == "changes") != (self.changes_of is not None):
            raise ValueError("changes_of belongs to count: changes, and it needs one")
        if self.changes_of is None:
            _check_stop_has_clock(self.month_of, self.clock)
            self._check_overdue_has_limit()
        elif self.changes_of.model_fields_set != {"field", "ever_one_of"}:
            raise ValueError("changes_of names the values that are counted in ever_one_of, and nothing else")
        elif self.that or self.clock is not None:
            raise ValueError("that and clock belong to count: tickets; each change is of its own month")
        return self

    def _check_overdue_has_limit(self) -> None:
        limits = [one for one in self.that if isinstance(one, ClockCondition) and one.clock == self.clock]
        if self.month_of is MonthOf.STOPPED_OR_OVERDUE and not any(
            one.longer_than is not None for one in limits
        ):
            raise ValueError("month_of: stopped_or_overdue needs a condition longer_than on the same clock")


class Share(IndicatorTerms):
    """Share of tickets that meet all conditions."""

    kind: Literal["share"]
    tickets: TicketFilter
    that: tuple[Condition, ...] = Field(min_length=1)
    month_of: Literal[MonthOf.OPENED, MonthOf.STOPPED]
    clock: Name | None = Field(default=None, description="the clock whose stop says the month")

    @model_validator(mode="after")
    def _stop_needs_clock(self) -> "Share":
        _check_stop_has_clock(self.month_of, self.clock)
        return self


class TimeMeasured(Terms):
    """A length of time of a ticket: of a clock, or between two events in some hours."""

    clock: Name | None = None
    start: EventTerms | None = None
    end: EventTerms | None = None
    hours: str | None = Field(
        default=None, description="service, always, or the name of service hours; for two events"
    )

    @model_validator(mode="after")
    def _one_way(self) -> "TimeMeasured":
        events = self.start is not None and self.end is not None and self.hours is not None
        if (self.clock is None) != events:
            raise ValueError("name either a clock, or start, end and hours")
        return self


class Mean(IndicatorTerms):
    """Mean of a length of time, in seconds."""

    kind: Literal["mean"]
    tickets: TicketFilter
    of: TimeMeasured
    month_of: Literal[MonthOf.OPENED, MonthOf.STOPPED]

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return False

    @property
    def counts_misses(self) -> bool:
        """It has no single misses."""
        return False


class PercentileMethod(StrEnum):
    """How a percentile is read off (Hyndman and Fan 1996: type 7, and the nearest rank of type 1)."""

    LINEAR = "linear"
    NEAREST_RANK = "nearest_rank"


class Percentile(IndicatorTerms):
    """Percentile of a length of time, in seconds."""

    kind: Literal["percentile"]
    tickets: TicketFilter
    of: TimeMeasured
    percentile: Quantity = Field(ge=0, le=1, description='such as "95 %"')
    method: PercentileMethod
    month_of: Literal[MonthOf.OPENED, MonthOf.STOPPED]

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return False

    @property
    def counts_misses(self) -> bool:
        """It has no single misses."""
        return False


class LeadTimeResult(StrEnum):
    """What of the lead times is judged: the share within the limit, or the longest overrun.

    `longest_overrun` is in working days past the limit (0 when all are in time).
    """

    SHARE_WITHIN = "share_within"
    LONGEST_OVERRUN = "longest_overrun"


class LeadTimeMonth(StrEnum):
    """Which event says which period a lead time belongs to; `due`: when its limit falls."""

    START = "start"
    END = "end"
    DUE = "due"


class LeadTime(IndicatorTerms):
    """Time between two events of a ticket against a limit, in seconds or working days."""

    kind: Literal["lead_time"]
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
    result: LeadTimeResult
    month_of: LeadTimeMonth

    @model_validator(mode="after")
    def _limits_of_one_unit(self) -> "LeadTime":
        limits = [self.within.limit, *self.within.limits.values()]
        in_days = {limit.working_days is not None for limit in limits if limit is not None}
        if len(in_days) > 1:
            raise ValueError("the limits of one indicator are either all times or all working days")
        return self

    @property
    def whole_numbers(self) -> bool:
        """Whether its values are whole numbers."""
        return self.result is LeadTimeResult.LONGEST_OVERRUN

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return self.result is LeadTimeResult.SHARE_WITHIN


class Response(Terms):
    """The share of those asked who must have answered for a survey to be judged."""

    at_least: Quantity = Field(ge=0, le=1)


class Imported(IndicatorTerms):
    """A measurement from a file: sum of numerators over sum of denominators in the period."""

    kind: Literal["imported"]
    measure: str
    unit: Literal["share", "number", "index"]
    response: Response | None = None

    @property
    def counts_misses(self) -> bool:
        """A share counts them; a number or an index does not."""
        return self.unit == "share"

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return self.unit == "share"


AnyIndicator = Annotated[
    TimeWithinTarget | Availability | ShareOfUnits | Count | Share | Mean | Percentile | LeadTime | Imported,
    Field(discriminator="kind"),
]
