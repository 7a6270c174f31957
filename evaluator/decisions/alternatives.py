"""The alternatives to decide between: criteria, values, costs, and what is uncertain of them."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field, model_validator

from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.contract.relative_scales import refuse_relative
from evaluator.decisions.alternative_costs import CostTerms
from evaluator.decisions.measured_by import MeasuredBy
from evaluator.decisions.parts import Role


class AlternativeKind(StrEnum):
    """What an alternative does with the contract (domain.md 0, point 3)."""

    PROLONG_IN_FULL = "prolong_in_full"
    SHORTER_BRIDGE = "shorter_bridge"
    PROCURE_ANEW = "procure_anew"
    PROCURE_DIVIDED = "procure_divided"
    OWN_OPERATION = "own_operation"
    OTHER = "other"


class Condition(Terms):
    """What an alternative requires; by the notice date of an option of the contract, a day, or no day."""

    what: Label
    by: date | None = None
    notice_of: Name | None = Field(default=None, description="option whose last day of notice it is")

    @model_validator(mode="after")
    def _one_day(self) -> "Condition":
        if self.by is not None and self.notice_of is not None:
            raise ValueError("by and notice_of both name a day: keep one of them")
        return self


class Alternative(Terms):
    """One way to go on; measured facts hold for it where `is_described_by_results`: the supplier stays."""

    id: Name
    kind: AlternativeKind
    label: Label
    description: Label
    uses_option: Name | None = None
    is_described_by_results: bool = False
    requires: tuple[Condition, ...] = ()


class Direction(StrEnum):
    """Which values are worth more."""

    HIGHER = "higher_is_better"
    LOWER = "lower_is_better"


class ValueForm(StrEnum):
    """How values are shown: as a percentage, a number with a unit, or money."""

    SHARE = "share"
    NUMBER = "number"
    MONEY = "money"


class FixedScale(Terms):
    """The values worth 0 and 100, decided beforehand: never the lowest or highest of the group."""

    zero_at: Quantity
    hundred_at: Quantity
    why: Label = Field(description="who fixed the ends, and from what")

    @model_validator(mode="before")
    @classmethod
    def _is_fixed(cls, written: Any) -> Any:
        return refuse_relative(written)

    @model_validator(mode="after")
    def _has_length(self) -> "FixedScale":
        if self.zero_at == self.hundred_at:
            raise ValueError("zero_at and hundred_at are the same value")
        return self


class Floor(Terms):
    """The least that is accepted, in the criterion's own unit; what lies beyond it is shown, not dropped."""

    at: Quantity
    why: Label


class StatedValue(Terms):
    """What one alternative is worth on a criterion, as people judge it, or that it is as another one's.

    `low` and `high` are the least and most that are thought possible; without them it is held for certain.
    """

    alternative: Name
    same_as: Name | None = None
    low: Quantity | None = None
    likely: Quantity | None = None
    high: Quantity | None = None
    by: Role = Field(description="who judged it, by role")
    when: date
    why: Label
    is_assumed: bool = Field(default=False, description="nobody has looked into it: it only fills a place")

    @model_validator(mode="after")
    def _one_value(self) -> "StatedValue":
        if (self.likely is None) == (self.same_as is None):
            raise ValueError("state either likely or same_as")
        if self.same_as == self.alternative:
            raise ValueError(f"same_as names {self.alternative} itself")
        return self

    @model_validator(mode="after")
    def _in_order(self) -> "StatedValue":
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high go together")
        if self.low is None or self.high is None:
            return self
        if self.likely is None:
            raise ValueError("low and high belong to likely")
        if not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high do not come in this order")
        return self


class Criterion(Terms):
    """What the alternatives are compared on, on a scale that is fixed beforehand.

    With `measured_by` the alternatives described by results take their value from there; the others are
    judged. Without it all are judged.
    """

    id: Name
    label: Label
    description: Label
    weight: int = Field(ge=0, le=100)
    direction: Direction
    form: ValueForm = ValueForm.NUMBER
    unit: Label | None = None
    digits: int = Field(default=0, ge=0, le=4, description="decimals that people see")
    scale: FixedScale
    floor: Floor | None = None
    measured_by: MeasuredBy | None = None
    values: tuple[StatedValue, ...] = ()

    @model_validator(mode="after")
    def _scale_has_its_direction(self) -> "Criterion":
        rises = self.scale.hundred_at > self.scale.zero_at
        if rises != (self.direction is Direction.HIGHER):
            raise ValueError(f"the scale runs the other way than direction ({self.direction}) says")
        return self


class Distribution(StrEnum):
    """How a value between low and high is drawn."""

    TRIANGULAR = "triangular"
    PERT = "pert"


class Simulation(Terms):
    """How what is uncertain is drawn, and when the data are said to tell the alternatives apart."""

    seed: int = Field(ge=0, lt=2**63)
    draws: int = Field(default=20_000, ge=1_000, le=200_000)
    distribution: Distribution = Distribution.TRIANGULAR
    told_apart_from: Annotated[Quantity, Field(gt=Fraction(1, 2), le=1)] = Field(
        default=Fraction(80, 100),
        description="share of draws in which one alternative must come first, or the data cannot tell",
    )
    weight_variation: int = Field(
        default=10, ge=0, le=50, description="points of weight that each criterion is tried up and down"
    )


class AlternativesFile(Terms):
    """The file `alternatives.yaml`."""

    alternatives: tuple[Alternative, ...] = Field(min_length=2)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    simulation: Simulation
    costs: CostTerms | None = None

    @model_validator(mode="after")
    def _weights_are_whole(self) -> "AlternativesFile":
        total = sum(criterion.weight for criterion in self.criteria)
        if total != 100:
            raise ValueError(f"the weights of the criteria sum to {total}, not to 100")
        return self
