"""Terms of indicators about monitored services: their availability, and the units it reached."""

from typing import Literal

from pydantic import Field, model_validator

from evaluator.contract.bands import Range
from evaluator.contract.indicator_terms import IndicatorTerms, Measured
from evaluator.contract.parts import Duration, Name, Terms


def refuse_together(indicator: IndicatorTerms) -> None:
    """Refuse an indicator over several monitored services together; raises ValueError."""
    # Each service has hours of its own, so that seconds of several services have no common sum.
    if indicator.measured is Measured.TOGETHER:
        raise ValueError("a monitored service is measured on its own; write measured: per_service")


class DerivedFrom(Terms):
    """The outage time from which the contract says it derived a percentage; `check` does the sum again."""

    outage: Duration = Field(description='what is permitted, such as "4 h"')
    of: Duration = Field(description='of how long, such as "360 h"')

    @model_validator(mode="after")
    def _part_of_it(self) -> "DerivedFrom":
        if self.outage >= self.of:
            raise ValueError("the outage is shorter than the time it is of")
        return self


class Availability(IndicatorTerms):
    """Share of the time a service worked."""

    kind: Literal["availability"]
    rules: Name
    derived_from: DerivedFrom | None = Field(
        default=None, description="null: the target is agreed as a percentage; it judges nothing either way"
    )

    @property
    def counts_misses(self) -> bool:
        """It has no single misses."""
        return False

    @model_validator(mode="after")
    def _each_on_its_own(self) -> "Availability":
        refuse_together(self)
        return self


class ShareOfUnits(IndicatorTerms):
    """Share of the units of a segment whose own availability reached a level."""

    kind: Literal["share_of_units"]
    segment: Name
    rules: Name
    unit_target: Range

    @model_validator(mode="after")
    def _each_on_its_own(self) -> "ShareOfUnits":
        refuse_together(self)
        return self
