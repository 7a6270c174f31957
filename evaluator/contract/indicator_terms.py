"""What every indicator states: target, bands, smallest sample, period, consequence."""

from enum import StrEnum

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from evaluator.contract.bands import Band, Clash, Range, find_gaps_and_overlaps
from evaluator.contract.credit_schemes import BY_POINTS, Bonus, CreditScheme, PointsScheme, tiers_of
from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.contract.rule_names import BANDS


class Measured(StrEnum):
    """Whether each service has an outcome of its own, or all named services one together."""

    PER_SERVICE = "per_service"
    TOGETHER = "together"


class Consequence(StrEnum):
    """What a miss leads to."""

    CREDIT = "credit"
    NONE = "none"


class EmptyPeriod(StrEnum):
    """What a period without cases is."""

    MET = "met"
    NOT_ASSESSABLE = "not_assessable"


class BelowMinimum(StrEnum):
    """What a sample below the minimum does."""

    COUNT_MISSES = "count_misses"
    NOT_ASSESSABLE = "not_assessable"


class MinimumSample(Terms):
    """The smallest number of cases a share is judged on.

    With `count_misses` the number of misses picks the points: the first entry for none, the last for
    as many or more.
    """

    size: int = Field(ge=1)
    below: BelowMinimum
    points_by_misses: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _table(self) -> "MinimumSample":
        if (self.below is BelowMinimum.COUNT_MISSES) != bool(self.points_by_misses):
            raise ValueError("points_by_misses belongs to below: count_misses, and it needs them")
        return self


class PeriodLength(StrEnum):
    """Which months an indicator is judged over.

    `rolling_12_months`: every month anew, the twelve that end with it; fewer in the contract's first year.
    `whole_term`: every month anew, all since the contract's first day.
    """

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    ROLLING_12_MONTHS = "rolling_12_months"
    WHOLE_TERM = "whole_term"


class IndicatorTerms(Terms):
    """What all indicators state."""

    id: Name
    label: Label
    clause: str = Field(default="", description="where in the contract this stands")
    services: tuple[Name, ...] = Field(min_length=1)
    measured: Measured
    data: tuple[Name, ...] = Field(min_length=1, description="the sources it is measured from")
    period: PeriodLength = PeriodLength.MONTH
    target: Range
    target_is_assumed: bool = Field(
        default=False, description="the target is not agreed but assumed; every report says so"
    )
    bands: tuple[Band, ...] = Field(description="points below target; empty where a miss gives none")
    weight: int = Field(
        default=1, ge=0, description="weight in its area of the score; 0: it does not count there"
    )
    minimum_sample: MinimumSample | None = Field(description="null: any number of cases is judged")
    expected_cases: int | None = Field(
        default=None,
        ge=1,
        description="about how many cases a period has, for `check` until history shows it; judges nothing",
    )
    empty_period: EmptyPeriod
    completeness_floor: Quantity = Field(
        ge=0, le=1, description="below this share of known facts the verdict is not assessable"
    )
    consequence: Consequence
    credit: CreditScheme = Field(
        default=BY_POINTS, description="what a miss costs; by the points of its bands"
    )
    bonus: Bonus | None = Field(default=None, description="null: no bonus for a value far on target")

    @property
    def facts_over(self) -> PeriodLength:
        """Over which months its facts reach."""
        return self.period

    @property
    def whole_numbers(self) -> bool:
        """Whether its values are whole numbers."""
        return False

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return True

    @property
    def counts_misses(self) -> bool:
        """Whether its figure counts single misses, so that a small sample can be judged by them."""
        return True

    @property
    def sums_misses(self) -> bool:
        """Whether its value is the sum of what was missed, so that a highest end leaves so many to miss."""
        return False

    @model_validator(mode="after")
    def _small_samples_fit(self) -> "IndicatorTerms":
        sample = self.minimum_sample
        if sample is not None and sample.below is BelowMinimum.COUNT_MISSES and not self.counts_misses:
            raise ValueError("this kind has no single misses; minimum_sample needs below: not_assessable")
        return self

    @model_validator(mode="after")
    def _bands_fit(self) -> "IndicatorTerms":
        if self.bands:
            found = find_gaps_and_overlaps(
                [self.target, *self.bands], whole_numbers=self.whole_numbers, shares=self.is_share
            )
            if found:
                raise _at_place(found, ("bands",))
        by_points = isinstance(self.credit, PointsScheme)
        if self.consequence is Consequence.CREDIT and by_points and not self.bands:
            raise ValueError("an indicator that leads to credits needs bands with points")
        return self

    @model_validator(mode="after")
    def _tiers_fit(self) -> "IndicatorTerms":
        tiers = tiers_of(self.credit)
        found = find_gaps_and_overlaps(
            [self.target, *tiers], whole_numbers=self.whole_numbers, shares=self.is_share
        )
        if tiers and found:
            raise _at_place(found, ("credit", "tiers"))
        sample = self.minimum_sample
        if tiers and sample is not None and sample.below is BelowMinimum.COUNT_MISSES:
            raise ValueError(
                "tiers hold values, and a small sample judged by its misses can miss with a value on target: "
                "minimum_sample needs below: not_assessable"
            )
        return self


def _at_place(clashes: list[Clash], place: tuple[str, ...]) -> PydanticCustomError:
    """Return the error of ranges that clash, with the place of the first in its context as `path`."""
    # The target is the first range and never the later of two.
    path = (*place, clashes[0].position - 1)
    return PydanticCustomError(
        "at_path",
        "{found}",
        {
            "found": "; ".join(clash.found for clash in clashes),
            "path": path,
            "rule": BANDS,
            "arithmetic": "; ".join(clash.arithmetic for clash in clashes),
            "remedy": "Let each band begin where the one before it ends: `from` where that ends `below`,"
            " `above` where it ends `to`",
        },
    )
