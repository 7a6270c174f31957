"""Action plans: what is to bring an indicator back to its target, who answers for it, and by when."""

from datetime import date

from pydantic import Field, model_validator

from evaluator.contract.parts import Name, Terms
from evaluator.decisions.parts import MonthName, Role, Said


class PlanStep(Terms):
    """One step of a plan."""

    what: Said
    owner_role: Role
    due: date
    done_on: date | None = None


class ActionPlan(Terms):
    """One plan, for one indicator on one service.

    It is never closed by anyone's word: the measured figure closes it, once the target was met in
    `recovered_after` judged periods running after `opened_for`. `closed_claimed_on` is only when it was
    reported as done.
    """

    id: Name
    indicator: Name
    service: Name | None = Field(default=None, description="null: measured on all services together")
    opened_for: MonthName = Field(description="the month whose miss the plan answers")
    opened_on: date
    trigger: Name | None = Field(
        default=None, description="trigger of the contract that requires it; null: agreed without one"
    )
    why: Said
    what: Said
    owner_role: Role
    due: date
    steps: tuple[PlanStep, ...] = ()
    recovered_after: int | None = Field(
        default=None, ge=1, description="judged periods met in a row; null: as the contract says"
    )
    closed_claimed_on: date | None = Field(default=None, description="when it was reported as done")
    claimed_by: str | None = Field(default=None, min_length=1, description="who reported it, by role")

    @model_validator(mode="after")
    def _in_order(self) -> "ActionPlan":
        if self.opened_on.strftime("%Y-%m") < self.opened_for:
            raise ValueError(f"opened_on ({self.opened_on}) comes before the month {self.opened_for} began")
        if self.due < self.opened_on:
            raise ValueError(f"due ({self.due}) comes before opened_on ({self.opened_on})")
        late = [str(step.due) for step in self.steps if not self.opened_on <= step.due <= self.due]
        if late:
            raise ValueError(
                f"the steps due {', '.join(late)} do not lie between opened_on and due of the plan"
            )
        return self

    @model_validator(mode="after")
    def _claim_is_whole(self) -> "ActionPlan":
        if (self.closed_claimed_on is None) != (self.claimed_by is None):
            raise ValueError("closed_claimed_on and claimed_by go together")
        if self.closed_claimed_on is not None and self.closed_claimed_on < self.opened_on:
            raise ValueError("closed_claimed_on comes before opened_on")
        return self


class ActionPlans(Terms):
    """All plans."""

    action_plans: tuple[ActionPlan, ...] = ()
