"""Read the facts of some periods from the store, up to a horizon and no further."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_lasting, read_service_states, read_tickets
from collector.store.windows import Window, lasting_in, states_in, tickets_in
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import Imported, MonitoringIndicator, PeriodicDuty, SurveyIndex
from evaluator.core.facts import Facts
from evaluator.core.measuring.periodic_duties import FURTHEST_BACK
from evaluator.core.periods import Period
from evaluator.reach import earliest_start, seen_since
from evaluator.removed import refuse_removed

_TOLD_ELSEWHERE = (Imported, SurveyIndex, PeriodicDuty)
"""Kinds of indicators that others measured: they look at neither tickets nor states."""

AROUND = 100 * 24 * 3600
"""How far around a month its tickets are looked for in the lists of other months: about a quarter."""

_NEVER: Window = (0, 0)


@dataclass(frozen=True)
class _Windows:
    """When facts of each kind are looked at for one period."""

    tickets: Window
    seen: Window
    measured: Window
    stated: Window


def read_facts_of(
    database: Database,
    contracts: Sequence[Contract],
    periods: Mapping[PeriodLength, Period],
    horizon: int,
    known_at: int,
    judging: Sequence[Contract] = (),
    *,
    though_removed: bool = False,
) -> dict[PeriodLength, Facts]:
    """Return what `horizon` knew of each period: what happened in it and what reaches into it.

    `contracts` are versions of one, the last of them in force, or with it the others in `judging`: several
    wordings can be held against the same facts. Tickets that opened or changed in a period
    come with all their changes; where a term lets a limit run out in the period, those that changed so long
    before too. Kinds of facts that no indicator of a length looks at are left out. Each kind is read once for
    all periods, and cut for each. Raises FactsRemoved where some may have been removed after their time of
    keeping; with `though_removed` what is left of them is read.
    """
    if not periods:
        return {}
    every, in_force = [*contracts, *judging], [contracts[-1], *judging]
    windows = {
        length: _windows_of(every, in_force, length, period, known_at) for length, period in periods.items()
    }
    parts = list(windows.values())
    name, zone = min(period.name for period in periods.values()), contracts[-1].contract.zone
    if not though_removed:
        refuse_removed(database, _starts(parts), name, zone)
    tickets, changes = read_tickets(database, horizon, _union(part.tickets for part in parts))
    seen, measured = _union(part.seen for part in parts), _union(part.measured for part in parts)
    stated = _union(part.stated for part in parts)
    states = read_service_states(database, horizon, seen)
    observed = read_lasting(database, FactKind.OBSERVED, horizon, seen)
    maintenance = read_lasting(database, FactKind.MAINTENANCE, horizon, seen)
    measurements = read_lasting(database, FactKind.MEASUREMENT, horizon, measured)
    statements = read_lasting(database, FactKind.STATEMENT, horizon, stated)
    found = {}
    for length, part in windows.items():
        own_tickets, own_changes = tickets_in(tickets, changes, part.tickets)
        found[length] = Facts(
            tickets=own_tickets,
            changes=own_changes,
            states=states_in(states, part.seen),
            observed=lasting_in(observed, FactKind.OBSERVED, part.seen),
            maintenance=lasting_in(maintenance, FactKind.MAINTENANCE, part.seen),
            measurements=lasting_in(measurements, FactKind.MEASUREMENT, part.measured),
            statements=lasting_in(statements, FactKind.STATEMENT, part.stated),
            known_at=known_at,
        )
    return found


def facts_needed_since(
    contracts: Sequence[Contract], periods: Mapping[PeriodLength, Period], known_at: int
) -> dict[str, int]:
    """Return since when facts of each kind are looked at to judge `periods`; see `read_facts_of`.

    Kinds that nothing looks at are left out.
    """
    in_force = [contracts[-1]]
    found = _starts(
        [_windows_of(contracts, in_force, length, period, known_at) for length, period in periods.items()]
    )
    return found | lists_needed_since(min(period.starts_at for period in periods.values()))


def lists_needed_since(starts_at: int) -> dict[str, int]:
    """Return since when the supplier's lists of single cases are held beside a month that starts then.

    No figure is made of them.
    """
    return {
        FactKind.STATED_TICKET.value: starts_at - AROUND,
        FactKind.STATED_OUTAGE.value: starts_at,
    }


def _starts(windows: Sequence[_Windows]) -> dict[str, int]:
    """Since when facts of each kind are looked at, by the names under which they can be removed."""
    of_kinds = {
        "tickets": (FactKind.TICKET,),
        "seen": (FactKind.SERVICE_STATE, FactKind.OBSERVED, FactKind.MAINTENANCE),
        "measured": (FactKind.MEASUREMENT,),
        "stated": (FactKind.STATEMENT,),
    }
    found: dict[str, int] = {}
    for name, kinds in of_kinds.items():
        start, end = _union(getattr(part, name) for part in windows)
        found |= {kind.value: start for kind in kinds if start < end}
    return found


def _windows_of(
    contracts: Sequence[Contract],
    in_force: Sequence[Contract],
    length: PeriodLength,
    period: Period,
    known_at: int,
) -> _Windows:
    of_contracts = [
        (contract, [one for one in contract.indicators if length in (one.period, one.facts_over)])
        for contract in in_force
    ]
    indicators = [one for _, found in of_contracts for one in found]
    starts_at = min(earliest_start(contract, period) for contract in contracts)
    is_told_elsewhere = all(isinstance(one, _TOLD_ELSEWHERE) for one in indicators)
    is_monitored = any(isinstance(one, MonitoringIndicator) for one in indicators)
    return _Windows(
        tickets=_NEVER if is_told_elsewhere else (starts_at, period.ends_at),
        # How long an outage lasts and whether it is over is only known from what came after the period.
        seen=(
            min(seen_since(found, contract, period) for contract, found in of_contracts),
            max(period.ends_at, known_at),
        )
        if is_monitored
        else _NEVER,
        measured=(_duties_since(contracts, period), period.ends_at),
        stated=(period.starts_at, period.ends_at),
    )


def _duties_since(contracts: Sequence[Contract], period: Period) -> int:
    """Since when what a duty that falls due in `period` was about can have been done."""
    if any(isinstance(one, PeriodicDuty) for contract in contracts for one in contract.indicators):
        return period.starts_at - FURTHEST_BACK
    return period.starts_at


def _union(windows: Iterable[Window]) -> Window:
    """The time from the first to the last of all windows that are not empty."""
    filled = [window for window in windows if window[0] < window[1]]
    starts, ends = zip(*filled, strict=True) if filled else zip(_NEVER, strict=True)
    return min(starts), max(ends)
