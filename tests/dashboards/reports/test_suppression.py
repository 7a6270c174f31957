"""Small groups: nothing hidden can be worked out from what is shown, checked by an independent solver."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog  # type: ignore[import-untyped]  # scipy has no types of its own

from dashboards.reports.suppression import Totals, hidden_cells, hidden_parts

SMALLEST = 5


def test_a_small_cell_is_hidden_and_another_of_its_row_and_column_with_it() -> None:
    counts = [[3, 20, 30], [12, 40, 50], [14, 60, 70]]

    hidden = hidden_cells(counts, SMALLEST)

    assert (0, 0) in hidden
    # alone it would be its row's total less 20 and 30; so one more in its row, in its column, and the corner
    assert len(hidden) == 4
    assert {row for row, _ in hidden} == {0, 1}


def test_of_the_parts_of_a_shown_whole_the_next_smallest_is_hidden_too() -> None:
    # 3 + 9 = 12 stays hidden between the two: 3 and 9, or 4 and 8, or any other pair
    assert hidden_parts([40, 3, 9, 25], SMALLEST) == {1, 2}


def test_two_small_parts_hide_each_other() -> None:
    assert hidden_parts([40, 3, 2, 25], SMALLEST) == {1, 2}


def test_two_parts_without_cases_do_not_hide_each_other() -> None:
    # 0 + 0 = 0 can be nothing else, so the smallest with cases is hidden with them
    assert hidden_parts([40, 0, 0, 25], SMALLEST) == {1, 2, 3}


def test_where_no_part_is_small_nothing_is_hidden() -> None:
    assert hidden_parts([40, 5, 25], SMALLEST) == frozenset()


def test_a_single_small_part_takes_the_whole_with_it() -> None:
    found = hidden_parts([3], SMALLEST)

    assert found == {0, 1}  # the place after the last part is the whole


def test_without_totals_only_small_cells_are_hidden() -> None:
    nothing = Totals(of_rows=False, of_columns=False, of_all=False)

    assert hidden_cells([[3, 20], [12, 40]], SMALLEST, nothing) == {(0, 0)}


def test_a_table_without_cells_hides_nothing() -> None:
    assert hidden_cells([], SMALLEST) == frozenset()
    assert hidden_cells([[]], SMALLEST) == frozenset()


def test_rows_of_different_lengths_are_no_table() -> None:
    with pytest.raises(ValueError, match="one length"):
        hidden_cells([[1, 2], [3]], SMALLEST)


tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 12), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)
totals = st.builds(Totals, st.booleans(), st.booleans(), st.booleans())


@settings(deadline=None)
@given(tables, totals)
def test_every_hidden_cell_can_have_more_than_one_value(counts: list[list[int]], shown: Totals) -> None:
    hidden = hidden_cells(counts, SMALLEST, shown)

    for place in hidden:
        if place[0] < len(counts) and place[1] < len(counts[0]):
            low, high = possible_values(counts, shown, hidden, place)
            assert high - low >= 1


@given(tables, totals)
def test_every_cell_below_the_smallest_group_is_hidden(counts: list[list[int]], shown: Totals) -> None:
    small = {
        (row, column)
        for row, column in product(range(len(counts)), range(len(counts[0])))
        if counts[row][column] < SMALLEST
    }

    assert small <= hidden_cells(counts, SMALLEST, shown)


@given(st.lists(st.integers(SMALLEST, 50), min_size=1))
def test_a_table_of_large_cells_is_shown_whole(parts: list[int]) -> None:
    assert hidden_parts(parts, SMALLEST) == frozenset()


def possible_values(
    counts: list[list[int]], shown: Totals, hidden: frozenset[tuple[int, int]], asked: tuple[int, int]
) -> tuple[float, float]:
    """The least and the most a cell can be with everything shown as it is, by linear programming.

    The constraints of such tables are totally unimodular: between whole ends every number is possible.
    """
    height, width = len(counts), len(counts[0])
    places = list(product(range(height), range(width)))
    equal, values = [], []

    def fix(members: set[tuple[int, int]], value: int) -> None:
        equal.append([1.0 if place in members else 0.0 for place in places])
        values.append(float(value))

    for row, column in places:
        if (row, column) not in hidden:
            fix({(row, column)}, counts[row][column])
    for row in range(height):
        if shown.of_rows and (row, width) not in hidden:
            fix({(row, column) for column in range(width)}, sum(counts[row]))
    for column in range(width):
        if shown.of_columns and (height, column) not in hidden:
            fix({(row, column) for row in range(height)}, sum(one[column] for one in counts))
    if shown.of_all and (height, width) not in hidden:
        fix(set(places), sum(map(sum, counts)))
    ends = []
    for sign in (1.0, -1.0):
        aim = [sign if place == asked else 0.0 for place in places]
        found = linprog(aim, A_eq=equal or None, b_eq=values or None, bounds=(0, 1_000))
        ends.append(sign * found.fun)
    return ends[0], ends[1]
