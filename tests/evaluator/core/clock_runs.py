"""Running clocks in tests: words for states, two calendars of 2026, and instants of November."""

import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.core.clock.clocks import run_clock
from tests.evaluator.core.calendars_for_tests import (
    DESK,
    clock_terms,
    compiled,
    compiled_days,
    instant,
)

ACTIVE, USER, CUSTOMER = TicketState.ACTIVE, TicketState.WAITING_USER, TicketState.WAITING_CUSTOMER
THIRD, SUPPLIER = TicketState.WAITING_THIRD, TicketState.WAITING_SUPPLIER
RESOLVED, CLOSED, CANCELLED = TicketState.RESOLVED, TicketState.CLOSED, TicketState.CANCELLED
UNMAPPED = TicketState.UNMAPPED
HOUR = 3600
DESK_HOURS, ALWAYS, DAYS = compiled(DESK), compiled(None), compiled_days(DESK)
HOURS, WORKING_DAYS = [DESK_HOURS, ALWAYS], [DAYS, DAYS]
WAITS = ["waiting_user", "waiting_customer", "waiting_third", "waiting_supplier"]


def t(text: str) -> int:
    """An instant of November 2026, a month without holidays: `10 16:00` is a Tuesday."""
    return instant(f"2026-11-{text}")


def run(
    frame: pd.DataFrame,
    happened: pd.DataFrame,
    terms: ClockTerms | None = None,
    *,
    groups: list[int] | None = None,
    at: int | None = None,
) -> pd.DataFrame:
    return run_clock(
        frame,
        happened,
        clock_terms() if terms is None else terms,
        HOURS,
        [0] * len(frame) if groups is None else groups,
        WORKING_DAYS,
        t("30 00:00") if at is None else at,
    )
