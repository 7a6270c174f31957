import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.measuring.backtest import MeasuredCases, apply_limits, sort_cases

case = st.tuples(st.integers(0, 3), st.integers(0, 20), st.booleans(), st.booleans())


def sorted_cases(found: list[tuple[int, int, bool, bool]], count: int = 4) -> MeasuredCases:
    columns = list(zip(*found, strict=True)) if found else [(), (), (), ()]
    cells, used, ongoing, unknown = (
        np.array(column, dtype=kind)
        for column, kind in zip(columns, (np.int64, np.int64, bool, bool), strict=True)
    )
    return sort_cases(cells, used, ongoing, unknown, count)


def test_cases_meet_miss_or_leave_open_a_draft_limit() -> None:
    cases = sorted_cases(
        [
            (0, 10, False, False),  # met at 10 and above
            (0, 11, False, False),  # missed at 10
            (0, 5, True, False),  # still runs: open while within the limit
            (0, 0, False, True),  # nobody knows, whatever the limit
            (1, 30, True, False),  # still runs, past 10 already
        ],
        count=3,
    )
    found = apply_limits(cases, 10)
    assert found.met.tolist() == [1, 0, 0]
    assert found.missed.tolist() == [1, 1, 0]
    assert found.unknown.tolist() == [2, 0, 0]


def test_each_cell_may_have_a_limit_of_its_own() -> None:
    cases = sorted_cases([(0, 10, False, False), (1, 10, False, False)], count=2)
    assert apply_limits(cases, [9, 10]).met.tolist() == [0, 1]


@given(st.lists(case, max_size=30), st.lists(st.integers(0, 21), min_size=4, max_size=4))
def test_look_ups_count_as_going_through_the_cases_does(
    found: list[tuple[int, int, bool, bool]], limits: list[int]
) -> None:
    kept = apply_limits(sorted_cases(found), limits)
    for cell, limit in enumerate(limits):
        own = [one for one in found if one[0] == cell]
        unknown = [one for one in own if one[3] or (one[2] and one[1] <= limit)]
        missed = [one for one in own if not one[3] and one[1] > limit]
        assert kept.unknown[cell] == len(unknown)
        assert kept.missed[cell] == len(missed)
        assert kept.met[cell] == len(own) - len(unknown) - len(missed)


@given(st.lists(case, max_size=30), st.integers(0, 20))
def test_a_longer_limit_is_never_kept_less_often(
    found: list[tuple[int, int, bool, bool]], limit: int
) -> None:
    cases = sorted_cases(found)
    shorter, longer = apply_limits(cases, limit), apply_limits(cases, limit + 1)
    assert np.all(longer.met >= shorter.met)
    assert np.all(longer.missed <= shorter.missed)


@pytest.mark.parametrize("cell", [-1, 4])
def test_a_case_outside_the_cells_is_refused(cell: int) -> None:
    with pytest.raises(ValueError, match="lies in no cell of 0 to 3"):
        sorted_cases([(cell, 1, False, False)])


def test_negative_times_and_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        sorted_cases([(0, -1, False, False)])
    with pytest.raises(ValueError, match="outside"):
        apply_limits(sorted_cases([(0, 1, False, False)]), -1)
