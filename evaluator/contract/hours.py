"""Terms of service hours: when a service must work, in the contract's time zone."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from evaluator.contract.parts import Label, Name, Terms

SECONDS_A_DAY = 86_400
_CLOCK_TIME = re.compile(r"^([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?$")


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


def read_clock_time(found: Any) -> Any:
    """Return the seconds after local midnight of `07:00`, `16:30` or `24:00`.

    Raises ValueError for anything that is no such text.
    """
    match = _CLOCK_TIME.match(found) if isinstance(found, str) else None
    if match is None:
        raise ValueError('a time of day is text from "00:00" to "24:00"')
    hours, minutes, seconds = (int(part or "0") for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if total > SECONDS_A_DAY:
        raise ValueError('a time of day is text from "00:00" to "24:00"')
    return total


class _ClockTimeSchema:
    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": _CLOCK_TIME.pattern, "examples": ["07:00", "24:00"]}


ClockTime = Annotated[int, BeforeValidator(read_clock_time), _ClockTimeSchema()]


class Opening(Terms):
    """An interval of opening on some days of the week; an end not after its start is on the next day."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: ClockTime
    closes: ClockTime


class DateRange(Terms):
    """Whole days, both ends included."""

    first: date
    last: date
    reason: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "DateRange":
        if self.last < self.first:
            raise ValueError(f"last ({self.last}) comes before first ({self.first})")
        return self


class HolidayTerms(Terms):
    """Which days count as holidays.

    Public holidays come from the `holidays` package for `country`; `eves` names further days of that
    package's calendar (in its own language) that the contract treats as holidays.
    """

    country: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166 country, such as SE")
    eves: tuple[str, ...] = Field(
        description="named days that count as holidays though the law has them open, such as Julafton"
    )
    closed: tuple[DateRange, ...] = Field(default=(), description="further days that count as holidays")


class ServiceHoursTerms(Terms):
    """When a service must work: openings a week, less holidays, within the dates named."""

    label: Label
    holidays: Name | None = Field(
        description="the holiday calendar on whose days it is closed; null: open on holidays too"
    )
    openings: tuple[Opening, ...] = Field(min_length=1)
    only_between: tuple[DateRange, ...] = Field(
        default=(), description="where given, open on these days only (school terms)"
    )
    closed: tuple[DateRange, ...] = Field(default=(), description="closed on these days (school breaks)")
