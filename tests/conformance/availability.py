"""Facts of one monitored service from the shared cases, measured by the product under named rules."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from collector.instants import FAR_FUTURE, from_datetime, to_datetime
from collector.records import FactKind, ServiceState, as_facts
from evaluator.contract.availability import AvailabilityRules
from evaluator.core.availability.availability import Availability, measure_availability
from evaluator.core.availability.scenario import Window
from evaluator.core.availability.timeline import build_timeline
from evaluator.core.calendar.hours import ServiceHours, compile_hours

Change = tuple[int, ServiceState]
Span = tuple[int, int]


def instant(text: str) -> int:
    return from_datetime(datetime.fromisoformat(text))


def preset(name: str, **changes: Any) -> AvailabilityRules:
    """The rules of a preset, as a contract file names it."""
    return AvailabilityRules.model_validate({"preset": name, **changes})


def always(window: Span) -> ServiceHours:
    """Around the clock, for a year on both sides of a window."""
    first, last = (to_datetime(at).date() for at in window)
    return compile_hours(
        None,
        None,
        ZoneInfo("UTC"),
        first.replace(year=max(first.year - 1, 1970), month=1, day=1),
        last.replace(year=last.year + 1, month=1, day=1),
    )


def states(changes: Sequence[Change], prober: str = "monitor") -> pd.DataFrame:
    rows = [{"prober": prober, "service": "S", "at": at, "state": int(state)} for at, state in changes]
    columns = ["prober", "service", "unit", "at", "state"]
    return as_facts(FactKind.SERVICE_STATE, pd.DataFrame(rows, columns=columns))


def seen(changes: Sequence[Change], prober: str = "monitor") -> pd.DataFrame:
    """What a source of changes observes: all from its first one."""
    rows = [{"prober": prober, "service": "S", "from_at": min(at for at, _ in changes)}] if changes else []
    return as_facts(FactKind.OBSERVED, pd.DataFrame(rows, columns=["prober", "service", "unit", "from_at"]))


def maintenance(windows: Sequence[Span]) -> pd.DataFrame:
    rows = [
        {"window": str(number), "service": "S", "starts_at": begin, "ends_at": end}
        for number, (begin, end) in enumerate(windows)
    ]
    columns = ["window", "service", "unit", "starts_at", "ends_at", "announced_at"]
    return as_facts(FactKind.MAINTENANCE, pd.DataFrame(rows, columns=columns))


def measure(
    states: pd.DataFrame,
    observed: pd.DataFrame,
    rules: AvailabilityRules,
    window: Span,
    *,
    windows: Sequence[Span] = (),
    hours: ServiceHours | None = None,
    life_from: int = 0,
    known_at: int | None = None,
) -> Availability:
    """Measure the service in `window`, with all known that happened in it unless `known_at` is earlier."""
    subjects = pd.DataFrame(
        {
            "service": pd.Series(["S"], dtype="str"),
            "unit": pd.Series([""], dtype="str"),
            "users": pd.array([None], dtype="Int64"),
            "life_from": [life_from],
            "life_to": [FAR_FUTURE],
        }
    )
    last = window[1] if known_at is None else min(known_at, window[1])
    timeline = build_timeline(subjects, states, observed, maintenance(windows), rules, None, last)
    excluded = pd.DataFrame(
        {
            "service": pd.Series([], dtype="str"),
            "unit": pd.Series([], dtype="str"),
            "starts_at": pd.Series([], dtype="int64"),
            "ends_at": pd.Series([], dtype="int64"),
        }
    )
    return measure_availability(timeline, excluded, hours or always(window), Window(*window))


def percent(found: Availability) -> Fraction | None:
    """The value in percent, unrounded."""
    value = found.figures[0].value
    return None if value is None else value * 100
