"""A plan ready to be reckoned with: its stages in order, and what may happen on the way."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from evaluator.core.deciding.time_plan.graph import in_order, only
from evaluator.core.deciding.time_plan.horizon import Horizon
from evaluator.core.deciding.time_plan.passage import Passage


@dataclass(frozen=True)
class Lasting:
    """Whole days that something takes: at least, most likely, at most."""

    low: int
    likely: int
    high: int

    def always(self, days: int) -> "Lasting":
        """Return that it takes `days`, whatever happens."""
        return Lasting(days, days, days)


NO_TIME = Lasting(0, 0, 0)


@dataclass(frozen=True, eq=False)
class Stage:
    """A stage; `done_before` is the number of the first day after it where it is done."""

    id: str
    after: tuple[str, ...]
    lasting: Lasting
    passage: Passage
    done_before: int | None = None


@dataclass(frozen=True)
class Appeal:
    """An appeal after a stage: how likely, how long, how likely the next court, and the base plan's days."""

    after: str
    probability: Fraction
    first_instance: Lasting
    goes_on: Fraction
    second_instance: Lasting
    planned: int


@dataclass(frozen=True)
class Cancellation:
    """A cancellation that shows at the end of a stage, and what beginning again takes."""

    after: str
    probability: Fraction
    delay: Lasting


@dataclass(frozen=True, eq=False)
class Plan:
    """Stages, each after those it waits for, on a horizon of days."""

    horizon: Horizon
    stages: tuple[Stage, ...]
    appeal: Appeal | None = None
    cancellation: Cancellation | None = None
    successors: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        after = {one.id: one.after for one in self.stages}
        order = in_order(after)
        by_id = {one.id: one for one in self.stages}
        object.__setattr__(self, "stages", tuple(by_id[name] for name in order))
        following = {name: tuple(one for one in order if name in after[one]) for name in order}
        object.__setattr__(self, "successors", following)

    @property
    def is_done(self) -> bool:
        """Whether no stage is left to do."""
        return all(one.done_before is not None for one in self.stages)

    def part(
        self, wanted: Collection[str], lasting: Mapping[str, Lasting], *, appeal: bool, cancellation: bool
    ) -> "Plan":
        """Return the plan of `wanted` stages alone, some with another time, with or without what may happen.

        What may happen after a stage that is left out does not happen.
        """
        after = only({one.id: one.after for one in self.stages}, wanted)
        stages = tuple(
            replace(one, after=after[one.id], lasting=lasting.get(one.id, one.lasting))
            for one in self.stages
            if one.id in after
        )
        return Plan(
            self.horizon,
            stages,
            self.appeal if appeal and self.appeal is not None and self.appeal.after in after else None,
            self.cancellation
            if cancellation and self.cancellation is not None and self.cancellation.after in after
            else None,
        )

    def with_lasting(self, stage: str, lasting: Lasting) -> "Plan":
        """Return the plan in which one stage takes another time."""
        stages = tuple(replace(one, lasting=lasting) if one.id == stage else one for one in self.stages)
        return Plan(self.horizon, stages, self.appeal, self.cancellation)

    def with_appeal(self, probability: Fraction) -> "Plan":
        """Return the plan in which an appeal is as likely as `probability`; ValueError where it has none."""
        if self.appeal is None:
            raise ValueError("this plan has no appeal")
        return Plan(
            self.horizon, self.stages, replace(self.appeal, probability=probability), self.cancellation
        )

    def with_cancellation(self, probability: Fraction) -> "Plan":
        """Return the plan with another probability of a cancellation; ValueError where it has none."""
        if self.cancellation is None:
            raise ValueError("this plan has no cancellation")
        return Plan(
            self.horizon, self.stages, self.appeal, replace(self.cancellation, probability=probability)
        )
