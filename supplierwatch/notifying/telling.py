"""The rules of telling people of alerts; pure: signals, states, time and rules in, what follows out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import Severity
from supplierwatch.notifying.states import (
    OF_A_MONTH,
    OF_AN_EVALUATION,
    ONLY_WARNS,
    URGENCY,
    AlertState,
    Event,
    Notice,
    TellingRules,
)

Told = list[tuple[str, Event, AlertState]]
"""Destination, why, and what."""


@dataclass(frozen=True)
class Moment:
    """When it is, and what is known then.

    `is_quiet`: only the severity page is told. `is_stale`: results are too old to say that anything began
    or ended. `months` are those results are shown of; what was about another is no longer followed.
    """

    now: int
    is_quiet: bool = False
    is_stale: bool = False
    months: Collection[str] = ()


@dataclass(frozen=True)
class Step:
    """What follows: the states that go on, and what is told, one notice for each destination."""

    states: tuple[AlertState, ...]
    notices: tuple[Notice, ...]


def step(
    signals: Iterable[Signal], states: Iterable[AlertState], moment: Moment, rules: TellingRules
) -> Step:
    """Return what becomes of `states` now that `signals` are there, and what people are told.

    Nothing is told without a signal, and the same signals again tell nothing new until it is time to repeat
    or escalate; an end is told once, to those who were told of the matter. The order of signals and states
    does not matter.
    """
    seen = observe(signals, {one.key: one for one in states}, moment, rules)
    return _tell(seen, moment, rules)


def observe(
    signals: Iterable[Signal], states: Mapping[str, AlertState], moment: Moment, rules: TellingRules
) -> list[AlertState]:
    """Return the states after what was seen and what was not, in the order of their keys; nothing is told."""
    found = _one_of_each(signals)
    observed = [_observe(found.get(key), states.get(key), moment, rules) for key in {*states, *found}]
    return sorted((one for one in observed if one is not None), key=lambda one: one.key)


def _one_of_each(signals: Iterable[Signal]) -> dict[str, Signal]:
    """The most urgent signal of each matter."""
    ordered = sorted(signals, key=lambda one: (one.key, URGENCY[one.severity], one.stage))
    return {one.key: one for one in ordered}


def _observe(
    signal: Signal | None, state: AlertState | None, moment: Moment, rules: TellingRules
) -> AlertState | None:
    kind = state.kind if signal is None and state is not None else signal.kind if signal is not None else None
    if moment.is_stale and kind in OF_AN_EVALUATION:
        return state
    if signal is not None:
        return _begun(signal, moment.now) if state is None else _gone_on(signal, state, moment.now)
    return None if state is None else _missing(state, moment, rules)


def _begun(signal: Signal, now: int) -> AlertState:
    return AlertState(
        key=signal.key,
        kind=signal.kind,
        severity=signal.severity,
        indicator=signal.indicator,
        service=signal.service,
        subject=signal.subject,
        month=signal.month,
        stage=signal.stage,
        raised_at=now,
        last_seen_at=now,
    )


def _gone_on(signal: Signal, state: AlertState, now: int) -> AlertState:
    """The state of a matter that lasts; one that grew more urgent is told anew, from the first level."""
    grew = URGENCY[signal.severity] > URGENCY[state.severity] or signal.stage > state.stage
    seen = replace(
        state,
        severity=signal.severity,
        month=signal.month,
        stage=signal.stage,
        last_seen_at=now,
        recovered_at=None,
    )
    if not grew:
        return seen
    return replace(seen, level=0, escalated_at=None, acknowledged_at=None, acknowledged_by="")


def _missing(state: AlertState, moment: Moment, rules: TellingRules) -> AlertState | None:
    """The state of a matter that is not there; None where there is nobody left to tell that it ended."""
    if state.recovered_at is not None:
        return state
    if moment.now - state.last_seen_at < rules.ends_after:
        return state
    is_past = state.kind in OF_A_MONTH and state.month not in moment.months
    is_silent = is_past or state.kind in ONLY_WARNS or not state.told
    return None if is_silent else replace(state, recovered_at=moment.now)


def _tell(states: list[AlertState], moment: Moment, rules: TellingRules) -> Step:
    """What is due is told; what is held back stays as it is, and is due again at the next step."""
    free = {one.key for one in states if _may_tell(one, states, moment, rules)}
    starts = _begin_now([one for one in states if one.key in free], moment, rules)
    kept: list[AlertState] = []
    told: Told = []
    for state in states:
        event = _event(state, state.key in starts, moment, rules) if state.key in free else None
        to = set() if event is None else _destinations(state, event, rules)
        told += [(destination, event, state) for destination in to if event is not None]
        if event is not Event.ENDED:
            kept.append(state if event is None else _after(state, event, to, moment.now))
    return Step(tuple(kept), _notices(told))


def _may_tell(state: AlertState, states: list[AlertState], moment: Moment, rules: TellingRules) -> bool:
    """Whether a matter may be told now: a page always, others outside quiet time and not too often."""
    if state.severity is Severity.PAGE:
        return True
    last = max((one.told_at for one in states if one.told_at is not None), default=None)
    return not moment.is_quiet and (last is None or moment.now - last >= rules.group_interval)


def _begin_now(states: list[AlertState], moment: Moment, rules: TellingRules) -> set[str]:
    """The new matters that are told now: all of them together, once one has waited long enough."""
    new = [
        one
        for one in states
        if one.needs_telling and one.last_seen_at == moment.now and rules.levels_of(one.severity)
    ]
    is_due = any(one.told or moment.now - one.raised_at >= rules.group_wait for one in new)
    return {one.key for one in new} if is_due else set()


def _event(state: AlertState, starts: bool, moment: Moment, rules: TellingRules) -> Event | None:  # noqa: FBT001 - one of four facts
    """Why a matter is told now; None where it is not."""
    if state.recovered_at is not None:
        return Event.ENDED
    if starts:
        return Event.WORSENED if state.told else Event.RAISED
    if state.level == 0 or state.acknowledged_at is not None or state.last_seen_at != moment.now:
        return None
    if state.level < len(rules.levels_of(state.severity)) and _passed(
        state.escalated_at, rules.escalate_after, moment.now
    ):
        return Event.ESCALATED
    is_again = rules.repeat_after > 0 and _passed(state.told_at, rules.repeat_after, moment.now)
    return Event.REPEATED if is_again else None


def _passed(since: int | None, seconds: int, now: int) -> bool:
    return since is not None and now - since >= seconds


def _destinations(state: AlertState, event: Event, rules: TellingRules) -> set[str]:
    levels = rules.levels_of(state.severity)
    if event is Event.ENDED:
        return set(state.told)
    if event is Event.ESCALATED:
        return set(levels[state.level])
    reached = levels[: max(state.level, 1)]
    return {one for level in reached for one in level} | set(state.told)


def _after(state: AlertState, event: Event, to: set[str], now: int) -> AlertState:
    told = replace(state, told=state.told | to, told_at=now)
    if event is Event.REPEATED:
        return told
    return replace(told, level=state.level + 1, escalated_at=now)


def _notices(told: Told) -> tuple[Notice, ...]:
    """One notice for each destination, most urgent first."""
    places = {event: place for place, event in enumerate(Event)}
    ordered = sorted(told, key=lambda one: (-URGENCY[one[2].severity], places[one[1]], one[2].key))
    destinations = sorted({destination for destination, _, _ in told})
    return tuple(
        Notice(name, tuple((event, state) for destination, event, state in ordered if destination == name))
        for name in destinations
    )
