"""Cases: the tickets an indicator is about in a period, each with what was measured on it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.core.measuring.selection import Selection
from evaluator.core.periods import Period
from evaluator.core.ticket_book import BookRows

CASE_COLUMNS = (
    "ticket_id",
    "service",
    "unit",
    "segment",
    "priority",
    "opened_at",
    "ended_at",
    "used",
    "limit",
    "missed",
    "unknown",
    "waiting_user",
    "waiting_customer",
    "waiting_third",
)
Flags = npt.NDArray[np.bool_]

WAITING = ("waiting_user", "waiting_customer", "waiting_third")


@dataclass(frozen=True, eq=False)
class Cases:
    """Tickets that count for an indicator in a period.

    `frame` has the columns of `CASE_COLUMNS`, a row for each ticket (or cycle, or change) that belongs to the
    period: `used` and `limit` in seconds, or in working days where `in_working_days`; `missed` says that it
    is a miss (or, for counts, that it is counted), `unknown` that this cannot be said. An empty `service`
    is one that the contract does not know: the case could be of any.
    """

    frame: pd.DataFrame
    in_working_days: bool = False


@dataclass(frozen=True, eq=False)
class Times:
    """What was measured on each of some rows of a book, in their order; a limit or clock may not apply.

    `used` and `limit` are seconds, or working days where `in_working_days`.
    """

    ended_at: pd.Series
    used: npt.NDArray[np.int64]
    limit: pd.Series | None = None
    clock: pd.DataFrame | None = None
    in_working_days: bool = False


def build_cases(
    rows: BookRows,
    selection: Selection,
    inside: Flags,
    times: Times,
    *,
    missed: Flags | None = None,
    unknown: Flags | None = None,
) -> Cases:
    """Return the selected rows inside the period as cases; those the selection is unsure of are unknown.

    Where `missed` or `unknown` is not given, no other is.
    """
    tickets, clock = rows.tickets, times.clock
    none = np.zeros(len(tickets), dtype=bool)
    no_limit = pd.Series(pd.NA, index=tickets.index, dtype="Int64")
    frame = pd.DataFrame(
        {
            "ticket_id": tickets["ticket_id"],
            "service": tickets["service"].astype("str").where(selection.known_service, ""),
            "unit": tickets["unit"],
            "segment": rows.book.segments.iloc[rows.rows].reset_index(drop=True),
            "priority": rows.priority,
            "opened_at": tickets["opened_at"],
            "ended_at": times.ended_at.astype("Int64"),
            "used": times.used,
            "limit": no_limit if times.limit is None else times.limit,
            "missed": none if missed is None else missed,
            "unknown": (none if unknown is None else unknown) | selection.unsure,
            **{name: np.int64(0) if clock is None else clock[name].to_numpy() for name in WAITING},
        }
    )
    chosen = selection.possible & inside
    return Cases(frame.loc[chosen].reset_index(drop=True), times.in_working_days)


def falls_in(instants: pd.Series, period: Period) -> Flags:
    """Return which instants lie in `period`; a missing one does not."""
    inside = (instants >= period.starts_at) & (instants < period.ends_at)
    return inside.fillna(value=False).to_numpy(dtype=bool)
