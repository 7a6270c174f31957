"""Notices of deviations: when the supplier was told of a miss, how, and by which role."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from evaluator.contract.parts import Name, Terms
from evaluator.decisions.parts import MonthName, Role


class Notice(Terms):
    """That the supplier was told that one indicator missed its target in one month."""

    id: Name
    indicator: Name
    service: Name | None = Field(default=None, description="null: measured on all services together")
    period: MonthName
    told_on: date
    how: Annotated[str, Field(min_length=1, description="meeting, letter, e-mail, case, ...")]
    by_role: Role
    reference: Annotated[str, Field(min_length=1, description="minutes, registry number, case number")]

    @model_validator(mode="after")
    def _after_it_began(self) -> "Notice":
        if self.told_on.strftime("%Y-%m") < self.period:
            raise ValueError(f"told_on ({self.told_on}) comes before the month {self.period} began")
        return self


class Notices(Terms):
    """All notices; the file is called after what they are about."""

    deviations: tuple[Notice, ...] = ()
