"""Ticket clocks: how much of its hours each ticket has used, and who was waited for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms, Party
from evaluator.core.clock_spans import Spans, find_spans, flags_of
from evaluator.core.histories import Histories, Positions, Rows, blocks, in_order, lay_out, owners
from evaluator.core.hours import ServiceHours
from evaluator.core.working_days import WorkingDays
from evaluator.core.zones import Instants

_NOT_A_STATUS = -1
_MISSING = int(np.iinfo(np.int64).min)
_WAITING = {
    "waiting_user": TicketState.WAITING_USER,
    "waiting_customer": TicketState.WAITING_CUSTOMER,
    "waiting_third": TicketState.WAITING_THIRD,
    "waiting_supplier": TicketState.WAITING_SUPPLIER,
}
_PARTIES = {
    TicketState.ACTIVE: Party.SUPPLIER,
    TicketState.WAITING_USER: Party.USER,
    TicketState.WAITING_CUSTOMER: Party.CUSTOMER,
    TicketState.WAITING_THIRD: Party.THIRD,
    TicketState.WAITING_SUPPLIER: Party.SUPPLIER,
}
_COLUMNS = ("started_at", "stopped_at", "used", *_WAITING, "cancelled", "unmapped", "reopened", "state")
_FLAGS = ("cancelled", "unmapped")

Columns = dict[str, npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Segment:
    """One stretch of a ticket's life in one state, `starts_at` included, `ends_at` not.

    `counts` says whether it lies between the start and the stop that count, `runs` whether the
    clock ran in it; `party` is who was at work or waited for, None once the work was over or
    where the state is not known. `open_seconds` are seconds of the clock's hours.
    """

    starts_at: int
    ends_at: int
    state: TicketState
    runs: bool
    party: Party | None
    open_seconds: int
    counts: bool


def run_clock(
    tickets: pd.DataFrame,
    changes: pd.DataFrame,
    terms: ClockTerms,
    hours: Sequence[ServiceHours],
    groups: npt.ArrayLike,
    working_days: Sequence[WorkingDays],
    at: int,
) -> pd.DataFrame:
    """Return how the clock of `terms` stands for each of `tickets` at the instant `at`.

    `tickets` has `ticket_id` (each once) and `opened_at`; `changes` has `ticket_id`, `at`,
    `sequence` and `state` (missing where a change is no change of status). `groups[i]` says which of
    `hours` and of `working_days`, two lists of equal length, are those of ticket i. Changes after
    `at`, and of other tickets, are left out; a ticket that opens after `at` has used nothing.

    The result is indexed like `tickets`: started_at; stopped_at (missing while it has not stopped);
    used, the seconds of its hours the clock ran; waiting_user, waiting_customer, waiting_third,
    waiting_supplier, the seconds of the same hours in these states before the stop; cancelled;
    unmapped (a status no mapping knows: the clock stops there, and what would have come of it is
    unknown); reopened, how often; state, the last TicketState. Raises ValueError for a ticket_id
    that stands twice, and for instants outside the time the hours are compiled for.
    """
    _refuse_misfits(hours, working_days)
    ids = tickets["ticket_id"].to_numpy(dtype=np.int64)
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    _refuse_doubles(ids)
    opened = tickets["opened_at"].to_numpy(dtype=np.int64)[order]
    group = np.asarray(groups, dtype=np.int64)[order]
    rows = _StatusRows(*_status_columns(in_order(changes)))
    result: Columns = {name: np.zeros(ids.size, dtype=np.int64) for name in _COLUMNS}
    clock = _Clock(terms, hours, working_days, at)
    for part, of_part in blocks(ids, rows.ticket_id):
        histories = rows.histories(ids[part], opened[part], of_part, at)
        for name, values in clock.run(histories, group[part]).items():
            result[name][part] = values
    if np.any(order[1:] < order[:-1]):
        result = {name: values[np.argsort(order)] for name, values in result.items()}
    return _as_frame(result, tickets.index)


def clock_timeline(
    ticket: pd.Series,
    changes: pd.DataFrame,
    terms: ClockTerms,
    hours: ServiceHours,
    working_days: WorkingDays,
    at: int,
) -> list[Segment]:
    """Return the life of one ticket until `at` as segments, with what its clock did in each.

    `ticket` is a row of the tickets `run_clock` takes, `changes` may hold other tickets too. The
    open seconds of segments that run sum to `used`, those of segments that count in a waiting state to the
    column of that state. Empty segments, of states left in the second they began, are left out.
    """
    ids = np.array([ticket["ticket_id"]], dtype=np.int64)
    opened = np.array([ticket["opened_at"]], dtype=np.int64)
    rows = _StatusRows(*_status_columns(in_order(changes)))
    histories = rows.histories(ids, opened, slice(None), at)
    clock = _Clock(terms, [hours], [working_days], at)
    group = np.zeros(1, dtype=np.int64)
    spans = find_spans(histories, terms, clock.working_days, group)
    ends = np.append(histories.instants[1:], max(at, int(histories.instants[-1])))
    seconds = clock.open_seconds_by_row(histories, group)
    runs_in = {word.state for word in terms.runs_in}
    found = []
    for row in np.flatnonzero(ends > histories.instants):
        state = TicketState(int(histories.value[row]))
        found.append(
            Segment(
                starts_at=int(histories.instants[row]),
                ends_at=int(ends[row]),
                state=state,
                runs=bool(spans.counts[row]) and state in runs_in,
                party=_PARTIES.get(state),
                open_seconds=int(seconds[row]),
                counts=bool(spans.counts[row]),
            )
        )
    return found


@dataclass(frozen=True, eq=False)
class _StatusRows:
    """Columns of changes in order; `state` is -1 where a change is no change of status."""

    ticket_id: npt.NDArray[np.int64]
    at: Instants
    state: npt.NDArray[np.int64]

    def histories(self, ids: npt.NDArray[np.int64], opened: Instants, part: slice, until: int) -> Histories:
        """Return the status histories of some tickets, each active from its opening."""
        owner, at, state = owners(ids, self.ticket_id[part]), self.at[part], self.state[part]
        counts = (state != _NOT_A_STATUS) & (at <= until) & (owner >= 0)
        if not counts.all():
            keep = np.flatnonzero(counts)
            owner, at, state = owner[keep], at[keep], state[keep]
        opening = np.full(ids.size, TicketState.ACTIVE, dtype=np.int64)
        return lay_out(opened, opening, Rows(owner, at, state))


@dataclass(frozen=True, eq=False)
class _Clock:
    """A clock with the calendars it runs in and the instant it is read at."""

    terms: ClockTerms
    hours: Sequence[ServiceHours]
    working_days: Sequence[WorkingDays]
    at: int

    def run(self, histories: Histories, group: Positions) -> Columns:
        """Return the columns of the result for some tickets."""
        spans = find_spans(histories, self.terms, self.working_days, group)
        seconds = self.open_seconds_by_row(histories, group)
        by_state = histories.total_by_value(seconds * spans.counts, len(TicketState))
        state = histories.value[histories.last]
        cancels = flags_of(word.state for word in self.terms.cancels_in)
        return {
            **_instants(histories, spans),
            "used": by_state[:, [int(word.state) for word in self.terms.runs_in]].sum(axis=1),
            **{name: by_state[:, int(waiting)] for name, waiting in _WAITING.items()},
            "cancelled": cancels[state].astype(np.int64),
            "unmapped": spans.unmapped.astype(np.int64),
            "reopened": spans.reopened,
            "state": state,
        }

    def open_seconds_by_row(self, histories: Histories, group: Positions) -> npt.NDArray[np.int64]:
        """Return the open seconds from each row until the next, from a last row until the end."""
        before = self._open_seconds(histories.instants, histories.owner, group)
        seconds = np.empty(before.size, dtype=np.int64)
        np.subtract(before[1:], before[:-1], out=seconds[:-1])
        # A row later than the clock is read ends at once; open seconds never fall, so this is exact.
        seconds[histories.last] = np.maximum(self._open_seconds_at_end[group] - before[histories.last], 0)
        return seconds

    @cached_property
    def _open_seconds_at_end(self) -> npt.NDArray[np.int64]:
        """The open seconds before the end, by each of the hours."""
        return np.array([int(hours.open_seconds(max(self.at, hours.starts_at))) for hours in self.hours])

    def _open_seconds(self, at: Instants, owner: Positions, group: Positions) -> npt.NDArray[np.int64]:
        if np.all(group == group[0]):
            return self.hours[int(group[0])].open_seconds(at)
        before = np.empty_like(at)
        group_of_row = group[owner]
        for number in np.unique(group):
            of_row = np.flatnonzero(group_of_row == number)
            before[of_row] = self.hours[int(number)].open_seconds(at[of_row])
        return before


def _instants(histories: Histories, spans: Spans) -> Columns:
    stop = np.where(spans.stopped, spans.stop, histories.first)
    return {
        "started_at": histories.instants[spans.start],
        "stopped_at": np.where(spans.stopped, histories.instants[stop], _MISSING),
    }


def _status_columns(changes: pd.DataFrame) -> tuple[npt.NDArray[np.int64], Instants, npt.NDArray[np.int64]]:
    state = changes["state"].to_numpy(dtype=np.int64, na_value=_NOT_A_STATUS)
    return changes["ticket_id"].to_numpy(dtype=np.int64), changes["at"].to_numpy(dtype=np.int64), state


def _refuse_misfits(hours: Sequence[ServiceHours], working_days: Sequence[WorkingDays]) -> None:
    if len(hours) != len(working_days):
        raise ValueError(
            f"{len(hours)} service hours but {len(working_days)} calendars of working days; each needs one"
        )


def _refuse_doubles(ids_in_order: npt.NDArray[np.int64]) -> None:
    doubled = np.flatnonzero(ids_in_order[1:] == ids_in_order[:-1])
    if doubled.size:
        found = ids_in_order[doubled[0]]
        raise ValueError(f"ticket_id {found} stands in more than one row of the tickets")


def _as_frame(columns: Columns, index: pd.Index) -> pd.DataFrame:
    stopped = pd.arrays.IntegerArray(columns["stopped_at"], columns["stopped_at"] == _MISSING)
    flags = {name: columns[name].astype(np.bool_) for name in _FLAGS}
    # Without a copy: stacking the columns would cost as much as a third of the work before.
    return pd.DataFrame({**columns, "stopped_at": stopped, **flags}, index=index, copy=False)
