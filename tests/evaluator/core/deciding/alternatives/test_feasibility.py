"""Whether there is time for an alternative."""

from evaluator.core.deciding.alternatives.feasibility import NOT_ASSESSED, FeasibilityState


def test_without_a_time_plan_nothing_is_said_to_be_feasible() -> None:
    assert NOT_ASSESSED.state is FeasibilityState.NOT_ASSESSED
    assert NOT_ASSESSED.probability is None
