"""What a schedule says: at which instants a job is to be done. Pure: zone, working days and time come in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from collector.instants import format_instant, to_datetime
from evaluator.contract.hours import SECONDS_A_DAY, read_clock_time
from evaluator.contract.parts import read_duration
from evaluator.core.calendar.zones import compile_zone, day_number
from evaluator.core.periods import Period, month, month_name_before

SHORTEST_INTERVAL = 5
"""Seconds; the ticker looks no more often."""

LAST_WORKING_DAY = 20


@dataclass(frozen=True)
class Occurrence:
    """One time that a job is due: `name` identifies it among those of the job, `at` is the instant."""

    name: str
    at: int


@dataclass(frozen=True)
class Calendar:
    """What schedules are reckoned in: the zone, and the day that is the n-th working day after a month."""

    zone: ZoneInfo
    working_day_after: Callable[[Period, int], date]


@dataclass(frozen=True)
class Off:
    """Never."""

    def __str__(self) -> str:
        return "off"


@dataclass(frozen=True)
class Every:
    """Every so many seconds, counted from 1970, so that all processes agree on the instants."""

    seconds: int
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Daily:
    """Once on every local day, so many seconds by the clock after midnight."""

    clock: int
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class OnWorkingDay:
    """Once for every month: on the n-th working day after it, so many seconds by the clock after midnight.

    With `months` of 3 or 6 only for those that end a quarter or half year, none before the month `first`.
    `name` stands behind the month in the names of the occurrences, for schedules that share a job.
    """

    number: int
    clock: int
    text: str
    months: int = 1
    first: str = ""
    name: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Together:
    """What several schedules of one job say, each with a name of its own."""

    parts: tuple[OnWorkingDay, ...]

    def __str__(self) -> str:
        return "; ".join(f"{one.name}: {one}" if one.name else str(one) for one in self.parts)


Schedule = Off | Every | Daily | OnWorkingDay | Together

_DAILY = re.compile(r"daily (\d\d:\d\d)")
_ON_WORKING_DAY = re.compile(r"on working day (\d{1,2}) at (\d\d:\d\d)")
EXAMPLES = ("every 15 min", "daily 02:30", "on working day 5 at 07:00", "off")


def read_schedule(found: Any) -> Any:
    """Return the schedule that a text such as `every 15 min` or `daily 02:30` means.

    Raises ValueError for any other text, and for an interval that is too short.
    """
    if isinstance(found, Off | Every | Daily | OnWorkingDay):
        return found
    text = found if isinstance(found, str) else ""
    if text == "off":
        return Off()
    if text.startswith("every "):
        return _every(text)
    if (match := _DAILY.fullmatch(text)) is not None:
        return Daily(read_clock_time(match.group(1)), text)
    match = _ON_WORKING_DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"a schedule is text such as {', '.join(EXAMPLES)}")
    if not 1 <= int(match.group(1)) <= LAST_WORKING_DAY:
        raise ValueError(f"a report is due on a working day from the 1st to the {LAST_WORKING_DAY}th")
    return OnWorkingDay(int(match.group(1)), read_clock_time(match.group(2)), text)


def _every(text: str) -> Every:
    seconds = read_duration(text.removeprefix("every "))
    if seconds < SHORTEST_INTERVAL:
        raise ValueError(f"a job is done every {SHORTEST_INTERVAL} s at most")
    return Every(seconds, text)


def occurrences(schedule: Schedule, since: int, until: int, calendar: Calendar) -> tuple[Occurrence, ...]:
    """Return when `schedule` is due after the instant `since`, up to and with `until`, in order.

    A time of day that the clock skips is the end of the skipped hour, one that it shows twice its first pass:
    every day has one.
    """
    if isinstance(schedule, Every):
        found = _of_interval(schedule, since, until)
    elif isinstance(schedule, Daily):
        found = _of_days(schedule, since, until, calendar.zone)
    elif isinstance(schedule, OnWorkingDay):
        found = _of_months(schedule, since, until, calendar)
    elif isinstance(schedule, Together):
        each = (_of_months(part, since, until, calendar) for part in schedule.parts)
        found = iter(sorted((one for part in each for one in part), key=lambda one: (one.at, one.name)))
    else:
        found = iter(())
    return tuple(one for one in found if since < one.at <= until)


def last_occurrence(schedule: Schedule, until: int, calendar: Calendar) -> Occurrence | None:
    """Return the last time that `schedule` was due up to and with `until`; None where it never was."""
    found = occurrences(schedule, until - _reach(schedule), until, calendar)
    return found[-1] if found else None


def next_occurrence(schedule: Schedule, since: int, calendar: Calendar) -> Occurrence | None:
    """Return the first time that `schedule` is due after `since`; None where it never is."""
    found = occurrences(schedule, since, since + _reach(schedule), calendar)
    return found[0] if found else None


def _reach(schedule: Schedule) -> int:
    """Seconds within which there is an occurrence for certain."""
    if isinstance(schedule, Every):
        return schedule.seconds
    if isinstance(schedule, OnWorkingDay):
        return (31 * schedule.months + 69) * SECONDS_A_DAY
    if isinstance(schedule, Together):
        return max(map(_reach, schedule.parts), default=SECONDS_A_DAY)
    return 2 * SECONDS_A_DAY


def _of_interval(schedule: Every, since: int, until: int) -> Iterator[Occurrence]:
    first = (since // schedule.seconds + 1) * schedule.seconds
    for at in range(first, until + 1, schedule.seconds):
        yield Occurrence(format_instant(at), at)


def _of_days(schedule: Daily, since: int, until: int, zone: ZoneInfo) -> Iterator[Occurrence]:
    day, last = _local_day(since, zone) - timedelta(days=1), _local_day(until, zone)
    while day <= last:
        yield Occurrence(day.isoformat(), clock_instant(day, schedule.clock, zone))
        day += timedelta(days=1)


def _of_months(schedule: OnWorkingDay, since: int, until: int, calendar: Calendar) -> Iterator[Occurrence]:
    last = month_name_before(_local_day(until, calendar.zone).strftime("%Y-%m"))
    # A late working day lies in the second month after its own, and a little beyond.
    name = month_name_before(_local_day(since, calendar.zone).strftime("%Y-%m"), 4)
    while name <= last:
        period = month(name, calendar.zone)
        if period.first_day.month % schedule.months == 0 and name >= schedule.first:
            day = calendar.working_day_after(period, schedule.number)
            at = clock_instant(day, schedule.clock, calendar.zone)
            yield Occurrence(f"{name}/{schedule.name}" if schedule.name else name, at)
        name = period.end_day.strftime("%Y-%m")


def clock_instant(day: date, clock: int, zone: ZoneInfo) -> int:
    """Return the instant at which clocks in `zone` first show `clock` seconds after midnight of `day`.

    Where they never do, the instant at which they have gone past it.
    """
    offsets = compile_zone(zone, day - timedelta(days=2), day + timedelta(days=3))
    return int(offsets.first_instants(day_number(day) * SECONDS_A_DAY + clock))


def _local_day(instant: int, zone: ZoneInfo) -> date:
    return to_datetime(instant).astimezone(zone).date()
