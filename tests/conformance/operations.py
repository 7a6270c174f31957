"""One adapter for each recurring operation of the shared cases on hours, answered by the product.

A peer's rules are settings: `Peer` says which. An adapter only translates: times of a case to instants, and
our answer back.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from collector.instants import format_instant, from_datetime
from evaluator.contract.hours import Landing, UsedUp
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.intervals import Intervals
from tests.conformance.calendars import days_of, hours_of
from tests.conformance.harness import Answer

Input = dict[str, Any]
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Peer:
    """Which of our settings make a peer's rules.

    `moved_to_open`: an instant (or date) that is closed first becomes the next open one, seen backwards the
    close (or working day) before it. `landing_if_moved` says where on the day that is reached those land.
    """

    used_up: UsedUp = UsedUp.CLOSE
    moved_to_open: bool = False
    landing_if_moved: Landing = Landing.KEEP_CLOCK


def instant(text: str) -> int:
    """Return the instant of a time with its offset."""
    return from_datetime(datetime.fromisoformat(text))


def hours_for(found: Input) -> ServiceHours:
    """Return the hours of the calendar of a case, for years around all its times."""
    return _compiled(json.dumps(found["calendar"]), *_years(found))[0]


def answers(peer: Peer) -> dict[str, Answer]:
    """Return the adapter of each operation under the rules of `peer`."""
    return {
        "add": partial(_add, peer),
        "subtract": partial(_subtract, peer),
        "add_then_subtract": _add_then_subtract,
        "elapsed": _elapsed,
        "signed_elapsed": _signed_elapsed,
        "add_days": partial(_add_days, peer),
        "subtract_days": partial(_subtract_days, peer),
        "next_open": _next_open,
        "previous_open": _previous_open,
        "is_open": _is_open,
        "is_workday": _is_workday,
        "count_days": _count_days,
        "list_days": _list_days,
        "open_periods_after": _open_periods_after,
        "open_periods_before": _open_periods_before,
    }


def answer_as(peer: Peer) -> Answer:
    """Return the one adapter that answers a case of any of these operations."""
    adapters = answers(peer)
    return lambda found: adapters[found["op"]](found)


def same(ours: Any, theirs: Any) -> bool:
    """Compare times as instants, whatever their offset; anything else as it is."""
    return bool(_comparable(ours) == _comparable(theirs))


def _comparable(found: Any) -> Any:
    if isinstance(found, list):
        return [_comparable(part) for part in found]
    return instant(found) if isinstance(found, str) and "T" in found else found


def _add(peer: Peer, found: Input) -> Input:
    hours, start = hours_for(found), instant(found["start"])
    if peer.moved_to_open:
        start = int(hours.next_opening(start))
    return _at(hours.add(start, found["seconds"], peer.used_up), found)


def _subtract(peer: Peer, found: Input) -> Input:
    hours, end = hours_for(found), instant(found["start"])
    if peer.moved_to_open:
        end = int(hours.previous_closing(end))
    return _at(hours.subtract(end, found["seconds"], peer.used_up), found)


def _add_then_subtract(found: Input) -> Input:
    hours = hours_for(found)
    return _at(hours.subtract(hours.add(instant(found["start"]), found["seconds"]), found["seconds"]), found)


def _elapsed(found: Input) -> Input:
    return {"seconds": int(hours_for(found).elapsed(instant(found["start"]), instant(found["end"])))}


def _signed_elapsed(found: Input) -> Input:
    return {"seconds": int(hours_for(found).signed_elapsed(instant(found["start"]), instant(found["end"])))}


def _add_days(peer: Peer, found: Input) -> Input:
    return _move_days(peer, found, WorkingDays.add_days, ServiceHours.next_opening)


def _subtract_days(peer: Peer, found: Input) -> Input:
    return _move_days(peer, found, WorkingDays.subtract_days, ServiceHours.previous_closing)


def _move_days(
    peer: Peer, found: Input, move: Callable[..., Any], to_open: Callable[[ServiceHours, int], Any]
) -> Input:
    hours, days = _compiled(json.dumps(found["calendar"]), *_years(found))
    is_date = "T" not in found["start"]
    start = _noon(found) if is_date else instant(found["start"])
    is_open = days.is_working_day(start) if is_date else hours.is_open(start)
    if is_open or not peer.moved_to_open:
        return _at(move(days, start, found["days"], Landing.KEEP_CLOCK), found)
    return _at(move(days, int(to_open(hours, start)), found["days"], peer.landing_if_moved), found)


def _next_open(found: Input) -> Input:
    return _at(hours_for(found).next_opening(instant(found["time"])), found)


def _previous_open(found: Input) -> Input:
    return _at(hours_for(found).previous_closing(instant(found["time"])), found)


def _is_open(found: Input) -> Input:
    return {"open": bool(hours_for(found).is_open(instant(found["time"])))}


def _is_workday(found: Input) -> Input:
    days = _compiled(json.dumps(found["calendar"]), *_years(found))[1]
    return {"workday": bool(days.is_working_day(_noon(found, "date")))}


def _count_days(found: Input) -> Input:
    return {"days": len(_days_listed(found, include_end=found["include_end"]))}


def _list_days(found: Input) -> Input:
    return {"dates": _days_listed(found, include_end=False)}


def _days_listed(found: Input, *, include_end: bool) -> list[str]:
    days = _compiled(json.dumps(found["calendar"]), *_years(found))[1]
    first, end = date.fromisoformat(found["start"]), date.fromisoformat(found["end"])
    dates = [first + A_DAY * number for number in range((end - first).days + include_end)]
    return [day.isoformat() for day in dates if bool(days.is_working_day(_noon_of(day, found)))]


def _open_periods_after(found: Input) -> Input:
    hours = hours_for(found)
    periods = _periods(hours.open_intervals_between(instant(found["origin"]), hours.ends_at))
    return {"periods": periods[: found["count"]]}


def _open_periods_before(found: Input) -> Input:
    hours = hours_for(found)
    periods = _periods(hours.open_intervals_between(hours.starts_at, instant(found["origin"])))
    return {"periods": periods[-found["count"] :]}


def _periods(intervals: Intervals) -> list[list[str]]:
    pairs = zip(intervals.starts, intervals.ends, strict=True)
    return [[format_instant(int(opens)), format_instant(int(closes))] for opens, closes in pairs]


def _at(found_instant: Any, found: Input) -> Input:
    """Our answer as a time, and as the date it has in the zone of the calendar."""
    zone = ZoneInfo(found["calendar"]["tz"])
    local = datetime.fromtimestamp(int(found_instant), UTC).astimezone(zone)
    return {"time": format_instant(int(found_instant)), "date": local.date().isoformat()}


def _noon(found: Input, key: str = "start") -> int:
    return _noon_of(date.fromisoformat(found[key]), found)


def _noon_of(day: date, found: Input) -> int:
    return from_datetime(datetime.combine(day, time(12), ZoneInfo(found["calendar"]["tz"])))


def _years(found: Input) -> tuple[int, int]:
    named = [found[key] for key in ("start", "end", "time", "date", "origin") if key in found]
    years = [int(text[:4]) for text in named]
    return min(years) - 1, max(years) + 2


@lru_cache
def _compiled(calendar: str, first: int, end: int) -> tuple[ServiceHours, WorkingDays]:
    read, years = json.loads(calendar), (date(first, 1, 1), date(end, 1, 1))
    return hours_of(read, *years), days_of(read, *years)
