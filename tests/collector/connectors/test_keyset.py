"""Paging by the time of change, over a table that changes while it is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.connectors.keyset import Place, Step, at_least_two, next_place
from collector.errors import SourceUnreadable


class Table:
    """Rows by id with their time of change, asked for sorted, from an instant, with a skip."""

    def __init__(self, changed: dict[str, int]) -> None:
        self.changed = dict(changed)
        self.now = max(changed.values(), default=0) + 1

    def touch(self, key: str) -> None:
        """Change a row, or add it: it moves to the end."""
        self.changed[key] = self.now

    def ask(self, place: Place, limit: int) -> list[tuple[int, str]]:
        rows = sorted((at, key) for key, at in self.changed.items() if at >= place.at)
        return rows[place.skip : place.skip + limit]


def read_all(table: Table, limit: int, moves: list[list[str]]) -> list[tuple[int, str]]:
    """Return the rows one walk gives; before question n the rows of `moves[n]` change."""
    given_rows, place, asked = [], Place(0), 0
    while place is not None:
        for key in moves[asked] if asked < len(moves) else []:
            table.now += 1
            table.touch(key)
        rows = table.ask(place, at_least_two(limit))
        step = next_place(place, rows)
        given_rows += [rows[number] for number in step.fresh]
        place, asked = step.place, asked + 1
    return given_rows


def test_rows_of_several_instants_are_each_given_once_and_the_end_is_seen() -> None:
    table = Table({"a": 1, "b": 2, "c": 2, "d": 3})
    assert read_all(table, 2, []) == [(1, "a"), (2, "b"), (2, "c"), (3, "d")]


def test_an_instant_with_more_rows_than_a_page_is_walked_through() -> None:
    table = Table(dict.fromkeys("abcdefg", 5))
    assert [key for _, key in read_all(table, 3, [])] == list("abcdefg")


def test_a_row_that_left_its_instant_lets_the_instant_be_read_again() -> None:
    # Without that, `c` would take the place of `b`, and be skipped.
    place = Place(5, 1, "b", frozenset("ab"))
    assert next_place(place, [(5, "c"), (5, "d")]) == Step((), Place(5, 0, None, frozenset("ab"), 1))


def test_rows_that_were_given_are_not_given_again() -> None:
    step = next_place(Place(5, 0, None, frozenset("b")), [(5, "b"), (5, "c")])
    assert step.fresh == (1,)


def test_an_answer_with_nothing_but_the_anchor_is_the_end() -> None:
    assert next_place(Place(5, 1, "b", frozenset("ab")), [(5, "b")]) == Step((), None)


def test_an_empty_first_answer_is_the_end() -> None:
    assert next_place(Place(5), []) == Step((), None)


@pytest.mark.parametrize("rows", [[(7, "a"), (6, "b")], [(4, "a"), (6, "b")]])
def test_an_answer_that_is_not_sorted_as_asked_is_refused(rows: list[tuple[int, str]]) -> None:
    with pytest.raises(SourceUnreadable, match="not sorted by the time of change"):
        next_place(Place(5), rows)


def ask_for_ever(rows: list[tuple[int, str]]) -> None:
    """Ask a system that answers the same, whatever it is asked."""
    place: Place | None = Place(5)
    while place is not None:
        place = next_place(place, rows).place


def test_a_system_that_does_not_skip_is_told_and_not_asked_for_ever() -> None:
    with pytest.raises(SourceUnreadable, match="stood elsewhere each of 20 times"):
        ask_for_ever([(5, "a"), (5, "b")])


KEYS = st.sampled_from("abcdefghijkl")


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(KEYS, st.integers(1, 4)),
    st.integers(1, 5),
    st.lists(st.lists(KEYS, max_size=3), max_size=12),
)
def test_whatever_moves_meanwhile_every_row_is_given_as_it_last_was_and_no_version_twice(
    changed: dict[str, int], limit: int, moves: list[list[str]]
) -> None:
    table = Table(changed)
    found = read_all(table, limit, moves)
    assert len(found) == len(set(found))
    left = {(at, key) for key, at in table.changed.items()}
    after_the_walk = {(at, key) for at, key in left if key in {name for some in moves for name in some}}
    assert left - after_the_walk <= set(found)
    assert {key for _, key in found} >= set(changed)
