"""Terms of service hours: when a service must work, in the contract's time zone."""

import itertools
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from evaluator.contract.parts import Clause, Label, Name, Terms, TimeZone

SECONDS_A_DAY = 86_400
_CLOCK_TIME = re.compile(r"^([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?$")
_LEAP_YEAR = 2000


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class UsedUp(StrEnum):
    """When an amount of open time that is used up exactly at a close is due.

    `close`: then. `next_opening`: when it opens again.
    """

    CLOSE = "close"
    NEXT_OPENING = "next_opening"


class Landing(StrEnum):
    """Where on the working day that is reached a number of working days ends.

    `keep_clock`: at the wall time of the start, whether open then or not. `opening` and `close`: when the
    first of that day's openings begins, the last of them ends. `end_of_day`: when the date is over.
    """

    KEEP_CLOCK = "keep_clock"
    OPENING = "opening"
    CLOSE = "close"
    END_OF_DAY = "end_of_day"


def read_clock_time(found: Any) -> Any:
    """Return the seconds after local midnight of `07:00`, `16:30` or `24:00`.

    Raises ValueError for anything that is no such text.
    """
    match = _CLOCK_TIME.match(found) if isinstance(found, str) else None
    if match is None:
        raise ValueError('a time of day is text from "00:00" to "24:00"')
    hours, minutes, seconds = (int(part or "0") for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if total > SECONDS_A_DAY:
        raise ValueError('a time of day is text from "00:00" to "24:00"')
    return total


class _ClockTimeSchema:
    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": _CLOCK_TIME.pattern, "examples": ["07:00", "24:00"]}


ClockTime = Annotated[int, BeforeValidator(read_clock_time), _ClockTimeSchema()]


def _known_day_of_a_year(found: str) -> str:
    try:
        date.fromisoformat(f"{_LEAP_YEAR}-{found}")
    except ValueError:
        raise ValueError(f"{found} is no day of any year") from None
    return found


DayOfTheYear = Annotated[str, Field(pattern=r"^\d\d-\d\d$"), AfterValidator(_known_day_of_a_year)]


def _whole_local_second(found: datetime) -> datetime:
    if found.tzinfo is not None or found.microsecond != 0:
        raise ValueError("a local time has no zone and whole seconds: write 2026-06-18 12:00:00")
    return found


class _LocalTimeSchema:
    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "examples": ["2026-06-18 12:00:00"]}


LocalTime = Annotated[datetime, AfterValidator(_whole_local_second), _LocalTimeSchema()]


class DateRange(Terms):
    """Whole days, both ends included."""

    first: date
    last: date
    reason: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "DateRange":
        if self.last < self.first:
            raise ValueError(f"last ({self.last}) comes before first ({self.first})")
        return self


class NamedPeriod(Terms):
    """Days under a name, such as the weeks of examination."""

    name: Name
    dates: tuple[DateRange, ...] = Field(min_length=1)


class _OnSomeDays(Terms):
    """What holds on some days of the week, for some time, in or outside named periods."""

    first_day: date | None = Field(default=None, description="holds from this day; absent: from the start")
    last_day: date | None = Field(default=None, description="holds to this day; absent: to the end")
    only_in: tuple[Name, ...] = Field(default=(), description="where given, holds in these periods only")
    not_in: tuple[Name, ...] = Field(default=(), description="does not hold in these periods")

    @model_validator(mode="after")
    def _in_order(self) -> "_OnSomeDays":
        if self.first_day is not None and self.last_day is not None and self.last_day < self.first_day:
            raise ValueError(f"last_day ({self.last_day}) comes before first_day ({self.first_day})")
        return self


class Opening(_OnSomeDays):
    """An interval of opening on some days of the week; an end not after its start is on the next day."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: ClockTime
    closes: ClockTime


class Break(_OnSomeDays):
    """An interval cut out of whatever is open; an end not after its start is on the next day."""

    days: tuple[Weekday, ...] = Field(default=tuple(Weekday), min_length=1, description="absent: daily")
    begins: ClockTime
    ends: ClockTime


class OpenBetween(Terms):
    """An interval of opening on a day that is told elsewhere; as for an opening, it may run over midnight."""

    opens: ClockTime
    closes: ClockTime


class SpecialDays(DateRange):
    """Dates with hours of their own, in place of all that would hold on them; none: closed."""

    openings: tuple[OpenBetween, ...]


class ShortDays(Terms):
    """Days on which only a part of the usual hours is left; a day that is closed stays so.

    The days are those that the holiday calendar calls `named` (such as Skärtorsdagen), the days before those
    it calls `before`, and `dates`.
    """

    named: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    dates: tuple[DateRange, ...] = ()
    opens: ClockTime = Field(description="nothing before this time is left")
    closes: ClockTime = Field(description="nothing after this time is left")

    @model_validator(mode="after")
    def _some_days(self) -> "ShortDays":
        if not (self.named or self.before or self.dates):
            raise ValueError("say which days are short: named, before, or dates")
        return self


class Closure(Terms):
    """A time in which it is closed, from one local time until another."""

    begins: LocalTime
    ends: LocalTime
    reason: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "Closure":
        if self.ends <= self.begins:
            raise ValueError(f"ends ({self.ends}) does not come after begins ({self.begins})")
        return self


class HalfDays(StrEnum):
    """What days are on which many work half the day, such as Maundy Thursday.

    `full`: agreed to be days like all others. Where they are not, hours state them as `short_days`.
    """

    FULL = "full"


class HolidayTerms(Terms):
    """Which days count as holidays.

    Public holidays come from the `holidays` package for `country` and its `subdivision`; `eves` names further
    days of that package's calendar (in its own language) that the contract treats as holidays.
    """

    country: str | None = Field(
        pattern=r"^[A-Z]{2}$", description="ISO 3166 country, such as SE; null: only the days named here"
    )
    subdivision: str | None = Field(
        default=None, description="a part of the country with holidays of its own, such as BY for Bavaria"
    )
    eves: tuple[str, ...] = Field(
        description="named days that count as holidays though the law has them open, such as Julafton"
    )
    clause: Clause = ""
    half_days: HalfDays | None = Field(
        default=None, description="full: half days have the usual hours; null: the contract does not say"
    )
    annual: tuple[DayOfTheYear, ...] = Field(
        default=(), description="holidays of every year, as month and day; 02-29 is one in leap years only"
    )
    closed: tuple[DateRange, ...] = Field(default=(), description="further days that count as holidays")

    @model_validator(mode="after")
    def _of_a_country(self) -> "HolidayTerms":
        if self.country is None and (self.eves or self.subdivision is not None):
            raise ValueError("eves and a subdivision need the country whose calendar names them")
        return self


class ServiceHoursTerms(Terms):
    """When a service must work: openings a week, less holidays, within the dates named.

    On a date the first of these decides that names it: `special_days`; `closed` or a day outside
    `only_between`; a holiday (closed, or `on_holidays`); the openings of the week, less what `short_days`
    takes. Breaks and closures are then cut out of whatever is open.
    """

    label: Label
    clause: Clause = ""
    time_zone: TimeZone | None = Field(default=None, description="absent: the contract's")
    holidays: Name | None = Field(
        description="the holiday calendar on whose days it is closed; null: open on holidays too"
    )
    openings: tuple[Opening, ...] = Field(min_length=1)
    on_holidays: tuple[Opening, ...] = Field(
        default=(), description="openings that hold on holidays instead; none: closed on them"
    )
    breaks: tuple[Break, ...] = Field(default=(), description="closed in these times of the day")
    only_between: tuple[DateRange, ...] = Field(
        default=(), description="where given, open on these days only (school terms)"
    )
    closed: tuple[DateRange, ...] = Field(default=(), description="closed on these days (school breaks)")
    special_days: tuple[SpecialDays, ...] = Field(
        default=(), description="dates with hours of their own, also where it would be closed"
    )
    short_days: tuple[ShortDays, ...] = Field(default=(), description="days with a part of the usual hours")
    closures: tuple[Closure, ...] = Field(default=(), description="closed from one local time until another")
    periods: tuple[NamedPeriod, ...] = Field(
        default=(), description="periods that openings and breaks name (`only_in`, `not_in`)"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> "ServiceHoursTerms":
        if self.holidays is None and self.on_holidays:
            raise ValueError("on_holidays needs the calendar that says when holidays are (holidays)")
        if self.holidays is None and any(short.named or short.before for short in self.short_days):
            raise ValueError("short_days by name need the calendar that knows the name (holidays)")
        _refuse_unknown_periods((*self.openings, *self.on_holidays, *self.breaks), self.periods)
        _refuse_doubled_days(self.special_days)
        return self


def _refuse_unknown_periods(used: Sequence[_OnSomeDays], periods: Iterable[NamedPeriod]) -> None:
    known = [period.name for period in periods]
    if len(set(known)) < len(known):
        raise ValueError("each of the periods needs a name of its own")
    for name in [name for part in used for name in (*part.only_in, *part.not_in)]:
        if name not in known:
            raise ValueError(f"{name!r} is none of the periods: {', '.join(known) or 'none is defined'}")


def _refuse_doubled_days(special: Iterable[SpecialDays]) -> None:
    ordered = sorted(special, key=lambda part: part.first)
    for one, following in itertools.pairwise(ordered):
        if following.first <= one.last:
            raise ValueError(f"special_days give {following.first} two times; give all its openings at once")
