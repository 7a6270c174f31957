"""Cases: the tickets an indicator is about in a period, each with what was measured on it."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.core.measuring.selection import Selection
from evaluator.core.measuring.ticket_book import BookRows
from evaluator.core.periods import Period

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
    "due_at",
    "beyond_longest_wait",
)
Flags = npt.NDArray[np.bool_]

OF_CLOCK = ("waiting_user", "waiting_customer", "waiting_third", "beyond_longest_wait")
"""What a case says of its clock; nothing where it has none."""


@dataclass(frozen=True, eq=False)
class Cases:
    """Tickets that count for an indicator in a period.

    `frame` has the columns of `CASE_COLUMNS`, a row for each ticket (or cycle, or change) that belongs to the
    period: `used` and `limit` in seconds, or in working days where `in_working_days`; `missed` says that it
    is a miss (or, for counts, that it is counted), `unknown` that this cannot be said; `due_at` is when the
    limit is used up, missing where that cannot be said. An empty `service` is one that the contract does not
    know: the case could be of any.
    """

    frame: pd.DataFrame
    in_working_days: bool = False


@dataclass(frozen=True, eq=False)
class Times:
    """What was measured on each of some rows of a book, in their order; a limit or clock may not apply.

    `used` and `limit` are seconds, or working days where `in_working_days`; `due` is when each limit is used
    up.
    """

    ended_at: pd.Series
    used: npt.NDArray[np.int64]
    limit: pd.Series | None = None
    clock: pd.DataFrame | None = None
    in_working_days: bool = False
    due: pd.Series | None = None

    def only(self, chosen: Flags) -> "Times":
        """Return the times of the rows chosen."""
        return replace(
            self,
            ended_at=_only(self.ended_at, chosen),
            used=self.used[chosen],
            limit=None if self.limit is None else _only(self.limit, chosen),
            clock=None if self.clock is None else self.clock.loc[chosen],
            due=None if self.due is None else _only(self.due, chosen),
        )


def _only(values: pd.Series, chosen: Flags) -> pd.Series:
    return values.loc[chosen].reset_index(drop=True)


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
    chosen = selection.possible & inside
    own, found = rows.only(chosen), times.only(chosen)
    selected, none = selection.only(chosen), np.zeros(len(own.rows), dtype=bool)
    never = pd.Series(pd.NA, index=range(len(own.rows)), dtype="Int64")
    frame = pd.DataFrame(
        {
            "ticket_id": own.of_tickets("ticket_id"),
            "service": own.of_tickets("service").astype("str").where(selected.known_service, ""),
            "unit": own.of_tickets("unit"),
            "segment": own.book.segments.iloc[own.rows].reset_index(drop=True),
            "priority": own.priority,
            "opened_at": own.of_tickets("opened_at"),
            "ended_at": found.ended_at.astype("Int64"),
            "used": found.used,
            "limit": never if found.limit is None else found.limit,
            "missed": none if missed is None else missed[chosen],
            "unknown": (none if unknown is None else unknown[chosen]) | selected.unsure,
            "due_at": never if found.due is None else found.due,
            **{
                name: np.int64(0) if found.clock is None else found.clock[name].to_numpy()
                for name in OF_CLOCK
            },
        },
        copy=False,
    )
    return Cases(frame, times.in_working_days)


def falls_in(instants: pd.Series, period: Period) -> Flags:
    """Return which instants lie in `period`; a missing one does not."""
    inside = (instants >= period.starts_at) & (instants < period.ends_at)
    return inside.fillna(value=False).to_numpy(dtype=bool)
