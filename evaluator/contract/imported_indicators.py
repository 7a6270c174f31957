"""Terms of indicators that others have counted: sums from files, and surveys."""

from typing import Literal

from pydantic import Field, model_validator

from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.contract.parts import Quantity, Terms


class Response(Terms):
    """The share of those asked who must have answered for a survey to be judged."""

    at_least: Quantity = Field(ge=0, le=1)


class Imported(IndicatorTerms):
    """A measurement from a file: sum of numerators over sum of denominators in the period."""

    kind: Literal["imported"]
    measure: str
    unit: Literal["share", "number", "index"]
    response: Response | None = None

    @property
    def counts_misses(self) -> bool:
        """A share counts them; a number or an index does not."""
        return self.unit == "share"

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return self.unit == "share"


class Question(Terms):
    """One question of a survey: the measurement with the sum of its marks over the number of answers."""

    measure: str
    weight: int = Field(ge=1)


class MarkScale(Terms):
    """The lowest and the highest mark that could be given; they become 0 and 100."""

    lowest: Quantity
    highest: Quantity

    @model_validator(mode="after")
    def _in_order(self) -> "MarkScale":
        if self.lowest >= self.highest:
            raise ValueError("lowest is not below highest")
        return self


class SurveyIndex(IndicatorTerms):
    """An index from 0 to 100 of the mean marks of some questions, each by its weight.

    Statistics Sweden measures its customer satisfaction index (NKI) by three questions: how satisfied
    one is on the whole, how well expectations are met, and how near to an ideal it is. Answered from 1 to
    10 and of equal weight, the index is (mean mark - 1) / 9 * 100. Models differ in questions, weights and
    scale, so that a contract states them. Source: SCB, "SCB:s analysmodell med NKI".
    """

    kind: Literal["survey_index"]
    questions: tuple[Question, ...] = Field(min_length=1)
    scale: MarkScale
    response: Response | None = Field(description="null: judged however few answered")

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, which people write in percent."""
        return False

    @property
    def counts_misses(self) -> bool:
        """It has no single misses."""
        return False
