"""How far milestones are, by what was counted and by their plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from evaluator.decisions.handover import Milestone, PlannedCount


class MilestoneState(StrEnum):
    """How a milestone stands; without a plan nobody can say that it is behind."""

    REACHED = "reached"
    ON_PLAN = "on_plan"
    BEHIND = "behind"
    UNDER_WAY = "under_way"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True, order=True)
class Count:
    """Done of all, as counted at the end of a day; `source` is the list or the query that shows it."""

    day: date
    done: int
    of: int
    source: str = ""

    @property
    def share(self) -> Fraction:
        """The share that is done."""
        return Fraction(self.done, self.of)


@dataclass(frozen=True)
class MilestoneStanding:
    """A milestone on a day: the last count up to it, what the plan wanted by then, and how it stands.

    `planned` is None where there is no plan; `reached_on` is the first day counted at or above the target.
    """

    milestone: Milestone
    counts: tuple[Count, ...]
    planned: Fraction | None
    state: MilestoneState
    reached_on: date | None

    @property
    def last(self) -> Count | None:
        """The last count."""
        return self.counts[-1] if self.counts else None


def judge_milestone(milestone: Milestone, counts: Sequence[Count], today: date) -> MilestoneStanding:
    """Return how `milestone` stands at the end of `today`, by the counts up to then.

    Counts written in the file are taken where none was collected. A milestone that fell back below its target
    is reached no longer.
    """
    told = counts or [Count(one.day, one.done, one.of, one.evidence) for one in milestone.counted]
    known = tuple(sorted(one for one in told if one.day <= today))
    planned = planned_by(milestone.plan, today)
    if not known:
        return MilestoneStanding(milestone, (), planned, MilestoneState.NOT_COUNTED, None)
    last = known[-1]
    if last.share >= milestone.target:
        return MilestoneStanding(milestone, known, planned, MilestoneState.REACHED, _since(milestone, known))
    state = MilestoneState.UNDER_WAY
    if planned is not None:
        state = MilestoneState.BEHIND if last.done < planned else MilestoneState.ON_PLAN
    return MilestoneStanding(milestone, known, planned, state, None)


def planned_by(plan: Sequence[PlannedCount], day: date) -> Fraction | None:
    """Return how much is to be done by the end of `day`, in even steps between the days of the plan.

    0 before its first day, the last count after its last; None without a plan.
    """
    if not plan:
        return None
    if day < plan[0].day:
        return Fraction(0)
    for one, later in pairwise(plan):
        if one.day <= day < later.day:
            part = Fraction((day - one.day).days, (later.day - one.day).days)
            return one.done + part * (later.done - one.done)
    return Fraction(plan[-1].done)


def _since(milestone: Milestone, counts: Sequence[Count]) -> date:
    """The first day of the last unbroken time at or above the target."""
    since = counts[-1].day
    for one in reversed(counts):
        if one.share < milestone.target:
            break
        since = one.day
    return since
