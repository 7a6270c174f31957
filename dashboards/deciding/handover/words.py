"""What states of a handover are called."""

from dashboards.wording.words import Wording, marked
from evaluator.core.deciding.handover.comparison import Difference, Measure
from evaluator.core.deciding.handover.gates import GateState
from evaluator.core.deciding.handover.milestones import MilestoneState
from evaluator.decisions.handover import Phase

_GATES = {
    GateState.PASSED: marked("Passed"),
    GateState.PASSED_WITHOUT: marked("Passed although something was missing"),
    GateState.HELD: marked("Not passed"),
    GateState.READY: marked("Ready to be decided"),
    GateState.WAITING: marked("Waiting"),
    GateState.OVERDUE: marked("Overdue"),
}
_MILESTONES = {
    MilestoneState.REACHED: marked("Reached"),
    MilestoneState.ON_PLAN: marked("On plan"),
    MilestoneState.BEHIND: marked("Behind the plan"),
    MilestoneState.UNDER_WAY: marked("Under way, without a plan"),
    MilestoneState.NOT_COUNTED: marked("Not counted yet"),
}
_PHASES = {
    Phase.STEERING: marked("Steering group"),
    Phase.REVIEW: marked("Technical and organisational review"),
    Phase.PLAN: marked("Handover plan"),
    Phase.WITHDRAWAL: marked("Withdrawal"),
    Phase.ANALYSIS: marked("Analysis and close"),
}
_MEASURES = {
    Measure.CASES: marked("Cases a day"),
    Measure.MISSED: marked("Share that missed the limit"),
    Measure.TIME: marked("Mean time of a case"),
}
_DIFFERENCES = {
    Difference.HIGHER: marked("Higher than before"),
    Difference.LOWER: marked("Lower than before"),
    Difference.CANNOT_BE_TOLD: marked("The data cannot tell a difference"),
    Difference.TOO_FEW: marked("Too few cases to compare"),
}


def gate_word(state: GateState, words: Wording) -> str:
    """Return what the state of a gate is called."""
    return words.text(_GATES[state])


def milestone_word(state: MilestoneState, words: Wording) -> str:
    """Return what the state of a milestone is called."""
    return words.text(_MILESTONES[state])


def phase_word(phase: Phase, words: Wording) -> str:
    """Return what a phase is called."""
    return words.text(_PHASES[phase])


def measure_word(measure: Measure, words: Wording) -> str:
    """Return what is compared."""
    return words.text(_MEASURES[measure])


def difference_word(difference: Difference, words: Wording) -> str:
    """Return which way a figure differs."""
    return words.text(_DIFFERENCES[difference])
