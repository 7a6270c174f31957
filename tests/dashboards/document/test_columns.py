"""Columns of tables on paper have room for what they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.document.columns import BREAK, LEAST_SIZE, SIZE, broken, table_layout
from dashboards.document.model import Cell, Column, Table, runs


def table(*rows: tuple[str, ...], numbers: bool = False) -> Table:
    columns = tuple(Column("", is_number=numbers) for _ in rows[0])
    return Table("one", "One", columns, tuple(tuple(Cell(runs(text)) for text in row) for row in rows))


@given(st.lists(st.lists(st.text("ab 1-", max_size=60), min_size=3, max_size=3), max_size=4))
def test_the_widths_of_all_columns_are_the_whole_line(texts: list[list[str]]) -> None:
    layout = table_layout(table(("a", "b", "c"), *(tuple(row) for row in texts)))
    assert sum(layout.widths) == pytest.approx(1)
    assert all(width > 0 for width in layout.widths)
    assert LEAST_SIZE <= layout.size <= SIZE


def test_a_column_with_more_text_is_wider() -> None:
    narrow, wide = table_layout(table(("kort", "en mening som är mycket längre än den andra"))).widths
    assert wide > narrow


def test_a_number_stands_on_one_line() -> None:
    amount = "1\u00a0250\u00a0000\u00a0kr"
    text = "en lång mening som vill ha hela raden för sig själv och lite till"
    layout = table_layout(table((amount, text, text), numbers=True))
    assert layout.characters[0] >= len(amount)


def test_many_columns_make_the_letters_smaller() -> None:
    assert table_layout(table(("123456789",) * 14, numbers=True)).size < SIZE


def test_a_word_that_is_too_long_breaks_anywhere_and_one_of_letters_is_hyphenated() -> None:
    assert broken("a3f1a3f1", 4) == BREAK.join("a3f1a3f1")
    assert broken("drifttillgänglighet", 4) == "drifttillgänglighet"
    assert broken("x" * 41, 40) == BREAK.join("x" * 41)
    assert broken("kort 99,7", 9) == "kort 99,7"
