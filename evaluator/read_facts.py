"""Read the facts of a period from the store, up to a horizon and no further."""

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_lasting, read_service_states, read_tickets
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import LeadTime, LeadTimeMonth
from evaluator.core.facts import Facts
from evaluator.core.periods import Period

SECONDS_A_DAY = 86_400


def read_facts_of(
    database: Database, contract: Contract, period: Period, horizon: int, known_at: int
) -> Facts:
    """Return what `horizon` knew of `period`: what happened in it and what reaches into it.

    Tickets that opened or changed in the period come with all their changes; where a limit falling due
    says the month, tickets that opened so much earlier too.
    """
    window = (period.starts_at, period.ends_at)
    # How long an outage lasts and whether it is over is only known from what came after the period.
    seen = (period.starts_at, max(period.ends_at, known_at))
    tickets, changes = read_tickets(
        database, horizon, (period.starts_at - due_reach(contract), period.ends_at)
    )
    return Facts(
        tickets=tickets,
        changes=changes,
        states=read_service_states(database, horizon, seen),
        observed=read_lasting(database, FactKind.OBSERVED, horizon, seen),
        maintenance=read_lasting(database, FactKind.MAINTENANCE, horizon, seen),
        measurements=read_lasting(database, FactKind.MEASUREMENT, horizon, window),
        statements=read_lasting(database, FactKind.STATEMENT, horizon, window),
        known_at=known_at,
    )


def due_reach(contract: Contract) -> int:
    """Return how many seconds before a period a lead time that falls due in it can have started.

    Two days of the calendar for each working day, and three weeks for Christmas, are always enough;
    a limit in open hours gets seven times its length.
    """
    reach = 0
    for indicator in contract.indicators:
        if isinstance(indicator, LeadTime) and indicator.month_of is LeadTimeMonth.DUE:
            limits = [indicator.within.limit, *indicator.within.limits.values()]
            for limit in limits:
                if limit is None:
                    continue
                days = limit.working_days * 2 + 21 if limit.working_days is not None else 0
                reach = max(reach, days * SECONDS_A_DAY, 0 if limit.time is None else 7 * limit.time)
    return reach
