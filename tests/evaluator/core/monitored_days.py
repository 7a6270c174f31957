"""A small language for facts of monitored services: hours after a midnight, one service, one prober."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from collector.instants import FAR_FUTURE
from collector.records import ServiceState
from evaluator.contract.availability import AvailabilityRules
from evaluator.core.availability.availability import Availability, Window, measure_availability
from evaluator.core.availability.timeline import Timeline, build_timeline
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.outcomes import Figure

UNKNOWN, UP, DEGRADED, DOWN = ServiceState
MIDNIGHT = 1_794_268_800
"""2026-11-10 00:00 UTC, a Tuesday."""

State = tuple[float, ServiceState] | tuple[float, ServiceState, int]
Span = tuple[float, float | None]


def hour(hours: float) -> int:
    return MIDNIGHT + round(hours * 3600)


def always() -> ServiceHours:
    return compile_hours(None, None, ZoneInfo("UTC"), date(2026, 11, 1), date(2026, 12, 1))


def rules(**changes: Any) -> AvailabilityRules:
    """The strict rules: what is not proved up is down, maintenance excuses nothing."""
    strict: dict[str, Any] = {
        "label": {"sv": "strikt", "en": "strict"},
        "planned_maintenance": "count_down",
        "maintenance_notice_working_days": None,
        "unknown": {"treat_as": "down"},
        "degraded": {"treat_as": "up"},
        "shortest_outage": "0 s",
        "denominator": "service_hours",
        "weighting": "none",
    }
    return AvailabilityRules.model_validate(strict | changes)


def subjects(*units: str, users: int | None = None, life: tuple[int, int] = (0, FAR_FUTURE)) -> pd.DataFrame:
    named = units or ("",)
    return pd.DataFrame(
        {
            "service": pd.Series(["mail"] * len(named), dtype="str"),
            "unit": pd.Series(list(named), dtype="str"),
            "users": pd.array([users] * len(named), dtype="Int64"),
            "life_from": pd.Series([life[0]] * len(named), dtype="int64"),
            "life_to": pd.Series([life[1]] * len(named), dtype="int64"),
        }
    )


def states(*changes: State, prober: str = "probe", unit: str | None = None) -> pd.DataFrame:
    return _facts(
        len(changes),
        unit,
        prober=pd.Series([prober] * len(changes), dtype="str"),
        at=pd.Series([hour(change[0]) for change in changes], dtype="int64"),
        state=pd.Series([int(change[1]) for change in changes], dtype="int64"),
        users_affected=pd.array(
            [change[2] if len(change) == 3 else None for change in changes], dtype="Int64"
        ),
    )


def observed(*spans: Span, prober: str = "probe", unit: str | None = None) -> pd.DataFrame:
    return _facts(
        len(spans),
        unit,
        prober=pd.Series([prober] * len(spans), dtype="str"),
        from_at=pd.Series([hour(begin) for begin, _ in spans], dtype="int64"),
        to_at=pd.array([None if end is None else hour(end) for _, end in spans], dtype="Int64"),
    )


def spans(
    *pairs: tuple[float, float], unit: str | None = None, announced: float | None = -24
) -> pd.DataFrame:
    """Maintenance, or excluded time."""
    return _facts(
        len(pairs),
        unit,
        starts_at=pd.Series([hour(begin) for begin, _ in pairs], dtype="int64"),
        ends_at=pd.Series([hour(end) for _, end in pairs], dtype="int64"),
        announced_at=pd.array([None if announced is None else hour(announced)] * len(pairs), dtype="Int64"),
    )


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)


def timeline(
    seen: pd.DataFrame,
    looked: pd.DataFrame,
    terms: AvailabilityRules,
    *,
    of: pd.DataFrame | None = None,
    maintenance: pd.DataFrame | None = None,
    working_days: WorkingDays | None = None,
    known_at: float = 24,
) -> Timeline:
    return build_timeline(
        subjects() if of is None else of,
        seen,
        looked,
        spans() if maintenance is None else maintenance,
        terms,
        working_days,
        hour(known_at),
    )


def measure(
    found: Timeline,
    *,
    excluded: pd.DataFrame | None = None,
    hours: ServiceHours | None = None,
    window: tuple[float, float] = (0, 24),
    months: int = 1,
) -> Availability:
    return measure_availability(
        found,
        spans() if excluded is None else excluded,
        always() if hours is None else hours,
        Window(hour(window[0]), hour(window[1]), months),
    )


def figure(found: Timeline, **how: Any) -> Figure:
    """The figure of the only subject."""
    (only,) = measure(found, **how).figures
    return only


def in_hours(seconds: Sequence[int]) -> list[float]:
    return [amount / 3600 for amount in seconds]


def _facts(count: int, unit: str | None, **columns: Any) -> pd.DataFrame:
    words = {
        "service": pd.Series(["mail"] * count, dtype="str"),
        "unit": pd.Series([unit] * count, dtype="str"),
    }
    return pd.DataFrame(words | columns)
