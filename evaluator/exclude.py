"""What decided and undecided exclusions leave out, in each view."""

from collections.abc import Callable, Iterable

import pandas as pd

from collector.instants import from_datetime
from collector.store.database import Database
from collector.store.read import find_ticket
from evaluator.core.facts import ExcludedTickets, ExcludedTime, LeftOut
from evaluator.core.outcomes import View
from evaluator.core.periods import Period
from evaluator.decisions.exclusions import Decision, Exclusion

FindTickets = Callable[[str], Iterable[int]]
"""Returns the numbers of the tickets with a key: none, or one for each ticket system that has it."""


def read_left_out(database: Database, exclusions: Iterable[Exclusion]) -> dict[View, LeftOut]:
    """Return what each view leaves out; the third view only where something is undecided.

    What is accepted is left out, of a partly accepted request its accepted part. One that is pending or
    disputed counts as not excluded until it is decided, and its effect is shown beside (domain 8.4). Keys of
    tickets the store does not know leave nothing out.
    """
    return left_out_of(exclusions, tickets_in(database))


def tickets_in(database: Database) -> FindTickets:
    """Return what finds tickets by key in the store."""
    return lambda key: [found.ticket_id for found in find_ticket(database, key)]


def left_out_of(exclusions: Iterable[Exclusion], find: FindTickets) -> dict[View, LeftOut]:
    """Return what each view leaves out, as `read_left_out`, of the tickets that `find` knows."""
    every = tuple(exclusions)
    views = {View.AS_MEASURED: LeftOut(), View.AFTER_EXCLUSIONS: left_out_by(every, find)}
    if any(one.is_undecided for one in every):
        allowed = [one.with_decision(Decision.ACCEPTED) if one.is_undecided else one for one in every]
        views[View.IF_PENDING_ACCEPTED] = left_out_by(allowed, find)
    return views


def find_concerned(
    database: Database, exclusions: Iterable[Exclusion], cases: pd.DataFrame, period: Period
) -> tuple[Exclusion, ...]:
    """Return the exclusions about time in `period`, or about a ticket among the `cases` measured in it."""
    measured = set() if cases.empty else set(cases["ticket_id"].unique().tolist())
    return tuple(one for one in exclusions if _concerns(database, one, measured, period))


def _concerns(database: Database, exclusion: Exclusion, measured: set[int], period: Period) -> bool:
    if exclusion.interval is not None:
        starts, ends = from_datetime(exclusion.interval.starts_at), from_datetime(exclusion.interval.ends_at)
        return starts < period.ends_at and ends > period.starts_at
    return any(
        found.ticket_id in measured for key in exclusion.tickets for found in find_ticket(database, key)
    )


def left_out_by(exclusions: Iterable[Exclusion], find: FindTickets) -> LeftOut:
    """Return what the decisions leave out, of the tickets that `find` knows."""
    every = tuple(exclusions)
    tickets = tuple(
        ExcludedTickets(
            exclusion=one.id,
            ticket_ids=frozenset(number for key in one.left_out_tickets for number in find(key)),
            indicators=frozenset(one.indicators),
        )
        for one in every
        if one.left_out_tickets
    )
    times = tuple(
        ExcludedTime(
            exclusion=one.id,
            service=interval.service,
            unit="" if interval.unit is None else interval.unit,
            starts_at=from_datetime(interval.starts_at),
            ends_at=from_datetime(interval.ends_at),
            indicators=frozenset(one.indicators),
        )
        for one in every
        for interval in one.left_out_intervals
    )
    return LeftOut(tickets, times)
