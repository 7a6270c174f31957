"""Small parts of a time plan: lengths of planned time, how uncertain they are, and where they come from."""

import math
import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from evaluator.contract.parts import Label, Terms

DAYS_A_MONTH = Fraction(1461, 48)
"""The mean month: 365.25 days by 12."""

_DAYS_IN = {"day": Fraction(1), "week": Fraction(7), "month": DAYS_A_MONTH, "year": 12 * DAYS_A_MONTH}
_LENGTH = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(day|week|month|year)s?\s*$")


def read_planned_days(found: Any) -> Any:
    """Return the whole days of `8 months`, `2.5 months`, `6 weeks` or `10 days`, rounded up.

    A part of a day counts as a day, so that no plan is shortened by rounding. Raises ValueError for anything
    else.
    """
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    match = _LENGTH.match(found) if isinstance(found, str) else None
    if match is None:
        raise ValueError('a planned length is text such as "8 months", "2.5 months", "6 weeks" or "10 days"')
    return math.ceil(Fraction(match.group(1).replace(",", ".")) * _DAYS_IN[match.group(2)])


class _PlannedSchema:
    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": _LENGTH.pattern, "examples": ["8 months", "6 weeks", "10 days"]}


PlannedDays = Annotated[int, BeforeValidator(read_planned_days), _PlannedSchema(), Field(ge=0)]

Source = Label | Annotated[str, Field(min_length=1)]
"""Where a value comes from: a publication with its year, or whose judgement it is, by role."""


def said(source: Source, language: str) -> str:
    """Return a source in `sv` or `en`; one written in one language stays as it is."""
    return source if isinstance(source, str) else source.in_language(language)


class DurationTerms(Terms):
    """How long something takes: at least, most likely, at most; the likely length is the base plan's."""

    low: PlannedDays
    likely: PlannedDays
    high: PlannedDays
    source: Source

    @model_validator(mode="after")
    def _in_order(self) -> "DurationTerms":
        if not self.low <= self.likely <= self.high:
            raise ValueError(
                f"low ({self.low} days), likely ({self.likely}) and high ({self.high}) must not fall: "
                "write them from the shortest to the longest"
            )
        return self
