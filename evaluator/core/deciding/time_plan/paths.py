"""Holding a plan against deadlines: how likely in time, how late, from when on safely."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from evaluator.contract.parts import Label
from evaluator.core.deciding.time_plan.findings import (
    Deadline,
    Feasibility,
    Lateness,
    Lever,
    LeverKind,
    PathTime,
    StageTime,
)
from evaluator.core.deciding.time_plan.futures import Chance, Futures, base_future, draw
from evaluator.core.deciding.time_plan.horizon import Days
from evaluator.core.deciding.time_plan.latest_start import latest_days, latest_start, safe_start
from evaluator.core.deciding.time_plan.plan import Plan
from evaluator.core.deciding.time_plan.running import Runs, criticality, run

EARLY, MIDDLE, LATE = Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)
NEARLY_SURE = Fraction(19, 20)


@dataclass(frozen=True)
class Asked:
    """What the plan is asked: when what is left begins, how sure to be, and what counts as out of reach."""

    start: date
    certainty: Fraction
    impossible_below: Fraction
    chance: Chance


@dataclass(frozen=True)
class StageWords:
    """What people call a stage, and which units it moves."""

    label: Label
    units: tuple[str, ...]


def hold_against(
    plan: Plan,
    deadline: Deadline,
    asked: Asked,
    words: Mapping[str, StageWords],
    path: tuple[str, Label | None],
) -> PathTime:
    """Return how `plan`, called `path`, stands to `deadline`."""
    futures = draw(plan, asked.chance)
    horizon, last = plan.horizon, plan.horizon.number(deadline.day)
    runs = run(plan, futures, horizon.number(asked.start))
    probability = Fraction(int(np.count_nonzero(runs.done <= last + 1)), futures.count)
    base = None if plan.is_done else latest_start(plan, base_future(plan), last, 1)
    safe = safe_start(plan, futures, last, asked.certainty)
    days = [
        None if one is None or plan.is_done else horizon.day(one)
        for one in (base, safe.day, safe.earliest, safe.latest)
    ]
    return PathTime(
        id=path[0],
        label=path[1],
        deadline=deadline,
        base_start=days[0],
        safe_start=days[1],
        safe_earliest=days[2],
        safe_latest=days[3],
        probability=probability,
        feasibility=feasibility(probability, asked),
        lateness=tuple(
            Lateness(share, max(last_day_of(runs.done, share) - last, 0))
            for share in sorted({MIDDLE, asked.certainty, NEARLY_SURE})
        ),
        stages=_stages(plan, runs, last, words),
        is_done=plan.is_done,
    )


def feasibility(probability: Fraction, asked: Asked) -> Feasibility:
    """Return what a probability to be in time means: the certainty chosen, nearly none, or between."""
    if probability >= asked.certainty:
        return Feasibility.FEASIBLE
    return Feasibility.NOT_FEASIBLE if probability < asked.impossible_below else Feasibility.UNCERTAIN


def last_day_of(after: Days, share: Fraction) -> int:
    """Return the number of the last day by which `share` of futures are done; `after` are days after it."""
    place = max(math.ceil(share * len(after)), 1) - 1
    return int(np.partition(after, place)[place]) - 1


def _stages(plan: Plan, runs: Runs, deadline: int, words: Mapping[str, StageWords]) -> tuple[StageTime, ...]:
    backward = {one.stage: one for one in latest_days(plan, deadline)}
    critical = criticality(plan, runs)
    count, day = len(runs.done), plan.horizon.day
    found = []
    for stage in plan.stages:
        latest = backward.get(stage.id)
        early, middle, late = (last_day_of(runs.ends[stage.id], one) for one in (EARLY, MIDDLE, LATE))
        found.append(
            StageTime(
                id=stage.id,
                label=words[stage.id].label,
                units=words[stage.id].units,
                latest_first=None if latest is None else day(latest.begins),
                latest_last=None if latest is None else day(latest.ends),
                early=day(early),
                middle=day(middle),
                late=day(late),
                critical=Fraction(critical[stage.id], count),
                done_on=None if stage.done_before is None else day(stage.done_before - 1),
            )
        )
    return tuple(found)


def done_days(plan: Plan, asked: Asked) -> tuple[date, ...]:
    """Return the last day of the whole plan at every hundredth of the futures, from the first to the last."""
    runs = run(plan, draw(plan, asked.chance), plan.horizon.number(asked.start))
    return tuple(plan.horizon.day(last_day_of(runs.done, Fraction(one, 100))) for one in range(101))


def pull_levers(
    plan: Plan, deadline: Deadline, asked: Asked, words: Mapping[str, StageWords]
) -> tuple[Lever, ...]:
    """Return how the latest safe start for `deadline` moves when one thing is certain."""
    last, futures = plan.horizon.number(deadline.day), draw(plan, asked.chance)
    needed = math.ceil(asked.certainty * asked.chance.draws)

    def start_of(changed: Plan, these: Futures) -> date | None:
        number = latest_start(changed, these, last, needed)
        return None if number is None else plan.horizon.day(number)

    found = [Lever(LeverKind.AS_PLANNED, start_of(plan, futures))]
    for kind, changed in _happenings(plan):
        found.append(Lever(kind, start_of(changed, draw(changed, asked.chance))))
    for stage in plan.stages:
        lasting = stage.lasting
        if stage.done_before is None and lasting.low < lasting.high:
            ends = ((LeverKind.STAGE_SHORT, lasting.low), (LeverKind.STAGE_LONG, lasting.high))
            for kind, days in ends:
                changed = plan.with_lasting(stage.id, lasting.always(days))
                always = Futures(
                    {**futures.lasting, stage.id: np.full(futures.count, days, dtype=np.int64)},
                    futures.delays,
                    futures.count,
                )
                found.append(Lever(kind, start_of(changed, always), words[stage.id].label))
    return tuple(found)


def _happenings(plan: Plan) -> list[tuple[LeverKind, Plan]]:
    never, always = Fraction(0), Fraction(1)
    found = []
    if plan.appeal is not None:
        found.append((LeverKind.NEVER_APPEALED, plan.with_appeal(never)))
        found.append((LeverKind.ALWAYS_APPEALED, plan.with_appeal(always)))
    if plan.cancellation is not None:
        found.append((LeverKind.NEVER_CANCELLED, plan.with_cancellation(never)))
        found.append((LeverKind.ALWAYS_CANCELLED, plan.with_cancellation(always)))
    return found
