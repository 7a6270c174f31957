"""What decided and undecided exclusions leave out, in each view."""

from collections.abc import Iterable

import pandas as pd

from collector.instants import from_datetime
from collector.store.database import Database
from collector.store.read import find_ticket
from evaluator.core.facts import ExcludedTickets, ExcludedTime, LeftOut
from evaluator.core.outcomes import View
from evaluator.core.periods import Period
from evaluator.decisions.exclusions import Decision, Exclusion

UNDECIDED = (Decision.PENDING, Decision.DISPUTED)


def read_left_out(database: Database, exclusions: Iterable[Exclusion]) -> dict[View, LeftOut]:
    """Return what each view leaves out; the third view only where something is undecided.

    An accepted exclusion leaves out; one that is pending or disputed counts as not excluded until it is
    decided, and its effect is shown beside (domain 8.4). Keys of tickets the store does not know leave
    nothing out.
    """
    every = tuple(exclusions)
    accepted = [one for one in every if one.decision is Decision.ACCEPTED]
    undecided = [one for one in every if one.decision in UNDECIDED]
    views = {View.AS_MEASURED: LeftOut(), View.AFTER_EXCLUSIONS: _left_out(database, accepted)}
    if undecided:
        views[View.IF_PENDING_ACCEPTED] = _left_out(database, [*accepted, *undecided])
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


def _left_out(database: Database, exclusions: list[Exclusion]) -> LeftOut:
    tickets = tuple(
        ExcludedTickets(
            exclusion=one.id,
            ticket_ids=frozenset(
                found.ticket_id for key in one.tickets for found in find_ticket(database, key)
            ),
            indicators=frozenset(one.indicators),
        )
        for one in exclusions
        if one.tickets
    )
    times = tuple(
        ExcludedTime(
            exclusion=one.id,
            service=one.interval.service,
            unit="" if one.interval.unit is None else one.interval.unit,
            starts_at=from_datetime(one.interval.starts_at),
            ends_at=from_datetime(one.interval.ends_at),
            indicators=frozenset(one.indicators),
        )
        for one in exclusions
        if one.interval is not None
    )
    return LeftOut(tickets, times)
