import numpy as np
import pytest

from evaluator.core.hours import ServiceHours
from evaluator.core.open_seconds import BucketTable, WindowTable


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
