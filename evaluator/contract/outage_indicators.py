"""Terms of indicators about outages: how many, how long, and several limits on one service at once."""

from collections import Counter
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from evaluator.contract.indicator_terms import IndicatorTerms, PeriodLength
from evaluator.contract.monitoring_indicators import refuse_together
from evaluator.contract.parts import Name, Quantity, Terms

_WHOLE = Fraction(1)


class OutageMeasure(StrEnum):
    """What of the outages is measured: their number, the longest, or the time lost in all, in seconds."""

    COUNT = "count"
    LONGEST = "longest"
    TOTAL = "total"


class OutageMonth(StrEnum):
    """To which period an outage across its border belongs: the one it starts in, or each that it touches.

    Either way it belongs there as a whole: it does not become short by being looked at in parts. The total is
    of seconds, which each belong to their own period.
    """

    STARTS = "starts"
    TOUCHES = "touches"


class Outages(IndicatorTerms):
    """Number of outages, the longest, or the time lost in all of them."""

    kind: Literal["outages"]
    rules: Name
    measure: OutageMeasure
    month_of: OutageMonth | None = Field(
        default=None, description="for count and longest: the period of an outage across a border"
    )

    @property
    def whole_numbers(self) -> bool:
        """Whether its values are whole numbers."""
        return self.measure is OutageMeasure.COUNT

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return False

    @property
    def counts_misses(self) -> bool:
        """Whether it has single misses: each outage counted is one."""
        return self.measure is OutageMeasure.COUNT

    @property
    def sums_misses(self) -> bool:
        """Whether its value is a sum: every outage adds to their number and to the time lost."""
        return self.measure is not OutageMeasure.LONGEST

    @model_validator(mode="after")
    def _each_on_its_own(self) -> "Outages":
        refuse_together(self)
        return self

    @model_validator(mode="after")
    def _month_is_said(self) -> "Outages":
        if (self.measure is OutageMeasure.TOTAL) != (self.month_of is None):
            raise ValueError("month_of belongs to measure: count and longest, and they need it")
        return self


class LimitSpan(StrEnum):
    """Over which months a limit holds: those that end with the one judged.

    `quarter` is the calendar quarter as far as it has come.
    """

    MONTH = "month"
    QUARTER = "quarter"
    ROLLING_12_MONTHS = "rolling_12_months"

    @property
    def length(self) -> PeriodLength:
        """The same as the length of a period."""
        return PeriodLength(self.value)


class OutageLimit(Terms):
    """One limit on the outages of a service."""

    measure: OutageMeasure
    at_most: Quantity = Field(gt=0, description='such as 6 for count, "4 h" for longest and total')
    over: LimitSpan

    @property
    def name(self) -> str:
        """What names it among the limits of an indicator."""
        return f"{self.measure} {self.over}"


class OutageLimits(IndicatorTerms):
    """Several limits on the outages of one service at once: how much is used of the tightest."""

    kind: Literal["outage_limits"]
    rules: Name
    month_of: OutageMonth = Field(description="the period of an outage across a border")
    limits: tuple[OutageLimit, ...] = Field(min_length=1)

    @property
    def counts_misses(self) -> bool:
        """It has no single misses."""
        return False

    @property
    def facts_over(self) -> PeriodLength:
        """Over which months its facts reach: those of the period, or as many as its longest limit needs."""
        longer = any(limit.over.length is not self.period for limit in self.limits)
        return PeriodLength.ROLLING_12_MONTHS if longer else self.period

    def limit(self, name: str) -> OutageLimit:
        """Return the limit called `name`; raises KeyError where there is none."""
        return {limit.name: limit for limit in self.limits}[name]

    @model_validator(mode="after")
    def _each_on_its_own(self) -> "OutageLimits":
        refuse_together(self)
        return self

    @model_validator(mode="after")
    def _limits_fit(self) -> "OutageLimits":
        name, times = Counter(limit.name for limit in self.limits).most_common(1)[0]
        if times > 1:
            raise ValueError(f"there are {times} limits for {name}")
        if self.period not in {PeriodLength.MONTH, PeriodLength.QUARTER}:
            raise ValueError("limits are judged each month or each quarter; write period: month or quarter")
        if self.period is PeriodLength.QUARTER and any(one.over is LimitSpan.MONTH for one in self.limits):
            raise ValueError("a limit over a month is judged each month; write period: month")
        return self

    @model_validator(mode="after")
    def _target_is_the_limits(self) -> "OutageLimits":
        if self.target.to != _WHOLE or self.target.lowest is not None:
            raise ValueError('what is judged is whether every limit is kept; write target: {to: "100 %"}')
        return self
