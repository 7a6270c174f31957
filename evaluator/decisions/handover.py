"""Exit and transfer: gates with their evidence, milestones that are counted, the plan of units to move."""

from datetime import date
from enum import StrEnum
from itertools import pairwise

from pydantic import Field, model_validator

from evaluator.contract.credits import Money
from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.decisions.parts import Role, Said


class Phase(StrEnum):
    """The phases of an exit (Stockholm's annex 4h; domain.md 6), and its close."""

    STEERING = "steering"
    REVIEW = "review"
    PLAN = "plan"
    WITHDRAWAL = "withdrawal"
    ANALYSIS = "analysis"


class Evidence(Terms):
    """Something that must lie on the table before a gate is passed."""

    what: Label
    received_on: date | None = Field(default=None, description="when it came; null: it has not")
    reference: Said | None = Field(default=None, description="registry number or name of the document")

    @model_validator(mode="after")
    def _is_named(self) -> "Evidence":
        if (self.received_on is None) != (self.reference is None):
            raise ValueError("received_on and reference go together: when it came, and which document it is")
        return self


class GateDecision(Terms):
    """That somebody let the handover pass a gate, or did not."""

    passed: bool
    by: Role
    day: date
    reason: Said | None = Field(default=None, description="needed where something was missing, or it failed")


class Gate(Terms):
    """A point at which somebody decides whether the handover goes on."""

    id: Name
    label: Label
    phase: Phase
    due: date
    owner: Role
    evidence: tuple[Evidence, ...] = ()
    milestones: tuple[Name, ...] = Field(default=(), description="those that must have been reached")
    decision: GateDecision | None = None


class PlannedCount(Terms):
    """How much is to be done by a day."""

    day: date
    done: int = Field(ge=0)


class Counted(Terms):
    """What somebody counted on a day, and which list shows it."""

    day: date
    done: int = Field(ge=0)
    of: int = Field(ge=1)
    evidence: Said

    @model_validator(mode="after")
    def _is_part(self) -> "Counted":
        if self.done > self.of:
            raise ValueError(f"{self.done} of {self.of} are more than there are")
        return self


class Milestone(Terms):
    """Something that is counted: assets verified, accounts moved, knowledge sessions signed."""

    id: Name
    label: Label
    target: Quantity = Field(description='the share that must be done, such as "98 %"')
    measure: Name | None = Field(
        default=None, description="measurement that tells done of all, collected as any other"
    )
    counted: tuple[Counted, ...] = Field(
        default=(), description="counts written here, where none is collected"
    )
    plan: tuple[PlannedCount, ...] = Field(default=(), description="done by each day, rising")

    @model_validator(mode="after")
    def _can_be_reached(self) -> "Milestone":
        if not 0 < self.target <= 1:
            raise ValueError("target: a share above 0 % and up to 100 %")
        if self.measure is not None and self.counted:
            raise ValueError("counted: leave it out where a measure is collected, or the two could differ")
        ordered = list(pairwise(self.plan))
        if any(one.day >= later.day or one.done > later.done for one, later in ordered):
            raise ValueError("plan: days and what is done by them rise")
        return self


class Wave(Terms):
    """Units that are to move on one day."""

    id: Name
    day: date
    units: tuple[Name, ...] = Field(min_length=1)


class UnitMoved(Terms):
    """That a unit moved, and was accepted there."""

    unit: Name
    moved_on: date
    accepted_on: date | None = None
    evidence: Said

    @model_validator(mode="after")
    def _in_order(self) -> "UnitMoved":
        if self.accepted_on is not None and self.accepted_on < self.moved_on:
            raise ValueError(f"accepted on {self.accepted_on}, before it moved on {self.moved_on}")
        return self


class Transfer(Terms):
    """The plan of units to move, and those that did.

    Where `measure` names a measurement, a unit has moved from the first day that it tells of one with `done`
    above 0; else `moved` says it.
    """

    waves: tuple[Wave, ...] = Field(min_length=1)
    measure: Name | None = None
    moved: tuple[UnitMoved, ...] = ()
    cost_of_a_week: Money | None = Field(
        default=None, ge=0, description="what a unit costs with the old supplier each week that it is late"
    )

    @model_validator(mode="after")
    def _each_unit_once(self) -> "Transfer":
        planned = [unit for wave in self.waves for unit in wave.units]
        doubled = sorted({unit for unit in planned if planned.count(unit) > 1})
        if doubled:
            raise ValueError(f"waves: {', '.join(doubled)} would move twice")
        if self.measure is not None and self.moved:
            raise ValueError("moved: leave it out where a measure is collected, or the two could differ")
        moved = [one.unit for one in self.moved]
        if len(set(moved)) < len(moved):
            raise ValueError("moved: each unit once")
        return self


class BaselineUse(Terms):
    """The frozen figures of the old supplier that the new one's first months are held against."""

    file: str = Field(min_length=1, description="written by `supplierwatch handover --freeze`")
    content_hash: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="the hash it had then, so that nobody alters it unseen"
    )
    days: int = Field(default=90, ge=7, le=366, description="how many days of the new supplier are compared")
    season: int = Field(
        default=21, ge=0, le=182, description="days of the year around a day that are of the same season"
    )
    seed: int = Field(default=1, ge=0)


class HandoverFile(Terms):
    """The file `handover.yaml`."""

    switch: date = Field(description="the first day of the new supplier")
    gates: tuple[Gate, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    transfer: Transfer | None = None
    baseline: BaselineUse | None = None
