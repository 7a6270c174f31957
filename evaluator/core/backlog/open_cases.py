"""Cases whose time runs: tickets under an indicator's limit, whichever month they will belong to."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.records import TicketState
from evaluator.contract.indicators import AnyIndicator, Duty, LeadTime, LeadTimeMonth, MonthOf
from evaluator.contract.time_limits import Limited, limit_clock
from evaluator.core.backlog.flow import as_text
from evaluator.core.clock.events import last_states
from evaluator.core.measuring.cases import Cases
from evaluator.core.measuring.indicator import FormerBooks
from evaluator.core.measuring.selection import select
from evaluator.core.measuring.ticket_book import TicketBook, every_ticket
from evaluator.core.measuring.tickets import measure_tickets
from evaluator.core.periods import Period

OPEN_CASE_COLUMNS = (
    "indicator",
    "ticket_id",
    "cycle",
    "service",
    "unit",
    "segment",
    "priority",
    "used",
    "in_working_days",
    "missed",
    "limit",
    "due_at",
)
ALL_TIME = Period("", -(1 << 60), 1 << 60, date.min, date.max)
"""Whatever month a case will belong to, it stands open now."""


def open_cases(indicator: AnyIndicator, book: TicketBook, former: FormerBooks = ()) -> pd.DataFrame:
    """Return the cases of `indicator` with a limit in time that have not ended (`OPEN_CASE_COLUMNS`).

    Those past their limit are among them, and those held by a pause, which have no `due_at`. Each is measured
    by the terms in force when its ticket opened, where `former` has such. No row for indicators without a
    limit in time.
    """
    parts, begins = [], None
    for until, old_book in former:
        parts.append(_opened(_open_under(indicator, old_book), begins, until))
        begins = until
    parts.append(_opened(_open_under(indicator, book), begins, None))
    filled = [part for part in parts if len(part) > 0]
    return pd.concat(filled, ignore_index=True) if filled else parts[-1]


def cases_of_all_time(indicator: Limited, book: TicketBook) -> Cases:
    """Return every case of `indicator`, ended or not, whichever month it belongs to."""
    return measure_tickets(_of_any_month(indicator), book, ALL_TIME)


def may_run(book: TicketBook) -> npt.NDArray[np.bool_]:
    """Return which tickets of `book` can have time that runs: the others need not be measured.

    Those not closed or cancelled, and those with a lead time or a duty that has begun and not ended.
    """
    over = (TicketState.CLOSED, TicketState.CANCELLED)
    found = ~np.isin(last_states(book.tickets, book.changes), over)
    rows = every_ticket(book)
    for indicator in book.contract.indicators:
        if isinstance(indicator, LeadTime | Duty):
            begun = book.event(indicator.start).notna() & book.event(indicator.end).isna()
            found |= begun.to_numpy(dtype=bool) & select(indicator, rows).possible
    return np.asarray(found)


def _open_under(indicator: AnyIndicator, book: TicketBook) -> pd.DataFrame:
    """What stands open under the terms that the contract of `book` has for the indicator."""
    own = {one.id: one for one in book.contract.indicators}.get(indicator.id)
    if own is None or not isinstance(own, Limited) or (clock := limit_clock(own)) == "":
        return _none()
    cases = cases_of_all_time(own, book)
    running = (cases.frame["ended_at"].isna() & cases.frame["limit"].notna()).to_numpy(dtype=bool)
    found = cases.frame.loc[running].reset_index(drop=True)
    texts = {name: as_text(found[name]) for name in ("service", "unit", "segment", "priority")}
    return found.assign(
        indicator=own.id,
        cycle=_cycles(book, clock, found["ticket_id"]),
        in_working_days=cases.in_working_days,
        **texts,
    )[[*OPEN_CASE_COLUMNS, "opened_at"]]


def _of_any_month(indicator: Limited) -> Limited:
    """The indicator, with what has not ended among its cases; what falls due is of the month it is due in."""
    if isinstance(indicator, LeadTime):
        return indicator.model_copy(update={"month_of": LeadTimeMonth.START})
    if isinstance(indicator, Duty):
        return indicator
    return indicator.model_copy(update={"month_of": MonthOf.OPENED})


def _cycles(book: TicketBook, clock: str | None, ticket_ids: pd.Series) -> npt.NDArray[np.int64]:
    """The number of each ticket's last cycle; only the last can run. Lead times have one, the first."""
    if clock is None:
        return np.zeros(len(ticket_ids), dtype=np.int64)
    last = book.cycles(clock)["cycle"].to_numpy(dtype=np.int64)[: len(book.tickets)]
    place = pd.Index(book.tickets["ticket_id"]).get_indexer(pd.Index(ticket_ids))
    return np.asarray(last[place])


def _opened(cases: pd.DataFrame, begins: int | None, until: int | None) -> pd.DataFrame:
    """The cases of tickets that opened from `begins` and before `until`, where these are given."""
    kept = np.ones(len(cases), dtype=bool)
    for held in _borders(cases["opened_at"], begins, until):
        kept &= held.to_numpy(dtype=bool)
    return cases.loc[kept, list(OPEN_CASE_COLUMNS)].reset_index(drop=True)


def _borders(opened: pd.Series, begins: int | None, until: int | None) -> Iterator[pd.Series]:
    if begins is not None:
        yield opened >= begins
    if until is not None:
        yield opened < until


def _none() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype="int64") for name in (*OPEN_CASE_COLUMNS, "opened_at")})
