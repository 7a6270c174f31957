"""The stages from needs analysis to the last unit moved, how long each takes, and what may delay it."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from pydantic import Field, model_validator

from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.decisions.time_plan_calendars import PlanCalendarTerms
from evaluator.decisions.time_plan_defaults import default_appeal, default_cancellation, default_stages
from evaluator.decisions.time_plan_parts import DurationTerms, Source
from evaluator.decisions.time_plan_stages import AppealTerms, CancellationTerms, StageTerms

EXPIRY = "expiry"
"""The deadline that the contract's last day is, with the options used so far."""


class AlternativePath(Terms):
    """What one alternative needs of the stages, and by when they must be done.

    `by` is `expiry` (the contract's last day with the options used so far), `OPTION.expiry` (the day to which
    an option prolongs) or `OPTION.notice` (by when its notice must be received).
    """

    id: Name
    label: Label
    by: Name = Field(description="expiry, OPTION.expiry or OPTION.notice", examples=["option2.notice"])
    stages: tuple[Name, ...] = Field(default=(), description="ids of the stages it needs; empty: all")
    durations: dict[Name, DurationTerms] = Field(
        default_factory=dict, description="stages that take another time in this alternative"
    )
    has_appeal: bool = True
    has_cancellation: bool = True


class TimePlanFile(Terms):
    """The file `time_plan.yaml`; what it leaves out has sourced defaults."""

    seed: int = Field(default=1, ge=0, description="of the simulation: the same seed gives the same figures")
    draws: int = Field(default=10_000, ge=1_000, le=1_000_000)
    certainty: Quantity = Field(
        default=Fraction(4, 5), gt=0, lt=1, description="how sure to be done in time, such as 80 %"
    )
    impossible_below: Quantity = Field(
        default=Fraction(1, 20),
        ge=0,
        lt=1,
        description="an alternative less likely than this is not feasible",
    )
    move_together: Quantity = Field(
        default=Fraction(0),
        ge=0,
        le=1,
        description="share of futures in which all stages are slow, or all fast, together; 0: independent",
    )
    planned_start: date | None = Field(default=None, description="null: the day on which it is asked")
    calendars: dict[Name, PlanCalendarTerms] = Field(default_factory=dict)
    stages: tuple[StageTerms, ...] = Field(default_factory=default_stages, min_length=1)
    durations: dict[Name, DurationTerms] = Field(
        default_factory=dict, description="in place of the usual time of a stage"
    )
    done: dict[Name, date] = Field(
        default_factory=dict, description="stages that are done, each with its last day"
    )
    appeal: AppealTerms | None = Field(
        default_factory=default_appeal, description="null: left out of account"
    )
    cancellation: CancellationTerms | None = Field(
        default_factory=default_cancellation, description="null: left out of account"
    )
    alternatives: tuple[AlternativePath, ...] = ()
    assumed: Source | None = Field(
        default=None, description="where all of this is assumed, why; every page says so"
    )

    @model_validator(mode="after")
    def _names_agree(self) -> "TimePlanFile":
        ids = [one.id for one in self.stages]
        refuse_twice("stage", ids)
        refuse_twice("alternative", [one.id for one in self.alternatives])
        known = set(ids)
        for stage in self.stages:
            refuse_unknown(f"stage {stage.id}: after", stage.after, known)
            refuse_unknown(f"stage {stage.id}: calendar", stage.calendars, set(self.calendars))
        refuse_unknown("durations", self.durations, known)
        refuse_unknown("done", self.done, known)
        for event in (self.appeal, self.cancellation):
            if event is not None:
                refuse_unknown("appeal and cancellation: after", (event.after,), known)
        for path in self.alternatives:
            refuse_unknown(f"alternative {path.id}: stages", (*path.stages, *path.durations), known)
        return self

    @model_validator(mode="after")
    def _done_in_order(self) -> "TimePlanFile":
        for stage in self.stages:
            before = [name for name in stage.after if stage.id in self.done and name not in self.done]
            if before:
                raise ValueError(f"{stage.id} is done, and {before[0]}, which comes before it, is not")
        return self


def refuse_twice(what: str, ids: Iterable[str]) -> None:
    """Raise ValueError where an id stands twice."""
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ValueError(f"{name} is the id of more than one {what}; each id once")
        seen.add(name)


def refuse_unknown(where: str, names: Iterable[str], known: set[str]) -> None:
    """Raise ValueError where `names` holds what nobody knows."""
    for name in names:
        if name not in known:
            raise ValueError(
                f"{where}: {name!r} is not known; known are: {', '.join(sorted(known)) or 'none'}"
            )
