"""Mappings of what the supplier's own lists say of single tickets and outages."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from collector.mapping.base import ColumnName, Columns, CommonMapping
from collector.mapping.periods import PeriodColumns, PeriodMapping

RoundedTo = Annotated[
    int,
    Field(
        gt=0,
        description="seconds to which the list rounds its times, such as 60: a smaller difference is none",
    ),
]
Marks = Annotated[
    tuple[str, ...], Field(description="words of the column that say yes; any other, and a blank, says no")
]


class StatedTicketColumns(PeriodColumns):
    """Columns of a list of tickets."""

    ticket: ColumnName = Field(description="the ticket's key")
    indicator: ColumnName | None = Field(default=None, description="indicator the ticket is counted for")
    service: ColumnName | None = None
    priority: ColumnName | None = None
    resolved_at: ColumnName | None = Field(default=None, description="when the ticket was resolved")
    used: ColumnName | None = Field(default=None, description="the time it took, in the unit of `used_is`")
    verdict: ColumnName | None = Field(default=None, description="whether it was in time, see `verdicts`")
    left_out: ColumnName | None = Field(
        default=None, description="whether the list leaves it out of a figure"
    )


class StatedTicketsMapping(PeriodMapping):
    """The supplier's list of tickets: what it counted, for which indicator and month, and how."""

    type: Literal["stated_tickets"]
    columns: StatedTicketColumns
    rounded_to: RoundedTo
    decimal: Literal["point", "comma"] = Field(default="point", description="the decimal sign of `used`")
    used_is: Literal["seconds", "minutes", "hours", "clock", "working_days"] | None = Field(
        default=None, description="unit of `used`; `clock` is hours and minutes, 12:30 or 12:30:15"
    )
    verdicts: dict[str, Literal["met", "missed"]] = Field(
        default_factory=dict, description="words of the column `verdict`; others are put aside"
    )
    left_out_words: Marks = ()

    def word_names(self) -> tuple[str, ...]:
        """Return the word columns."""
        return ("indicator", "service", "priority")

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns that hold times or days."""
        resolved = self.columns.resolved_at
        return (*super().time_columns(), *([] if resolved is None else [resolved]))

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        columns = self.columns
        if columns.indicator is None and "indicator" not in self.constants:
            raise ValueError("indicator: name its column under `columns` or its name under `constants`")
        if columns.resolved_at is None and columns.used is None and columns.verdict is None:
            raise ValueError(
                "columns: name `resolved_at`, `used` or `verdict`, or there is nothing to compare"
            )
        return self

    @model_validator(mode="after")
    def _columns_have_their_words(self) -> Self:
        columns = self.columns
        for name, given, column in (
            ("used_is", self.used_is is not None, columns.used),
            ("verdicts", self.verdicts != {}, columns.verdict),
            ("left_out_words", self.left_out_words != (), columns.left_out),
        ):
            if given != (column is not None):
                raise ValueError(f"{name}: needed with its column under `columns`, and only there")
        return self


class StatedOutageColumns(Columns):
    """Columns of a list of outages."""

    outage: ColumnName | None = Field(
        default=None, description="the outage's key; without it service, unit and start together"
    )
    service: ColumnName | None = None
    unit: ColumnName | None = Field(default=None, description="unit concerned; without it all")
    starts_at: ColumnName
    ends_at: ColumnName | None = Field(default=None, description="a blank end: it goes on")
    planned: ColumnName | None = Field(
        default=None, description="whether it was planned, see `planned_words`"
    )
    users_affected: ColumnName | None = None


class StatedOutagesMapping(CommonMapping):
    """The supplier's list of outages."""

    type: Literal["stated_outages"]
    columns: StatedOutageColumns
    rounded_to: RoundedTo
    planned_words: Marks = ()

    def word_names(self) -> tuple[str, ...]:
        """Return the word columns."""
        return ("service", "unit")

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns that hold times."""
        ends = self.columns.ends_at
        return (self.columns.starts_at, *([] if ends is None else [ends]))

    def ordered_columns(self) -> tuple[tuple[str, str], ...]:
        """Return the start before the end."""
        ends = self.columns.ends_at
        return () if ends is None else ((self.columns.starts_at, ends),)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.columns.service is None and "service" not in self.constants:
            raise ValueError("service: name its column under `columns` or its name under `constants`")
        if (self.planned_words != ()) != (self.columns.planned is not None):
            raise ValueError("planned_words: needed with its column under `columns`, and only there")
        return self
