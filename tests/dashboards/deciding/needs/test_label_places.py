"""No label of the picture lies on another."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from dashboards.deciding.needs.label_places import Box, place_labels, spread

FRAME = Box(0, 0, 400, 300)
POINTS = st.lists(st.tuples(st.floats(20, 380), st.floats(20, 280)), max_size=25)


@given(POINTS)
def test_labels_lie_in_the_frame_and_never_on_each_other_or_on_what_is_taken(
    points: list[tuple[float, float]],
) -> None:
    taken = [Box(5, 5, 80, 11)]
    found = [box for box in place_labels(points, [(14, 8)] * len(points), taken, FRAME) if box is not None]
    assert all(box.lies_in(FRAME) for box in found)
    assert not [pair for pair in itertools.combinations([*taken, *found], 2) if pair[0].overlaps(pair[1])]


def test_a_label_stands_beside_its_point() -> None:
    [box] = place_labels([(100, 100)], [(14, 8)], [], FRAME)
    assert box is not None
    assert (box.left, box.top) == (109, 96)


def test_where_no_place_is_left_there_is_no_label() -> None:
    assert place_labels([(10, 10)], [(14, 8)], [FRAME], FRAME) == [None]


def test_marks_on_one_place_are_moved_to_the_right_one_after_another() -> None:
    assert spread([(10, 10), (10, 10), (10, 10), (50, 10)], 9) == [(10, 10), (19, 10), (28, 10), (50, 10)]
