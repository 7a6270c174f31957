"""The peers: other ways to the same answers, each as its own documentation would write it."""

from collections.abc import Callable
from datetime import datetime, time
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.inputs import ZONE, Spans, holidays
from evaluator.core.calendar.hours import ServiceHours

Seconds = npt.NDArray[np.int64]
THREADS = 2

_ELAPSED = """
    SELECT t.ticket, wb.before + least(t.b - wb.opens, wb.lasts)
        - wa.before - least(t.a - wa.opens, wa.lasts) AS used
    FROM tickets t ASOF JOIN windows wa ON t.a >= wa.opens ASOF JOIN windows wb ON t.b >= wb.opens
"""
_SIGNED_SUM = """
    SELECT e.ticket, sum(e.sign * (w.before + least(e.at - w.opens, w.lasts))) AS used
    FROM events e ASOF JOIN windows w ON e.at >= w.opens GROUP BY e.ticket
"""


def installed(name: str) -> ModuleType | None:
    """Return the peer's module, None where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None


class DuckTables:
    """DuckDB in memory with the windows of service hours; loading is no part of what is timed."""

    def __init__(self, duckdb: ModuleType, hours: ServiceHours) -> None:
        self._connection = duckdb.connect(config={"threads": THREADS})
        lasts = hours.closes - hours.opens
        windows = pd.DataFrame(
            {
                "opens": np.concatenate([[hours.starts_at], hours.opens]),
                "lasts": np.concatenate([[0], lasts]),
                "before": np.concatenate([[0], np.cumsum(lasts) - lasts]),
            }
        )
        self.load("windows", windows)

    def load(self, name: str, frame: pd.DataFrame) -> None:
        self._connection.register("given", frame)
        self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 - own names
        self._connection.unregister("given")

    def elapsed(self) -> Seconds:
        return self._answers(_ELAPSED)

    def signed_sum(self) -> Seconds:
        return self._answers(_SIGNED_SUM)

    def total_elapsed(self) -> object:
        """Only the sum of all answers leaves the database, which spares it the way out."""
        return self._total(_ELAPSED)

    def total_signed_sum(self) -> object:
        return self._total(_SIGNED_SUM)

    def frame(self, query: str) -> pd.DataFrame:
        """Return what a query answers."""
        found: pd.DataFrame = self._connection.execute(query).df()
        return found

    def _answers(self, query: str) -> Seconds:
        used = f"SELECT used FROM ({query}) ORDER BY ticket"  # noqa: S608 - own text
        return np.asarray(self._connection.execute(used).fetchnumpy()["used"]).astype(np.int64)

    def _total(self, query: str) -> object:
        return self._connection.execute(f"SELECT sum(used) FROM ({query})").fetchall()  # noqa: S608 - as above


def interpolated(hours: ServiceHours) -> Callable[[Seconds], Seconds]:
    """Open seconds before an instant by np.interp; exact here, as 53 bits hold every instant."""
    lasts = hours.closes - hours.opens
    borders = np.stack([hours.opens, hours.closes], axis=1).ravel().astype(np.float64)
    until = np.cumsum(lasts)
    seconds = np.stack([until - lasts, until], axis=1).ravel().astype(np.float64)
    return lambda instants: np.interp(instants, borders, seconds).astype(np.int64)


Answers = Callable[[], list[float]]
Hours = tuple[int, int]
"""From which hour to which a desk is open."""

DESK_HOURS: Hours = (7, 18)


def bizdurr_of(bizdurr: ModuleType, span: Spans, open_from_to: Hours = DESK_HOURS) -> Answers:
    """Seconds by bizdurr, whose days are Monday to Sunday for any hours but the desk's."""
    first, last = open_from_to
    days = _WEEK[:5] if open_from_to == DESK_HOURS else _WEEK
    hours = {day: {"start": f"{first:02}:00", "end": f"{last:02}:00"} for day in days}
    desk = bizdurr.BusinessDuration(
        business_hours=hours, business_timezone=ZONE.key, holidays=list(holidays())
    )
    pairs = _local_times(span, aware=True)
    return lambda: [desk.calculate(start=start, end=end).total_seconds() for start, end in pairs]


def business_duration_of(module: ModuleType, span: Spans, open_from_to: Hours = DESK_HOURS) -> Answers:
    """Seconds by business-duration, whose days are Monday to Sunday for any hours but the desk's."""
    pairs = _local_times(span, aware=False)
    shut = dict.fromkeys(holidays(), "holiday")
    desk: dict[str, Any] = {
        "starttime": time(open_from_to[0]),
        "endtime": time(open_from_to[1]),
        "weekendlist": [5, 6] if open_from_to == DESK_HOURS else [],
        "holidaylist": shut,
        "unit": "sec",
    }
    return lambda: [module.businessDuration(start, end, **desk) for start, end in pairs]


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _local_times(span: Spans, *, aware: bool) -> list[tuple[datetime, datetime]]:
    opened, resolved = span.opened.tolist(), span.resolved.tolist()
    found = [
        (datetime.fromtimestamp(start, ZONE), datetime.fromtimestamp(end, ZONE))
        for start, end in zip(opened, resolved, strict=True)
    ]
    return (
        found if aware else [(start.replace(tzinfo=None), end.replace(tzinfo=None)) for start, end in found]
    )
