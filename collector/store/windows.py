"""Which facts belong to a window of time: what happens in it, and what reaches into it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from collector.records import FactKind
from collector.store.schema import FACT_TABLES
from collector.store.standing import Condition, stood

Window = tuple[int, int]
"""Instants (from, to), the end not included."""

_TICKET = FACT_TABLES[FactKind.TICKET]
_CHANGE = FACT_TABLES[FactKind.TICKET_CHANGE]
_STATE = FACT_TABLES[FactKind.SERVICE_STATE]
_MOST = (3, 4)
"""Above this share of all time a window is read with everything else, which lies in order."""

BORDERS = {
    FactKind.OBSERVED: ("from_at", "to_at"),
    FactKind.MAINTENANCE: ("starts_at", "ends_at"),
    FactKind.MEASUREMENT: ("from_at", "to_at"),
    FactKind.STATEMENT: ("from_at", "to_at"),
    FactKind.STATED_TICKET: ("from_at", "to_at"),
    FactKind.STATED_OUTAGE: ("starts_at", "ends_at"),
}
"""The kinds that last, with the columns of their start and end."""

SEEN = ("source", "prober", "service", "unit")
"""What tells one run of states from another."""


def active_tickets(horizon: int, window: Window) -> "sa.CompoundSelect[tuple[int]]":
    """Select the tickets that opened or changed in `window`."""
    opened = sa.select(_TICKET.c.ticket_id).where(
        _TICKET.c.opened_at >= window[0], _TICKET.c.opened_at < window[1], stood(_TICKET, horizon)
    )
    changed = sa.select(_CHANGE.c.ticket_id).where(
        _CHANGE.c.at >= window[0], _CHANGE.c.at < window[1], stood(_CHANGE, horizon)
    )
    return sa.union(opened, changed)


def tickets_in(
    tickets: pd.DataFrame, changes: pd.DataFrame, window: Window
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return of `tickets` and `changes` those of tickets that opened or changed in `window`.

    The same rows as `active_tickets` selects, where both frames have every row of those tickets.
    """
    opened, changed = _inside(tickets["opened_at"], window), _inside(changes["at"], window)
    of_tickets, of_changes = (frame["ticket_id"].to_numpy(dtype=np.int64) for frame in (tickets, changes))
    active = np.zeros(max(of_tickets.max(initial=0), of_changes.max(initial=0)) + 1, dtype=np.bool_)
    active[of_tickets[opened]] = True
    active[of_changes[changed]] = True
    return _only(tickets, active[of_tickets]), _only(changes, active[of_changes])


def covers_most(connection: sa.Connection, window: Window) -> bool:
    """Return whether `window` covers most of the time in which tickets opened.

    To look up most of the rows one by one takes longer than to read all of them.
    """
    first, last = connection.execute(
        sa.select(
            sa.select(sa.func.min(_TICKET.c.opened_at)).scalar_subquery(),
            sa.select(sa.func.max(_TICKET.c.opened_at)).scalar_subquery(),
        )
    ).one()
    if first is None or last is None:
        return True
    covered = min(window[1], last + 1) - max(window[0], first)
    return bool(covered * _MOST[1] > (last + 1 - first) * _MOST[0])


def states_around(horizon: int, window: Window, last_before: Sequence[int]) -> list[Condition]:
    """Return the conditions, none of them overlapping, of states in `window` and of some before it.

    `last_before` are the ids that `last_of_runs` finds. What was replaced since `horizon` is read whole, for
    it is little; `states_in` leaves out what is not the last of its run.
    """
    before = _STATE.c.at < window[0]
    return [
        sa.and_(_STATE.c.at >= window[0], _STATE.c.at < window[1]),
        sa.and_(before, _STATE.c.replaced_by > horizon),
        _STATE.c.id.in_(last_before),
    ]


def last_of_runs(horizon: int, instant: int) -> "sa.Select[Any]":
    """Select of each run of states the `id` of the last standing one before `instant`; missing for none.

    One look into the index finds it, and one more the next run: neither runs nor states are searched for.
    """
    runs = _runs()
    run, state = _STATE.alias("run"), _STATE.alias("state_of_run")
    last = (
        sa.select(state.c.id)
        .where(
            *(state.c[name] == run.c[name] for name in SEEN),
            state.c.at < instant,
            state.c.replaced_by.is_(None),
            state.c.intake <= horizon,
        )
        .order_by(state.c.at.desc())
        .limit(1)
        .correlate(run)
        .scalar_subquery()
    )
    return sa.select(last.label("id")).select_from(sa.join(runs, run, run.c.id == runs.c.id))


def states_in(states: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return the states in `window`, and of those before it the last of each run."""
    at = states["at"]
    earlier = states.loc[at < window[0]]
    latest = earlier.groupby(list(SEEN), observed=True, dropna=False)["at"].transform("max")
    kept = _inside(at, window)
    kept[earlier.index[(earlier["at"] == latest).to_numpy()]] = True
    return _only(states, kept)


def overlapping(kind: FactKind, window: Window) -> list[Condition]:
    """Return the conditions of facts of `kind`, which lasts, that overlap `window`.

    No fact meets two of them, and an index on the end answers each.
    """
    start, end = (FACT_TABLES[kind].c[name] for name in BORDERS[kind])
    ends_later = sa.and_(end > window[0], start < window[1])
    return [ends_later, sa.and_(end.is_(None), start < window[1])] if end.nullable else [ends_later]


def lasting_in(facts: pd.DataFrame, kind: FactKind, window: Window) -> pd.DataFrame:
    """Return the facts of `kind`, which lasts, that overlap `window`."""
    start, end = (facts[name] for name in BORDERS[kind])
    ends_later = (end > window[0]).fillna(value=True).to_numpy(dtype=np.bool_)
    return _only(facts, (start < window[1]).to_numpy() & ends_later)


def _runs() -> sa.CTE:
    """The first state of every run that stands, each found in the index from the one before."""
    first, reached = _STATE.alias("first"), _STATE.alias("reached")
    start = _first_in_order(first).subquery("start")
    runs = sa.select(start.c.id).cte("runs", recursive=True)
    # The next run differs in its unit, else in its service, and so on outwards.
    steps = [_next_differing_in(number, reached) for number in reversed(range(len(SEEN)))]
    # After the last run no step finds any, and nothing joins with that.
    following = sa.select(sa.func.coalesce(*steps).label("id"))
    return runs.union_all(following.select_from(sa.join(runs, reached, reached.c.id == runs.c.id)))


def _next_differing_in(number: int, reached: sa.FromClause) -> "sa.ScalarSelect[int]":
    states = _STATE.alias(f"next_{SEEN[number]}")
    same = [states.c[name] == reached.c[name] for name in SEEN[:number]]
    beyond = states.c[SEEN[number]] > reached.c[SEEN[number]]
    return _first_in_order(states).where(*same, beyond).correlate(reached).scalar_subquery()


def _first_in_order(states: sa.FromClause) -> "sa.Select[tuple[int]]":
    order = [states.c[name] for name in (*SEEN, "at")]
    return sa.select(states.c.id).where(states.c.replaced_by.is_(None)).order_by(*order).limit(1)


def _inside(instants: pd.Series, window: Window) -> npt.NDArray[np.bool_]:
    at = instants.to_numpy()
    return np.asarray((at >= window[0]) & (at < window[1]))


def _only(frame: pd.DataFrame, kept: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """The rows kept, with the words that occur in them."""
    if kept.all():
        return frame
    found = frame.loc[kept].reset_index(drop=True)
    words = {
        str(name): found[name].cat.remove_unused_categories()
        for name, dtype in found.dtypes.items()
        if isinstance(dtype, pd.CategoricalDtype)
    }
    return found.assign(**words)
