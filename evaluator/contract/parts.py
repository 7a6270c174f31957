"""Small parts that terms are made of: labels, quantities, names of things."""

import math
import re
from fractions import Fraction
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


class Terms(BaseModel):
    """Base of everything in a contract file: frozen, and no key is allowed that means nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Label(Terms):
    """A name for people, in the languages that managers read."""

    sv: str = Field(description="Swedish")
    en: str = Field(description="English")

    def in_language(self, language: str) -> str:
        """Return the wording in `sv` or `en`."""
        return self.sv if language == "sv" else self.en


Name = Annotated[
    str, Field(pattern=r"^[\w][\w.-]*$", max_length=64, description="a short name others refer to")
]


def _known_zone(found: str) -> str:
    if found not in available_timezones():
        raise ValueError(f"{found!r} is no time zone of the tz database, such as Europe/Stockholm")
    return found


TimeZone = Annotated[str, AfterValidator(_known_zone)]

Clause = Annotated[str, Field(description="where in the contract this stands")]

SECONDS_IN = {"s": 1, "min": 60, "h": 3600, "d": 86_400}
_QUANTITY = re.compile(r"^\s*(-?\d+(?:[.,]\d+)?)\s*(%|s|min|h|d|working days?)?\s*$")


def read_quantity(found: Any) -> Any:
    """Return the exact value of `90 %`, `0.5`, `4 h`, `10 working days` or a whole number.

    A percentage becomes a share of 1, a length of time seconds; other numbers stay themselves. A
    decimal number that a YAML reader has already made a float is taken as the shortest decimal that
    gives that float, which is what was written. Raises ValueError for anything else.
    """
    if isinstance(found, float) and math.isfinite(found):
        return Fraction(repr(found))
    if isinstance(found, Fraction) or (isinstance(found, int) and not isinstance(found, bool)):
        return Fraction(found)
    if not isinstance(found, str) or (match := _QUANTITY.match(found)) is None:
        raise ValueError(
            'a quantity is a whole number, or text such as "90 %", "0.5", "4 h", "30 min", "10 working days"'
        )
    value = Fraction(match.group(1).replace(",", "."))
    unit = match.group(2)
    if unit == "%":
        return value / 100
    return value * SECONDS_IN.get(unit or "", 1)


def read_duration(found: Any) -> Any:
    """Return the whole seconds of `4 h`, `90 min`, `14 d` or `45 s`.

    Raises ValueError where the unit is missing or the length is no whole number of seconds.
    """
    if not isinstance(found, str) or not re.search(r"\d\s*(s|min|h|d)\s*$", found):
        raise ValueError(
            'a length of time is text such as "45 s", "90 min", "4 h" or "14 d" (a day is 24 hours)'
        )
    seconds = read_quantity(found)
    if seconds.denominator != 1 or seconds < 0:
        raise ValueError("a length of time is a whole number of seconds, not below 0")
    return int(seconds)


_quantity_schema: dict[str, Any] = {"type": ["string", "integer"], "examples": ["90 %", 4, "0.5", "4 h"]}
_duration_schema: dict[str, Any] = {"type": "string", "examples": ["45 s", "90 min", "4 h", "14 d"]}


class _Schema:
    """Shows a quantity in the JSON Schema as people write it."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return dict(self.schema)


Quantity = Annotated[Fraction, BeforeValidator(read_quantity), _Schema(_quantity_schema)]
Duration = Annotated[int, BeforeValidator(read_duration), _Schema(_duration_schema)]
