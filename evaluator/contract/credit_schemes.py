"""What a miss of one indicator costs: by points, amount at risk, tiers, days, users or started steps."""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from evaluator.contract.bands import Range
from evaluator.contract.parts import Name, Quantity, Terms


class PointsScheme(Terms):
    """The points of its bands stand on the service; the credit terms say what they cost together."""

    scheme: Literal["points"]


class AtRiskScheme(Terms):
    """A part of the amount at risk, whatever the size of the miss (domain.md 5.3c)."""

    scheme: Literal["at_risk"]
    pool: Name | None = Field(description="the pool of the amount at risk it draws on; null: on all of it")
    allocation: Quantity = Field(gt=0, le=1, description="its weight in the pool")


class Tier(Range):
    """A range of values below target, with its share of the service's monthly fee."""

    share: Quantity = Field(ge=0)


class TierScheme(Terms):
    """The share of the fee that belongs to the tier in which the value lies."""

    scheme: Literal["tiers"]
    tiers: tuple[Tier, ...] = Field(min_length=1)


class ShortfallScheme(Terms):
    """As many percent of the fee as the value is short of its target in percentage points (5.3e)."""

    scheme: Literal["shortfall"]


class Counting(StrEnum):
    """Whether a day or step that has only begun counts."""

    WHOLE = "whole"
    STARTED = "started"


class DayScheme(Terms):
    """For each day beyond the target a day's part of the monthly fee."""

    scheme: Literal["days"]
    day: Quantity = Field(gt=0, description='what of the value is a day: 1, or "24 h" where it is a time')
    counting: Counting
    days_in_month: int = Field(ge=1, description="30: a day is a thirtieth of the monthly fee")
    at_most: int | None = Field(ge=1, description="days in one period; null: as many as there are")


class AffectedShare(Terms):
    """Which other indicator tells how large a share of the users was hit, on the same service and period."""

    indicator: Name
    value_is: Literal["affected", "unaffected"]
    if_unknown: Literal["all", "none"] = Field(description="who was hit where that has no value")


class UserShareScheme(Terms):
    """The tier's share of the fee, for those of the users alone who were affected."""

    scheme: Literal["user_share"]
    tiers: tuple[Tier, ...] = Field(min_length=1)
    affected: AffectedShare


class Over(StrEnum):
    """Beyond what steps are counted: each case over its own limit, or the value over the target."""

    CASES = "cases"
    VALUE = "value"


class StartedScheme(Terms):
    """A base amount for each started step beyond what is permitted (domain.md 5.3d).

    `each` is the step itself ("60 min"), `each_part` a part of what is permitted ("50 %").
    """

    scheme: Literal["per_started"]
    base: Name = Field(description="which of the credit terms' base amounts")
    share: Quantity = Field(gt=0, description="of the base amount, for each started step")
    over: Over
    each: Quantity | None = Field(default=None, gt=0)
    each_part: Quantity | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_step(self) -> "StartedScheme":
        if (self.each is None) == (self.each_part is None):
            raise ValueError("write the step as each or as each_part of what is permitted, one of them")
        if self.over is Over.CASES and self.each is None:
            raise ValueError("a case is late by a length of time: write the step as each")
        return self


CreditScheme = Annotated[
    PointsScheme | AtRiskScheme | TierScheme | ShortfallScheme | DayScheme | UserShareScheme | StartedScheme,
    Field(discriminator="scheme"),
]

BY_POINTS = PointsScheme(scheme="points")
"""What an indicator follows that names no scheme."""


class Bonus(Terms):
    """What the supplier is given for a value that is on target and in this range."""

    value: Range
    share: Quantity = Field(gt=0, le=1, description="of the service's monthly fee")


def tiers_of(scheme: "CreditScheme") -> tuple[Tier, ...]:
    """Return the tiers of a scheme that has them."""
    return scheme.tiers if isinstance(scheme, TierScheme | UserShareScheme) else ()


def beyond(target: Range, value: Fraction) -> Fraction:
    """Return how far `value` lies outside `target`, from its nearer end; 0 inside."""
    below = Fraction(0) if target.lowest is None else target.lowest - value
    above = Fraction(0) if target.highest is None else value - target.highest
    return max(below, above, Fraction(0))
