"""Terms of the scorecard: areas with weights, fixed scales, bands and floors."""

from typing import Any

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.contract.relative_scales import refuse_relative
from evaluator.contract.rule_names import WEIGHTS

MONTHS_LOOKED_BACK = 24
"""How many earlier months an evaluation reads: for the score, for repeated misses and for history."""


class LinearScale(Terms):
    """A fixed scale: `zero_at` gives 0, `hundred_at` gives 100, linear between, clamped outside."""

    zero_at: Quantity
    hundred_at: Quantity

    @model_validator(mode="before")
    @classmethod
    def _is_fixed(cls, written: Any) -> Any:
        return refuse_relative(written)

    @model_validator(mode="after")
    def _apart(self) -> "LinearScale":
        if self.zero_at == self.hundred_at:
            raise ValueError("zero_at and hundred_at must differ")
        return self


class AreaMeasure(Terms):
    """One part of an area: indicators by their points before doubling, or by a fixed scale."""

    indicators: tuple[Name, ...] = Field(min_length=1)
    segment: Name | None = Field(default=None, description="only the outcome of this segment")
    scale: LinearScale | None = Field(default=None, description="null: 100 less 25 for each point")
    lowest_segment_counts_half: bool = False


class ScoreArea(Terms):
    """An area of the scorecard."""

    id: Name
    label: Label
    weight: int = Field(ge=1)
    measures: tuple[AreaMeasure, ...] = Field(description="empty: nothing measures it yet; its weight stays")


class ScoreBand(Terms):
    """A named part of the scale from 0 to 100, from `at_least` upwards."""

    id: Name
    label: Label
    at_least: Quantity = Field(ge=0, le=100)


class ScoreFloor(Terms):
    """An area below this holds the whole score down, so that no mean hides it."""

    area_below: Quantity
    not_above: Name


class ScorecardTerms(Terms):
    """How the score is made up."""

    months: int = Field(
        ge=1,
        description="how many months the score is made of, the last one included",
        json_schema_extra={"maximum": MONTHS_LOOKED_BACK},
    )
    areas: tuple[ScoreArea, ...] = Field(min_length=1)
    bands: tuple[ScoreBand, ...] = Field(min_length=1)
    floor: ScoreFloor
    open_trigger_holds_at: Name | None = Field(
        default=None, description="the highest band while a right to terminate is open; null: no such rule"
    )

    @field_validator("months")
    @classmethod
    def _months_are_read(cls, months: int) -> int:
        if months > MONTHS_LOOKED_BACK:
            raise ValueError(
                f"{months} months are more than an evaluation reads back; write at most {MONTHS_LOOKED_BACK}"
            )
        return months

    @model_validator(mode="after")
    def _fits(self) -> "ScorecardTerms":
        total = sum(area.weight for area in self.areas)
        if total != 100:
            raise _weights_refused([area.weight for area in self.areas], total)
        if min(band.at_least for band in self.bands) != 0:
            raise ValueError("the lowest band starts at 0")
        bands = {band.id for band in self.bands}
        if self.floor.not_above not in bands:
            raise ValueError(f"floor.not_above names no band: {self.floor.not_above}")
        if self.open_trigger_holds_at is not None and self.open_trigger_holds_at not in bands:
            raise ValueError(f"open_trigger_holds_at names no band: {self.open_trigger_holds_at}")
        return self


def _weights_refused(weights: list[int], total: int) -> PydanticCustomError:
    told = {
        "found": f"the weights of the areas sum to {total}, not 100",
        "path": ("areas",),
        "rule": WEIGHTS,
        "arithmetic": f"{' + '.join(str(weight) for weight in weights)} = {total}",
        "remedy": "Share 100 among the areas; an area that nothing measures yet keeps its weight",
    }
    return PydanticCustomError("at_path", "{found}", told)
