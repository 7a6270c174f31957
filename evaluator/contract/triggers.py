"""Thresholds over several months, and what reaching one gives a right to."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from evaluator.contract.parts import Label, Name, Terms
from evaluator.contract.scorecard import MONTHS_LOOKED_BACK


class LeadsTo(StrEnum):
    """What reaching a threshold leads to; the right to terminate makes it critical."""

    ACTION_PLAN = "action_plan"
    RIGHT_TO_TERMINATE = "right_to_terminate"
    OTHER = "other"


class TriggerTerms(Terms):
    """What every threshold states."""

    id: Name
    label: Label
    clause: str = Field(description="where in the contract this stands")
    leads_to: LeadsTo
    gives: Label = Field(description="what it gives a right to, in words")


class PointsOf(StrEnum):
    """Whose points are summed: of all services together, of each service, or of the indicators.

    An indicator of several services together gives its points to each of them: they count on every one under
    `contract`, and once under `indicators`.
    """

    CONTRACT = "contract"
    SERVICE = "service"
    INDICATORS = "indicators"


class PointsTrigger(TriggerTerms):
    """So many points, after doubling, in the months up to this one (domain.md 5.3a: 50 in 3)."""

    kind: Literal["points"]
    points: int = Field(ge=1)
    months: int = Field(ge=1, le=MONTHS_LOOKED_BACK)
    of: PointsOf


class CapTrigger(TriggerTerms):
    """A cap reached in so many months running."""

    kind: Literal["cap"]
    cap: Literal["service", "total"]
    months: int = Field(ge=1, le=MONTHS_LOOKED_BACK)


class When(StrEnum):
    """What of an indicator counts: a miss, its outermost band, or so many points after doubling."""

    MISSED = "missed"
    LOWEST_BAND = "lowest_band"
    POINTS = "points"


class IndicatorTrigger(TriggerTerms):
    """The same indicator on the same service in n of its last m periods; n of n is so many running."""

    kind: Literal["indicator"]
    when: When
    points: int | None = Field(default=None, ge=1, description="with when: points")
    periods: int = Field(ge=1)
    of_periods: int = Field(ge=1, le=MONTHS_LOOKED_BACK)
    not_assessable_breaks_chain: bool = Field(
        description="false: a period that could not be judged takes no place among them"
    )
    indicators: tuple[Name, ...] = Field(default=(), description="empty: every indicator")

    @model_validator(mode="after")
    def _fits(self) -> "IndicatorTrigger":
        if (self.when is When.POINTS) != (self.points is not None):
            raise ValueError("points belongs to when: points, and it needs the number")
        if self.periods > self.of_periods:
            raise ValueError(f"{self.periods} of {self.of_periods} periods can never be reached")
        return self


AnyTrigger = Annotated[PointsTrigger | CapTrigger | IndicatorTrigger, Field(discriminator="kind")]
