"""A slow and obviously right reckoning of hours and clocks, to hold the fast one against."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms, ReopenRule
from evaluator.contract.hours import DateRange, Opening, ServiceHoursTerms, Weekday

WEEKDAYS = list(Weekday)
DONE = (TicketState.RESOLVED, TicketState.CLOSED, TicketState.CANCELLED)


def local(instant: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant, tz=UTC).astimezone(zone)


def in_any(day: date, ranges: Collection[DateRange]) -> bool:
    return any(part.first <= day <= part.last for part in ranges)


def opens_on(day: date, opening: Opening, terms: ServiceHoursTerms, holidays: Collection[date]) -> bool:
    return (
        WEEKDAYS[day.weekday()] in opening.days
        and day not in holidays
        and not in_any(day, terms.closed)
        and (not terms.only_between or in_any(day, terms.only_between))
    )


def is_open(instant: int, terms: ServiceHoursTerms, holidays: Collection[date], zone: ZoneInfo) -> bool:
    """Look at a wall clock and at the opening hours on the door."""
    wall = local(instant, zone)
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    time = wall.hour * 3600 + wall.minute * 60 + wall.second
    for opening in terms.openings:
        overnight = opening.closes <= opening.opens
        end = opening.closes + (86_400 if overnight else 0)
        if opens_on(today, opening, terms, holidays) and opening.opens <= time < end:
            return True
        if opens_on(yesterday, opening, terms, holidays) and opening.opens <= time + 86_400 < end:
            return True
    return False


def open_seconds(  # the hours may change on whole multiples of `cell` only
    start: int,
    end: int,
    terms: ServiceHoursTerms,
    holidays: Collection[date],
    zone: ZoneInfo,
    cell: int = 900,
) -> int:
    """Walk from start to end and add up the cells in which the door is open."""
    total = 0
    for begins in range(start - start % cell, end, cell):
        if is_open(begins, terms, holidays, zone):
            total += min(begins + cell, end) - max(begins, start)
    return total


@dataclass
class ReferenceClock:
    """One ticket's clock, moved on event by event."""

    started_at: int
    stopped_at: int | None = None
    used: int = 0
    waits: dict[TicketState, int] = field(default_factory=dict)
    waits_at_stop: dict[TicketState, int] = field(default_factory=dict)
    unmapped: bool = False
    reopened: int = 0
    state: TicketState = TicketState.ACTIVE

    def pass_time(self, state: TicketState, seconds: int, runs: Collection[TicketState]) -> None:
        if self.stopped_at is None and state in runs:
            self.used += seconds
        self.waits[state] = self.waits.get(state, 0) + seconds

    def stop(self, at: int) -> None:
        if self.stopped_at is None:
            self.stopped_at, self.waits_at_stop = at, dict(self.waits)

    def reopen(self, at: int, *, anew: bool) -> None:
        self.reopened += 1
        self.stopped_at = None
        if anew:
            self.started_at, self.used, self.waits = at, 0, {}

    def waited(self, state: TicketState) -> int:
        return (self.waits if self.stopped_at is None else self.waits_at_stop).get(state, 0)


def run_reference_clock(
    opened_at: int,
    statuses: list[tuple[int, int, TicketState]],
    terms: ClockTerms,
    elapsed: Callable[[int, int], int],
    working_days: Callable[[int, int], int],
    at: int,
) -> ReferenceClock:
    """Follow one ticket through its statuses (instant, sequence, state), in their order."""
    runs = {word.state for word in terms.runs_in}
    ends = {word.state for word in (*terms.stops_in, *terms.cancels_in)}
    clock = ReferenceClock(started_at=opened_at)
    now, state = opened_at, TicketState.ACTIVE
    for moment, _, new in sorted(status for status in statuses if status[0] <= at):
        moment = max(moment, opened_at)  # noqa: PLW2901 - a change before the opening counts from it
        clock.pass_time(state, elapsed(now, moment), runs)
        now, state = moment, new
        if clock.unmapped:
            continue
        if new is TicketState.UNMAPPED:
            clock.unmapped = True
            clock.stop(moment)
        elif new in ends:
            clock.stop(moment)
        elif clock.stopped_at is not None and (new not in DONE or new in runs):
            clock.reopen(moment, anew=_anew(terms, working_days(clock.stopped_at, moment)))
    clock.pass_time(state, elapsed(now, max(at, now)), runs)
    clock.state = state
    return clock


def _anew(terms: ClockTerms, passed: int) -> bool:
    within = terms.reopening.within_working_days
    return terms.reopening.rule is ReopenRule.NEW_CYCLE or (within is not None and passed > within)
