"""Facts as a test tells them: tickets with what happened to them, in the wall time of Stockholm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from collector.records import FactKind, ServiceState, TicketState, as_facts, empty_frame
from evaluator.contract.contract import Contract
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.facts import ExcludedTickets, ExcludedTime, Facts, LeftOut
from evaluator.core.measuring.indicator import Measured, measure_indicator
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import Figure, Scope, View
from evaluator.core.periods import Period, month, period_ending_with
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import STOCKHOLM, changes, instant, tickets

ACTIVE, RESOLVED, CLOSED = TicketState.ACTIVE, TicketState.RESOLVED, TicketState.CLOSED
CANCELLED, UNMAPPED, USER = TicketState.CANCELLED, TicketState.UNMAPPED, TicketState.WAITING_USER
UP, DOWN = ServiceState.UP, ServiceState.DOWN

Event = tuple[str, TicketState] | tuple[str, str, str]
"""(when, state) or (when, field, value)."""

FIRST_OF_OCTOBER, FIRST_OF_NOVEMBER = "2026-10-01 00:00", "2026-11-01 00:00"
LATER = "2026-12-01 00:00"
WHOLE, T1, T2 = Scope(), Scope("T1"), Scope("T2")
NAMES_PRIORITIES = small.share(id="names_priorities", tickets={"priorities": ["P1", "P2", "P3"]})
"""A ticket of a priority that no term of a contract names could be of any."""


@dataclass(frozen=True)
class Ticket:
    """A ticket as it opened, and its events."""

    opened: str
    events: tuple[Event, ...] = ()
    kind: str | None = "incident"
    service: str | None = "T1"
    unit: str | None = None
    priority: str | None = "P2"
    source: str = "desk"


def ticket(opened: str, *events: Event, **columns: Any) -> Ticket:
    return Ticket(opened, events, **columns)


def facts(*given: Ticket, known_at: str = LATER, **frames: pd.DataFrame) -> Facts:
    """The facts of tickets numbered from 1, each told of as active when it opened; and of other kinds."""
    names = ("kind", "service", "unit", "priority", "source")
    columns: dict[str, list[str | None]] = {name: [getattr(one, name) for one in given] for name in names}
    rows = [
        (number, instant(event[0]), event[1])
        if len(event) == 2
        else (number, instant(event[0]), event[1], event[2], None)
        for number, one in enumerate(given, start=1)
        for event in ((one.opened, ACTIVE), *one.events)
    ]
    kinds = {
        "states": FactKind.SERVICE_STATE,
        "observed": FactKind.OBSERVED,
        "maintenance": FactKind.MAINTENANCE,
        "measurements": FactKind.MEASUREMENT,
        "statements": FactKind.STATEMENT,
    }
    sources = [one.source for one in given for _ in range(len(one.events) + 1)]
    return Facts(
        tickets=tickets(*(instant(one.opened) for one in given), **columns),
        changes=changes(*rows).assign(source=pd.Categorical(sources)),
        known_at=instant(known_at),
        **{name: frames.get(name, empty_frame(kind).assign(source="")) for name, kind in kinds.items()},
    )


def states(
    *rows: tuple[str, ServiceState] | tuple[str, ServiceState, int], unit: str | None = None
) -> pd.DataFrame:
    """States of T2 as one prober saw them: (from when, state, users affected)."""
    terms = [
        {
            "prober": "probe",
            "service": "T2",
            "unit": unit,
            "at": instant(row[0]),
            "state": int(row[1]),
            "users_affected": row[2] if len(row) == 3 else None,
        }
        for row in rows
    ]
    return as_facts(FactKind.SERVICE_STATE, pd.DataFrame(terms))


def observed(*spans: tuple[str, str | None], unit: str | None = None) -> pd.DataFrame:
    """Intervals in which T2 was looked at."""
    terms = [
        {
            "prober": "probe",
            "service": "T2",
            "unit": unit,
            "from_at": instant(begin),
            "to_at": None if end is None else instant(end),
        }
        for begin, end in spans
    ]
    return as_facts(FactKind.OBSERVED, pd.DataFrame(terms))


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)


def measurement(
    numerator: int, denominator: int, begin: str = FIRST_OF_OCTOBER, end: str = FIRST_OF_NOVEMBER, **more: Any
) -> dict[str, Any]:
    """A measurement of October on T1."""
    return {
        "source": "desk",
        "measure": "answered",
        "service": "T1",
        "from_at": instant(begin),
        "to_at": instant(end),
        "numerator": numerator,
        "denominator": denominator,
        **more,
    }


def measurements(*rows: dict[str, Any]) -> pd.DataFrame:
    named = pd.DataFrame(rows)
    return as_facts(FactKind.MEASUREMENT, named).assign(source=named["source"].astype("category"))


def october(name: str = "2026-10") -> Period:
    return month(name, STOCKHOLM)


def views(
    accepted: Sequence[ExcludedTickets | ExcludedTime] = (),
    pending: Sequence[ExcludedTickets | ExcludedTime] = (),
) -> dict[View, LeftOut]:
    """What each view leaves out; the third only where something is pending."""
    found = {View.AS_MEASURED: LeftOut(), View.AFTER_EXCLUSIONS: _left_out(accepted)}
    return found | {View.IF_PENDING_ACCEPTED: _left_out([*accepted, *pending])} if pending else found


def without(*ticket_ids: int, name: str = "X1", only: Sequence[str] = ()) -> ExcludedTickets:
    return ExcludedTickets(name, frozenset(ticket_ids), frozenset(only))


def _left_out(excluded: Sequence[ExcludedTickets | ExcludedTime]) -> LeftOut:
    return LeftOut(
        tuple(one for one in excluded if isinstance(one, ExcludedTickets)),
        tuple(one for one in excluded if isinstance(one, ExcludedTime)),
    )


def book(contract: Contract, found: Facts) -> TicketBook:
    first = min([instant("2026-01-01 00:00"), *found.tickets["opened_at"].to_list()])
    return TicketBook(contract, found, compile_calendars(contract, first, instant("2026-12-31 00:00")))


def measure(
    terms: dict[str, Any],
    found: Facts,
    *,
    period: str = "2026-10",
    left_out: Mapping[View, LeftOut] | None = None,
    **changes: Any,
) -> Measured:
    """Measure one indicator of the small contract."""
    contract = small.contract(terms, NAMES_PRIORITIES, **changes)
    indicator = contract.indicators[0]
    whole = period_ending_with(october(period), indicator.period, STOCKHOLM, contract.term.first_day)
    assert whole is not None
    return measure_indicator(
        indicator, book(contract, found), whole, views() if left_out is None else left_out
    )


def figure(
    terms: dict[str, Any],
    found: Facts,
    scope: Scope | None = None,
    view: View = View.AS_MEASURED,
    **how: Any,
) -> Figure:
    """The figure of one scope (that of the indicator's first service where none is named)."""
    result = measure(terms, found, **how).figures[scope or Scope(terms["services"][0]), view]
    assert result is not None
    return result


def interval(found: Figure) -> tuple[object, object, object]:
    """Low end, value and high end."""
    return found.low, found.value, found.high
