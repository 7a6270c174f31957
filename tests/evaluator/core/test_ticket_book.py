"""The ticket book keeps what several indicators ask for."""

from fractions import Fraction

import pandas as pd

from evaluator.contract.clocks import FieldCondition
from evaluator.core.measuring.figures import share_figure, share_of
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import book, facts, ticket


def test_a_condition_that_is_asked_for_twice_has_the_same_answer() -> None:
    kept = book(small.contract(small.time_within_target()), facts(ticket("2026-10-05 08:00")))
    condition = FieldCondition(field="priority", changes_at_most=0)
    first = kept.meets(condition)
    assert kept.meets(condition) is first
    assert first.tolist() == [True]


def test_a_share_counted_from_its_cases_is_that_counted_from_their_numbers() -> None:
    # One case in time, one missed, one that nobody can say: 1 of 2 known, between 1/3 and 2/3.
    three = pd.DataFrame({"missed": [False, True, True], "unknown": [False, False, True]})
    assert share_figure(three) == share_of(3, 1, 1)
    assert (share_of(3, 1, 1).low, share_of(3, 1, 1).high) == (Fraction(1, 3), Fraction(2, 3))
