"""Cycles: every run of a ticket's clock from a start to a stop; a late reopening begins a new one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import ClockTerms
from evaluator.core.clocks import run_clock
from evaluator.core.hours import ServiceHours
from evaluator.core.working_days import WorkingDays

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ClockHours:
    """In which hours and by which working days the clock of each ticket runs: lists, and a place in them."""

    hours: Sequence[ServiceHours]
    working_days: Sequence[WorkingDays]
    groups: Positions


def run_cycles(
    tickets: pd.DataFrame, changes: pd.DataFrame, terms: ClockTerms, hours: ClockHours, at: int
) -> pd.DataFrame:
    """Return every cycle of every ticket's clock at the instant `at`, with the columns of `run_clock`.

    A column `row` says which row of `tickets` the cycle is of; the last cycle of each ticket comes first.
    What was over before a new cycle began stands as it did: no late reopening undoes a miss.
    """
    rows = np.arange(len(tickets), dtype=np.int64)
    cycles: list[pd.DataFrame] = []
    while not cycles or rows.size > 0:
        part = tickets.iloc[rows]
        found = run_clock(
            part, changes, terms, hours.hours, hours.groups[rows], hours.working_days, at
        ).assign(row=rows)
        cycles.append(found)
        began = found["started_at"].to_numpy(dtype=np.int64)
        later = began > part["opened_at"].to_numpy(dtype=np.int64)
        rows, changes = rows[later], _before(part.loc[later], changes, began[later])
    return pd.concat(cycles, ignore_index=True)


def _before(tickets: pd.DataFrame, changes: pd.DataFrame, began: Positions) -> pd.DataFrame:
    """The changes of `tickets` from before the cycle that began at `began`."""
    if tickets.empty:
        return changes.iloc[:0]
    place = pd.Index(tickets["ticket_id"]).get_indexer(pd.Index(changes["ticket_id"]))
    kept = (place >= 0) & (changes["at"].to_numpy(dtype=np.int64) < began[place])
    earlier: pd.DataFrame = changes.loc[kept]
    return earlier
