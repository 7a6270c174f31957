"""The ticket book keeps what several indicators ask for."""

from evaluator.contract.clocks import FieldCondition
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import book, facts, ticket


def test_a_condition_that_is_asked_for_twice_has_the_same_answer() -> None:
    kept = book(small.contract(small.time_within_target()), facts(ticket("2026-10-05 08:00")))
    condition = FieldCondition(field="priority", changes_at_most=0)
    first = kept.meets(condition)
    assert kept.meets(condition) is first
    assert first.tolist() == [True]
