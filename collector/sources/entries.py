"""The sources file of a watch: which files are read under which mapping."""

from typing import Annotated

from pydantic import Field, field_validator

from collector.mapping.base import MappingModel


class SourceEntry(MappingModel):
    """One source of the watch."""

    name: Annotated[str, Field(min_length=1, description="name of the source, shown wherever its facts are")]
    files: Annotated[tuple[str, ...], Field(min_length=1, description="files or patterns (incidents-*.csv)")]
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
