"""Instants: whole seconds since 1970-01-01T00:00:00Z, the only form of time inside the program."""

from datetime import UTC, date, datetime

EARLIEST_DAY = date(1990, 1, 1)
LATEST_DAY = date(2099, 12, 31)
"""The days that facts may lie on. Systems write 1900-01-01 and 9999-12-31 where they know no time."""

FAR_FUTURE = 1 << 40
"""An instant later than any that can be stored; stands for *not ended yet* in comparisons."""


def from_datetime(moment: datetime) -> int:
    """Return the instant of an aware `moment`; parts of a second are cut off.

    Raises ValueError for a naive one: which zone it means is never guessed.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} names no time zone")
    return int(moment.timestamp() // 1)


def to_datetime(instant: int) -> datetime:
    """Return the aware UTC datetime of an instant."""
    return datetime.fromtimestamp(instant, tz=UTC)


def format_instant(instant: int) -> str:
    """Return an instant as ISO 8601 in UTC, `2026-11-09T05:00:00Z`."""
    return to_datetime(instant).strftime("%Y-%m-%dT%H:%M:%SZ")
