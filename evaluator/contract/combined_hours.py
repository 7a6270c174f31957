"""Terms of service hours that are made of others."""

from enum import StrEnum

from pydantic import Field

from evaluator.contract.hours import ServiceHoursTerms
from evaluator.contract.parts import Label, Name, Terms


class Combination(StrEnum):
    """How hours are made of others.

    `union`: open when any of them is. `intersection`: when all are. `difference`: when the first is and none
    of the others.
    """

    UNION = "union"
    INTERSECTION = "intersection"
    DIFFERENCE = "difference"


class CombinedHoursTerms(Terms):
    """Service hours made of others, by their names."""

    label: Label
    combine: Combination
    of: tuple[Name, ...] = Field(min_length=2)


AnyHoursTerms = ServiceHoursTerms | CombinedHoursTerms
