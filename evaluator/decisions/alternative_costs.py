"""What the alternatives cost: running, transition, two suppliers at once, and a review by the courts."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from evaluator.contract.credits import Money
from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.decisions.parts import MonthName

Share = Annotated[Quantity, Field(ge=0, le=1)]
Rate = Annotated[Quantity, Field(gt=Fraction(-1, 2), lt=1)]
Year = Annotated[int, Field(ge=2000, le=2100)]
NONE_OF_IT = Literal["none"]


class CostAmount(Terms):
    """An amount in the prices of a year, with where it was found.

    `low` and `high` are the least and most that are thought possible; without them it is held for certain.
    """

    low: Money | None = Field(default=None, ge=0)
    likely: Money = Field(ge=0)
    high: Money | None = Field(default=None, ge=0)
    price_year: Year
    source: Label
    is_assumed: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "CostAmount":
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high go together")
        if self.low is not None and self.high is not None and not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high do not come in this order")
        return self


class DualRunning(Terms):
    """So many months in which the old supplier is paid beside the new one, at so much a month."""

    months: int = Field(ge=1, le=36)
    monthly: CostAmount


class AppealTerms(Terms):
    """A review (*överprövning*) of the award: how likely, and what it costs if it comes.

    Without `probability` the share that others published is taken, for so many `bidders` where that is known;
    without `cost` the published cost of one city's own work (`evaluator.core.deciding.alternatives.appeals`).
    """

    probability: Share | None = None
    source: Label | None = Field(default=None, description="where the probability was found; needed with it")
    bidders: int | None = Field(default=None, ge=1)
    cost: CostAmount | None = None

    @model_validator(mode="after")
    def _has_a_source(self) -> "AppealTerms":
        if (self.probability is None) != (self.source is None):
            raise ValueError("probability and its source go together")
        return self


class AlternativeCosts(Terms):
    """The cost of one alternative; `none` says that there is no such cost, nothing that nobody knows it."""

    alternative: Name
    running: Literal["contract"] | CostAmount | None = Field(
        default=None, description="a month; contract: the fees in force; null: not known"
    )
    transition: NONE_OF_IT | CostAmount | None = None
    dual_running: NONE_OF_IT | DualRunning | None = None
    appeal: NONE_OF_IT | AppealTerms | None = None


class YearlyRate(Terms):
    """A rate a year, with where it was found."""

    share: Rate
    source: Label


class CostTerms(Terms):
    """Costs over a horizon of months, all alternatives over the same, held against a reference."""

    is_confidential: bool = Field(
        default=True, description="amounts stand in the confidential annex only (OSL 19 kap. 3 §)"
    )
    first_month: MonthName
    months: int = Field(ge=1, le=180)
    reference: Name = Field(description="the alternative that the others are held against")
    index: YearlyRate | None = Field(default=None, description="null: prices are not indexed")
    discount: YearlyRate | None = Field(default=None, description="null: amounts are not discounted")
    by_alternative: tuple[AlternativeCosts, ...] = ()
