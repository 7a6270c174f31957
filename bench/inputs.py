"""Generated inputs with a fixed seed: a Swedish service desk's hours, tickets and their pauses."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms
from evaluator.core.calendar.calendars import holiday_numbers
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.calendar.working_days import WorkingDays, compile_working_days

SEED = 20_261_122
ZONE = ZoneInfo("Europe/Stockholm")
HOLIDAYS = HolidayTerms(country="SE", eves=())
DESK = ServiceHoursTerms.model_validate(
    {
        "label": {"sv": "kundtjänst", "en": "service desk"},
        "holidays": "se",
        "openings": [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "07:00", "closes": "18:00"}],
    }
)
FIRST_DAY, LAST_OPENING, END_DAY = date(2023, 1, 1), date(2026, 1, 1), date(2027, 1, 1)
RESOLUTION = ClockTerms.model_validate(
    {
        "label": {"sv": "lösningstid", "en": "resolution time"},
        "runs_in": ["active"],
        "stops_in": ["resolved", "closed"],
        "cancels_in": ["cancelled"],
        "hours": "service",
        "priority_change": "keep",
        "used_up_at_close": "close",
        "reopening": {"rule": "continue", "within_working_days": 10},
    }
)
_WAITING = (TicketState.WAITING_USER, TicketState.WAITING_THIRD)

_A_DAY = 86_400
_LONGEST = 200 * _A_DAY

Instants = npt.NDArray[np.int64]


@cache
def desk_hours() -> ServiceHours:
    return compile_hours(DESK, HOLIDAYS, ZONE, FIRST_DAY, END_DAY)


@cache
def desk_days() -> WorkingDays:
    return compile_working_days(DESK, HOLIDAYS, ZONE, FIRST_DAY, END_DAY)


@cache
def holidays() -> tuple[date, ...]:
    epoch = date(1970, 1, 1).toordinal()
    return tuple(date.fromordinal(epoch + int(day)) for day in holiday_numbers(HOLIDAYS, FIRST_DAY, END_DAY))


@dataclass(frozen=True, eq=False)
class Spans:
    """When tickets opened and were resolved."""

    opened: Instants
    resolved: Instants


def spans(tickets: int) -> Spans:
    """Openings uniform over three years, lognormal lengths with a median of a day, whole seconds."""
    chance = np.random.default_rng(SEED)
    starts_at = desk_hours().starts_at
    opened = starts_at + chance.integers(0, (LAST_OPENING - FIRST_DAY).days * _A_DAY, tickets)
    lengths = np.exp(chance.normal(np.log(_A_DAY), 1.48, tickets))
    return Spans(opened, opened + 1 + np.minimum(lengths, _LONGEST).astype(np.int64))


@dataclass(frozen=True, eq=False)
class Pauses:
    """Tickets that pause as often each and are resolved in the end, as the frames of facts.

    `signs` say what the open seconds before each change add to the time used; those before the opening are
    taken away.
    """

    tickets: pd.DataFrame
    changes: pd.DataFrame
    signs: npt.NDArray[np.int8]


def pauses(tickets: int, each: int = 4) -> Pauses:
    """Tickets with `each` pauses: two changes for every pause, and the resolution."""
    span = spans(tickets)
    chance = np.random.default_rng(SEED + 1)
    states = [state for number in range(each) for state in (_WAITING[number % 2], TicketState.ACTIVE)]
    states.append(TicketState.RESOLVED)
    signs = np.array([1, -1] * each + [1], dtype=np.int8)
    parts = np.sort(chance.random((tickets, len(states) - 1)), axis=1)
    opened, resolved = span.opened[:, np.newaxis], span.resolved[:, np.newaxis]
    between = opened + (parts * (resolved - opened)).astype(np.int64)
    at = np.concatenate([between, resolved], axis=1)
    ids = np.arange(tickets)
    return Pauses(
        pd.DataFrame({"ticket_id": ids, "opened_at": span.opened}),
        pd.DataFrame(
            {
                "ticket_id": np.repeat(ids, len(states)),
                "at": at.ravel(),
                "sequence": np.tile(np.arange(len(states)), tickets),
                "state": pd.Series(np.tile([int(state) for state in states], tickets), dtype="Int64"),
            }
        ),
        np.tile(signs, tickets),
    )
