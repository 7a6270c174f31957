"""Calendars, clocks and tickets that several tests of the core use."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.calendar.working_days import WorkingDays, compile_working_days

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LABEL = {"sv": "tider", "en": "hours"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
ALL_DAYS = (*WEEKDAYS, "sat", "sun")
SWEDISH = HolidayTerms(country="SE", eves=("Midsommarafton", "Julafton", "Nyårsafton"))
FIRST, END = date(2026, 1, 1), date(2027, 1, 1)


def opening(days: tuple[str, ...], opens: str, closes: str) -> dict[str, object]:
    return {"days": days, "opens": opens, "closes": closes}


def hours_terms(*openings: dict[str, object], **more: object) -> ServiceHoursTerms:
    return ServiceHoursTerms.model_validate({"label": LABEL, "holidays": "se", "openings": openings, **more})


OFFICE = hours_terms(opening(WEEKDAYS, "07:00", "17:00"))
DESK = hours_terms(opening(WEEKDAYS, "07:00", "18:00"))


def compiled(
    terms: ServiceHoursTerms | None,
    first: date = FIRST,
    end: date = END,
    *,
    holidays: HolidayTerms | None = SWEDISH,
    zone: ZoneInfo = STOCKHOLM,
) -> ServiceHours:
    return compile_hours(terms, holidays, zone, first, end)


def compiled_days(
    terms: ServiceHoursTerms | None = OFFICE, first: date = FIRST, end: date = END
) -> WorkingDays:
    return compile_working_days(terms, SWEDISH, STOCKHOLM, first, end)


def instant(text: str, *, fold: int = 0) -> int:
    """Return the instant of a wall time in Stockholm, `2026-04-02 16:00`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold).timestamp())


def tickets(*opened_at: int, **columns: list[str | None]) -> pd.DataFrame:
    """Return tickets numbered from 1, of the source `desk` where none is given."""
    numbers = range(1, len(opened_at) + 1)
    frame = pd.DataFrame({"ticket_id": numbers, "opened_at": list(opened_at)}, dtype="int64")
    for name in ("kind", "service", "unit", "priority"):
        frame[name] = pd.Categorical(np.array(columns.get(name, [None] * len(opened_at)), dtype=object))
    frame["source"] = pd.Categorical(columns.get("source", ["desk"] * len(opened_at)))
    return frame


Change = tuple[int, int, str, str | None, TicketState | None]


def changes(*rows: Change | tuple[int, int, TicketState]) -> pd.DataFrame:
    """Return changes of rows (ticket, at, state) or (ticket, at, field, value, state), in their sequence.

    They are of the source `desk`.
    """
    full = [row if len(row) == 5 else (row[0], row[1], "status", row[2].name, row[2]) for row in rows]
    return pd.DataFrame(
        {
            "ticket_id": pd.Series([row[0] for row in full], dtype="int64"),
            "at": pd.Series([row[1] for row in full], dtype="int64"),
            "sequence": pd.Series(range(len(full)), dtype="int64"),
            "field": pd.Categorical([row[2] for row in full]),
            "value": pd.Categorical([row[3] for row in full]),
            "state": pd.Series([None if row[4] is None else int(row[4]) for row in full], dtype="Int64"),
            "source": pd.Categorical(["desk"] * len(full)),
        }
    )


def clock_terms(**more: object) -> ClockTerms:
    return ClockTerms.model_validate(
        {
            "label": LABEL,
            "runs_in": ["active", "waiting_supplier"],
            "stops_in": ["resolved", "closed"],
            "cancels_in": ["cancelled"],
            "hours": "service",
            "priority_change": "keep",
            "used_up_at_close": "close",
            "reopening": {"rule": "continue", "within_working_days": 5},
            **more,
        }
    )


QUARTERS = st.integers(0, 95)


@st.composite
def any_hours(draw: st.DrawFn) -> ServiceHoursTerms:
    """Draw openings on quarters of an hour: overnight, whole days, several a day, school terms."""
    openings = []
    for _ in range(draw(st.integers(1, 3))):
        days = draw(st.sets(st.sampled_from(ALL_DAYS), min_size=1))
        opens, closes = _time_of_day(draw(QUARTERS)), _time_of_day(draw(st.integers(0, 96)))
        openings.append({"days": tuple(sorted(days)), "opens": opens, "closes": closes})
    spans = st.lists(st.tuples(st.integers(1, 28), st.integers(0, 20)), max_size=2)
    month = draw(st.sampled_from([3, 10]))
    return hours_terms(
        *openings,
        closed=[_span(month, *span) for span in draw(spans)],
        only_between=[_span(month, *span) for span in draw(spans)],
    )


def _time_of_day(quarters: int) -> str:
    return f"{quarters // 4:02}:{quarters % 4 * 15:02}"


def _span(month: int, day: int, length: int) -> dict[str, date]:
    first = date(2026, month, day)
    return {"first": first, "last": date.fromordinal(first.toordinal() + length)}
