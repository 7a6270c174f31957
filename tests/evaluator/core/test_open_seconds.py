import numpy as np
import pytest

from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.open_seconds import BucketTable, WindowTable


@pytest.mark.parametrize(
    ("opens", "closes", "bounds", "said"),
    [
        ([0], [5], (10, 10), "an end after their start"),
        ([5], [5], (0, 10), "in order, apart and not empty"),
        ([0, 3], [3, 5], (0, 10), "in order, apart and not empty"),
        ([4, 0], [5, 1], (0, 10), "in order, apart and not empty"),
        ([-1], [5], (0, 10), "lies outside"),
        ([5], [11], (0, 10), "lies outside"),
    ],
)
def test_windows_that_make_no_sense_are_refused(
    opens: list[int], closes: list[int], bounds: tuple[int, int], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        ServiceHours(np.array(opens), np.array(closes), *bounds)


def walk(hours: ServiceHours, moment: int) -> int:
    """Add the windows up one by one."""
    pairs = zip(hours.opens.tolist(), hours.closes.tolist(), strict=True)
    return sum(max(0, min(moment, closes) - opens) for opens, closes in pairs)


@pytest.mark.parametrize(("gap", "kind"), [(1, BucketTable), (60, BucketTable), (2048, BucketTable)])
def test_windows_close_together_take_a_finer_table(gap: int, kind: type) -> None:
    hours = ServiceHours(np.array([100, 5000 + gap]), np.array([5000, 9000]), 0, 20_000)
    assert isinstance(hours._table, kind)
    moments = [*range(0, 20_001, 7), 4999, 5000, 5001, 5000 + gap, 5001 + gap]
    assert hours.open_seconds(moments).tolist() == [walk(hours, moment) for moment in moments]


def test_windows_a_second_apart_over_years_are_searched_instead_of_tabled() -> None:
    hours = ServiceHours(np.array([100, 5001]), np.array([5000, 9000]), 0, 100_000_000)
    assert isinstance(hours._table, WindowTable)
    moments = [0, 99, 100, 101, 4999, 5000, 5001, 5002, 9000, 9001, 100_000_000]
    assert hours.open_seconds(moments).tolist() == [walk(hours, moment) for moment in moments]


@pytest.mark.parametrize("gap", [1, 600])
@pytest.mark.parametrize("outside", [-1, 100_000_001, np.iinfo(np.int64).min, np.iinfo(np.int64).max])
def test_what_lies_outside_is_refused_by_either_table_wherever_it_stands(gap: int, outside: int) -> None:
    hours = ServiceHours(np.array([100, 5000 + gap]), np.array([5000, 9000]), 0, 100_000_000)
    moments = np.full(40_000, 6000)
    moments[39_000] = outside
    with pytest.raises(ValueError, match=f"instant {outside} lies outside"):
        hours.open_seconds(moments)
    with pytest.raises(ValueError, match=f"instant {outside} lies outside"):
        hours.elapsed(6000, moments)
    with pytest.raises(ValueError, match=f"instant {outside} lies outside"):
        hours.elapsed(moments, 6000)


def test_windows_far_apart_share_few_wide_buckets() -> None:
    day = 86_400
    hours = ServiceHours(np.array([3, 40]) * day, np.array([5, 90]) * day, -day, 100 * day)
    # Buckets of 2**20 s, 12.1 days, from day -1: the first two windows open in the first and the fourth.
    assert hours._table.width == 20
    assert hours.open_seconds(np.array([-1, 3, 4, 5, 40, 41, 90, 100]) * day).tolist() == [
        0, 0, day, 2 * day, 2 * day, 3 * day, 52 * day, 52 * day
    ]  # fmt: skip
