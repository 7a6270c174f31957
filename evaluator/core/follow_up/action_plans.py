"""Action plans against what was measured: which are required, overdue, said to be done, and recovered.

The figure closes a plan, never a claim (design rule 6: what people say never changes what is measured).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.decisions.action_plans import ActionPlan, PlanStep


class PlanState(StrEnum):
    """How a plan stands.

    `reported_done`: somebody says it is done, and the figure has not recovered. `recovered`: the measured
    figure met its target for as long as it must, whether anyone reported it or not.
    """

    OPEN = "open"
    REPORTED_DONE = "reported_done"
    RECOVERED = "recovered"


@dataclass(frozen=True, order=True)
class Matter:
    """What a plan is about: one indicator, on one service (empty: on all together).

    Of a threshold over all indicators together the indicator is empty.
    """

    indicator: str
    service: str


@dataclass(frozen=True)
class Requirement:
    """That the contract requires a plan: by which trigger, set off in which month, by the misses of which."""

    matter: Matter
    trigger: str
    period: str
    months: tuple[str, ...]


@dataclass(frozen=True)
class PlanStatus:
    """One plan as it stands on a day.

    `judged` are the outcomes after the month it was opened for, oldest first; `met_running` counts the last
    of them that met the target without a miss between, of `needed`. `recovered_in` is the month that
    closed it. `overdue_steps` and `is_overdue` are those past their day, while the plan is not closed.
    """

    plan: ActionPlan
    state: PlanState
    judged: tuple[Outcome, ...]
    met_running: int
    needed: int
    recovered_in: str | None
    is_overdue: bool
    overdue_steps: tuple[PlanStep, ...]


@dataclass(frozen=True)
class MissingPlan:
    """A plan that the contract requires and nobody made.

    `since` is the first month that asked for it and `latest` the last. `after` names the plan that was closed
    before the figure fell back, if there was one.
    """

    matter: Matter
    triggers: tuple[str, ...]
    since: str
    latest: str
    after: str | None


@dataclass(frozen=True)
class PlansFollowed:
    """All plans of a watch on a day, and those that are missing."""

    plans: tuple[PlanStatus, ...]
    missing: tuple[MissingPlan, ...]


def follow_plans(
    plans: Sequence[ActionPlan],
    requirements: Iterable[Requirement],
    outcomes: Iterable[Outcome],
    recovered_after: int | None,
    today: date,
) -> PlansFollowed:
    """Return how `plans` stand on the day `today`, and which required ones are missing.

    `outcomes` are published ones of whole scopes, in any view and order. `recovered_after` is the contract's
    number of judged periods (None: it says nothing, so that each plan says it). Raises ValueError for a plan
    of which neither says it.
    """
    judged = _judged(outcomes)
    statuses = tuple(_status(plan, judged, recovered_after, today) for plan in plans)
    return PlansFollowed(statuses, tuple(_missing(requirements, statuses, judged, recovered_after)))


Judged = Mapping[Matter, Sequence[Outcome]]


def matter_of(outcome: Outcome) -> Matter:
    """Return what a plan about `outcome` is about."""
    return Matter(outcome.indicator, outcome.scope.service)


def _judged(outcomes: Iterable[Outcome]) -> dict[Matter, list[Outcome]]:
    """The outcomes that count after exclusions, by what they are about, oldest first."""
    found: dict[Matter, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda one: one.period):
        if outcome.scope.is_whole and outcome.view is View.AFTER_EXCLUSIONS:
            found.setdefault(matter_of(outcome), []).append(outcome)
    return found


def _status(plan: ActionPlan, judged: Judged, recovered_after: int | None, today: date) -> PlanStatus:
    needed = plan.recovered_after if plan.recovered_after is not None else recovered_after
    if needed is None:
        raise ValueError(f"{plan.id}: neither the plan nor the contract says when the figure has recovered")
    after = _after(judged.get(Matter(plan.indicator, plan.service or ""), ()), plan.opened_for)
    recovered_in, running = _recovery(after, needed)
    is_closed = recovered_in is not None
    late = () if is_closed else tuple(s for s in plan.steps if s.done_on is None and s.due < today)
    return PlanStatus(
        plan=plan,
        state=_state(plan, is_closed=is_closed),
        judged=tuple(after),
        met_running=running,
        needed=needed,
        recovered_in=recovered_in,
        is_overdue=not is_closed and plan.due < today,
        overdue_steps=late,
    )


def _state(plan: ActionPlan, *, is_closed: bool) -> PlanState:
    if is_closed:
        return PlanState.RECOVERED
    return PlanState.OPEN if plan.closed_claimed_on is None else PlanState.REPORTED_DONE


def _after(outcomes: Sequence[Outcome], period: str) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.period > period]


def _recovery(outcomes: Sequence[Outcome], needed: int) -> tuple[str | None, int]:
    """The first month in which `needed` judged periods in a row were met, and how many are so far.

    What cannot be judged counts neither way. After the recovery nothing counts: what comes then is a matter
    of its own.
    """
    running = 0
    for outcome in outcomes:
        if outcome.verdict is Verdict.MISSED:
            running = 0
        elif outcome.verdict is Verdict.MET:
            running += 1
            if running == needed:
                return outcome.period, running
    return None, running


def _missing(
    requirements: Iterable[Requirement],
    statuses: Sequence[PlanStatus],
    judged: Judged,
    recovered_after: int | None,
) -> Iterable[MissingPlan]:
    """The requirements no plan answers and whose figure has not recovered by itself, by what they are about.

    A plan answers what was set off until the month that closed it; a figure that falls back later requires
    another.
    """
    in_order = sorted(requirements, key=lambda one: (one.matter, one.period, one.trigger))
    for matter, group in groupby(in_order, key=lambda one: one.matter):
        outcomes = judged.get(matter, ())
        unanswered = [
            one
            for one in group
            if not any(_answers(status, one) for status in statuses)
            and not _recovered_alone(outcomes, one.period, recovered_after)
        ]
        if unanswered:
            first = unanswered[0]
            yield MissingPlan(
                matter=matter,
                triggers=tuple(sorted({one.trigger for one in unanswered})),
                since=first.period,
                latest=unanswered[-1].period,
                after=_closed_before(statuses, first),
            )


def _answers(status: PlanStatus, requirement: Requirement) -> bool:
    is_open_then = status.recovered_in is None or status.recovered_in >= requirement.period
    return is_open_then and _is_about(status.plan, requirement)


def _is_about(plan: ActionPlan, requirement: Requirement) -> bool:
    """Whether a plan is about what requires it; what is about no single indicator names its trigger."""
    if not requirement.matter.indicator:
        return plan.trigger == requirement.trigger
    return Matter(plan.indicator, plan.service or "") == requirement.matter


def _recovered_alone(outcomes: Sequence[Outcome], period: str, recovered_after: int | None) -> bool:
    if recovered_after is None:
        return False
    recovered_in, _ = _recovery(_after(outcomes, period), recovered_after)
    return recovered_in is not None


def _closed_before(statuses: Iterable[PlanStatus], requirement: Requirement) -> str | None:
    """The plan about the same whose figure recovered last before what requires another."""
    closed = [
        (status.recovered_in, status.plan.id)
        for status in statuses
        if status.recovered_in is not None
        and status.recovered_in < requirement.period
        and _is_about(status.plan, requirement)
    ]
    return max(closed)[1] if closed else None
