"""Times of Jira: what queries can ask for, and what answers tell."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from collector.connectors.rows import whole_number
from collector.errors import Problem, SourceUnreadable
from collector.instants import format_instant, from_datetime, to_datetime

_MINUTE = 60
_LONGEST_FOLD = 4 * 60
"""Minutes: clocks were never put back by more."""

_LATEST = 1 << 32
"""The year 2106: no issue was changed after it."""

_MILLISECONDS = 100_000_000_000
"""From this number on (1973 in milliseconds, the year 5138 in seconds) a time counts milliseconds."""


def askable(instant: int, zone: ZoneInfo) -> int:
    """Return the latest instant, not after `instant`, that a query can name beyond doubt.

    Queries compare minutes of the user's clock. A minute that this clock shows twice in autumn may mean
    either; both hours are asked for by the last minute before them.
    """
    found = instant - instant % _MINUTE
    for _ in range(_LONGEST_FOLD):
        if not _is_doubled(found, zone):
            break
        found -= _MINUTE
    return found


def askable_after(instant: int, zone: ZoneInfo) -> int:
    """Return the earliest instant, not before `instant`, that a query can name beyond doubt."""
    found = instant + -instant % _MINUTE
    for _ in range(_LONGEST_FOLD):
        if not _is_doubled(found, zone):
            break
        found += _MINUTE
    return found


def query_text(instant: int, zone: ZoneInfo) -> str:
    """Return an askable instant as queries write it: `2026-11-02 13:05` on the user's clock."""
    return to_datetime(instant).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def told_instant(text: str, what: str) -> int:
    """Return the instant of a time in an answer: ISO 8601 with an offset, or a number since 1970.

    Numbers are seconds or milliseconds; which of them shows in their size. Raises SourceUnreadable.
    """
    found = _instant(text)
    if found is None:
        raise SourceUnreadable(
            Problem(
                f"the answer holds no readable time in {what!r}",
                remedy="See that the account may read it, and that `address` is that of a Jira",
            )
        )
    return found


def _instant(text: str) -> int | None:
    number = whole_number(text)
    try:
        found = from_datetime(datetime.fromisoformat(text)) if number is None else number
    except (ValueError, OverflowError):
        return None
    if number is not None and number >= _MILLISECONDS:
        found = number // 1000
    return found if 0 <= found < _LATEST else None


def told_text(text: str, what: str) -> str:
    """Return a time of an answer in UTC; blank stays blank."""
    return "" if text == "" else format_instant(told_instant(text, what))


def trusted_keys(updated: Sequence[int], at: int, horizon: int | None, zone: ZoneInfo) -> list[int]:
    """Return for each row of an answer, asked for from `at` on, an instant that is not after its place.

    The index that sorts lags behind what a row tells: one that has just changed stands in its old place with
    its new time. Before the `horizon` no row can have changed; one that did is taken to stand where the
    one before it stands. Beyond it, none stands later than those that follow.
    """
    if horizon is not None:
        standing = accumulate(updated, lambda last, one: one if one < horizon else last, initial=at)
        return [askable(instant, zone) for instant in list(standing)[1:]]
    least = list(accumulate(reversed(updated), min))
    return [askable(instant, zone) for instant in reversed(least)]


def _is_doubled(instant: int, zone: ZoneInfo) -> bool:
    moment = to_datetime(instant).astimezone(zone)
    return moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset() and _exists_twice(moment)


def _exists_twice(moment: datetime) -> bool:
    """Return whether a local time comes twice; one that is skipped has two offsets too, but is never told."""
    first, second = moment.replace(fold=0).utcoffset(), moment.replace(fold=1).utcoffset()
    return first is not None and second is not None and first - second > timedelta(0)
