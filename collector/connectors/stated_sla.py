"""What connectors of a supplier's SLA clocks share: the month that a clock ended in."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from collector.instants import to_datetime

MONTH = "month"
"""The column with the month (2026-03) in which a clock ended, in the mapping's `time_zone`."""


def month_of(instant: int | None, time_zone: str | None) -> str:
    """Return the month of an instant in `time_zone` (None: UTC); blank where it is not known."""
    if instant is None:
        return ""
    moment: datetime = to_datetime(instant)
    return (moment if time_zone is None else moment.astimezone(ZoneInfo(time_zone))).strftime("%Y-%m")


def months_of(instants: Iterable[int | None], time_zone: str | None) -> list[str]:
    """Return the month of each instant."""
    return [month_of(instant, time_zone) for instant in instants]
