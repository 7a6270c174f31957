"""Tickets that the switch finds open, split by date: what the old supplier used, and what the new one."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.indicators import AnyIndicator, Duty, LeadTime
from evaluator.contract.time_limits import Limited, limit_clock
from evaluator.core.backlog.open_cases import cases_of_all_time, open_cases
from evaluator.core.measuring.ticket_book import TicketBook

SPLIT_COLUMNS = (
    "indicator",
    "ticket_id",
    "service",
    "unit",
    "priority",
    "in_working_days",
    "limit",
    "used_before",
    "used_after",
    "ended_at",
    "missed_before",
    "missed_after",
)
Numbers = npt.NDArray[np.int64]


def split_cases(indicator: AnyIndicator, at_switch: TicketBook, later: TicketBook) -> pd.DataFrame:
    """Return the cases of `indicator` that ran when the new supplier took over (`SPLIT_COLUMNS`).

    `at_switch` knows the same tickets up to the last second of the old supplier, `later` up to now.
    `used_before` and `used_after` sum to what the case used in all: seconds, or working days where
    `in_working_days`. A case whose limit had run out at the switch was missed before it, another one that
    exceeded it since was missed after it: the remaining time went with the ticket. `ended_at` is missing
    while it runs. No row for indicators without a limit in time.
    """
    found = open_cases(indicator, at_switch)
    if found.empty or not isinstance(indicator, Limited):
        return pd.DataFrame({name: pd.Series([], dtype="object") for name in SPLIT_COLUMNS})
    total, ended_at = _afterwards(indicator, found, later)
    before, limit = found["used"].to_numpy(dtype=np.int64), found["limit"].to_numpy(dtype=np.int64)
    missed_before = before > limit
    return found.assign(
        used_before=before,
        used_after=total - before,
        ended_at=ended_at,
        missed_before=missed_before,
        missed_after=~missed_before & (total > limit),
    )[list(SPLIT_COLUMNS)]


def _afterwards(indicator: Limited, found: pd.DataFrame, later: TicketBook) -> tuple[Numbers, pd.Series]:
    """What each case used in all, and when it ended."""
    if isinstance(indicator, LeadTime | Duty):
        cases = cases_of_all_time(indicator, later).frame
        place = pd.Index(cases["ticket_id"]).get_indexer(pd.Index(found["ticket_id"]))
        used, ended_at = cases["used"], cases["ended_at"]
    else:
        in_days = bool(found["in_working_days"].iloc[0])
        cycles = later.cycles(str(limit_clock(indicator)), in_days=in_days)
        tickets = later.tickets["ticket_id"].to_numpy(dtype=np.int64)[cycles["row"].to_numpy(dtype=np.int64)]
        keys = pd.MultiIndex.from_arrays([tickets, cycles["cycle"].to_numpy(dtype=np.int64)])
        place = keys.get_indexer(pd.MultiIndex.from_frame(found[["ticket_id", "cycle"]]))
        used, ended_at = cycles["used_days" if in_days else "used"], cycles["stopped_at"]
    # What is there no longer (of another kind now) is in the last place, which stands for nothing.
    total = np.append(used.to_numpy(dtype=np.int64), 0)[place]
    ends = pd.Series([*ended_at.astype("Int64"), pd.NA], dtype="Int64").iloc[place].reset_index(drop=True)
    return np.where(place >= 0, total, found["used"].to_numpy(dtype=np.int64)), ends
