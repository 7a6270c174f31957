"""How tickets came and went in a month, and which are open at its end, or now."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.records import TicketState
from evaluator.core.clock.events import field_histories, status_histories
from evaluator.core.clock.histories import Flags, Histories
from evaluator.core.clock.states import DONE, flags_of
from evaluator.core.measuring.ticket_book import TicketBook, every_ticket
from evaluator.core.periods import Period

PLACE = ("service", "unit", "segment", "priority", "kind")
"""What the sums are told apart by; empty text where a ticket does not say, or names no known service."""

COUNTS = ("opened", "ended", "reopened", "hand_overs", "open_at_end")

WAITS_FOR = {
    TicketState.UNMAPPED: "unmapped",
    TicketState.ACTIVE: "supplier",
    TicketState.WAITING_USER: "user",
    TicketState.WAITING_CUSTOMER: "customer",
    TicketState.WAITING_THIRD: "third",
    TicketState.WAITING_SUPPLIER: "supplier",
}
"""Whom an open ticket waits for in each state; `unmapped` where nobody can say."""

_TEAM = "team"
_NO_VALUE = -1


def flow_and_open(book: TicketBook, period: Period) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return how many tickets of `book` came and went in `period`, by `PLACE`, and those open in the end.

    The first has the columns `COUNTS`. A ticket ends when it comes to be resolved, closed or cancelled, and
    is reopened when it leaves that: those open before, opened and reopened, less those ended, are open at the
    end. A hand-over is a change from one known team to another. The second has a row for each ticket with
    `ticket_id`, `waits_for` and `opened_at`. The end is that of the period, or what `book` knows, if that is
    earlier.
    """
    places, counts = _places(book), _counts(book, period)
    frame = pd.concat([places, pd.DataFrame(counts)], axis=1)
    moved = frame.loc[np.logical_or.reduce([counts[name] > 0 for name in COUNTS])]
    return added_up([moved]), _open_tickets(book, places)


def added_up(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the sums of `frames` of `PLACE` and `COUNTS`, a row for each place, in their order."""
    whole = pd.concat(frames, ignore_index=True)
    return whole.groupby(list(PLACE), sort=True, as_index=False)[list(COUNTS)].sum()


def _open_tickets(book: TicketBook, places: pd.DataFrame) -> pd.DataFrame:
    states, _ = _states(book)
    words = np.array([WAITS_FOR.get(state, "") for state in TicketState], dtype=object)
    frame = places.assign(
        ticket_id=book.tickets["ticket_id"].to_numpy(),
        waits_for=words[states],
        opened_at=book.tickets["opened_at"].to_numpy(),
    )
    return frame.loc[~flags_of(DONE)[states]].reset_index(drop=True)


def _counts(book: TicketBook, period: Period) -> dict[str, npt.NDArray[np.int64]]:
    states, found = _states(book)
    is_done = flags_of(DONE)
    done = is_done[found.histories.value]
    was_done = found.histories.before(done, at_opening=False)
    teams = _ByTicket(*_team_histories(book))
    return {
        "opened": _inside(book.tickets["opened_at"].to_numpy(dtype=np.int64), period).astype(np.int64),
        "ended": found.count(done & ~was_done, period),
        "reopened": found.count(~done & was_done, period),
        "hand_overs": teams.count(_handed_over(teams.histories), period),
        "open_at_end": (~is_done[states]).astype(np.int64),
    }


class _ByTicket:
    """Histories of which rows are counted by ticket, in the order of the tickets of a book."""

    def __init__(self, histories: Histories, order: npt.NDArray[np.int64]) -> None:
        self.histories = histories
        self.order = order

    def count(self, chosen: Flags, period: Period) -> npt.NDArray[np.int64]:
        """How many rows of each ticket are chosen and lie in `period`."""
        return self.in_order(
            self.histories.count_by_ticket(chosen & _inside(self.histories.instants, period))
        )

    def in_order(self, values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Values for each history, in the order of the tickets."""
        ordered = np.empty_like(values)
        ordered[self.order] = values
        return ordered


def _states(book: TicketBook) -> tuple[npt.NDArray[np.int64], _ByTicket]:
    """The last state of each ticket, and all of them."""
    found = _ByTicket(*status_histories(book.tickets, book.changes))
    return found.in_order(found.histories.value[found.histories.last]), found


def _team_histories(book: TicketBook) -> tuple[Histories, npt.NDArray[np.int64]]:
    found = field_histories(book.tickets, book.changes, _TEAM)
    return found.histories, found.order


def _handed_over(teams: Histories) -> Flags:
    """In which rows a team follows on another one, whatever stood between them."""
    row = np.arange(teams.value.size)
    filled = np.maximum.accumulate(np.where(teams.value == _NO_VALUE, -1, row))
    former = teams.before(filled, -1)
    had_team = former >= teams.first[teams.owner]
    differs: Flags = teams.value != teams.value[np.maximum(former, 0)]
    return np.asarray(had_team & differs & (teams.value != _NO_VALUE))


def _places(book: TicketBook) -> pd.DataFrame:
    rows = every_ticket(book)
    services = rows.of_tickets("service").astype("str")
    known = services.isin([service.id for service in book.contract.services])
    columns = {
        "service": services.where(known, ""),
        "unit": rows.of_tickets("unit"),
        "segment": book.segments,
        "priority": rows.priority,
        "kind": rows.kind,
    }
    return pd.DataFrame({name: as_text(column) for name, column in columns.items()})


def as_text(column: pd.Series) -> pd.Series:
    """Return words as text, empty where missing."""
    return column.astype("str").fillna("").reset_index(drop=True)


def _inside(instants: npt.NDArray[np.int64], period: Period) -> Flags:
    inside: Flags = (instants >= period.starts_at) & (instants < period.ends_at)
    return inside
