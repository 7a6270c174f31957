"""Whether gates can be passed: the evidence and milestones they wait for, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaluator.core.deciding.handover.milestones import MilestoneStanding, MilestoneState
from evaluator.decisions.handover import Evidence, Gate


class GateState(StrEnum):
    """How a gate stands. What people decided stands, also where something was missing: then that is shown."""

    PASSED = "passed"
    PASSED_WITHOUT = "passed_without"
    HELD = "held"
    READY = "ready"
    WAITING = "waiting"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class GateStanding:
    """A gate on a day: evidence and milestones still missing, and how it stands."""

    gate: Gate
    missing_evidence: tuple[Evidence, ...]
    missing_milestones: tuple[str, ...]
    state: GateState
    days_left: int

    @property
    def is_complete(self) -> bool:
        """Whether all that it waits for is there."""
        return not self.missing_evidence and not self.missing_milestones


def judge_gate(gate: Gate, milestones: Mapping[str, MilestoneStanding], today: date) -> GateStanding:
    """Return how `gate` stands at the end of `today`; `milestones` has those it names.

    A gate decided later is not decided yet. Raises KeyError for a milestone that is not there.
    """
    evidence = tuple(one for one in gate.evidence if one.received_on is None or one.received_on > today)
    reached = MilestoneState.REACHED
    missing = tuple(name for name in gate.milestones if milestones[name].state is not reached)
    is_complete = not evidence and not missing
    return GateStanding(
        gate, evidence, missing, _state(gate, today, is_complete=is_complete), (gate.due - today).days
    )


def _state(gate: Gate, today: date, *, is_complete: bool) -> GateState:
    decision = gate.decision
    if decision is not None and decision.day <= today:
        if not decision.passed:
            return GateState.HELD
        return GateState.PASSED if is_complete else GateState.PASSED_WITHOUT
    if is_complete:
        return GateState.READY
    return GateState.OVERDUE if today > gate.due else GateState.WAITING
