"""A slow and obviously right reckoning of clocks: it follows one ticket from moment to moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from collector.records import TicketState
from evaluator.contract.clock_parts import LongestWait, PriorityChange
from evaluator.contract.clocks import ClockTerms, Party, ReopenRule
from evaluator.contract.field_conditions import ChangeCondition, ValueCondition
from evaluator.contract.hours import UsedUp
from evaluator.core.calendar.hours import ServiceHours

DONE = (TicketState.RESOLVED, TicketState.CLOSED, TicketState.CANCELLED)
PARTY_OF_STATE = {
    TicketState.WAITING_USER: Party.USER,
    TicketState.WAITING_CUSTOMER: Party.CUSTOMER,
    TicketState.WAITING_THIRD: Party.THIRD,
}


@dataclass(frozen=True)
class Told:
    """One change of a ticket; `state` is None where it is no change of status."""

    at: int
    sequence: int
    field: str
    value: str | None
    state: TicketState | None = None


@dataclass(frozen=True)
class Life:
    """A ticket: when it opened, with which values, and what was told of it."""

    opened_at: int
    opened_with: dict[str, str | None]
    told: list[Told]


@dataclass(frozen=True)
class Calendar:
    """What a clock asks of its hours and of the contract's working days."""

    elapsed: Callable[[int, int], int]
    add: Callable[[int, int], int]
    days_between: Callable[[int, int], int]
    add_days: Callable[[int, int], int]

    def landing(self, hours: ServiceHours, used_up: UsedUp) -> "Calendar":
        """The same where an amount used up at a close lands as the contract says."""
        return replace(self, add=lambda start, seconds: int(hours.add(start, seconds, used_up)))


@dataclass
class Moment:
    """How a ticket stands from an instant on, and what happened in it."""

    at: int
    state: TicketState
    values: dict[str, str | None]
    said: set[str] = field(default_factory=set)
    before: dict[str, str | None] = field(default_factory=dict)
    had_value: set[str] = field(default_factory=set)
    is_opening: bool = False
    beyond: bool = False

    def holds(self, condition: ValueCondition) -> bool:
        value = self.values.get(condition.field)
        if condition.has_value is not None:
            return (value is not None) == condition.has_value
        return value in condition.is_one_of

    def any_holds(self, conditions: Iterable[ValueCondition]) -> bool:
        return any(self.holds(condition) for condition in conditions)

    def happens(self, condition: ChangeCondition) -> bool:
        if self.is_opening or condition.field not in self.said:
            return False
        value, before = self.values.get(condition.field), self.before.get(condition.field)
        if condition.changes:
            return value != before and condition.field in self.had_value
        if condition.becomes:
            return value in condition.becomes and before not in condition.becomes
        return value in condition.says

    def any_happens(self, conditions: Iterable[ChangeCondition]) -> bool:
        return any(self.happens(condition) for condition in conditions)


@dataclass
class Piece:
    """A stretch of a cycle: what the clock did in it, whom it counts against."""

    starts_at: int
    ends_at: int
    state: TicketState
    runs: bool
    could_run: bool
    party: Party
    beyond: bool


@dataclass
class Cycle:
    """One run of the clock; `pieces` before `stop` (all, where it has not stopped) count."""

    number: int
    started_at: int | None
    stopped_at: int | None = None
    pieces: list[Piece] = field(default_factory=list)
    stop: int | None = None
    cancelled: bool = False
    unmapped: bool = False
    reopened: int = 0
    state: TicketState = TicketState.ACTIVE

    @property
    def counted(self) -> list[Piece]:
        return self.pieces if self.stop is None else self.pieces[: self.stop]

    @property
    def running(self) -> bool:
        return self.stopped_at is None and bool(self.pieces) and self.pieces[-1].runs

    def halt(self, at: int) -> None:
        self.stopped_at, self.stop = at, len(self.pieces)

    def due(self, limit: int, at: int, calendar: Calendar) -> int | None:
        """When it has used `limit` seconds; None while nobody can say."""
        if self.started_at is None or self.unmapped:
            return None
        if limit == 0:
            return calendar.add(self.started_at, 0)
        used = 0
        for piece in self.counted:
            passed = calendar.elapsed(piece.starts_at, piece.ends_at) if piece.runs else 0
            if used + passed >= limit:
                return calendar.add(piece.starts_at, limit - used)
            used += passed
        if self.stopped_at is not None:
            return calendar.add(self.stopped_at, limit - used)
        return calendar.add(at, limit - used) if self.running else None

    def due_by_days(self, limit: int, calendar: Calendar) -> int | None:
        """The end of the last working day allowed; None while nobody can say."""
        if self.started_at is None or self.unmapped:
            return None
        used = used_since = 0
        since: int | None = None
        for piece in self.counted:
            if piece.ends_at == piece.starts_at:
                continue
            if not piece.runs:
                since = None
                continue
            if since is None:
                since, used_since = piece.starts_at, used
            used += calendar.days_between(piece.starts_at, piece.ends_at)
            if used > limit:
                return calendar.add_days(since, limit - used_since)
        if since is not None:
            return calendar.add_days(since, limit - used_since)
        return None if self.stopped_at is None else calendar.add_days(self.stopped_at, limit - used)


def follow(life: Life, terms: ClockTerms, calendar: Calendar, at: int) -> list[Cycle]:
    """Follow one ticket until `at`; return the cycles of its clock, the first one first."""
    walk = _Walk(terms, calendar, life.opened_at)
    moments = _moments(life, terms, at)
    for wait in terms.longest_wait:
        moments = _with_silent_holds(moments, wait, calendar, at)
    ends = [*(moment.at for moment in moments[1:]), max(at, moments[-1].at)]
    for moment, ends_at in zip(moments, ends, strict=True):
        walk.come_to(moment, ends_at)
    return walk.finished()


def _moments(life: Life, terms: ClockTerms, at: int) -> list[Moment]:
    values = {**terms.at_opening, **life.opened_with}
    moments = [Moment(life.opened_at, TicketState.ACTIVE, dict(values), is_opening=True)]
    had_value = {name for name, value in values.items() if value is not None}
    told = sorted((one for one in life.told if one.at <= at), key=lambda one: (one.at, one.sequence))
    state = TicketState.ACTIVE
    for (when, _), together in groupby(told, key=lambda one: (one.at, one.sequence)):
        before, said = dict(values), set()
        had_before = set(had_value)
        for one in together:
            state = state if one.state is None else one.state
            values[one.field] = one.value
            said.add(one.field)
            if one.value is not None:
                had_value.add(one.field)
        at_opening = when <= life.opened_at
        moment = Moment(
            max(when, life.opened_at), state, dict(values), said, before, had_before, is_opening=at_opening
        )
        moments.append(moment)
    return moments


def _with_silent_holds(moments: list[Moment], wait: LongestWait, calendar: Calendar, at: int) -> list[Moment]:
    waiting = {word.state for word in wait.waiting}
    found: list[Moment] = []
    position = 0
    for inside, group in groupby(moments, key=lambda moment: moment.state in waiting):
        stretch = list(group)
        position += len(stretch)
        over_at = moments[position].at if position < len(moments) else max(at, stretch[-1].at)
        until = _accepted_until(stretch[0].at, over_at, wait, calendar) if inside else None
        if until is not None:
            place = sum(moment.at <= until for moment in stretch)
            last = stretch[place - 1]
            stretch.insert(place, Moment(until, last.state, last.values, beyond=True))
            for moment in stretch:
                moment.beyond = moment.beyond or moment.at >= until
        found += stretch
    return found


def _accepted_until(began_at: int, over_at: int, wait: LongestWait, calendar: Calendar) -> int | None:
    time, days = wait.at_most.time, wait.at_most.working_days
    if time is not None:
        return calendar.add(began_at, time) if calendar.elapsed(began_at, over_at) > time else None
    assert days is not None
    return calendar.add_days(began_at, days) if calendar.days_between(began_at, over_at) > days else None


class _Walk:
    """The clock as it moves on."""

    def __init__(self, terms: ClockTerms, calendar: Calendar, opened_at: int) -> None:
        self.terms, self.calendar, self.opened_at = terms, calendar, opened_at
        self.cycles: list[Cycle] = []
        self.early: list[Piece] = []
        self.is_lost = False
        self.reopened = 0
        self.last: Moment | None = None

    def come_to(self, moment: Moment, ends_at: int) -> None:
        is_strange = self._looks_at_states and moment.state is TicketState.UNMAPPED
        is_start = not self.cycles
        if is_start and not self._start(moment, is_strange=is_strange):
            self.early.append(self._piece(moment, ends_at, is_stopped=False))
            self.last = moment
            return
        if not self.is_lost:
            self._move(moment, is_strange=is_strange, is_start=is_start)
        cycle = self.cycles[-1]
        cycle.pieces.append(self._piece(moment, ends_at, is_stopped=cycle.stopped_at is not None))
        cycle.cancelled, cycle.state = self._cancels(moment), moment.state
        cycle.unmapped = cycle.unmapped or is_strange
        cycle.reopened = self.reopened
        self.last = moment

    def finished(self) -> list[Cycle]:
        if self.cycles:
            return self.cycles
        assert self.last is not None
        return [Cycle(0, None, cancelled=self._cancels(self.last), state=self.last.state)]

    def _start(self, moment: Moment, *, is_strange: bool) -> bool:
        starts = self.terms.starts
        if starts is None:
            self.cycles.append(Cycle(0, moment.at))
            return True
        if not (moment.any_holds(starts.when) or is_strange):
            return False
        if starts.counts_from == "moment":
            self.cycles.append(Cycle(0, moment.at))
            return True
        for piece in self.early:
            piece.runs = piece.runs or starts.pauses_before == "ignored"
        self.cycles.append(Cycle(0, self.opened_at, pieces=self.early))
        return True

    def _move(self, moment: Moment, *, is_strange: bool, is_start: bool) -> None:
        cycle = self.cycles[-1]
        is_stopped = cycle.stopped_at is not None
        if is_strange or self._cancels(moment) or self._stops(moment):
            self.is_lost = is_strange
            if not is_stopped:
                cycle.halt(moment.at)
            return
        if is_stopped and (self._keeps(moment) or self.terms.reopening.rule is ReopenRule.NEVER):
            return
        if is_stopped:
            self._reopen(moment)
        if not is_start:
            self._events(moment, was_stopped=is_stopped)

    def _reopen(self, moment: Moment) -> None:
        cycle, reopening = self.cycles[-1], self.terms.reopening
        self.reopened += 1
        assert cycle.stopped_at is not None
        passed = self.calendar.days_between(cycle.stopped_at, moment.at)
        is_late = reopening.within_working_days is not None and passed > reopening.within_working_days
        renews = moment.any_happens(self.terms.renews_when)
        if is_late or reopening.rule is ReopenRule.NEW_CYCLE or renews:
            self.cycles.append(Cycle(cycle.number + 1, moment.at))
            return
        cycle.stopped_at = cycle.stop = None
        if reopening.rule is ReopenRule.RESET:
            self._reset(moment)

    def _events(self, moment: Moment, *, was_stopped: bool) -> None:
        terms, cycle = self.terms, self.cycles[-1]
        if moment.any_happens(terms.renews_when) and not was_stopped:
            cycle.halt(moment.at)
            self.cycles.append(Cycle(cycle.number + 1, moment.at))
        changed = moment.happens(ChangeCondition(field="priority", changes=True))
        restarts = changed and terms.priority_change is PriorityChange.RESTART
        if moment.any_happens(terms.resets_when) or restarts:
            self._reset(moment)
        if changed and terms.priority_change is PriorityChange.SINCE_OPENING:
            for piece in self.cycles[-1].pieces:
                piece.runs = piece.could_run

    def _reset(self, moment: Moment) -> None:
        self.cycles[-1].pieces = []
        self.cycles[-1].started_at = moment.at

    def _piece(self, moment: Moment, ends_at: int, *, is_stopped: bool) -> Piece:
        runs = self._runs(moment) and not is_stopped
        party = self._party(moment, is_stopped=is_stopped)
        return Piece(moment.at, ends_at, moment.state, runs, not is_stopped, party, moment.beyond)

    @property
    def _looks_at_states(self) -> bool:
        return bool(self.terms.runs_in or self.terms.stops_in or self.terms.cancels_in)

    def _cancels(self, moment: Moment) -> bool:
        named = {word.state for word in self.terms.cancels_in}
        return moment.state in named or moment.any_holds(self.terms.cancels_when)

    def _stops(self, moment: Moment) -> bool:
        named = {word.state for word in self.terms.stops_in}
        return moment.state in named or moment.any_holds(self.terms.stops_when)

    def _keeps(self, moment: Moment) -> bool:
        runs_in = {word.state for word in self.terms.runs_in}
        is_done = self._looks_at_states and moment.state in DONE and moment.state not in runs_in
        return is_done or bool(self.terms.runs_when and not moment.any_holds(self.terms.runs_when))

    def _runs(self, moment: Moment) -> bool:
        terms = self.terms
        in_state = not terms.runs_in or moment.state in {word.state for word in terms.runs_in}
        by_value = not terms.runs_when or moment.any_holds(terms.runs_when)
        pauses = moment.any_holds(terms.pauses_when) or self._stops(moment) or self._cancels(moment)
        is_strange = self._looks_at_states and moment.state is TicketState.UNMAPPED
        return (in_state or moment.beyond) and by_value and not pauses and not is_strange

    def _party(self, moment: Moment, *, is_stopped: bool) -> Party:
        named = {word.state: party for word, party in self.terms.waits_for.items()}
        after_work = named.get(TicketState.RESOLVED, Party.USER)
        if moment.state in DONE:
            return after_work
        if moment.state is not TicketState.ACTIVE and not moment.beyond:
            return named.get(moment.state, PARTY_OF_STATE.get(moment.state, Party.SUPPLIER))
        if is_stopped:
            return after_work
        pausing = [one.waits_for for one in self.terms.pauses_when if moment.holds(one)]
        return pausing[0] if pausing else Party.SUPPLIER
