"""Terms of the stages of a time plan, and of what may happen on the way."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.decisions.time_plan_parts import DurationTerms, PlannedDays, Source

Probability = Annotated[Quantity, Field(ge=0, le=1)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class Sending(StrEnum):
    """How the award is told to bidders; on it depends how long the standstill is."""

    ELECTRONIC = "electronic"
    OTHER = "other"


class StageTerms(Terms):
    """One stage: what comes before it, and how long it takes.

    A stage with `standstill` takes what the law says (`evaluator.core.deciding.time_plan.standstill`), others
    have a `duration`. With `only_during` it goes on only on the days of that calendar, and its duration
    counts those days alone; with `ends_on` it ends on one of them, such as a meeting.
    """

    id: Name
    label: Label
    after: tuple[Name, ...] = Field(default=(), description="ids of the stages that must be done before")
    duration: DurationTerms | None = None
    standstill: Sending | None = None
    only_during: Name | None = None
    ends_on: Name | None = None
    units: tuple[Name, ...] = Field(default=(), description="units or segments that this wave moves")

    @property
    def calendars(self) -> tuple[str, ...]:
        """The calendars that it heeds."""
        return tuple(name for name in (self.only_during, self.ends_on) if name is not None)

    @model_validator(mode="after")
    def _takes_time(self) -> "StageTerms":
        if (self.duration is None) == (self.standstill is None):
            raise ValueError(f"stage {self.id} needs either a duration or a standstill, and not both")
        if self.standstill is not None and self.calendars:
            raise ValueError(f"stage {self.id} is a standstill: the law says its days, no calendar does")
        return self


class AppealShare(Terms):
    """How likely an appeal is from some number of bidders on."""

    bidders_from: int = Field(ge=1)
    probability: Probability


class AppealTerms(Terms):
    """What an appeal (Swedish *överprövning*) costs of time, and how likely it is.

    `probability` holds where it is given, else the share of the number of `bidders`. The base plan counts
    `planned` days for it whatever its probability: large purchases are planned as if appealed.
    """

    after: Name = Field(description="stage after which the contract cannot be signed while it lasts")
    planned: PlannedDays = Field(description="what the base plan counts for it")
    bidders: int = Field(default=5, ge=1)
    by_bidders: tuple[AppealShare, ...] = Field(min_length=1)
    probability: Probability | None = None
    first_instance: DurationTerms
    goes_on: Probability = Field(description="share of appeals that the next court tries too")
    second_instance: DurationTerms
    source: Source
    year: Year

    @model_validator(mode="after")
    def _from_one_bidder(self) -> "AppealTerms":
        ends = [one.bidders_from for one in self.by_bidders]
        if ends != sorted(set(ends)) or ends[0] != 1:
            raise ValueError("by_bidders begins with bidders_from: 1 and rises")
        return self


class CancellationTerms(Terms):
    """That a procurement is cancelled and begun again, as when too few apply."""

    after: Name = Field(description="stage at whose end it shows")
    probability: Probability
    delay: DurationTerms
    source: Source
    year: Year
