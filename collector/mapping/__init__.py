"""Mappings: how the columns and words of a source become facts; models of the files people write."""

from typing import Annotated, Any, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from collector.errors import Problem, ProblemsFound
from collector.identifiers import canonical_json, content_hash
from collector.mapping.base import CommonMapping
from collector.mapping.figures import MeasurementsMapping, StatementsMapping
from collector.mapping.monitoring import MaintenanceMapping, SamplesMapping, ServiceStatesMapping
from collector.mapping.stated import StatedOutagesMapping, StatedTicketsMapping
from collector.mapping.tickets import (
    EventLogMapping,
    TicketHistoryMapping,
    TicketTableMapping,
    XesMapping,
)

SourceMapping: TypeAlias = Annotated[
    EventLogMapping
    | TicketTableMapping
    | XesMapping
    | TicketHistoryMapping
    | ServiceStatesMapping
    | SamplesMapping
    | MaintenanceMapping
    | MeasurementsMapping
    | StatementsMapping
    | StatedTicketsMapping
    | StatedOutagesMapping,
    Field(discriminator="type"),
]
"""Any mapping file; `type` says which."""

_ADAPTER: TypeAdapter[CommonMapping] = TypeAdapter(SourceMapping)

__all__ = [
    "CommonMapping",
    "EventLogMapping",
    "MaintenanceMapping",
    "MeasurementsMapping",
    "SamplesMapping",
    "ServiceStatesMapping",
    "SourceMapping",
    "StatedOutagesMapping",
    "StatedTicketsMapping",
    "StatementsMapping",
    "TicketHistoryMapping",
    "TicketTableMapping",
    "XesMapping",
    "mapping_hash",
    "mapping_schema",
    "read_mapping",
]


def read_mapping(content: object, file: str = "") -> CommonMapping:
    """Return the mapping that the parsed YAML `content` of `file` describes.

    Raises ProblemsFound with every problem, each with the dotted keys it stands at.
    """
    try:
        return _ADAPTER.validate_python(content)
    except ValidationError as error:
        raise ProblemsFound(_as_problem(dict(item), file) for item in error.errors()) from error


def mapping_schema() -> dict[str, Any]:
    """Return the JSON Schema of a mapping file."""
    return _ADAPTER.json_schema()


def mapping_hash(mapping: CommonMapping) -> str:
    """Return the hash that changes when anything in the mapping does."""
    return content_hash(canonical_json(mapping.model_dump(mode="json")))


def _as_problem(error: dict[str, Any], file: str) -> Problem:
    # The first key of a location is the member of the union, which the file does not contain.
    path = ".".join(str(key) for key in error["loc"][1:])
    if error["type"] == "extra_forbidden":
        return Problem(
            "this key is not known", remedy="Check its spelling, or remove it", file=file, path=path
        )
    if error["type"] == "string_type":
        return Problem(
            f"{error['input']} is not text here",
            remedy="Put it in quotes: numbers, dates and true or false are text only in quotes",
            file=file,
            path=path,
        )
    return Problem(str(error["msg"]).removeprefix("Value error, "), file=file, path=path)
