"""Thresholds over several months: which are reached, and the months behind them (domain.md 5.3a, 8.5)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from evaluator.contract.contract import Contract
from evaluator.contract.triggers import (
    AnyTrigger,
    CapTrigger,
    IndicatorTrigger,
    LeadsTo,
    PointsOf,
    PointsTrigger,
    When,
)
from evaluator.core.money.chains import Chains, is_judged
from evaluator.core.money.credits import Cap
from evaluator.core.money.month import MonthMoney
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.core.periods import month_name_before


@dataclass(frozen=True)
class TriggerMonth:
    """One month that a threshold looks at: its points after doubling, and whether it counts towards it."""

    period: str
    points: int
    counts: bool


@dataclass(frozen=True)
class TriggerState:
    """How far a threshold is reached in one view: `reached` of `needed` points or months.

    `indicator` and `service` say of what, empty where it is about all. A threshold that nothing reaches has
    one state, that of what came nearest.
    """

    trigger: str
    view: str
    leads_to: LeadsTo
    indicator: str
    service: str
    is_open: bool
    reached: int
    needed: int
    months: tuple[TriggerMonth, ...]


def trigger_states(
    contract: Contract,
    outcomes: Sequence[Outcome],
    money: MonthMoney,
    past: Sequence[MonthMoney],
    chains: Chains,
) -> Iterator[TriggerState]:
    """Yield the states of every threshold of the contract, in each view: those reached, else the nearest.

    A threshold is open in every month at whose end it holds. Points are those after doubling, as published;
    months without published results give none, and end a run.
    """
    months = {one.period: one for one in (*past, money)}
    for view in dict.fromkeys(outcome.view for outcome in outcomes):
        own = [one for one in outcomes if one.view is view and one.scope.is_whole]
        for trigger in contract.triggers:
            states = list(_states(contract, trigger, view, own, money.period, months, chains))
            reached = [state for state in states if state.is_open]
            yield from reached or sorted(states, key=_distance)[:1]


def critical_and_open(states: Iterable[TriggerState]) -> tuple[str, ...]:
    """Return which thresholds with a right to terminate are open after agreed exclusions, each once."""
    return tuple(
        dict.fromkeys(
            state.trigger
            for state in states
            if state.is_open
            and state.leads_to is LeadsTo.RIGHT_TO_TERMINATE
            and state.view == View.AFTER_EXCLUSIONS
        )
    )


def _distance(state: TriggerState) -> tuple[int, str, str]:
    return state.needed - state.reached, state.indicator, state.service


def _states(
    contract: Contract,
    trigger: AnyTrigger,
    view: View,
    outcomes: Sequence[Outcome],
    month: str,
    months: Mapping[str, MonthMoney],
    chains: Chains,
) -> Iterator[TriggerState]:
    match trigger:
        case PointsTrigger():
            yield from _of_points(trigger, view, month, months)
        case CapTrigger():
            yield from _of_cap(trigger, view, month, months)
        case IndicatorTrigger():
            for outcome in outcomes:
                if not trigger.indicators or outcome.indicator in trigger.indicators:
                    yield _of_indicator(contract, trigger, outcome, chains)
        case _:
            assert_never(trigger)


def _of_points(
    trigger: PointsTrigger, view: View, month: str, months: Mapping[str, MonthMoney]
) -> Iterator[TriggerState]:
    names = [month_name_before(month, back) for back in range(trigger.months - 1, -1, -1)]
    known = [months[name] for name in names if name in months]
    services = list(dict.fromkeys(credit.service for one in known for credit in one.credits))
    once = trigger.of is PointsOf.INDICATORS
    for service in services if trigger.of is PointsOf.SERVICE else [""]:
        behind = tuple(_points_once(one, view) if once else _points_in(one, view, service) for one in known)
        total = sum(one.points for one in behind)
        yield _state(trigger, view, ("", service), total, trigger.points, behind)


def _points_in(money: MonthMoney, view: View, service: str) -> TriggerMonth:
    points = sum(one.points for one in money.credits_in(view) if service in {"", one.service})
    return TriggerMonth(money.period, points, points > 0)


def _points_once(money: MonthMoney, view: View) -> TriggerMonth:
    by_outcome = {(line.indicator, line.measured_on): line.points for line in money.lines_in(view)}
    points = sum(by_outcome.values())
    return TriggerMonth(money.period, points, points > 0)


def _of_cap(
    trigger: CapTrigger, view: View, month: str, months: Mapping[str, MonthMoney]
) -> Iterator[TriggerState]:
    cap = Cap(trigger.cap)
    services = dict.fromkeys(credit.service for credit in months[month].credits)
    for service in services if cap is Cap.SERVICE else [""]:
        behind: list[TriggerMonth] = []
        name = month
        while name in months and len(behind) < trigger.months:
            one = _cap_in(months[name], view, service, cap)
            behind.insert(0, one)
            if not one.counts:
                break
            name = month_name_before(name)
        reached = sum(one.counts for one in behind)
        yield _state(trigger, view, ("", service), reached, trigger.months, tuple(behind))


def _cap_in(money: MonthMoney, view: View, service: str, cap: Cap) -> TriggerMonth:
    own = [one for one in money.credits_in(view) if service in {"", one.service}]
    points = sum(one.points for one in own)
    return TriggerMonth(money.period, points, any(cap in one.reached for one in own))


def _of_indicator(
    contract: Contract, trigger: IndicatorTrigger, outcome: Outcome, chains: Chains
) -> TriggerState:
    bands = contract.indicator(outcome.indicator).bands
    lowest = max((band.points for band in bands), default=None)
    behind: list[TriggerMonth] = []
    for one in (outcome, *chains.before(outcome)):
        if len(behind) == trigger.of_periods:
            break
        if is_judged(one) or trigger.not_assessable_breaks_chain:
            counts = _counts(one, trigger, lowest)
            behind.insert(0, TriggerMonth(one.period, one.points_after_repeat, counts))
    reached = sum(one.counts for one in behind)
    subject = outcome.indicator, outcome.scope.service
    return _state(trigger, outcome.view, subject, reached, trigger.periods, tuple(behind))


def _counts(outcome: Outcome, trigger: IndicatorTrigger, lowest: int | None) -> bool:
    match trigger.when:
        case When.MISSED:
            return outcome.verdict is Verdict.MISSED
        case When.LOWEST_BAND:
            return lowest is not None and outcome.verdict is Verdict.MISSED and outcome.points >= lowest
        case When.POINTS:
            assert trigger.points is not None  # noqa: S101 - the contract's own check
            return outcome.points_after_repeat >= trigger.points
        case _:
            assert_never(trigger.when)


def _state(
    trigger: AnyTrigger,
    view: View,
    subject: tuple[str, str],
    reached: int,
    needed: int,
    months: tuple[TriggerMonth, ...],
) -> TriggerState:
    return TriggerState(
        trigger=trigger.id,
        view=view.value,
        leads_to=trigger.leads_to,
        indicator=subject[0],
        service=subject[1],
        is_open=reached >= needed,
        reached=reached,
        needed=needed,
        months=months,
    )
