"""Nobody's answer can be read or computed."""

from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.needs.small_groups import hidden_parts

COUNTS = st.dictionaries(st.text(max_size=3), st.integers(0, 20), max_size=8)


def test_parts_that_are_large_enough_are_shown() -> None:
    assert hidden_parts({"a": 5, "b": 9}, 5) == frozenset()


def test_a_small_part_takes_the_smallest_of_the_others_with_it() -> None:
    # 3 alone could be computed from the whole; with 6 more it cannot.
    assert hidden_parts({"a": 3, "b": 9, "c": 6}, 5) == {"a", "c"}


def test_small_parts_that_come_to_enough_together_hide_each_other() -> None:
    assert hidden_parts({"a": 3, "b": 9, "c": 2}, 5) == {"a", "c"}


def test_of_a_whole_that_is_too_small_nothing_is_shown() -> None:
    assert hidden_parts({"a": 1, "b": 2}, 5) == {"a", "b"}


@given(COUNTS, st.integers(1, 10))
def test_no_small_part_is_shown_and_what_is_hidden_is_never_a_small_group(
    counts: dict[str, int], smallest: int
) -> None:
    hidden = hidden_parts(counts, smallest)
    together = sum(counts[part] for part in hidden)
    assert all(counts[part] >= smallest for part in set(counts) - hidden)
    assert not hidden or together >= smallest or hidden == set(counts)
