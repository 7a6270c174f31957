"""The sources file of a watch: which files are read, or which systems are asked, under which mapping."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Annotated, Any, Self

from pydantic import Field, GetCoreSchemaHandler, field_validator, model_validator
from pydantic_core import CoreSchema

from collector.connectors.options import ConnectorOptions
from collector.connectors.registry import connectors
from collector.mapping.base import MappingModel


class _AnyConnector:
    """Options of whichever connector `type` names; known when the first file is read, not at import."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        options = [connector.options_type for connector in connectors().values()]
        if not options:
            return handler(ConnectorOptions)
        if len(options) == 1:
            return handler(options[0])
        return handler(Annotated[reduce(or_, options), Field(discriminator="type")])


class Expected(MappingModel):
    """When deliveries of a source are due: one for each month, or one every so many days."""

    since: date = Field(
        description="first day of the first month that is delivered, or of the first delivery"
    )
    by_working_day: Annotated[int, Field(ge=1, le=20)] | None = Field(
        default=None, description="a month's delivery is due on this working day of the contract after it"
    )
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = Field(
        default="23:59", description="time of that day, in the contract's zone"
    )
    named: str | None = Field(
        default=None,
        description="how a file's name says its month, such as {year}-{month}; without it the first file "
        "that comes in the month after counts",
    )
    every_days: Annotated[int, Field(ge=1, le=366)] | None = Field(
        default=None, description="longest time in days from one delivery to the next"
    )

    @field_validator("named")
    @classmethod
    def _names_a_month(cls, named: str | None) -> str | None:
        if named is None:
            return None
        rest = named.replace("{year}", "", 1).replace("{month}", "", 1)
        if "{year}" not in named or "{month}" not in named or "{" in rest or "}" in rest:
            raise ValueError("a text with {year} and {month} once each, such as tickets-{year}-{month}")
        return named

    @model_validator(mode="after")
    def _has_one_rule(self) -> Self:
        if (self.by_working_day is None) == (self.every_days is None):
            raise ValueError("name either `by_working_day` or `every_days`, one of the two")
        if self.named is not None and self.by_working_day is None:
            raise ValueError("named: goes with `by_working_day` only")
        return self


class SourceEntry(MappingModel):
    """One source of the watch: files that are delivered, or a system that is asked."""

    name: Annotated[str, Field(min_length=1, description="name of the source, shown wherever its facts are")]
    files: tuple[str, ...] = Field(default=(), description="files or patterns (incidents-*.csv)")
    connector: Annotated[ConnectorOptions, _AnyConnector] | None = Field(
        default=None, description="the system that is asked, by its `type`, and how it is reached"
    )
    expected: Expected | None = Field(
        default=None, description="when files are due; one that is late or missing is told"
    )
    settled_after: Annotated[int, Field(ge=0, le=86_400)] = Field(
        default=0, description="seconds since a file was last written before it is read: it may still grow"
    )
    mapping: Annotated[str, Field(min_length=1, description="mapping file, below the folder `mappings`")]
    system: str | None = Field(
        default=None,
        description="name that identifies tickets where several feeds share them; by default the name",
    )

    @field_validator("mapping")
    @classmethod
    def _stays_below_the_folder(cls, path: str) -> str:
        if path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/") or ":" in path:
            raise ValueError(f"{path!r} leaves the folder `mappings`; name a file below it")
        return path

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if bool(self.files) == (self.connector is not None):
            raise ValueError("name either `files` that are delivered, or a `connector`, one of the two")
        return self


class SourcesFile(MappingModel):
    """All sources of the watch."""

    sources: tuple[SourceEntry, ...]

    @field_validator("sources")
    @classmethod
    def _names_are_unique(cls, sources: tuple[SourceEntry, ...]) -> tuple[SourceEntry, ...]:
        names = [source.name for source in sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the name {', '.join(twice)} stands more than once; every source needs its own")
        return sources
