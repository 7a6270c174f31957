"""Terms of indicators about tickets: their clocks, conditions and lengths of time."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from evaluator.contract.clocks import (
    ClockCondition,
    Condition,
    EventTerms,
    FieldCondition,
    TicketFilter,
    TimeLimit,
)
from evaluator.contract.indicator_terms import IndicatorTerms
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

    @property
    def in_working_days(self) -> bool:
        """Whether its limits are working days."""
        limits = [self.limit, *self.limits.values()]
        return any(limit is not None and limit.working_days is not None for limit in limits)

    @model_validator(mode="after")
    def _one_way(self) -> "LimitTerms":
        if (self.limit is None) == (self.limit_by is None) or (self.limit_by is None) != (not self.limits):
            raise ValueError("name either limit, or limit_by with limits")
        return self

    @model_validator(mode="after")
    def _of_one_unit(self) -> "LimitTerms":
        limits = [self.limit, *self.limits.values()]
        in_days = {limit.working_days is not None for limit in limits if limit is not None}
        if len(in_days) > 1:
            raise ValueError("the limits of one indicator are either all times or all working days")
        return self


class TimeWithinTarget(IndicatorTerms):
    """Share of tickets whose clock stopped within its limit."""

    kind: Literal["time_within_target"]
    tickets: TicketFilter
    clock: Name
    within: LimitTerms
    month_of: MonthOf


class CountTerms(IndicatorTerms):
    """What is counted: tickets, or changes of a field, that meet all conditions."""

    tickets: TicketFilter
    count: Literal["tickets", "changes"]
    that: tuple[Condition, ...] = ()
    changes_of: FieldCondition | None = None
    month_of: MonthOf
    clock: Name | None = Field(default=None, description="the clock whose stop says the month")

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return False

    @model_validator(mode="after")
    def _changes_named(self) -> "CountTerms":
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


class Count(CountTerms):
    """Number of tickets, or of changes of a field, that meet all conditions."""

    kind: Literal["count"]

    @property
    def sums_misses(self) -> bool:
        """Each ticket or change counted is one."""
        return True

    @property
    def whole_numbers(self) -> bool:
        """Whether its values are whole numbers."""
        return True


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


class PercentileInterval(StrEnum):
    """How the confidence interval of a percentile is made: from its exact binomial, or by the bootstrap."""

    EXACT = "exact"
    BOOTSTRAP = "bootstrap"


class Percentile(IndicatorTerms):
    """Percentile of a length of time, in seconds."""

    kind: Literal["percentile"]
    tickets: TicketFilter
    of: TimeMeasured
    percentile: Quantity = Field(ge=0, le=1, description='such as "95 %"')
    method: PercentileMethod
    interval: PercentileInterval = Field(
        description="exact holds 95 % at any size; bootstrap is often narrower, and holds it in large samples"
    )
    month_of: Literal[MonthOf.OPENED, MonthOf.STOPPED]

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return False

    @property
    def counts_misses(self) -> bool:
        """It has no single misses."""
        return False
