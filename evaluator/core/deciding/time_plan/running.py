"""Running a plan from a start in every future at once, and what of it decided when it was done."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evaluator.core.deciding.time_plan.futures import Futures
from evaluator.core.deciding.time_plan.horizon import Days
from evaluator.core.deciding.time_plan.plan import Plan, Stage


@dataclass(frozen=True, eq=False)
class Runs:
    """Of each stage the first days, and the first days after it; `freed` is when the next ones may begin.

    `freed` is later than `ends` where something happened after the stage. `done` is the first day after all.
    """

    starts: Mapping[str, Days]
    ends: Mapping[str, Days]
    freed: Mapping[str, Days]
    done: Days


def run(plan: Plan, futures: Futures, start: int) -> Runs:
    """Return how `plan` goes in each future when what is left of it begins on day `start`."""
    count = plan.horizon.count
    starts: dict[str, Days] = {}
    ends: dict[str, Days] = {}
    freed: dict[str, Days] = {}
    begin = np.full(futures.count, start, dtype=np.int64)
    for stage in plan.stages:
        before = [freed[name] for name in stage.after]
        starts[stage.id] = _begin_of(stage, before, begin)
        ends[stage.id] = (
            stage.passage(starts[stage.id], futures.lasting[stage.id])
            if stage.done_before is None
            else np.full(futures.count, stage.done_before, dtype=np.int64)
        )
        freed[stage.id] = np.minimum(ends[stage.id] + _delay(plan, stage, futures), count)
    done: Days = np.maximum.reduce([*freed.values()])
    return Runs(starts, ends, freed, done)


def _begin_of(stage: Stage, before: list[Days], begin: Days) -> Days:
    if stage.done_before is not None:
        return np.full(len(begin), stage.done_before, dtype=np.int64)
    latest: Days = np.maximum.reduce([begin, *before])
    return latest


def _delay(plan: Plan, stage: Stage, futures: Futures) -> Days | int:
    """What happens after a stage is over once one that follows it is done."""
    following = {one.id: one.done_before for one in plan.stages}
    if any(following[name] is not None for name in plan.successors[stage.id]):
        return 0
    return futures.delays.get(stage.id, 0)


def criticality(plan: Plan, runs: Runs) -> dict[str, int]:
    """Return of each stage in how many futures it lay on a longest path: later there, later done."""
    found: dict[str, Days] = {}
    for stage in reversed(plan.stages):
        is_last = runs.freed[stage.id] == runs.done
        for name in plan.successors[stage.id]:
            is_last = is_last | ((runs.starts[name] == runs.freed[stage.id]) & (found[name] > 0))
        open_to_change = stage.done_before is None
        found[stage.id] = (is_last & open_to_change).astype(np.int64)
    return {stage.id: int(found[stage.id].sum()) for stage in plan.stages}
