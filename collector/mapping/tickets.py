"""Mappings of ticket systems: logs of events, XES logs, and tables with one row per ticket."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from collector.mapping.base import STATE_NAMES, ColumnName, Columns, CommonMapping, MappingModel

_TICKET_WORDS = ("kind", "service", "unit", "priority")
_RESERVED_FIELDS = frozenset({"status", "priority"})
Status = Annotated[
    ColumnName | tuple[ColumnName, ...],
    Field(description="column of the status, or several whose words are joined by ` / `"),
]


class OrderColumn(MappingModel):
    """A column of whole numbers that orders events of one second."""

    column: ColumnName


class TicketColumns(Columns):
    """Columns that say what a ticket is."""

    ticket: ColumnName = Field(description="the ticket's key")
    status: Status | None = None
    kind: ColumnName | None = Field(default=None, description="incident, order, change, ...")
    service: ColumnName | None = None
    unit: ColumnName | None = Field(default=None, description="unit of the user who is helped")
    priority: ColumnName | None = None


class EventLogColumns(TicketColumns):
    """Columns of a log with one row per event."""

    at: ColumnName = Field(description="when the event happened")
    opened_at: ColumnName | None = Field(
        default=None, description="when the ticket opened; without it its earliest event"
    )
    field: ColumnName | None = Field(
        default=None, description="long layout: the column that names the field which changed"
    )
    value: ColumnName | None = Field(default=None, description="long layout: the field's new value")


class TicketHistoryColumns(Columns):
    """Fields of the ticket system that say what a ticket is, by the system's own names."""

    kind: ColumnName | None = Field(default=None, description="incident, order, change, ...")
    service: ColumnName | None = None
    unit: ColumnName | None = Field(default=None, description="unit of the user who is helped")


class XesColumns(EventLogColumns):
    """Attributes of an XES log; those of the trace are written `trace:<key>`."""

    ticket: ColumnName = "trace:concept:name"
    at: ColumnName = "time:timestamp"


class TicketMapping(CommonMapping):
    """What mappings of ticket systems share."""

    statuses: dict[str, STATE_NAMES] = Field(
        default_factory=dict,
        description="the source's status -> what it means for the clocks; a status not listed is unmapped",
    )
    fields: dict[str, ColumnName] = Field(
        default_factory=dict,
        description="further fields to keep, ours -> the column (long layout: the word in the field column)",
    )
    identifier_prefix: str = Field(default="", description="put before every ticket key")

    def word_names(self) -> tuple[str, ...]:
        """Return the words a ticket has when it opens."""
        return _TICKET_WORDS

    def field_columns(self) -> dict[str, str]:
        """Return the mapped fields and their columns."""
        return self.fields


class EventLogMapping(TicketMapping):
    """A log with one row per event: wide (a row carries status and fields) or long (one field per row)."""

    type: Literal["event_log"]
    columns: EventLogColumns
    order_within_second: Literal["file", "file_reversed"] | OrderColumn = Field(
        default="file", description="what orders events of one ticket in one second: the file, or a column"
    )

    @property
    def is_long(self) -> bool:
        """Whether each row names one field and its value."""
        return self.columns.field is not None

    def source_columns(self) -> tuple[str, ...]:
        """Return every column that is read; in the long layout `fields` holds words, not columns."""
        named = [column for columns in self.columns.named().values() for column in columns]
        wide = [] if self.is_long else list(self.fields.values())
        order = self.order_within_second
        ordering = [order.column] if isinstance(order, OrderColumn) else []
        return tuple(dict.fromkeys([*named, *wide, *ordering]))

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns that hold times."""
        return tuple(column for column in (self.columns.opened_at, self.columns.at) if column is not None)

    def ordered_columns(self) -> tuple[tuple[str, str], ...]:
        """Return the opening before the event, where both have columns."""
        return () if self.columns.opened_at is None else ((self.columns.opened_at, self.columns.at),)

    @model_validator(mode="after")
    def _layout_is_whole(self) -> Self:
        if (self.columns.field is None) != (self.columns.value is None):
            raise ValueError("columns: the long layout needs both `field` and `value`")
        if self.is_long:
            if self.columns.status is not None or not self.fields:
                raise ValueError(
                    "fields: in the long layout name every field here, status too, and no columns.status"
                )
            return self
        _refuse_reserved(self.fields)
        if self.columns.status is None and not self.fields:
            raise ValueError("columns: name `status`, or `field` and `value`, or some `fields`")
        return self


TICKET, AT, ORDER, FIELD, VALUE, OPENED_AT = "#ticket", "#at", "#order", "#field", "#value", "#opened_at"
"""What every ticket system tells, whatever its own names: the columns of histories."""


class TicketHistoryMapping(TicketMapping):
    """Tickets of a system that is asked over the network, each with all its history."""

    type: Literal["ticket_history"]
    columns: TicketHistoryColumns = TicketHistoryColumns()

    def as_event_log(self) -> EventLogMapping:
        """Return the mapping of the log with one row per event that histories become."""
        given = self.model_dump(exclude={"type", "columns"})
        columns = {
            **{name: column for name, (column,) in self.columns.named().items()},
            "ticket": TICKET,
            "at": AT,
            "opened_at": OPENED_AT,
            "field": FIELD,
            "value": VALUE,
        }
        order = {"column": ORDER}
        return EventLogMapping.model_validate(
            {**given, "type": "event_log", "columns": columns, "order_within_second": order}
        )

    @model_validator(mode="after")
    def _status_is_known(self) -> Self:
        if ("status" in self.fields) != bool(self.statuses):
            raise ValueError(
                "fields and statuses belong together: `fields: {status: FIELD}` names the status's field, "
                "`statuses` says what each of its words means"
            )
        return self


class XesMapping(EventLogMapping):
    """An event log in XES (IEEE 1849), plain or compressed."""

    type: Literal["xes"]  # type: ignore[assignment]  # the tag of the union narrows
    columns: XesColumns


class TicketEvent(MappingModel):
    """A column with the instant of a named event, and what the ticket is from then on."""

    column: ColumnName
    state: STATE_NAMES


class TicketTableColumns(TicketColumns):
    """Columns of a table with one row per ticket."""

    updated_at: ColumnName | None = Field(
        default=None, description="since when the current status and fields hold; needed with `status`"
    )


class TicketTableMapping(TicketMapping):
    """A table with one row per ticket and columns for the instants of its events.

    A row delivered again replaces all that it said before: what a ticket went through in between is in no
    table, and wants an event log.
    """

    type: Literal["ticket_table"]
    columns: TicketTableColumns
    events: dict[str, TicketEvent] = Field(
        description="opened (always), resolved, closed, ...: column and state, in the order of one second"
    )

    def source_columns(self) -> tuple[str, ...]:
        """Return every column that is read."""
        events = [event.column for event in self.events.values()]
        return tuple(dict.fromkeys([*super().source_columns(), *events]))

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns that hold times."""
        events = [event.column for event in self.events.values()]
        return (*events, *([] if self.columns.updated_at is None else [self.columns.updated_at]))

    def ordered_columns(self) -> tuple[tuple[str, str], ...]:
        """Return the opening before each other event."""
        opened = self.events["opened"].column
        return tuple((opened, event.column) for name, event in self.events.items() if name != "opened")

    @model_validator(mode="after")
    def _opening_is_known(self) -> Self:
        if "opened" not in self.events:
            raise ValueError("events: `opened` is missing; a ticket without an opening has no clock")
        if self.columns.status is not None and self.columns.updated_at is None:
            raise ValueError("columns: `status` needs `updated_at`, since when the current status holds")
        _refuse_reserved(self.fields)
        return self


def _refuse_reserved(fields: dict[str, str]) -> None:
    reserved = sorted(_RESERVED_FIELDS & set(fields))
    if reserved:
        raise ValueError(f"fields: name {', '.join(reserved)} under `columns`, not here")
