"""The sources file of a watch: which files are read, or which systems are asked, under which mapping."""

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


class SourceEntry(MappingModel):
    """One source of the watch: files that are delivered, or a system that is asked."""

    name: Annotated[str, Field(min_length=1, description="name of the source, shown wherever its facts are")]
    files: tuple[str, ...] = Field(default=(), description="files or patterns (incidents-*.csv)")
    connector: Annotated[ConnectorOptions, _AnyConnector] | None = Field(
        default=None, description="the system that is asked, by its `type`, and how it is reached"
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
