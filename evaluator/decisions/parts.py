"""Small parts that people's decisions are made of."""

from typing import Annotated

from pydantic import Field

MonthName = Annotated[
    str,
    Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="a month such as 2026-10", examples=["2026-10"]),
]

Said = Annotated[str, Field(min_length=1)]

Role = Annotated[str, Field(min_length=1, description="a role, never a person's name")]
