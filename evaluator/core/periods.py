"""Periods: months, quarters and half years in the contract's time zone, as half-open instants."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from collector.instants import from_datetime
from evaluator.contract.indicator_terms import PeriodLength

_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")
_MONTHS = {PeriodLength.MONTH: 1, PeriodLength.QUARTER: 3, PeriodLength.HALF_YEAR: 6}


@dataclass(frozen=True)
class Period:
    """Some whole months: `name` is that of the last one, `starts_at` belongs to it, `ends_at` does not."""

    name: str
    starts_at: int
    ends_at: int
    first_day: date
    end_day: date


def month(name: str, zone: ZoneInfo) -> Period:
    """Return the month called `2026-10`; raises ValueError for any other form."""
    match = _MONTH.match(name)
    if match is None:
        raise ValueError(f"{name!r} is no month; write it as 2026-10")
    return _months(date(int(match.group(1)), int(match.group(2)), 1), 1, zone)


def period_ending_with(
    last_month: Period, length: PeriodLength, zone: ZoneInfo, term_starts: date
) -> Period | None:
    """Return the period of `length` whose last month is `last_month`; None where none ends there.

    `term_starts` is the contract's first day, from which `whole_term` counts.
    """
    if length is PeriodLength.WHOLE_TERM:
        return Period(
            name=last_month.name,
            starts_at=start_of_day(term_starts, zone),
            ends_at=last_month.ends_at,
            first_day=term_starts,
            end_day=last_month.end_day,
        )
    months = _MONTHS[length]
    if last_month.first_day.month % months != 0:
        return None
    return _months(_shift(last_month.first_day, 1 - months), months, zone)


def months_before(last: Period, count: int, zone: ZoneInfo) -> list[Period]:
    """Return the `count` months up to and including `last`, oldest first."""
    return [_months(_shift(last.first_day, back), 1, zone) for back in range(1 - count, 1)]


def month_name_before(name: str, back: int = 1) -> str:
    """Return the name of the month `back` months before the one called `name`."""
    year, number = name.split("-")
    return _shift(date(int(year), int(number), 1), -back).strftime("%Y-%m")


def start_of_day(day: date, zone: ZoneInfo) -> int:
    """Return the instant at which `day` begins in `zone`."""
    return from_datetime(datetime(day.year, day.month, day.day, tzinfo=zone))


def _months(first_day: date, count: int, zone: ZoneInfo) -> Period:
    end_day = _shift(first_day, count)
    return Period(
        name=_shift(end_day, -1).strftime("%Y-%m"),
        starts_at=start_of_day(first_day, zone),
        ends_at=start_of_day(end_day, zone),
        first_day=first_day,
        end_day=end_day,
    )


def _shift(first_day: date, months: int) -> date:
    index = first_day.year * 12 + first_day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
