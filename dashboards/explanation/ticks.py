"""Where a time axis has its marks: at round local times, through changes of the clock too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from collector.instants import to_datetime
from dashboards.wording.words import is_doubled
from evaluator.contract.hours import SECONDS_A_DAY
from evaluator.core.periods import start_of_day

TICKS_AT_MOST = 9
_MINUTES = (5, 15, 30, 60, 120, 180, 360, 720)
_DAYS = (1, 2, 7, 14, 28, 91, 365)


@dataclass(frozen=True)
class Tick:
    """A mark at an instant, with the local time (and day) for people."""

    at: int
    label: str


def find_ticks(starts_at: int, ends_at: int, zone: ZoneInfo) -> list[Tick]:
    """Return marks at round local times from `starts_at` to `ends_at`, both included, nine or so at most.

    An hour that comes twice has marks in both passes, each with its distance from UTC.
    """
    length = max(ends_at - starts_at, 1)
    for minutes in _MINUTES:
        if length <= minutes * 60 * TICKS_AT_MOST:
            return [*_within_days(starts_at, ends_at, minutes, zone)]
    step = next((days for days in _DAYS if length <= days * SECONDS_A_DAY * TICKS_AT_MOST), _DAYS[-1])
    return [*_by_day(starts_at, ends_at, step, zone)]


def local_time(instant: int, zone: ZoneInfo) -> str:
    """Return the local time of day; in an hour that comes twice with its distance from UTC."""
    local = to_datetime(instant).astimezone(zone)
    return local.strftime("%H:%M") + (local.strftime(" (UTC%z)") if is_doubled(local) else "")


def _within_days(starts_at: int, ends_at: int, minutes: int, zone: ZoneInfo) -> Iterator[Tick]:
    # Zones stand whole quarters of an hour from UTC, so that every round local time is among these.
    step = 300 if minutes < 15 else 900
    day = None
    for instant in range(-(-starts_at // step) * step, ends_at + 1, step):
        local = to_datetime(instant).astimezone(zone)
        if (local.hour * 60 + local.minute) % minutes == 0:
            label = local_time(instant, zone)
            yield Tick(instant, label if local.date() == day else f"{local.day}/{local.month} {label}")
            day = local.date()


def _by_day(starts_at: int, ends_at: int, step: int, zone: ZoneInfo) -> Iterator[Tick]:
    day = to_datetime(starts_at).astimezone(zone).date()
    while (instant := start_of_day(day, zone)) <= ends_at:
        if instant >= starts_at:
            yield Tick(instant, day.isoformat() if step > 28 else f"{day.day}/{day.month}")
            day += timedelta(days=step)
        else:
            day += timedelta(days=1)
