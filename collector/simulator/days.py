"""The days of the simulation: holidays, school terms, months, and opening hours in local wall time.

Times here are local seconds: wall time in Sweden counted as if it were UTC. The supplier's systems write wall
time without offset, so the simulation needs no other.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
DAY = 86_400
_EPOCH = date(1970, 1, 1)
_MARGIN = 250  # days after the last month, in which what was begun is finished

TERMS = (
    ("2024-01-09", "2024-06-12"),
    ("2024-08-15", "2024-12-20"),
    ("2025-01-08", "2025-06-12"),
    ("2025-08-18", "2025-12-19"),
    ("2026-01-08", "2026-06-11"),
    ("2026-08-17", "2026-12-18"),
    ("2027-01-11", "2027-06-11"),
    ("2027-08-16", "2027-12-17"),
)
"""First and last days of school terms."""

BREAKS = (
    ("2024-02-26", "2024-03-01"),
    ("2024-04-02", "2024-04-05"),
    ("2024-10-28", "2024-11-01"),
    ("2025-02-24", "2025-02-28"),
    ("2025-04-14", "2025-04-17"),
    ("2025-10-27", "2025-10-31"),
    ("2026-02-23", "2026-02-27"),
    ("2026-03-30", "2026-04-02"),
    ("2026-10-26", "2026-10-30"),
    ("2027-03-01", "2027-03-05"),
    ("2027-03-30", "2027-04-02"),
    ("2027-11-01", "2027-11-05"),
)
"""First and last days of school breaks inside terms."""


@dataclass(frozen=True, eq=False)
class Days:
    """All simulated days and a margin after them, by position from the first.

    `month` counts from the first simulated month; `months` names those that are simulated.
    """

    first: int
    months: tuple[str, ...]
    month: Whole
    day_of_month: Whole
    month_of_year: Whole
    weekday: Whole
    holiday: Flags
    school: Flags

    @property
    def working(self) -> Flags:
        """Monday to Friday, no holiday."""
        return (self.weekday < 5) & ~self.holiday

    @property
    def simulated(self) -> int:
        """The number of days in the simulated months."""
        return int(np.count_nonzero(self.month < len(self.months)))

    def position(self, seconds: Whole) -> Whole:
        """Return the position of the day each local second lies in, the last day for what lies after."""
        return np.minimum(seconds // DAY - self.first, len(self.month) - 1)

    def starts_at(self, position: Whole) -> Whole:
        """Return the local second at which days begin."""
        return (position + self.first) * DAY

    def month_starts_at(self, month: int) -> int:
        """Return the local second at which a month begins; the one after the last is known too."""
        return int((np.searchsorted(self.month, month) + self.first) * DAY)

    def month_number(self, name: str) -> int:
        """Return the number of a month that is written `2026-02`, also outside the simulation."""
        first, wanted = _month_index(self.months[0]), _month_index(name)
        return wanted - first

    def working_day(self, start: Whole, count: Whole) -> Whole:
        """Return the position of the `count`-th working day after the day `start`."""
        numbers = np.flatnonzero(self.working)
        before = np.searchsorted(numbers, start, side="right")
        found: Whole = numbers[np.minimum(before + count - 1, len(numbers) - 1)].astype(np.int64)
        return found


def _month_index(name: str) -> int:
    year, month = name.split("-")
    return int(year) * 12 + int(month) - 1


def build_days(first_month: str, months: int) -> Days:
    """Return the days of `months` months from `first_month` (`2024-05`) on."""
    start = _month_index(first_month)
    names = tuple(f"{number // 12}-{number % 12 + 1:02}" for number in range(start, start + months))
    end = start + months
    first, after = date(start // 12, start % 12 + 1, 1), date(end // 12, end % 12 + 1, 1)
    days = [first + timedelta(days=number) for number in range((after - first).days + _MARGIN)]
    return Days(
        first=(first - _EPOCH).days,
        months=names,
        month=np.array([day.year * 12 + day.month - 1 - start for day in days], dtype=np.int64),
        day_of_month=np.array([day.day for day in days], dtype=np.int64),
        month_of_year=np.array([day.month for day in days], dtype=np.int64),
        weekday=np.array([day.weekday() for day in days], dtype=np.int64),
        holiday=_holidays(days),
        school=_school_days(days),
    )


def _holidays(days: list[date]) -> Flags:
    years = range(days[0].year, days[-1].year + 1)
    public = holidays.country_holidays("SE", years=years)
    return np.array([day in public or _is_eve(day) for day in days])


def _is_eve(day: date) -> bool:
    midsummer = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    return midsummer or (day.month == 12 and day.day in (24, 31))


def _school_days(days: list[date]) -> Flags:
    texts = np.array([day.isoformat() for day in days])
    in_term = np.zeros(len(days), dtype=bool)
    for first, last in TERMS:
        in_term |= (texts >= first) & (texts <= last)
    for first, last in BREAKS:
        in_term &= ~((texts >= first) & (texts <= last))
    weekday = np.array([day.weekday() < 5 for day in days])
    open_days: Flags = in_term & weekday & ~_holidays(days)
    return open_days


@dataclass(frozen=True, eq=False)
class OpenHours:
    """Openings of one length a day; an *open second* counts only time inside them, from the first day on."""

    opens: Whole
    length: int

    def before(self, seconds: Whole) -> Whole:
        """Return the open seconds before each local second."""
        number = np.searchsorted(self.opens, seconds, side="right") - 1
        inside = np.clip(seconds - self.opens[np.maximum(number, 0)], 0, self.length)
        return np.where(number < 0, 0, number * self.length + inside).astype(np.int64)

    def at(self, open_seconds: Whole) -> Whole:
        """Return the local second at which so many open seconds have passed; the inverse of `before`."""
        number = np.minimum(open_seconds // self.length, len(self.opens) - 1)
        return self.opens[number] + open_seconds % self.length


def open_hours(days: Days, open_days: Flags, opens: int, closes: int) -> OpenHours:
    """Return hours on `open_days` from `opens` to `closes`, seconds after midnight."""
    return OpenHours(days.starts_at(np.flatnonzero(open_days).astype(np.int64)) + opens, closes - opens)


@dataclass(frozen=True, eq=False)
class Hours:
    """The hours of the contract, as the supplier staffs them."""

    always: OpenHours
    desk: OpenHours
    class_b: OpenHours
    class_c: OpenHours
    school: OpenHours


def build_hours(days: Days) -> Hours:
    """Return the opening hours over `days`."""
    saturdays_too = (days.weekday < 6) & ~days.holiday
    every_day = np.ones(len(days.month), dtype=bool)
    return Hours(
        always=open_hours(days, every_day, 0, DAY),
        desk=open_hours(days, days.working, 7 * 3600, 18 * 3600),
        class_b=open_hours(days, saturdays_too, 7 * 3600, 22 * 3600),
        class_c=open_hours(days, days.working, 7 * 3600, 17 * 3600),
        school=open_hours(days, days.school, 7 * 3600 + 1800, 16 * 3600 + 1800),
    )
