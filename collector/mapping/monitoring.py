"""Mappings of monitoring: state changes of services, samples of probes, maintenance windows."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from collector.mapping.base import SERVICE_STATE_NAMES, ColumnName, Columns, CommonMapping, MappingModel


class StateColumns(Columns):
    """Columns of a record of a service's state."""

    at: ColumnName = Field(description="when the state was seen")
    state: ColumnName = Field(description="the source's word for the state")
    service: ColumnName | None = None
    unit: ColumnName | None = Field(
        default=None, description="unit seen from; without it the state concerns all"
    )
    prober: ColumnName | None = Field(
        default=None, description="who saw it; without it the constant, or the name of the source"
    )
    users_affected: ColumnName | None = None
    speaks_for: ColumnName | None = Field(
        default=None, description="whole seconds that a record speaks for, where they differ; max_gap at most"
    )


class ExistsFrom(MappingModel):
    """Since when the publisher watches a service, and how it was then."""

    column: ColumnName
    state: SERVICE_STATE_NAMES


class StateMapping(CommonMapping):
    """What mappings of states and samples share."""

    columns: StateColumns
    states: dict[str, SERVICE_STATE_NAMES] = Field(
        min_length=1,
        description="the source's word -> up, degraded, down or unknown; other words are put aside",
    )
    records: Literal["all", "changes_only"] = Field(
        description="`changes_only`: a state holds until the next record; `all`: for max_gap at most"
    )
    max_gap: Annotated[int, Field(gt=0)] | None = Field(
        default=None, description="seconds a record speaks for; after it the state is unknown until the next"
    )
    exists_from: ExistsFrom | None = Field(
        default=None, description="column that says since when a service is watched, and its first state"
    )

    def word_names(self) -> tuple[str, ...]:
        """Return the word columns."""
        return ("service", "unit", "prober")

    def source_columns(self) -> tuple[str, ...]:
        """Return every column that is read."""
        first = [] if self.exists_from is None else [self.exists_from.column]
        return tuple(dict.fromkeys([*super().source_columns(), *first]))

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns that hold times."""
        return (*([] if self.exists_from is None else [self.exists_from.column]), self.columns.at)

    @model_validator(mode="after")
    def _gap_fits_records(self) -> Self:
        if (self.records == "all") != (self.max_gap is not None):
            raise ValueError("max_gap: needed with `records: all`, and only there")
        if self.columns.speaks_for is not None and self.max_gap is None:
            raise ValueError("speaks_for: needs `records: all`, and max_gap as its limit")
        if "service" not in self.named_columns() and "service" not in self.constants:
            raise ValueError("service: name its column under `columns` or its name under `constants`")
        return self


class ServiceStatesMapping(StateMapping):
    """Records of a service's state, kept as they are."""

    type: Literal["service_states"]


class SamplesMapping(StateMapping):
    """Samples of a probe, turned into state changes and observed intervals."""

    type: Literal["samples"]


class MaintenanceColumns(Columns):
    """Columns of a maintenance window."""

    window: ColumnName = Field(description="the window's key")
    starts_at: ColumnName
    ends_at: ColumnName
    announced_at: ColumnName | None = Field(default=None, description="when the customer was told")
    cancelled_at: ColumnName | None = Field(
        default=None, description="when it was called off: the window ends there, or never was"
    )
    service: ColumnName | None = None
    unit: ColumnName | None = None


class MaintenanceMapping(CommonMapping):
    """Planned maintenance windows."""

    type: Literal["maintenance"]
    columns: MaintenanceColumns

    def word_names(self) -> tuple[str, ...]:
        """Return the word columns."""
        return ("service", "unit")

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns that hold times."""
        columns = self.columns
        optional = (columns.announced_at, columns.cancelled_at)
        return (columns.starts_at, columns.ends_at, *(name for name in optional if name is not None))

    def ordered_columns(self) -> tuple[tuple[str, str], ...]:
        """Return the start before the end."""
        return ((self.columns.starts_at, self.columns.ends_at),)

    @model_validator(mode="after")
    def _service_is_known(self) -> Self:
        if self.columns.service is None and "service" not in self.constants:
            raise ValueError("service: name its column under `columns` or its name under `constants`")
        return self
