import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.intervals import (
    AXIS,
    Integers,
    Intervals,
    covers,
    difference,
    distinct,
    flatten,
    intersection,
    merge,
    sum_by,
    total_seconds,
    union,
)

END = 40
pairs = st.lists(st.tuples(st.integers(0, END), st.integers(0, END)), max_size=8)


def whole(*numbers: int) -> Integers:
    return np.array(numbers, dtype=np.int64)


def of(found: list[tuple[int, int]]) -> Intervals:
    return merge(whole(*(start for start, _ in found)), whole(*(end for _, end in found)))


def pairs_of(found: Intervals) -> list[tuple[int, int]]:
    return list(zip(found.starts.tolist(), found.ends.tolist(), strict=True))


def seconds(found: list[tuple[int, int]]) -> set[int]:
    """The same intervals as a set of single seconds: obviously right, and slow."""
    return {second for start, end in found for second in range(start, end)}


def test_overlapping_and_touching_intervals_are_joined() -> None:
    assert pairs_of(of([(5, 7), (1, 3), (3, 4), (6, 9)])) == [(1, 4), (5, 9)]


def test_an_interval_inside_another_adds_nothing() -> None:
    assert pairs_of(of([(1, 9), (2, 3)])) == [(1, 9)]


def test_empty_and_reversed_intervals_are_gone() -> None:
    assert pairs_of(of([(3, 3), (5, 4)])) == []


def test_the_end_does_not_belong_to_an_interval() -> None:
    assert covers(of([(1, 3)]), whole(0, 1, 2, 3)).tolist() == [False, True, True, False]


def test_nothing_covers_nothing() -> None:
    assert covers(of([]), whole(0, 1)).tolist() == [False, False]


def test_subjects_lie_apart_on_the_flat_axis() -> None:
    assert flatten(whole(0, 2), whole(7, 7)).tolist() == [7, 2 * AXIS + 7]


@pytest.mark.parametrize("instant", [-1, AXIS])
def test_an_instant_outside_a_subjects_room_is_refused(instant: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        flatten(whole(0), whole(instant))


def test_sums_by_code_are_exact_beyond_what_a_float_holds() -> None:
    big = 2**53 + 1
    assert sum_by(whole(1, 1, 0), whole(big, big, 1), 3).tolist() == [1, 2 * big, 0]


@given(pairs)
def test_merging_keeps_every_second_once(found: list[tuple[int, int]]) -> None:
    merged = of(found)
    assert seconds(pairs_of(merged)) == seconds(found)
    assert total_seconds(merged) == len(seconds(found))
    assert bool(np.all(merged.starts[1:] > merged.ends[:-1]))


@given(pairs, pairs)
def test_set_operations_are_those_of_single_seconds(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    left, right = of(one), of(other)
    assert seconds(pairs_of(union(left, right))) == seconds(one) | seconds(other)
    assert seconds(pairs_of(intersection(left, right))) == seconds(one) & seconds(other)
    assert seconds(pairs_of(difference(left, right))) == seconds(one) - seconds(other)


@given(pairs, pairs)
def test_a_set_is_its_common_part_and_its_difference(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    left, right = of(one), of(other)
    parts = total_seconds(intersection(left, right)) + total_seconds(difference(left, right))
    assert parts == total_seconds(left)


@given(pairs)
def test_covering_is_being_one_of_the_seconds(found: list[tuple[int, int]]) -> None:
    points = np.arange(-1, END + 2, dtype=np.int64)
    assert set(points[covers(of(found), points)].tolist()) == seconds(found)


def test_different_values_come_once_and_in_order() -> None:
    assert distinct(np.array([7, 3, 7, 3, 5])).tolist() == [3, 5, 7]
    assert distinct(np.zeros(0, dtype=np.int64)).tolist() == []
