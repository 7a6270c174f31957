"""Cycles: every run of a ticket's clock from a start to a stop; a late reopening begins a new one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import ClockTerms
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.clock.clocks import (
    COLUMNS,
    Columns,
    as_frame,
    columns_of,
    empty_columns,
    last_cycles,
    put_last,
)
from evaluator.core.clock.reckoning import Reckoning, reckon
from evaluator.core.clock.waits import Calendar

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ClockHours:
    """In which hours and by which working days the clock of each ticket runs: lists, and a place in them.

    `limit_days`, a list beside them, are the working days that limits in days are counted in; None where
    none is.
    """

    hours: Sequence[ServiceHours]
    working_days: Sequence[WorkingDays]
    groups: Positions
    limit_days: Sequence[WorkingDays] | None = None

    @property
    def calendar(self) -> Calendar:
        """The hours, the contract's working days and the places."""
        return Calendar(self.hours, self.working_days, self.groups)


def run_cycles(
    tickets: pd.DataFrame, changes: pd.DataFrame, terms: ClockTerms, hours: ClockHours, at: int
) -> pd.DataFrame:
    """Return every cycle of every ticket's clock at the instant `at`, with the columns of `run_clock`.

    A column `row` says which row of `tickets` the cycle is of; the last cycle of each ticket comes first.
    What was over before a new cycle began stands as it did: no late reopening undoes a miss. `used_days`,
    with `limit_days` of `hours` alone, are the working days that began while the clock ran.
    """
    names = (*COLUMNS, "row", *(() if hours.limit_days is None else ("used_days",)))
    last = empty_columns(len(tickets), names)
    earlier: list[Columns] = []
    for found in reckon(tickets, changes, terms, hours.calendar, at):
        columns = _columns(found, hours.limit_days)
        put_last(last, columns, found)
        is_last = last_cycles(found)
        if is_last is not None:
            earlier.append({name: values[~is_last] for name, values in columns.items()})
    if not earlier:
        return as_frame(last, pd.RangeIndex(len(tickets)))
    before = {name: np.concatenate([part[name] for part in earlier]) for name in last}
    back = last["cycle"][before["row"]] - before["cycle"]
    order = np.lexsort((before["row"], back))
    whole = {name: np.concatenate([last[name], before[name][order]]) for name in last}
    return as_frame(whole, pd.RangeIndex(whole["row"].size))


def _columns(found: Reckoning, limit_days: Sequence[WorkingDays] | None) -> Columns:
    columns = {**columns_of(found), "row": found.tickets[found.spans.owner]}
    if limit_days is not None:
        columns["used_days"] = found.by_cycle(found.days(limit_days) * found.runs)
    return columns
