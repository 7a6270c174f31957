"""Periods: months, quarters and half years in the contract's time zone, as half-open instants."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from collector.instants import from_datetime
from evaluator.contract.indicator_terms import PeriodLength

_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")
MONTHS_IN = {PeriodLength.MONTH: 1, PeriodLength.QUARTER: 3, PeriodLength.HALF_YEAR: 6}
"""The months of the lengths that follow each other without overlap."""


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

    `term_starts` is the contract's first day, from which `whole_term` counts. `rolling_12_months` are the
    twelve that end with `last_month`, less those that ended before the contract began: whole months, so that
    a service counts in the first of them from the day it was delivered.
    """
    if length is PeriodLength.WHOLE_TERM:
        return Period(
            name=last_month.name,
            starts_at=start_of_day(term_starts, zone),
            ends_at=last_month.ends_at,
            first_day=term_starts,
            end_day=last_month.end_day,
        )
    if length is PeriodLength.ROLLING_12_MONTHS:
        return _months_ending(last_month, min(12, _months_since(term_starts, last_month)), zone)
    months = MONTHS_IN[length]
    if last_month.first_day.month % months != 0:
        return None
    return _months_ending(last_month, months, zone)


def quarter_so_far(last_month: Period, zone: ZoneInfo) -> Period:
    """Return the months of a calendar quarter up to and including `last_month`."""
    return _months_ending(last_month, (last_month.first_day.month - 1) % 3 + 1, zone)


def months_in(period: Period) -> int:
    """Return how many calendar months a period touches."""
    first, end = period.first_day, period.end_day
    return (end.year - first.year) * 12 + end.month - first.month


def _months_ending(last_month: Period, count: int, zone: ZoneInfo) -> Period:
    return _months(_shift(last_month.first_day, 1 - count), count, zone)


def _months_since(day: date, last_month: Period) -> int:
    """The months from that of `day` to the last one, both counted; one where `day` lies later."""
    last = last_month.first_day
    return max((last.year - day.year) * 12 + last.month - day.month + 1, 1)


def months_before(last: Period, count: int, zone: ZoneInfo) -> list[Period]:
    """Return the `count` months up to and including `last`, oldest first."""
    return [_months(_shift(last.first_day, back), 1, zone) for back in range(1 - count, 1)]


def ends_before(period: Period, since: int, zone: ZoneInfo) -> list[int]:
    """Return when the periods as long as `period` ended that came before the one before it, until `since`."""
    months, ends = months_in(period), []
    first = _shift(period.first_day.replace(day=1), -months)
    while (instant := start_of_day(first, zone)) > since:
        ends.append(instant)
        first = _shift(first, -months)
    return ends


def ends_of_intervals(last: Period, months: int, since: int, zone: ZoneInfo) -> list[int]:
    """Return when intervals of `months` months ended, from `since` until the end of `last`, oldest first.

    They follow the calendar: of 1, 3, 6 and 12 months in a year none crosses its end.
    """
    end = _shift(last.end_day, -((last.end_day.month - 1) % months))
    found = []
    while (instant := start_of_day(end, zone)) >= since:
        found.append(instant)
        end = _shift(end, -months)
    return found[::-1]


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
