"""The latest start from which a plan is done in time, surely enough."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from evaluator.core.deciding.time_plan.futures import Futures, base_future
from evaluator.core.deciding.time_plan.plan import Plan, Stage
from evaluator.core.deciding.time_plan.running import run

_TWO_SIDED_95 = 1.96


def in_time(plan: Plan, futures: Futures, start: int, deadline: int) -> int:
    """Return in how many futures the plan is done by the end of day `deadline` when it begins on `start`."""
    return int(np.count_nonzero(run(plan, futures, start).done <= deadline + 1))


def latest_start(plan: Plan, futures: Futures, deadline: int, needed: int) -> int | None:
    """Return the last day to begin on so that at least `needed` futures are done in time.

    None where no day of the horizon is early enough. No stage ends earlier for a later start, so neither does
    the plan, and halving finds the last day exactly.
    """
    if in_time(plan, futures, 0, deadline) < needed:
        return None
    early, late = 0, min(deadline + 2, plan.horizon.count)
    while late - early > 1:
        middle = (early + late) // 2
        if in_time(plan, futures, middle, deadline) >= needed:
            early = middle
        else:
            late = middle
    return early


@dataclass(frozen=True)
class SafeStart:
    """The latest safe start, and between which days it lies for the number of futures drawn (95 %)."""

    day: int | None
    earliest: int | None
    latest: int | None


def safe_start(plan: Plan, futures: Futures, deadline: int, certainty: Fraction) -> SafeStart:
    """Return the latest start from which the plan is done by `deadline` with `certainty`."""
    spread = _TWO_SIDED_95 * math.sqrt(float(certainty * (1 - certainty)) * futures.count)
    needed = math.ceil(certainty * futures.count)
    more, fewer = min(needed + math.ceil(spread), futures.count), max(needed - math.ceil(spread), 1)
    day, earliest, latest = (
        latest_start(plan, futures, deadline, number) for number in (needed, more, fewer)
    )
    return SafeStart(day, earliest, latest)


@dataclass(frozen=True)
class LatestDays:
    """The last day to begin one stage of the base plan, and the day it ends on then (numbers)."""

    stage: str
    begins: int
    ends: int


def latest_days(plan: Plan, deadline: int) -> tuple[LatestDays, ...]:
    """Return the base plan backward from `deadline`; of no stage where it cannot be done at all.

    Each stage ends in time for the latest start of all that follow, with the planned time for an appeal
    between. Stages that are done have no latest days.
    """
    future = base_future(plan)
    if in_time(plan, future, 0, deadline) == 0:
        return ()
    begins: dict[str, int] = {}
    found: list[LatestDays] = []
    for stage in reversed(plan.stages):
        if stage.done_before is not None:
            continue
        limits = [begins[name] for name in plan.successors[stage.id]]
        delay = int(future.delays[stage.id][0]) if stage.id in future.delays else 0
        free_by = min([*limits, deadline + 1]) - delay
        begin = _latest_begin(stage, int(future.lasting[stage.id][0]), free_by, plan.horizon.count)
        ends = stage.passage(np.array([begin]), future.lasting[stage.id])
        begins[stage.id] = begin
        found.append(LatestDays(stage.id, begin, int(ends[0]) - 1))
    return tuple(reversed(found))


def _latest_begin(stage: Stage, lasting: int, free_by: int, count: int) -> int:
    days = np.arange(count, dtype=np.int64)
    ends = stage.passage(days, np.full(count, lasting, dtype=np.int64))
    return int(np.count_nonzero(ends <= free_by)) - 1
