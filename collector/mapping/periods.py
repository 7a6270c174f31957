"""The period that a row of a source is about: two instants, a day or a month, by column or constant."""

from typing import Self

from pydantic import Field, model_validator

from collector.mapping.base import ColumnName, Columns, CommonMapping

PERIODS = (("from_at", "to_at"), ("day",), ("month",))


class PeriodColumns(Columns):
    """Columns of the period that a row covers; one way of writing it is given."""

    from_at: ColumnName | None = Field(default=None, description="start of the period")
    to_at: ColumnName | None = Field(default=None, description="end of the period, not included")
    day: ColumnName | None = Field(default=None, description="a day in `time_zone` (2026-03-01)")
    month: ColumnName | None = Field(default=None, description="a month in `time_zone` (2026-03)")


class PeriodMapping(CommonMapping):
    """What mappings of rows about a period share."""

    def constant_names(self) -> tuple[str, ...]:
        """Return the names that may be constant: the words, and the period."""
        return (*self.word_names(), "from_at", "to_at", "day", "month")

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns that hold times or days."""
        named = self.named_columns()
        return tuple(column for name in ("from_at", "to_at", "day") for column in named.get(name, ()))

    def ordered_columns(self) -> tuple[tuple[str, str], ...]:
        """Return the start before the end of the period, where both have columns."""
        named = self.named_columns()
        both = [named[name][0] for name in ("from_at", "to_at") if name in named]
        return ((both[0], both[1]),) if len(both) == 2 else ()

    def period_names(self) -> tuple[str, ...]:
        """Return the names that give the period: (from_at, to_at), (day,) or (month,)."""
        given = {*self.named_columns(), *self.constants}
        return next(names for names in PERIODS if set(names) <= given)

    @model_validator(mode="after")
    def _period_is_given(self) -> Self:
        given = {*self.named_columns(), *self.constants}
        periods = [names for names in PERIODS if set(names) & given]
        if len(periods) != 1 or not set(periods[0]) <= given:
            raise ValueError("columns: give one period: `from_at` and `to_at`, or `day`, or `month`")
        if periods[0] != PERIODS[0] and self.time_zone is None:
            raise ValueError("time_zone: a day or month needs the zone whose midnights border it")
        return self
