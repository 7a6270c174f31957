"""What people mean by a period and by *as of*, in the contract's time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from collector.errors import Problem, ProblemsFound
from collector.instants import from_datetime, to_datetime
from evaluator.core.periods import Period, month, month_name_before, start_of_day


def find_period(name: str | None, instant: int, zone: ZoneInfo, option: str = "--period") -> Period:
    """Return the month called `name` in `option`; None means the last one that was over at `instant`.

    Raises ProblemsFound for a name that is no month.
    """
    if name is None:
        return month(last_finished_month(instant, zone), zone)
    try:
        return month(name, zone)
    except ValueError as error:
        raise ProblemsFound([Problem(repr(name), "a month such as 2026-10", path=option)]) from error


def last_finished_month(instant: int, zone: ZoneInfo) -> str:
    """Return the name of the last month that was over at `instant`."""
    return month_name_before(to_datetime(instant).astimezone(zone).strftime("%Y-%m"))


def read_as_of(text: str, zone: ZoneInfo) -> int:
    """Return the instant that `text` means: a time with its zone, or the last second of a date in `zone`.

    Raises ProblemsFound for a time without a zone: which one it means is never guessed.
    """
    try:
        return start_of_day(date.fromisoformat(text) + timedelta(days=1), zone) - 1
    except (ValueError, OverflowError):
        return _read_time(text)


def _read_time(text: str) -> int:
    allowed = "a date such as 2026-11-09, or a time with its zone such as 2026-11-09T06:00:00+01:00"
    try:
        return from_datetime(datetime.fromisoformat(text))
    except ValueError as error:
        naive = "names no time zone" in str(error)
        found = f"{text!r} names no time zone" if naive else f"{text!r} is no time"
        raise ProblemsFound([Problem(found, allowed, path="--as-of")]) from error
