"""From which results a criterion takes the value of the alternatives that they describe."""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from evaluator.contract.parts import Name, Terms


class Taken(StrEnum):
    """What is made of an indicator's months: all of them in one sum, or the share of months on target."""

    POOLED = "pooled"
    SHARE_OF_MONTHS_MET = "share_of_months_met"


class ByIndicator(Terms):
    """An indicator of the contract over some months, of a service and segment or of all."""

    kind: Literal["indicator"]
    indicator: Name
    service: Name | None = Field(default=None, description="null: all it is measured on, together")
    segment: Name | None = Field(default=None, description="null: all segments")
    months: int = Field(default=12, ge=1, le=24)
    take: Taken


class ByScoreArea(Terms):
    """An area of the contract's scorecard, 0 to 100."""

    kind: Literal["score_area"]
    area: Name


class ByCost(Terms):
    """The total cost over the horizon, of every alternative; `costs` states it."""

    kind: Literal["cost"]


MeasuredBy: TypeAlias = Annotated[ByIndicator | ByScoreArea | ByCost, Field(discriminator="kind")]
