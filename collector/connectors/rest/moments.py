"""Instants as a system wants to read them, never later than meant for a start, never earlier for an end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from collector.instants import to_datetime

ISO, UNIX, UNIX_MS = "iso", "unix", "unix_ms"
_STEPS = (0, 1, 60, 3600, 86_400)
_HOUR = 3600


def written(instant: int, how: str, zone: str) -> str:
    """Return an instant as `iso` (with offset), `unix`, `unix_ms`, or by a strptime format in `zone`."""
    if how == UNIX:
        return str(instant)
    if how == UNIX_MS:
        return str(instant * 1000)
    local = to_datetime(instant).astimezone(ZoneInfo(zone))
    if how == ISO:
        return local.isoformat(timespec="seconds").replace("+00:00", "Z")
    return local.strftime(how)


def start_written(instant: int, how: str, zone: str) -> str:
    """Return a start; in the hour that comes twice in autumn the one before it.

    Which of the two a system takes a time without an offset for cannot be known.
    """
    return written(instant - (_HOUR if _is_doubled(instant, how, zone) else 0), how, zone)


def end_written(instant: int, how: str, zone: str) -> str:
    """Return an end: the next moment that the format can say, where it cannot say this one."""
    instant += _HOUR if _is_doubled(instant, how, zone) else 0
    wanted = _wall_clock(instant, zone)
    for step in _STEPS:
        text = written(instant + step, how, zone)
        if how in (ISO, UNIX, UNIX_MS) or datetime.strptime(text, how).replace(tzinfo=None) >= wanted:  # noqa: DTZ007 - walls are compared
            return text
    return written(instant + _STEPS[-1], how, zone)


def _is_doubled(instant: int, how: str, zone: str) -> bool:
    if how in (ISO, UNIX, UNIX_MS) or "%z" in how:
        return False
    local = to_datetime(instant).astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() > local.replace(fold=1).utcoffset()  # type: ignore[operator]  # a zone always has an offset


def _wall_clock(instant: int, zone: str) -> datetime:
    local = to_datetime(instant).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return local - timedelta(microseconds=local.microsecond)
