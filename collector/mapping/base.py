"""What every mapping file can say: how the text is written, its words, the people in it."""

import codecs
from datetime import date
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from collector.instants import EARLIEST_DAY, LATEST_DAY
from collector.mapping.time_formats import check_time_formats

Alternatives: TypeAlias = str | tuple[str, ...]

STATE_NAMES: TypeAlias = Literal[
    "active",
    "waiting_user",
    "waiting_customer",
    "waiting_third",
    "waiting_supplier",
    "resolved",
    "closed",
    "cancelled",
]
SERVICE_STATE_NAMES: TypeAlias = Literal["unknown", "up", "degraded", "down"]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not an IANA time zone such as Europe/Stockholm") from error
    return name


def _known_encoding(name: str) -> str:
    try:
        known = codecs.lookup(name)
        known.decode(b"")[0].encode("utf-8")
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise ValueError(f"{name!r} is not a text encoding such as utf-8 or cp1252") from error
    return name


ZoneName = Annotated[str, AfterValidator(_known_zone)]
EncodingName = Annotated[str, AfterValidator(_known_encoding)]
ColumnName = Annotated[
    str, Field(min_length=1, description="name of a column in the source, exactly as it stands there")
]
Words = dict[str, Annotated[str, Field(min_length=1)]]


class MappingModel(BaseModel):
    """A part of a mapping file; unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(MappingModel):
    """Which column of the source holds what."""

    def named(self) -> dict[str, tuple[str, ...]]:
        """Return the source columns behind each of our names that the mapping gives."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            name: (value,) if isinstance(value, str) else tuple(value)
            for name, value in given.items()
            if value is not None
        }


class CommonMapping(MappingModel):
    """The keys all mapping files share."""

    model_config = ConfigDict(json_schema_extra={"dependentRequired": {"values": ["unlisted"]}})

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = Field(
        default=",", description="what stands between the cells of a CSV file"
    )
    encoding: EncodingName = Field(default="utf-8", description="how the text of the file is encoded")
    sheet: str | None = Field(default=None, description="sheet of an XLSX workbook; without it the first")
    time_zone: ZoneName | None = Field(
        default=None,
        description="IANA zone of times that carry no offset; without it such a time is an error",
    )
    time_format: Annotated[Alternatives, AfterValidator(check_time_formats)] = Field(
        default="iso",
        description="`iso`, `unix` (whole seconds), a strptime format, or a list of them tried in order",
    )
    doubled_hour: Literal["first", "second", "quarantine"] = Field(
        default="quarantine",
        description="which of the two hours a local time in the hour that comes twice in autumn means",
    )
    skipped_hour: Literal["forward", "quarantine"] = Field(
        default="quarantine",
        description="a local time in the hour spring skips: read with the offset before, or put aside",
    )
    earliest: date = Field(
        default=EARLIEST_DAY,
        description="first day a time may lie on; a row with an earlier one is put aside",
    )
    latest: date = Field(
        default=LATEST_DAY, description="last day a time may lie on; a row with a later one is put aside"
    )
    values: dict[str, Words] = Field(
        default_factory=dict,
        description="for a word column (service, unit, priority, kind, ...): the source's word -> ours",
    )
    unlisted: Literal["keep", "quarantine"] | None = Field(
        default=None,
        description="what happens to a word that a table in `values` does not list; needed with `values`",
    )
    constants: Words = Field(
        default_factory=dict, description="what all rows of the source have in common: service: T1"
    )
    persons: tuple[ColumnName, ...] = Field(
        default=(),
        description="columns in `fields` that name people: only a keyed hash of each value is kept",
    )
    full_delivery: bool = Field(
        default=False,
        description="all matched files together hold everything there is: a row that is gone was removed",
    )

    def named_columns(self) -> dict[str, tuple[str, ...]]:
        """Return the source columns behind each name that `columns` gives."""
        columns: Columns = getattr(self, "columns")  # noqa: B009 - each kind declares its own class of columns
        return columns.named()

    def word_names(self) -> tuple[str, ...]:
        """Return the names of word columns, which `values` and `constants` may speak of."""
        return ()

    def constant_names(self) -> tuple[str, ...]:
        """Return the names that `constants` may give."""
        return self.word_names()

    def field_columns(self) -> dict[str, str]:
        """Return the mapped fields of a ticket and the column of each."""
        return {}

    def source_columns(self) -> tuple[str, ...]:
        """Return every column of the source that is read, without repeats."""
        named = [column for columns in self.named_columns().values() for column in columns]
        return tuple(dict.fromkeys([*named, *self.field_columns().values()]))

    def time_columns(self) -> tuple[str, ...]:
        """Return the columns of the source that hold times."""
        return ()

    def ordered_columns(self) -> tuple[tuple[str, str], ...]:
        """Return pairs of time columns of which the second never lies before the first."""
        return ()

    @property
    def time_formats(self) -> tuple[str, ...]:
        """The formats of times, in the order they are tried."""
        return (self.time_format,) if isinstance(self.time_format, str) else self.time_format

    @model_validator(mode="after")
    def _days_can_be_stored(self) -> "CommonMapping":
        if not EARLIEST_DAY <= self.earliest <= self.latest <= LATEST_DAY:
            raise ValueError(
                f"earliest and latest: {self.earliest} to {self.latest} is no span of days "
                f"within {EARLIEST_DAY} to {LATEST_DAY}"
            )
        return self

    @model_validator(mode="after")
    def _unlisted_words_have_a_rule(self) -> "CommonMapping":
        if self.values and self.unlisted is None:
            raise ValueError(
                "unlisted: say what happens to a word that `values` does not list, keep or quarantine"
            )
        return self

    @model_validator(mode="after")
    def _words_are_known(self) -> "CommonMapping":
        _refuse_unknown("values", self.values, (*self.word_names(), *self.field_columns()))
        _refuse_unknown("constants", self.constants, self.constant_names())
        twice = sorted(set(self.constants) & set(self.named_columns()))
        if twice:
            raise ValueError(f"{', '.join(twice)}: named both in `columns` and in `constants`; keep one")
        return self

    @model_validator(mode="after")
    def _persons_are_fields(self) -> "CommonMapping":
        elsewhere = sorted(set(self.persons) - set(self.field_columns().values()))
        if elsewhere:
            raise ValueError(
                f"persons: {', '.join(elsewhere)} is not in `fields`; a person is kept as a field"
            )
        return self


def _refuse_unknown(key: str, given: dict[str, Words] | Words, allowed: tuple[str, ...]) -> None:
    unknown = sorted(set(given) - set(allowed))
    if unknown:
        raise ValueError(
            f"{key}: {', '.join(unknown)} is not known here; allowed: {', '.join(allowed) or 'none'}"
        )
