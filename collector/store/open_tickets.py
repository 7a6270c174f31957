"""Tickets that were open at an instant, however long ago they opened or last changed."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from collector.records import FactKind, TicketState
from collector.store.bulk import read_tables
from collector.store.database import Database
from collector.store.read import Wanted, read_wanted, row_ranges
from collector.store.schema import FACT_TABLES
from collector.store.standing import stood

_TICKET = FACT_TABLES[FactKind.TICKET]
_CHANGE = FACT_TABLES[FactKind.TICKET_CHANGE]
_DONE = (TicketState.RESOLVED, TicketState.CLOSED, TicketState.CANCELLED)
_SEQUENCES = 1 << 20
"""More than one ticket changes in one second."""

_AT_ONCE = 10_000
"""Tickets named in one query: databases bound its length."""

Numbers = npt.NDArray[np.int64]


def read_open_before(
    database: Database, horizon: int, instant: int, apart_from: Numbers
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tickets that had opened before `instant` and were not done when it came, and their changes.

    Those whose numbers are in `apart_from` are left out. Columns as `read_tickets` gives them.
    """
    numbers = np.setdiff1d(_open_before(database, horizon, instant), apart_from)
    # One condition at least, though it holds for none: without any all would be read.
    parts = [numbers[start : start + _AT_ONCE].tolist() for start in range(0, max(numbers.size, 1), _AT_ONCE)]
    wanted = [
        Wanted(kind, tuple(FACT_TABLES[kind].c.ticket_id.in_(part) for part in parts))
        for kind in (FactKind.TICKET, FactKind.TICKET_CHANGE)
    ]
    tickets, changes = read_wanted(database, horizon, wanted)
    return tickets, changes


def _open_before(database: Database, horizon: int, instant: int) -> Numbers:
    """The tickets whose last status before `instant` is none that ends one; without any they are open."""
    opened = sa.select(_TICKET.c.ticket_id).where(stood(_TICKET, horizon), _TICKET.c.opened_at < instant)
    # Instant and order in the second as one number, so that one pass finds the last of each ticket.
    moment = (_CHANGE.c.at * _SEQUENCES + _CHANGE.c.sequence).label("moment")
    told = sa.select(_CHANGE.c.ticket_id, moment, _CHANGE.c.state).where(
        stood(_CHANGE, horizon), _CHANGE.c.state.is_not(None), _CHANGE.c.at < instant
    )
    parts = [told.where(inside) for inside in row_ranges(database, FactKind.TICKET_CHANGE)]
    tickets, *changes = read_tables(database, [opened, *parts])
    of_ticket, at, state = (
        np.concatenate([part[name].to_numpy() for part in changes]).astype(np.int64)
        for name in ("ticket_id", "moment", "state")
    )
    numbers = tickets["ticket_id"].to_numpy().astype(np.int64)
    last = np.full(max(of_ticket.max(initial=0), numbers.max(initial=0)) + 1, -1, dtype=np.int64)
    np.maximum.at(last, of_ticket, at)
    done = np.zeros(last.size, dtype=np.bool_)
    done[of_ticket[(at == last[of_ticket]) & np.isin(state, _DONE)]] = True
    return np.asarray(numbers[~done[numbers]])
