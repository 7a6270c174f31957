"""Mappings of figures that others counted: measurements, and statements by the supplier."""

from typing import Literal, Self

from pydantic import Field, model_validator

from collector.mapping.base import ColumnName, Columns, CommonMapping

PERIODS = (("from_at", "to_at"), ("day",), ("month",))


class FigureColumns(Columns):
    """Columns of a figure: its value, and the period it covers."""

    service: ColumnName | None = None
    unit: ColumnName | None = None
    numerator: ColumnName | None = None
    denominator: ColumnName | None = None
    value: ColumnName | None = Field(default=None, description="one decimal number, such as 98,5 or 98.5 %")
    from_at: ColumnName | None = Field(default=None, description="start of the period")
    to_at: ColumnName | None = Field(default=None, description="end of the period, not included")
    day: ColumnName | None = Field(default=None, description="a day in `time_zone` (2026-03-01)")
    month: ColumnName | None = Field(default=None, description="a month in `time_zone` (2026-03)")


class FigureMapping(CommonMapping):
    """What mappings of figures share."""

    decimal: Literal["point", "comma"] = Field(default="point", description="the decimal sign of numbers")
    value_is: Literal["number", "percent"] = Field(
        default="number", description="`percent`: a value without a percent sign is one of a hundred"
    )

    def constant_names(self) -> tuple[str, ...]:
        """Return the names that may be constant: the words, and the period."""
        return (*self.word_names(), "from_at", "to_at", "day", "month")

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns that hold times or days."""
        named = self.named_columns()
        return tuple(column for name in ("from_at", "to_at", "day") for column in named.get(name, ()))

    def ordered_columns(self) -> tuple[tuple[str, str], ...]:
        """Return the start before the end of the period, where both have columns."""
        columns = self.time_columns()
        return ((columns[0], columns[1]),) if len(columns) == 2 else ()

    def period_names(self) -> tuple[str, ...]:
        """Return the names that give the period: (from_at, to_at), (day,) or (month,)."""
        given = {*self.named_columns(), *self.constants}
        return next(names for names in PERIODS if set(names) <= given)

    @model_validator(mode="after")
    def _value_and_period_are_given(self) -> Self:
        given = {*self.named_columns(), *self.constants}
        shares = given & {"numerator", "denominator"}
        if len(shares) == 1 or bool(shares) == ("value" in given):
            raise ValueError("columns: give either `value`, or both `numerator` and `denominator`")
        periods = [names for names in PERIODS if set(names) & given]
        if len(periods) != 1 or not set(periods[0]) <= given:
            raise ValueError("columns: give one period: `from_at` and `to_at`, or `day`, or `month`")
        if periods[0] != PERIODS[0] and self.time_zone is None:
            raise ValueError("time_zone: a day or month needs the zone whose midnights border it")
        if "service" not in given:
            raise ValueError("service: name its column under `columns` or its name under `constants`")
        return self


class MeasurementColumns(FigureColumns):
    """Columns of a measurement."""

    measure: ColumnName | None = None
    segment: ColumnName | None = None
    sample_size: ColumnName | None = Field(default=None, description="answers or cases behind the value")
    population: ColumnName | None = Field(default=None, description="how many were asked or offered")


class MeasurementsMapping(FigureMapping):
    """Figures measured elsewhere: survey results, telephone answering times, first-line shares."""

    type: Literal["measurements"]
    columns: MeasurementColumns

    def word_names(self) -> tuple[str, ...]:
        """Return the word columns."""
        return ("measure", "service", "unit", "segment")

    @model_validator(mode="after")
    def _measure_is_known(self) -> Self:
        if self.columns.measure is None and "measure" not in self.constants:
            raise ValueError("measure: name its column under `columns` or its name under `constants`")
        return self


class StatementColumns(FigureColumns):
    """Columns of a statement."""

    indicator: ColumnName | None = None


class StatementsMapping(FigureMapping):
    """The supplier's own figures for the indicators."""

    type: Literal["statements"]
    columns: StatementColumns

    def word_names(self) -> tuple[str, ...]:
        """Return the word columns."""
        return ("indicator", "service", "unit")

    @model_validator(mode="after")
    def _indicator_is_known(self) -> Self:
        if self.columns.indicator is None and "indicator" not in self.constants:
            raise ValueError("indicator: name its column under `columns` or its name under `constants`")
        return self
