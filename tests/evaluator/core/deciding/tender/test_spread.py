"""How counts spread, and which cells are not printed."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.tender.spread import hidden_cells, spread_of


def test_ten_months_spread_by_nearest_rank() -> None:
    # In order 10 20 30 40 50 60 70 80 90 500: the fifth is half of them, the ninth nine of ten.
    counts = {
        f"2026-{month:02}": count for month, count in enumerate([50, 10, 500, 20, 30, 40, 60, 70, 80, 90], 1)
    }
    found = spread_of(counts)
    assert found is not None
    assert (found.half, found.nine_tenths, found.highest, found.highest_at) == (50, 90, 500, "2026-03")
    assert (found.number, found.total, found.mean) == (10, 950, Fraction(95))


def test_nothing_has_no_spread() -> None:
    assert spread_of({}) is None


def test_the_first_of_several_highest_is_named() -> None:
    found = spread_of({"2026-01": 7, "2026-02": 7})
    assert found is not None
    assert found.highest_at == "2026-01"


def test_a_cell_under_five_is_hidden_with_the_next_smallest_beside_it() -> None:
    # 100 - 60 - 37 would tell the 3.
    assert hidden_cells([60, 3, 37], 5) == {1, 2}


def test_two_small_cells_hide_each_other() -> None:
    assert hidden_cells([60, 3, 2, 37], 5) == {1, 2}


def test_two_cells_that_are_small_together_hide_a_third() -> None:
    # 99 - 60 - 37 tells that 2 are hidden in two cells, which is 1 and 1: the 37 goes with them.
    assert hidden_cells([60, 1, 1, 37], 5) == {1, 2, 3}


def test_nothing_is_a_number_that_may_be_printed() -> None:
    assert hidden_cells([0, 12, 0], 5) == frozenset()


def test_a_small_cell_that_is_the_whole_sum_has_none_beside_it() -> None:
    assert hidden_cells([3, 0], 5) == {0}


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(1, 6))
def test_no_printed_cell_is_small_and_no_single_cell_is_hidden_among_others(
    counts: list[int], smallest: int
) -> None:
    hidden = hidden_cells(counts, smallest)
    shown = [count for place, count in enumerate(counts) if place not in hidden]
    assert all(count == 0 or count >= smallest for count in shown)
    assert not hidden or sum(counts[place] for place in hidden) >= smallest or not any(shown)
    assert len(hidden) != 1 or not any(shown)
