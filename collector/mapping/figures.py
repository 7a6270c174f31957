"""Mappings of figures that others counted: measurements, and statements by the supplier."""

from typing import Literal, Self

from pydantic import Field, model_validator

from collector.mapping.base import ColumnName
from collector.mapping.periods import PeriodColumns, PeriodMapping


class FigureColumns(PeriodColumns):
    """Columns of a figure: its value, and the period it covers."""

    service: ColumnName | None = None
    unit: ColumnName | None = None
    numerator: ColumnName | None = None
    denominator: ColumnName | None = None
    value: ColumnName | None = Field(default=None, description="one decimal number, such as 98,5 or 98.5 %")


class FigureMapping(PeriodMapping):
    """What mappings of figures share."""

    decimal: Literal["point", "comma"] = Field(default="point", description="the decimal sign of numbers")
    value_is: Literal["number", "percent"] = Field(
        default="number", description="`percent`: a value without a percent sign is one of a hundred"
    )

    @model_validator(mode="after")
    def _value_is_given(self) -> Self:
        given = {*self.named_columns(), *self.constants}
        shares = given & {"numerator", "denominator"}
        if len(shares) == 1 or bool(shares) == ("value" in given):
            raise ValueError("columns: give either `value`, or both `numerator` and `denominator`")
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
