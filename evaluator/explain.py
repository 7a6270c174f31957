"""Explain one ticket: its timeline, what ran and paused its clocks, and what was judged of it."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from collector.errors import NothingFound
from collector.instants import to_datetime
from collector.records import TicketState
from collector.store.database import Database
from collector.store.horizon import read_committed_at
from collector.store.read import FoundTicket, find_ticket, read_ticket
from evaluator.contract.clocks import ClockTerms, Party
from evaluator.contract.contract import Contract, Straddling
from evaluator.contract.parts import Label
from evaluator.contract.versions import ContractVersions
from evaluator.core.calendar.contract_calendars import Calendars, compile_calendars
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.clock.cycles import ClockHours, run_cycles
from evaluator.core.clock.timeline import Segment, clock_timeline
from evaluator.core.facts import Facts
from evaluator.core.measuring.ticket_book import TicketBook, every_ticket
from evaluator.results.evidence import read_ticket_judgements
from evaluator.results.published import TicketJudgement

SERVICE = "service"
_WAITING = (
    TicketState.WAITING_USER,
    TicketState.WAITING_CUSTOMER,
    TicketState.WAITING_THIRD,
    TicketState.WAITING_SUPPLIER,
)


@dataclass(frozen=True)
class TicketEvent:
    """One change of a ticket as its source told it; `state` is what a status means for the clocks."""

    at: int
    field: str
    value: str
    state: TicketState | None


@dataclass(frozen=True)
class ClockExplanation:
    """How one clock of the contract stands for the ticket.

    `used` are seconds of the clock's hours (`hours_label`) in the segments that run; `waiting` those in
    each waiting state before the stop. `started_at` is None where it has not started, `stopped_at` while it
    has not stopped.
    """

    clock: str
    label: Label
    hours_label: Label | None
    started_at: int | None
    stopped_at: int | None
    used: int
    waiting: dict[TicketState, int]
    reopened: int
    cancelled: bool
    unmapped: bool
    segments: tuple[Segment, ...]
    cycle: int = 0
    cycles: int = 1
    beyond_longest_wait: int = 0
    by_party: dict[Party, int] = dataclasses.field(default_factory=dict)
    open_hours: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True)
class TicketExplanation:
    """One ticket: what it is, what happened, how its clocks ran, and what each indicator made of it.

    `kind`, `service` and `unit` are those that judge it, where they changed.
    """

    ticket: str
    system: str
    opened_at: int
    kind: str
    service: str
    unit: str
    priority_at_opening: str
    priority_that_judges: str
    events: tuple[TicketEvent, ...]
    clocks: tuple[ClockExplanation, ...]
    judgements: tuple[TicketJudgement, ...]


def explain_ticket(
    database: Database, versions: ContractVersions, key: str, horizon: int
) -> list[TicketExplanation]:
    """Return the explanation of each ticket whose key is `key`, one for each system that has one.

    The clocks are those of the contract that judges the ticket (`judging_contract`); what was judged is what
    was published. Raises NothingFound where no ticket has the key.
    """
    known_at = read_committed_at(database, horizon)
    explained = [
        _explain(database, versions, found, horizon, known_at)
        for found in find_ticket(database, key)
        if known_at is not None
    ]
    known = [one for one in explained if one is not None]
    if not known:
        raise NothingFound(
            f"no ticket {key!r} was known; the keys are those of the ticket systems (figures are asked for as"
            " 2026-10/INDICATOR, outages as SERVICE@TIME)"
        )
    return known


def judging_contract(
    versions: ContractVersions, opened_at: int, last: int, judgements: Sequence[TicketJudgement] = ()
) -> Contract:
    """Return the contract that judges a ticket whose last change was at `last`.

    It is the version in force on the first day of the last period it was judged in (of the month of its last
    change where it was not judged), or, where that says so, the one in force when the ticket opened; the
    first version for times before it.
    """
    month = max((one.period for one in judgements), default=_local_day(versions, last).strftime("%Y-%m"))
    attributed = _in_force(versions, date.fromisoformat(f"{month}-01"))
    if attributed.tickets.straddling is Straddling.ATTRIBUTION:
        return attributed
    return _in_force(versions, _local_day(versions, opened_at))


def _explain(
    database: Database, versions: ContractVersions, found: FoundTicket, horizon: int, known_at: int
) -> TicketExplanation | None:
    tickets, changes = read_ticket(database, found.ticket_id, horizon)
    if tickets.empty:
        return None
    ticket = tickets.iloc[0]
    opened_at = int(ticket["opened_at"])
    last = int(changes["at"].max()) if len(changes) > 0 else opened_at
    judgements = tuple(read_ticket_judgements(database, found.ticket_id))
    contract = judging_contract(versions, opened_at, last, judgements)
    calendars = compile_calendars(contract, opened_at, max(known_at, last))
    facts = _facts_of(tickets, changes, max(known_at, opened_at))
    book = TicketBook(contract, facts, calendars)
    judged_by, taken = every_ticket(book), book.tickets
    return TicketExplanation(
        ticket=found.ticket,
        system=found.system,
        opened_at=opened_at,
        kind=_word(judged_by.kind.iloc[0]),
        service=_word(taken.iloc[0]["service"]),
        unit=_word(taken.iloc[0]["unit"]),
        priority_at_opening=_word(ticket["priority"]),
        priority_that_judges=_word(judged_by.priority.iloc[0]),
        events=tuple(_events(changes)),
        clocks=tuple(_clocks(contract, calendars, tickets, taken, changes, known_at)),
        judgements=judgements,
    )


def _facts_of(tickets: pd.DataFrame, changes: pd.DataFrame, known_at: int) -> Facts:
    """One ticket and its changes, and no other facts."""
    none = pd.DataFrame()
    return Facts(tickets, changes, none, none, none, none, none, known_at)


def _local_day(versions: ContractVersions, instant: int) -> date:
    return to_datetime(instant).astimezone(versions.versions[0].contract.contract.zone).date()


def _in_force(versions: ContractVersions, day: date) -> Contract:
    return versions.in_force(max(day, versions.versions[0].first_day)).contract


def _events(changes: pd.DataFrame) -> Iterator[TicketEvent]:
    fields = changes["field"].astype("str").to_list()
    values = changes["value"].astype("str").fillna("").to_list()
    states = changes["state"].to_list()
    for at, field, value, state in zip(changes["at"].to_list(), fields, values, states, strict=True):
        yield TicketEvent(at, field, value, None if state is pd.NA else TicketState(int(state)))


def _clocks(
    contract: Contract,
    calendars: Calendars,
    tickets: pd.DataFrame,
    taken: pd.DataFrame,
    changes: pd.DataFrame,
    known_at: int,
) -> Iterator[ClockExplanation]:
    """The clocks of one ticket: `tickets` says what it opened with, `taken` what judges it."""
    for name, terms in contract.clocks.items():
        named = str(terms.hours)
        hours, days, groups = calendars.groups(taken["service"], named)
        place = int(groups[0])
        label = _hours_label(contract, named, _word(taken.iloc[0]["service"]))
        run = run_cycles(tickets, changes, terms, ClockHours(hours, days, groups), known_at)
        for position in range(len(run)):
            ran = run.sort_values("cycle").iloc[position]
            number = int(ran["cycle"])
            segments = clock_timeline(
                tickets.iloc[0], changes, terms, hours[place], days[place], known_at, number
            )
            opened = None if label is None else _openings(hours[place], segments)
            yield _clock_explanation(name, terms, label, ran, segments, len(run), opened)


def _openings(hours: ServiceHours, segments: Sequence[Segment]) -> tuple[tuple[int, int], ...]:
    """The openings from the first segment to the last."""
    if not segments:
        return ()
    found = hours.open_intervals_between(segments[0].starts_at, segments[-1].ends_at)
    return tuple(zip(found.starts.tolist(), found.ends.tolist(), strict=True))


def _clock_explanation(
    name: str,
    terms: ClockTerms,
    hours_label: Label | None,
    ran: pd.Series,
    segments: Sequence[Segment],
    cycles: int,
    open_hours: tuple[tuple[int, int], ...] | None,
) -> ClockExplanation:
    waiting = {state: int(ran[state.name.lower()]) for state in _WAITING}
    started_at, stopped_at = ran["started_at"], ran["stopped_at"]
    return ClockExplanation(
        clock=name,
        label=terms.label,
        hours_label=hours_label,
        started_at=None if started_at is pd.NA else int(started_at),
        stopped_at=None if stopped_at is pd.NA else int(stopped_at),
        used=int(ran["used"]),
        waiting=waiting,
        reopened=int(ran["reopened"]),
        cancelled=bool(ran["cancelled"]),
        unmapped=bool(ran["unmapped"]),
        segments=tuple(segments),
        cycle=int(ran["cycle"]),
        cycles=cycles,
        beyond_longest_wait=int(ran["beyond_longest_wait"]),
        by_party={party: int(ran[party.value]) for party in Party},
        open_hours=open_hours,
    )


def _hours_label(contract: Contract, named: str, service: str) -> Label | None:
    """The name of the hours a clock runs in; None for around the clock."""
    if named == SERVICE:
        known = {found.id: found.hours for found in contract.services}
        named = known.get(service, "")
    terms = contract.service_hours.get(named)
    return None if terms is None else terms.label


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
