"""Paging without offsets."""

import pytest

from collector.connectors.by_instant import Row, walk
from collector.errors import SourceUnreadable

SIZE = 3


def _walked(changed: dict[str, int]) -> list[list[str]]:
    """Return the ids of each part, for rows with these times of change and pages of three."""
    rows = sorted(
        (Row(at, key, None) for key, at in changed.items()), key=lambda row: (row.key, row.identity)
    )

    def page(at: int) -> list[Row]:
        return [row for row in rows if row.key >= at][:SIZE]

    def whole(at: int) -> list[list[Row]]:
        return [[row for row in rows if row.key == at]]

    return [[row.identity for row in part] for part in walk(0, page, whole)]


def test_each_row_comes_once_page_by_page() -> None:
    assert _walked({"a": 1, "b": 2, "c": 3, "d": 4}) == [["a", "b", "c"], ["d"], []]


def test_an_instant_that_fills_a_page_is_read_whole() -> None:
    assert _walked(dict.fromkeys("abcde", 7)) == [["a", "b", "c"], ["d", "e"]]


def test_no_rows_are_no_parts() -> None:
    assert _walked({}) == []


def test_a_page_that_is_not_sorted_is_refused() -> None:
    unsorted = [Row(5, "a", None), Row(4, "b", None)]
    with pytest.raises(SourceUnreadable, match="not sorted by the time of change"):
        list(walk(0, lambda _at: unsorted, lambda _at: []))
