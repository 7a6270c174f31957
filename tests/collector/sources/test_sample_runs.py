import numpy as np

from collector.sources.sample_runs import is_change, is_first_look


def test_a_row_changes_what_differs_in_any_column() -> None:
    scope, state, users = np.array([0, 0, 0, 1, 1]), np.array([1, 1, 3, 3, 3]), np.array([5, 5, 5, 5, 6])
    assert is_change([scope, state, users]).tolist() == [True, False, True, True, True]


def test_observation_begins_anew_after_more_than_the_longest_gap_and_in_another_scope() -> None:
    scope, at = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 90, 181, 200, 210, 240])
    # 91 s from 90 to 181 is too long, 90 s is not.
    assert is_first_look(scope, at, 90).tolist() == [True, False, True, False, True, False]


def test_many_rows_are_told_apart_as_few_are() -> None:
    chance = np.random.default_rng(1)
    at = np.cumsum(chance.integers(1, 40, 100_000))
    state, scope = chance.integers(0, 2, at.size), np.repeat([0, 1], at.size // 2)
    changed, first = is_change([scope, state]), is_first_look(scope, at, 30)
    for row in range(1, at.size):
        same_scope = scope[row] == scope[row - 1]
        assert changed[row] == (not same_scope or state[row] != state[row - 1])
        assert first[row] == (not same_scope or at[row] - at[row - 1] > 30)


def test_no_rows_change_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert is_change([none]).tolist() == is_first_look(none, none, 30).tolist() == []
